"""The command, the board, its workbook and an edition of the summary say the same of any day."""

import io
import json
from datetime import datetime, timedelta
from random import Random

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from reports.actions.compile import compiled
from reports.actions.inputs import collect
from reports.models import Compilation
from surveys.actions.ledger import last_position
from surveys.lines import lines_on
from surveys.standing import states_on
from tests.factories import make_survey, make_user
from tests.surveys.histories import FIRST, LAST, History

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]

SEED, DAYS = 2003, 60
NAMES = ("members", "sent", "received", "compiled", "outstanding", "late")


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = LAST


@pytest.fixture
def survey():
    survey = make_survey()
    History(survey, SEED).make()
    return survey


@pytest.fixture
def office(client):
    client.force_login(make_user(groups=["office_staff"]))
    return client


def some_days(number=DAYS):
    """Days of the round, first and last among them."""
    span = (LAST - FIRST).days
    return [FIRST, LAST, *(FIRST + timedelta(days=day) for day in Random(SEED).sample(range(1, span), number - 2))]


def by_command(day):
    out = io.StringIO()
    call_command("status", survey="ilms2003", as_of=day.isoformat(), json=True, stdout=out)
    return figures_of(json.loads(out.getvalue()))


def by_board(office, day):
    context = office.get(reverse("surveys:status", args=["ilms2003"]), {"as_of": day.isoformat()}).context
    total = {name: getattr(context["total"], name) for name in NAMES}
    regions = [
        {"region": code, **{name: getattr(figures, name) for name in NAMES}}
        for _name, figures, _share, code in context["regions"]
    ]
    return figures_of({**total, "regions": regions})


def by_edition(survey, day):
    upto, _chain = last_position(survey)
    content = compiled(collect(Compilation(survey=survey, as_of=day, upto=upto)), 1)
    return figures_of({**content["total"], "regions": content["regions"]}), len(content["states"])


def by_workbook(office, day):
    """The figures that the second sheet states, and those that are counted from the rows of the first."""
    response = office.get(reverse("surveys:status_xlsx", args=["ilms2003"]), {"as_of": day.isoformat()})
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    facts = dict(row for row in book.worksheets[1].values if len(row) == 2)
    head, *rows = book.worksheets[0].values
    received = [row[head.index("Received on")] for row in rows]
    return facts, [moment for moment in received if moment], [row for row in rows if row[head.index("Reply by")]]


def late_by_line(survey, day, rows):
    """How many first replies came after the day that the board shows for their State."""
    due = {line.iso3: line.due_on for line in lines_on(survey, day, rows, "en")}
    first = {row.member_state.iso3: row.standing.first_received_on for row in rows}
    return sum(1 for iso3, received in first.items() if received and received > due[iso3])


def figures_of(document):
    """Total and regions, the regions by their codes."""
    total = {name: document[name] for name in NAMES}
    regions = {region["region"]: {name: region[name] for name in NAMES} for region in document["regions"]}
    return total, regions


def test_for_sixty_days(survey, office):
    seen = []
    for day in some_days():
        total, regions = by_command(day)
        edition, in_force = by_edition(survey, day)
        facts, received, asked = by_workbook(office, day)

        assert (total, regions) == by_board(office, day) == edition, day
        assert in_force == total["compiled"], day
        assert facts["As of"] == datetime.combine(day, datetime.min.time())
        stated = ("Member States", "States asked", "Replies received", "Compiled", "Replies outstanding")
        assert [facts[name] for name in stated] == [total[name] for name in NAMES[:-1]], day
        assert (facts["Received late"], len(received), len(asked)) == (
            total["late"],
            total["received"],
            total["sent"],
        ), day
        assert all(moment.date() <= day for moment in received), day
        rows = states_on(survey, day)
        assert total["late"] == late_by_line(survey, day, rows), day
        assert {row.status for row in rows if row.reply} <= {"received", "submitted", "amended"}, day
        seen.append(total["received"])
    # The history has to move for this to say anything.
    assert min(seen) == 0 and max(seen) > 8 and len(set(seen)) > 5


def test_figures_of_every_region_add_up(survey):
    for day in some_days(10):
        total, regions = by_command(day)
        assert {name: sum(region[name] for region in regions.values()) for name in NAMES} == total
