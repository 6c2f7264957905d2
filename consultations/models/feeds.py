"""The calendar of consultations as a feed for calendar programs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.querysets import CalendarFeedQuerySet
from surveys.models import Survey, User
from surveys.models.history import tracked


@tracked(exclude=["secret_digest"])
class CalendarFeed(models.Model):
    """An address under which a person's calendar program reads the consultations of a survey.

    Whoever knows the address reads the feed, so it is secret and can be revoked; only its SHA-256 is kept, and the
    person is shown the address once. It ends by itself when the person may no longer read consultations.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="calendar_feeds", verbose_name=_("survey"))
    user = models.ForeignKey(User, models.PROTECT, related_name="calendar_feeds", verbose_name=_("person"))
    secret_digest = models.CharField(_("digest of the secret"), max_length=64, unique=True)
    language = models.CharField(_("language"), max_length=10)
    made_at = models.DateTimeField(_("made at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "user"],
                condition=Q(revoked_at__isnull=True),
                name="calendarfeed_one_at_a_time",
                violation_error_message=_("There is such an address already; revoke it first."),
            )
        ]

    def __str__(self):
        return f"{self.survey_id} {self.user_id}"
