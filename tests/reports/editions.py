"""Editions as rows, for what does not depend on their figures; compiled ones come from test_compile."""

from datetime import date, datetime, timedelta
from secrets import token_hex

from reports.actions.editions import approve, propose, publish
from reports.models import Compilation, Summary
from surveys.models import Job
from surveys.models.history import acting_as
from tests.factories import AT, make_survey, make_user


def make_edition(survey=None, *, by=None, number=1, as_of=date(2004, 4, 30)):
    """An empty edition that `by` asked for."""
    with acting_as("tests"):
        edition = Summary.objects.create(
            survey=survey or make_survey(),
            number=number,
            as_of=as_of,
            ledger_position=number,
            format_version=1,
            inputs={"submissions": []},
            content={},
            digest="0" * 64,
            compiled_at=AT,
        )
    if by:
        ask(edition, by, AT - timedelta(minutes=1))
    return edition


def ask(edition, by, at: datetime):
    """A request at this instant of which the edition came."""
    request = Compilation.objects.create(
        survey=edition.survey,
        as_of=edition.as_of,
        upto=edition.ledger_position,
        requested_by=by,
        job=Job.objects.create(task="reports.compile_summary", due_at=at, state="done"),
        summary=edition,
    )
    Compilation.objects.filter(pk=request.pk).update(requested_at=at)


def keyed(by):
    """By whom, under a new key, when: what every step takes."""
    return {"by": by, "key": token_hex(16), "at": AT}


def published(edition, **options):
    """The edition, proposed, approved and published by three people of the Office."""
    staff = [make_user(groups=["office_staff"]) for _ in range(3)]
    propose(summary=edition, **keyed(staff[0]))
    approve(summary=edition, **keyed(staff[1]))
    publish(summary=edition, **keyed(staff[2]), **options)
    return edition
