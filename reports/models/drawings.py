"""The charts of an edition in one language, drawn by a worker."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.summaries import Summary
from surveys.models import Job

FOLDER = "charts"


def chart_path(digest: str) -> Path:
    """Where the picture of the specification with this digest is kept."""
    return Path(settings.MEDIA_ROOT) / FOLDER / digest[:2] / f"{digest}.svg"


class ChartDrawing(models.Model):
    """The work of drawing what an edition lacks of charts in a language; pictures are found by their digest alone."""

    summary = models.ForeignKey(
        Summary, models.PROTECT, related_name="drawings", verbose_name=_("edition of the summary")
    )
    language = models.CharField(_("language"), max_length=10)
    job = models.OneToOneField(Job, models.PROTECT, related_name="drawing")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("drawing of charts")
        verbose_name_plural = _("drawings of charts")
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "language"],
                name="drawing_once",
                violation_error_message=_("The charts of this edition are drawn in this language already."),
            )
        ]

    def __str__(self):
        return f"{self.summary} {self.language}"
