"""What two persons keyed in from a reply on paper, and who settled where they differ (docs/adr/0005)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.history import tracked
from surveys.models.paper import PaperReturn
from surveys.models.people import User


@tracked()
class KeyedAnswer(models.Model):
    """What the second person wrote at one place: codes and figures keyed blind, texts checked against the scan.

    A place is the path of a question, or `path#comment`, `path#source`, `path#year` for what stands beside the
    answer. A row with a null value says that the person saw nothing there.
    """

    paper = models.ForeignKey(PaperReturn, models.PROTECT, related_name="keyed_answers", verbose_name=_("paper"))
    place = models.CharField(_("question"), max_length=220)
    value = models.JSONField(_("answer"), null=True)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    keyed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("keyed in by"))
    keyed_at = models.DateTimeField(_("keyed in at"))

    class Meta:
        verbose_name = _("answer keyed in again")
        verbose_name_plural = _("answers keyed in again")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "place"],
                name="keyedanswer_once",
                violation_error_message=_("This answer has been keyed in again already."),
            )
        ]

    def __str__(self):
        return f"{self.paper_id} {self.place}"


@tracked()
class Settlement(models.Model):
    """Where the two persons wrote different things, what was taken, and who decided so.

    It holds as long as the second person's word is the one it was made against and the draft says what it chose.
    """

    class Choice(models.TextChoices):
        FIRST = "first", _("as keyed in first")
        SECOND = "second", _("as keyed in again")
        THIRD = "third", _("neither: as follows")

    paper = models.ForeignKey(PaperReturn, models.PROTECT, related_name="settlements", verbose_name=_("paper"))
    place = models.CharField(_("question"), max_length=220)
    choice = models.CharField(_("choice"), max_length=10, choices=Choice.choices)
    first = models.JSONField(_("keyed in first"), null=True)
    second = models.JSONField(_("keyed in again"), null=True)
    value = models.JSONField(_("taken"), null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("settled difference")
        verbose_name_plural = _("settled differences")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "place"],
                name="settlement_once",
                violation_error_message=_("This difference has been settled already."),
            )
        ]

    def __str__(self):
        return f"{self.paper_id} {self.place} {self.choice}"
