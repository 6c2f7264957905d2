"""The charts of an edition in one language, drawn by a worker."""

import re
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.summaries import Summary
from surveys.models import Job

FOLDER = "charts"
SIZE = re.compile(rb'width="([0-9]+)[^"]*" height="([0-9]+)')
MOST_OF_HEAD = 500


def chart_path(digest: str) -> Path:
    """Where the picture of the specification with this digest is kept."""
    return Path(settings.MEDIA_ROOT) / FOLDER / digest[:2] / f"{digest}.svg"


def chart_size(digest: str) -> tuple[int, int]:
    """Width and height of a picture that is there: known before it is loaded, nothing moves when it is."""
    with chart_path(digest).open("rb") as file:
        found = SIZE.search(file.read(MOST_OF_HEAD))
    return (int(found[1]), int(found[2])) if found else (0, 0)


class ChartDrawing(models.Model):
    """The work of drawing what an edition lacks of charts in a language.

    Pictures are found by their digest alone; `digests` says which of them are this edition's.
    """

    summary = models.ForeignKey(
        Summary, models.PROTECT, related_name="drawings", verbose_name=_("edition of the summary")
    )
    language = models.CharField(_("language"), max_length=10)
    job = models.OneToOneField(Job, models.PROTECT, related_name="drawing")
    digests = models.JSONField(_("digests"), default=list)

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
