"""People of governments and of the Office."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Q, When

if TYPE_CHECKING:
    from surveys.models import Survey, User


class UserQuerySet(models.QuerySet[Any]):
    """People with an account."""

    def office_staff(self) -> Self:
        """Office staff whose account is open, by name."""
        return self.filter(is_active=True, groups__name="office_staff").order_by("name", "email")

    def responsible(self, survey: Survey) -> Self:
        """Whoever may be, or is, responsible for a return of the survey, by name."""
        in_survey = survey.returns.filter(staff__isnull=False).values("staff")
        return self.filter(Q(pk__in=self.office_staff().values("pk")) | Q(pk__in=in_survey)).order_by("name", "email")


class AppointmentQuerySet(models.QuerySet[Any]):
    """Who acts for which State."""

    def in_force(self, day: date) -> Self:
        """Appointments that hold on `day`, first and last day included; of one that was ended not the last day."""
        lasts = Q(valid_until__isnull=True) | Q(valid_until__gt=day) | Q(valid_until=day, ended_at__isnull=True)
        return self.filter(lasts, valid_from__lte=day)

    def of_return(self, member_state: int, *, on: date) -> Self:
        """Everybody who acts for the State on this day, each with the person, focal point first."""
        rank = Case(When(role="focal_point", then=0), When(role="contributor", then=1), default=2)
        people = self.in_force(on).filter(member_state=member_state).select_related("user")
        return people.order_by(rank, "role", "user__name", "user__email")

    def addresses_of_focal_points(self, day: date) -> dict[int, list[str]]:
        """The addresses of the focal points of that day whose accounts are open, by State."""
        found: dict[int, list[str]] = {}
        open_accounts = self.in_force(day).filter(role="focal_point", user__is_active=True).order_by("pk")
        for state, address in open_accounts.values_list("member_state", "user__email"):
            found.setdefault(state, []).append(address)
        return found

    def contributors(self, member_state: int, *, on: date) -> Self:
        """The contributors of a State on this day, each with the person."""
        return self.in_force(on).filter(member_state=member_state, role="contributor").select_related("user")


class InvitationQuerySet(models.QuerySet[Any]):
    """Invitations."""

    def visible_to(self, user: User) -> Self:
        """Invitations that `user` looks after: administrators all, Office staff those to governments."""
        if not user.is_authenticated:
            return self.none()
        if "administrator" in user.office_roles:
            return self
        return self.filter(member_state__isnull=False) if "office_staff" in user.office_roles else self.none()

    def open(self) -> Self:
        """Invitations that nobody has used or withdrawn, expired ones included."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True)

    def of_secret(self, digest: str) -> Self:
        """The invitation whose link or code has this digest."""
        return self.filter(Q(token_hash=digest) | Q(code_hash=digest))

    def usable(self, at: datetime) -> Self:
        """Invitations that may still be used at the instant `at`: those into the Office once two have agreed."""
        return self.open().filter(expires_at__gt=at).exclude(needs_consent=True, consented_by__isnull=True)

    def waiting(self, at: datetime) -> Self:
        """Invitations into the Office that wait for a second administrator."""
        return self.open().filter(expires_at__gt=at, needs_consent=True, consented_by__isnull=True)
