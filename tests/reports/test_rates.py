"""Replies by region, subregion, language, channel and ratification, and by each cut-off date."""

from collections import defaultdict
from datetime import date

import pytest

from surveys.models import CutOff, PaperReturn, Ratification
from surveys.models.history import acting_as
from surveys.standing import report_on, states_on
from tests.factories import make_paper, make_return, make_state, make_submission, make_survey
from tests.reports.test_compile import compile_now

pytestmark = pytest.mark.django_db
DECEMBER, JANUARY, APRIL = date(2003, 12, 31), date(2004, 1, 31), date(2004, 4, 30)
NONE = {"received": 0, "compiled": 0, "late": 0}


@pytest.fixture
def survey():
    """Four States: one in time by the portal, one late, one on paper and not yet keyed, one without a reply."""
    survey = make_survey()
    make_cut_offs(survey)
    states = {
        "DZA": {"region": "africa", "subregion": "Northern Africa", "correspondence_language": "ar"},
        "EGY": {"region": "africa", "subregion": "Northern Africa", "correspondence_language": "ar"},
        "FRA": {"region": "europe_central_asia", "correspondence_language": "fr"},
        "DEU": {"region": "europe_central_asia", "correspondence_language": "en"},
    }
    returns = {iso3: make_return(survey, make_state(iso3, **fields)) for iso3, fields in states.items()}
    make_submission(returns["DZA"], received_on=date(2003, 10, 1))
    make_submission(returns["FRA"], received_on=date(2004, 1, 5))
    make_paper(returns["EGY"], received_on=date(2003, 11, 3), channel="fax")
    with acting_as("tests"):
        Ratification.objects.create(member_state=returns["DZA"].member_state, instrument="C97")
        Ratification.objects.create(member_state=returns["DEU"].member_state, instrument="C97")
    return survey


def make_cut_offs(survey):
    with acting_as("tests"):
        for day in (DECEMBER, JANUARY, APRIL):
            CutOff.objects.create(survey=survey, slug=day.isoformat(), names={"en": "x"}, day=day)


def by(edition, division):
    return {
        rate["key"]: tuple(rate[name] for name in ("sent", "received", "compiled", "outstanding", "late"))
        for rate in edition.content["rates"]
        if rate["by"] == division
    }


def test_replies_by_every_division(survey):
    edition = compile_now(survey, JANUARY)
    assert by(edition, "region") == {"africa": (2, 2, 1, 0, 1), "europe_central_asia": (2, 1, 1, 1, 1)}
    assert by(edition, "subregion") == {"": (2, 1, 1, 1, 1), "Northern Africa": (2, 2, 1, 0, 1)}
    assert by(edition, "language") == {"ar": (2, 2, 1, 0, 1), "en": (1, 0, 0, 1, 0), "fr": (1, 1, 1, 0, 1)}
    assert by(edition, "channel") == {"portal": (None, 2, 2, None, 1), "fax": (None, 1, 0, None, 1)}
    assert by(edition, "C97") == {"bound": (2, 1, 1, 1, 0), "not_bound": (2, 2, 1, 0, 2)}
    assert by(edition, "C143") == {"bound": (0, 0, 0, 0, 0), "not_bound": (4, 3, 2, 1, 2)}


def test_every_division_adds_up_to_the_total(survey):
    edition = compile_now(survey, APRIL)
    sums = defaultdict(lambda: defaultdict(int))
    for rate in edition.content["rates"]:
        for name in ("sent", "received", "compiled", "outstanding", "late"):
            if rate[name] is not None:
                sums[rate["by"]][name] += rate[name]
    total = {name: edition.content["total"][name] for name in sums["region"]}
    assert [dict(sums[name]) for name in ("region", "subregion", "language", "C97", "C143")] == [total] * 5
    assert dict(sums["channel"]) == {name: total[name] for name in NONE}


def test_what_had_come_by_each_cut_off(survey):
    edition = compile_now(survey, JANUARY)
    assert edition.content["cut_offs"] == [
        {"day": "2003-12-31", "received": 2, "compiled": 1},
        {"day": "2004-01-31", "received": 3, "compiled": 2},
    ]
    assert {state["iso3"]: state["cut_offs"] for state in edition.content["states"]} == {
        "DZA": {"2003-12-31": 1, "2004-01-31": 1},
        "FRA": {"2003-12-31": None, "2004-01-31": 1},
    }


def test_cut_offs_are_the_figures_of_their_day(survey):
    for told in compile_now(survey, APRIL).content["cut_offs"]:
        day = date.fromisoformat(told["day"])
        figures = report_on(survey, states_on(survey, day)).total
        assert (told["received"], told["compiled"]) == (figures.received, figures.compiled)


def test_nobody_is_named_who_did_not_reply(survey):
    edition = compile_now(survey, APRIL)
    assert PaperReturn.objects.count() == 1
    assert '"DEU"' not in str(edition.content).replace("'", '"')
    assert '"EGY"' in str(edition.content["registered"]).replace("'", '"')
