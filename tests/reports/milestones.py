"""What belongs to the round of a survey, for tests: milestones, the report's chapters, letters to be signed."""

from datetime import date
from itertools import count

from reports.models import Chapter, Milestone, Report
from surveys.models import Letter
from surveys.models.history import acting_as

numbers = count(1)


def make_milestone(survey, code="REPORT", last_day=date(2004, 2, 29), **fields):
    """Something that has to be done by the day."""
    values = {"titles": {"en": f"Milestone {code}"}, "first_day": last_day, "last_day": last_day}
    with acting_as("tests"):
        return Milestone.objects.create(survey=survey, code=code, **{**values, **fields})


def make_report_chapter(survey, order=1, **fields):
    """A chapter of the survey's report, which is made with the first one."""
    with acting_as("tests"):
        report, _made = Report.objects.get_or_create(survey=survey, defaults={"titles": {"en": "The report"}})
        return Chapter.objects.create(report=report, order=order, **{"titles": {"en": f"Part {order}"}, **fields})


def make_letter(survey_return, **fields):
    """A letter on the return, held."""
    values = {
        "kind": "reminder_first",
        "occasion": f"occasion-{next(numbers)}",
        "language": "en",
        "subject": "We are waiting",
        "body": "Please reply.",
    }
    with acting_as("tests"):
        return Letter.objects.create(survey_return=survey_return, **{**values, **fields})
