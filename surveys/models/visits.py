"""What each person of the Office has seen of a survey."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.history import tracked
from surveys.models.people import User
from surveys.models.surveys import Survey


@tracked()
class BoardVisit(models.Model):
    """Until which instant a person has seen what happened in a survey; it only moves forward."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("user"))
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+", verbose_name=_("survey"))
    seen_until = models.DateTimeField(_("seen until"))

    class Meta:
        verbose_name = _("visit to the board")
        verbose_name_plural = _("visits to the board")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "survey"],
                name="boardvisit_once",
                violation_error_message=_("This person already has a mark in this survey."),
            )
        ]

    def __str__(self):
        return f"{self.user} {self.survey.slug}"
