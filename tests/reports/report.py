"""Rows of a report for tests, and what a browser sends."""

from datetime import date
from secrets import token_hex

from django.urls import reverse

from consultations.actions.contributions import invite
from consultations.actions.versions import last_event
from consultations.models import Contribution
from reports.models import Chapter, Milestone, Report
from surveys.models.history import acting_as
from tests.consultations.entries import AT, TODAY, make_organization


def make_contribution(survey, code="C1", *, email="who@example.org", language="en", **fields):
    """A contribution that is known since January 2004, of an organization of its own."""
    contributor = fields.pop("contributor", None) or make_organization(
        f"of-{code.lower()}", email=email, language=language
    )
    values = {"titles": {"en": f"Data {code}"}, "kind": "data", "recorded_on": date(2004, 1, 1)}
    with acting_as("tests"):
        return Contribution.objects.create(survey=survey, code=code, contributor=contributor, **{**values, **fields})


def make_awaited(survey, code="C1", **fields):
    """One that was invited in January, for the end of the month."""
    return make_contribution(survey, code, **{"invited_on": date(2004, 1, 5), "due_on": date(2004, 1, 31), **fields})


def invited(contribution, *, by):
    """The contribution after its contributor was written to."""
    act = {"due_on": date(2004, 3, 15), "on": TODAY, "seen": last_event(contribution), "key": key(), "at": AT}
    with acting_as(by):
        invite(contribution=contribution, by=by, **act)
    return contribution


def make_chapter(survey, order=1, **fields):
    """A chapter of the survey's report."""
    with acting_as("tests"):
        report = Report.objects.get_or_create(survey=survey, defaults={"titles": {"en": "The report"}})[0]
        return Chapter.objects.create(report=report, order=order, **{"titles": {"en": f"Chapter {order}"}, **fields})


def make_milestone(survey, code="REPORT", **fields):
    """A milestone of the end of January 2004."""
    values = {"titles": {"en": f"Milestone {code}"}, "first_day": date(2004, 1, 31), "last_day": date(2004, 1, 31)}
    with acting_as("tests"):
        return Milestone.objects.create(survey=survey, code=code, **{**values, **fields})


def page(name, *arguments):
    """The address of a page of the report."""
    return reverse(f"reports:{name}", args=["ilms2003", *arguments])


def key():
    """A key for one act."""
    return token_hex(8)
