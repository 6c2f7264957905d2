"""The board and its workbook with 177 States and with 5,000: statements, milliseconds, kilobytes."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.models import Answer, ReturnEvent
from surveys.models.history import acting_as
from tests.bench.rounds import DAY, make_round
from tests.factories import AT, SENT_ON, make_user

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900), pytest.mark.django_db]
SIZES = (177, 5_000)
DRAFTED = 10
RUNS = 5


def make_board(size):
    """A round of so many States with what happened to each, and drafts of some answers."""
    survey, user = make_round(size), make_user()
    returns = list(survey.returns.all())
    happened = [("sent", SENT_ON), ("opened", SENT_ON), ("started", SENT_ON), ("submitted", DAY)]
    with acting_as("bench"):
        ReturnEvent.objects.bulk_create(
            ReturnEvent(survey_return=found, kind=kind, effective_on=day, actor=user)
            for kind, day in happened
            for found in returns
        )
        Answer.objects.bulk_create(
            (
                Answer(survey_return=found, path=f"question{number}", value="text", saved_by=user, saved_at=AT)
                for found in returns
                for number in range(DRAFTED)
            ),
            batch_size=2_000,
        )
    return survey


def content_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def measured(client, address, query):
    """Statements, the least milliseconds of some runs, and kilobytes."""
    times = []
    for _ in range(RUNS):
        with CaptureQueriesContext(connection) as captured:
            began = time.perf_counter()
            response = client.get(address, query)
            content = content_of(response)
            times.append((time.perf_counter() - began) * 1000)
        assert response.status_code == 200
    return {"statements": len(captured), "ms": round(min(times)), "kB": round(len(content) / 1000)}


def test_board_and_workbook(client, settings, note, aim):
    settings.PORTAL_TODAY = DAY
    client.force_login(make_user(groups=["office_staff"]))
    found = {}
    for size in SIZES:
        survey = make_board(size)
        for what, name, query in [
            ("board", "surveys:status", {}),
            ("board, filtered to one", "surveys:status", {"q": "AAA"}),
            ("workbook", "surveys:status_xlsx", {}),
        ]:
            figures = measured(client, reverse(name, args=[survey.slug]), query)
            found[what, size] = figures["statements"]
            note(f"{what}, {size} States", **figures)

    aim("statements of the board", found["board", SIZES[0]], 35, slack=1)
    assert [found[what, SIZES[0]] for what in ("board", "workbook")] == [
        found[what, SIZES[1]] for what in ("board", "workbook")
    ]
