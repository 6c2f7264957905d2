"""Ways into an account that somebody asked for: a link to sign in, a second step that is lost."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from surveys.models.history import tracked
from surveys.models.people import User
from surveys.querysets import SecondFactorResetQuerySet, SignInLinkQuerySet


@tracked(exclude=["token_hash"])
class SignInLink(models.Model):
    """A link that signs its owner in, once; kept as a hash only."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("user"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    objects = SignInLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to sign in")
        verbose_name_plural = _("links to sign in")

    def __str__(self):
        return str(self.user)


@tracked()
class SecondFactorReset(models.Model):
    """Somebody has lost the second step: one administrator asks for its removal, another consents within a day."""

    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    reason = models.CharField(_("how the person was recognized"), max_length=500)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    asked_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("expires at"))
    consented_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("consented to by")
    )
    consented_at = models.DateTimeField(_("consented at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = SecondFactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("removal of a second step")
        verbose_name_plural = _("removals of second steps")
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked_by=F("person"))
                & (Q(consented_by__isnull=True) | ~Q(consented_by=F("person")) & ~Q(consented_by=F("asked_by"))),
                name="secondfactorreset_three_people",
                violation_error_message=_("Who asks, who consents and whom it concerns are three people."),
            ),
            models.CheckConstraint(
                condition=Q(consented_by__isnull=True, consented_at__isnull=True)
                | Q(consented_by__isnull=False, consented_at__isnull=False, withdrawn_at__isnull=True),
                name="secondfactorreset_consent_whole",
                violation_error_message=_("A consent has a name and an instant, and is not withdrawn."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(consented_at__isnull=True, withdrawn_at__isnull=True),
                name="secondfactorreset_open_once",
                violation_error_message=_("Somebody has asked for this already."),
            ),
        ]

    def __str__(self):
        return str(self.person)
