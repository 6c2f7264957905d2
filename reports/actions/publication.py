"""What is made ready for everybody when an edition is published."""

from datetime import datetime

from django.conf import settings

from reports.actions.charts import request_drawing
from reports.actions.exports import request_export
from reports.actions.files import EDITION_WRITERS
from reports.models import Summary
from surveys.models import User


def make_ready(*, summary: Summary, by: User, at: datetime) -> None:
    """Ask for the charts and files of an edition in every language. Writes rows only; workers do the rest."""
    for language, _name in settings.LANGUAGES:
        request_drawing(summary=summary, language=language, due_at=at)
        for format in EDITION_WRITERS:
            request_export(summary=summary, format=format, language=language, by=by, at=at, can_wait=True)
