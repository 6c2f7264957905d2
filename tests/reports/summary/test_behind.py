import pytest
from hypothesis import HealthCheck, given, settings

from reports.summary.behind import Behind, behind
from reports.summary.counts import SET_ASIDE
from reports.summary.tables import Cell, cell, cells
from reports.summary.tally import Row
from reports.summary.treatments import Applied, treated
from tests.reports.summary.documents import FRAME, edition_of, submissions

thorough = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ROWS = [
    Row("NAM", "africa", {"policy": "raise", "stock": 3, "channels": ["post", "web"]}, {}, {"policy": "counted"}),
    Row("DZA", "africa", {"policy": "lower", "stock": "about 3", "share": {"missing": "dont_know"}}),
    Row("EGY", "africa", {"policy": "raise", "stock": 9, "_not_asked": ["share"]}),
    Row("FRA", "europe", {"stock": 7, "laws": [{"id": "r1", "law_year": 1999}, {"id": "r2", "law_year": 2001}]}),
    Row("DEU", "europe", treated({"stock": 8, "policy": "raise"}, [Applied("stock", "set_aside")])),
]
EDITION = edition_of(ROWS)


def found(address):
    return behind(FRAME, ROWS, cell(EDITION, address))


@thorough
@given(submissions(sound=False, most=8))
def test_behind_every_cell_stand_as_many_as_it_says(rows):
    edition = edition_of(rows)

    for figure in cells(edition):
        assert len(behind(FRAME, rows, figure)) == figure.n, figure


@thorough
@given(submissions(most=8))
def test_behind_a_region_stand_states_of_it(rows):
    region = {row.state: row.region for row in rows}
    for figure in cells(edition_of(rows)):
        states = {place.state for place in behind(FRAME, rows, figure)}
        assert figure.group == "all" or {region[state] for state in states} <= {figure.group}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("policy/choice/raise/africa", [("EGY", "", "raise", "named"), ("NAM", "", "raise", "counted")]),
        ("policy/blank/-/all", [("FRA", "", None, "named")]),
        ("channels/choice/web/all", [("NAM", "", ["post", "web"], "named")]),
        ("share/not_asked/-/all", [("EGY", "", None, "named")]),
        ("share/dont_know/-/africa", [("DZA", "", {"missing": "dont_know"}, "named")]),
        ("stock/unmapped/about 3/all", [("DZA", "", "about 3", "named")]),
        ("stock/median/-/all", [("EGY", "", 9, "named"), ("FRA", "", 7, "named"), ("NAM", "", 3, "named")]),
        ("stock/set_aside/-/europe", [("DEU", "", SET_ASIDE, "named")]),
        ("laws/rows/-/all", [("FRA", "", 2, "named")]),
        ("law_year/maximum/-/europe", [("FRA", "r1", 1999, "named"), ("FRA", "r2", 2001, "named")]),
    ],
)
def test_the_states_behind_a_figure_with_what_they_said(address, expected):
    assert found(address) == [Behind(*place) for place in expected]


def test_a_question_that_is_not_summarized_has_nothing_behind_it():
    with pytest.raises(KeyError):
        behind(FRAME, ROWS, Cell("gone/answered/-/all", "gone", "answered", "", "all", 1, 1, 1))
