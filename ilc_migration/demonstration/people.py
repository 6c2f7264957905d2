"""The people of the demonstration: Office staff, and one focal point for each State that takes part."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.models import Group

from surveys.models import Appointment, MemberState, OfficeRole, Role, User

PASSWORD = "demonstration 2003"  # noqa: S105 - printed at every start of the demonstration
VALID_FROM = date(2003, 7, 1)
OFFICE = {
    OfficeRole.STAFF: "office@example.org",
    OfficeRole.ANALYST: "analyst@example.org",
    OfficeRole.ADMINISTRATOR: "administrator@example.org",
}


def ensure_office() -> User:
    """The Office's people with their groups; returns the member of staff who acts in the demonstration."""
    for role, email in OFFICE.items():
        user = ensure_user(email, f"{role.label} (demonstration)".capitalize(), "en", PASSWORD)
        user.groups.add(Group.objects.get_or_create(name=role.value)[0])
    administrator = User.objects.get(email=OFFICE[OfficeRole.ADMINISTRATOR])
    if not administrator.is_staff:
        administrator.is_staff = administrator.is_superuser = True
        administrator.save(update_fields=["is_staff", "is_superuser"])
    return User.objects.get(email=OFFICE[OfficeRole.STAFF])


def ensure_colleague() -> User:
    """The second member of staff, who keys paper replies in again."""
    user = ensure_user("office-second@example.org", "Second member of staff (invented)", "en", PASSWORD)
    user.groups.add(Group.objects.get_or_create(name=OfficeRole.STAFF.value)[0])
    return user


def ensure_user(email: str, name: str, language: str, password: str | None = None) -> User:
    """The user of this address, made when there is none; without a password nobody can sign in as it."""
    user = User.objects.filter(email=email).first()
    return user or User.objects.create_user(email, password, name=name, language=language)


def ensure_person(
    state: MemberState,
    *,
    role: str = Role.FOCAL_POINT,
    sections: Sequence[str] = (),
    password: str | None = None,
) -> User:
    """The invented person of a State in this role, appointed from July 2003."""
    email = f"{role.removesuffix('_representative').replace('_', '-')}.{state.iso3.lower()}@example.org"
    interface = {"zh": "zh-hans"}.get(state.correspondence_language, state.correspondence_language)
    name = f"{role.replace('_', ' ').capitalize()} {state.iso3} (invented)"
    user = ensure_user(email, name, interface, password)
    appointment = {"valid_from": VALID_FROM, "sections": list(sections)}
    Appointment.objects.get_or_create(user=user, member_state=state, role=role, defaults=appointment)
    return user
