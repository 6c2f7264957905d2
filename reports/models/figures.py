"""The figure bank: figures of editions that have a short code, to be used in sentences."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.reports import Report
from reports.models.summaries import Summary
from reports.querysets import FigureQuerySet
from reports.summary.parts import Address
from reports.summary.tables import Cell
from surveys.models import User
from surveys.models.returns import APPEND_ONLY


class Figure(models.Model):
    """A cell of an edition with its short code, such as F12. Append-only: an edition never changes, nor does what
    its cells say, so that `value`, `n` and `base` are kept beside the address."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="figures", verbose_name=_("report"))
    number = models.PositiveIntegerField(_("number"))
    summary = models.ForeignKey(
        Summary, models.PROTECT, related_name="figures", verbose_name=_("edition of the summary")
    )
    address = models.CharField(_("cell"), max_length=400)
    value = models.JSONField(_("value"))
    n = models.PositiveIntegerField(_("number of States"))
    base = models.PositiveIntegerField(_("States asked"))
    in_repeat = models.BooleanField(_("counts entries"), default=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"))

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["report", "number"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="figure_number_once",
                violation_error_message=_("This report already has a figure of this code."),
            ),
            models.UniqueConstraint(
                fields=["report", "summary", "address"],
                name="figure_cell_once",
                violation_error_message=_("This cell already has a code."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="figure_number_positive",
                violation_error_message=_("Figures are counted from one."),
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        """What is typed in a text, between square brackets."""
        return f"F{self.number}"

    @property
    def cell(self) -> Cell:
        """The figure as its edition has it."""
        read = Address.read(self.address)
        code = "" if read.choice == "-" else read.choice
        return Cell(self.address, read.question, read.measure, code, read.group, self.value, self.n, self.base)
