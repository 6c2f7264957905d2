"""Letters of the Office and the texts from which they are rendered."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.models.history import tracked
from surveys.models.jobs import Job
from surveys.models.returns import Return
from surveys.querysets import LetterQuerySet


@tracked()
class LetterTemplate(models.Model):
    """The text of a kind of letter in one language."""

    kind = models.SlugField(_("kind"))
    language = models.CharField(_("language"), max_length=10)
    direction = models.CharField(_("direction"), max_length=3, choices=[("ltr", "ltr"), ("rtl", "rtl")])
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language"],
                name="lettertemplate_once",
                violation_error_message=_("This kind of letter already has a text in this language."),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.language}"


@tracked()
class Letter(models.Model):
    """A letter as rendered: to whom, in which language, and where its delivery stands.

    Unique per return, kind and occasion, so none goes twice. Held: written but not to be sent before a person
    lets it go (the language of correspondence is only assumed, or the survey is closed).
    """

    class State(models.TextChoices):
        HELD = "held", pgettext_lazy("letter", "held")
        DUE = "due", _("to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        UNKNOWN = "unknown", _("to be checked")

    survey_return = models.ForeignKey(
        Return, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("return")
    )
    kind = models.SlugField(_("kind"))
    occasion = models.CharField(_("occasion"), max_length=100)
    language = models.CharField(_("language"), max_length=10)
    addressees = models.JSONField(_("addressees"), default=list)
    subject = models.CharField(_("subject"), max_length=400)
    body = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.HELD)
    job = models.OneToOneField(Job, models.PROTECT, null=True, blank=True, related_name="letter")
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint(
                fields=["survey_return", "kind", "occasion"],
                name="letter_once",
                violation_error_message=_("This letter has already been written."),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.occasion}"
