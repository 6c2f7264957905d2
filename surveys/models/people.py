"""Users, and the member States for which they act."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from surveys.models.history import tracked
from surveys.querysets import AppointmentQuerySet, InvitationQuerySet, UserQuerySet


class OfficeRole(models.TextChoices):
    """The Django groups of the Office; the value is the group's name."""

    STAFF = "office_staff", _("Office staff")
    ANALYST = "analyst", _("analyst")
    ADMINISTRATOR = "administrator", _("administrator")


class Role(models.TextChoices):
    """What a person may do with the return of a member State (design.md, section 1)."""

    FOCAL_POINT = "focal_point", _("focal point")
    CONTRIBUTOR = "contributor", _("contributor")
    EMPLOYERS = "employers_representative", _("employers’ representative")
    WORKERS = "workers_representative", _("workers’ representative")


class UserManager(BaseUserManager["User"]):
    """Makes users known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; the address is kept in lower case, since that is how people are found again."""
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user who may open the Django admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def administrators(self) -> "models.QuerySet[User]":
        """Administrators whose account is open."""
        return self.filter(is_active=True, groups__name=OfficeRole.ADMINISTRATOR)


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account; the e-mail address is the login."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language of the portal"), max_length=10, default="en")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    date_joined = models.DateTimeField(_("joined at"), auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_lower",
                violation_error_message=_("An e-mail address is kept in lower case."),
            )
        ]

    def __str__(self):
        return self.name or self.email

    @cached_property
    def office_roles(self) -> frozenset[str]:
        """The Office roles of this person, as values of `OfficeRole`."""
        return frozenset(self.groups.values_list("name", flat=True)) & frozenset(OfficeRole.values)


@tracked()
class Appointment(models.Model):
    """A person acts for a member State, in one role, from a day until a day.

    One that was ended ends at once: from that instant on its last day no longer counts.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name=_("user"))
    member_state = models.ForeignKey(
        "surveys.MemberState", models.PROTECT, related_name="appointments", verbose_name=_("member State")
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    sections = models.JSONField(_("sections"), default=list, blank=True)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "member_state", "role"],
                condition=Q(valid_until__isnull=True),
                name="appointment_once",
                violation_error_message=_("This person already has this role."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="appointment_dates_in_order",
                violation_error_message=_("An appointment cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(valid_until__isnull=False),
                name="appointment_ended_on_a_day",
                violation_error_message=_("An appointment that was ended has a last day."),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}, {self.member_state.iso3}"


@tracked(exclude=["token_hash", "code_hash"])
class Invitation(models.Model):
    """An offer of an account, bound to an e-mail address, a member State or the Office, and a role.

    Link and typeable code are kept as hashes only; opening the link spends nothing (mail scanners open links). One
    that `succeeds` an appointment ends it when it is accepted. One into the Office waits for a second administrator.
    """

    email = models.EmailField(_("e-mail address"))
    member_state = models.ForeignKey(
        "surveys.MemberState", models.PROTECT, null=True, blank=True, verbose_name=_("member State")
    )
    role = models.CharField(_("role"), max_length=30, choices=[*Role.choices, *OfficeRole.choices])
    sections = models.JSONField(_("sections"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    succeeds = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("takes over from")
    )
    needs_consent = models.BooleanField(_("needs a second administrator"), default=False)
    consented_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("consented to by")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=Q(member_state__isnull=False, role__in=Role.values)
                | Q(member_state__isnull=True, role__in=OfficeRole.values),
                name="invitation_state_fits_role",
                violation_error_message=_(
                    "A role of a government needs its member State; a role of the Office has none."
                ),
            ),
            models.UniqueConstraint(
                fields=["email", "member_state", "role"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="invitation_open_once",
                violation_error_message=_("This address has an open invitation into this role."),
            ),
            models.CheckConstraint(
                condition=Q(succeeds__isnull=True) | Q(role=Role.FOCAL_POINT),
                name="invitation_succeeds_focal_point",
                violation_error_message=_("Only the focal point’s appointment is handed over."),
            ),
            models.CheckConstraint(
                condition=Q(consented_by__isnull=True) | Q(needs_consent=True) & ~Q(consented_by=F("invited_by")),
                name="invitation_two_administrators",
                violation_error_message=_("A role of the Office is given by two administrators."),
            ),
        ]

    def __str__(self):
        return self.email
