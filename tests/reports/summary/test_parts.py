"""What stands behind a cell: the parts of the States are the whole, and who moved it is who changed."""

from collections import Counter
from decimal import Decimal
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings

from reports.summary.compare import compare
from reports.summary.parts import Address, movers, only, parts
from reports.summary.tables import STATISTICS, cells
from reports.summary.tally import Row
from reports.summary.treatments import SET_ASIDE
from tests.reports.summary.documents import FRAME, IN_LAWS, ONCE, edition_of, submissions

thorough = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
NAMES = [*ONCE, *IN_LAWS, "laws"]
ABSENT = {"missing": "dont_know"}


def whole(found, cell):
    """The value of a cell put together from the parts of the States."""
    own = [part.at(Address.read(cell.address)) for part in found]
    if cell.measure not in STATISTICS:
        return sum(own)
    values = [value for part in own for value in part]
    if "-" in values[0][1:]:
        return {"minimum": min, "maximum": max}[cell.measure](values)
    numbers = sorted(map(Decimal, values))
    return {"minimum": numbers[0], "median": median(numbers), "maximum": numbers[-1]}[cell.measure]


@thorough
@given(submissions(sound=False, most=6))
def test_the_parts_of_all_states_are_the_whole(rows):
    found = parts(FRAME, NAMES, rows)
    for cell in cells(edition_of(rows)):
        value = Decimal(cell.value) if cell.measure in STATISTICS and "-" not in str(cell.value)[1:] else cell.value
        assert whole(found, cell) == value, cell.address


@thorough
@given(submissions(sound=False, most=4), submissions(sound=False, most=4))
def test_every_cell_told_in_both_that_moved_was_moved_by_somebody(before, after):
    cells = compare(edition_of(before), edition_of(after))["cells"]
    moved = [cell.address for cell in cells if not (cell.old_hidden or cell.new_hidden)]
    found = movers(parts(FRAME, NAMES, before), parts(FRAME, NAMES, after), moved)
    assert [address for address in moved if not found[address]] == []


def row(iso3, region="asia", **answers):
    return Row(iso3, region, answers)


def test_only_the_states_whose_part_is_another_moved_a_cell():
    before = [row("DEU", policy="raise", stock=5), row("FRA", policy="lower"), row("NAM", policy="raise")]
    after = [row("DEU", policy="raise", stock=7), row("FRA", policy="raise"), row("BRA", policy="raise")]
    addresses = [
        "policy/choice/raise/all",
        "policy/choice/raise/africa",
        "stock/median/-/all",
        "stock/answered/-/asia",
    ]
    found = movers(parts(FRAME, NAMES, before), parts(FRAME, NAMES, after), addresses)
    assert found == {
        "policy/choice/raise/all": ["BRA", "FRA", "NAM"],
        "policy/choice/raise/africa": [],
        "stock/median/-/all": ["DEU"],
        "stock/answered/-/asia": [],
    }


def test_a_state_that_changed_its_region_moved_both_regions():
    found = movers(
        parts(FRAME, ["policy"], [row("FRA", "europe", policy="raise")]),
        parts(FRAME, ["policy"], [row("FRA", "asia", policy="raise")]),
        [f"policy/choice/raise/{group}" for group in ("all", "asia", "europe", "africa")],
    )
    assert {address.rpartition("/")[2]: states for address, states in found.items()} == {
        "all": [],
        "asia": ["FRA"],
        "europe": ["FRA"],
        "africa": [],
    }


@pytest.mark.parametrize(
    ("value", "measure"),
    [(None, "blank"), (ABSENT, "dont_know"), ("raise", "answered"), (SET_ASIDE, "set_aside")],
)
def test_an_answer_stands_behind_what_it_is_counted_as(value, measure):
    [found] = parts(FRAME, ["policy"], [row("FRA", **({} if value is None else {"policy": value}))])
    counted = Counter({key[1]: part for key, part in found.found.items() if key[1] != "choice"})
    assert counted == {measure: 1}


def test_what_may_not_be_told_stands_behind_that_it_was_answered_alone():
    [found] = parts(FRAME, ["policy"], [Row("FRA", "asia", {"policy": "raise"}, {}, {"policy": "office"})])
    assert found.found == {("policy", "answered", "-"): 1}


def test_of_a_repeat_the_rows_stand_behind_it():
    laws = [{"id": "r1", "law_year": 1990}, {"id": "r2", "law_year": 1974}]
    [found] = parts(FRAME, ["law_year"], [row("FRA", laws=laws)])
    assert found.at(Address.read("law_year/answered/-/all")) == 2
    assert found.at(Address.read("law_year/median/-/asia")) == ("1974", "1990")
    assert found.at(Address.read("laws/rows/-/all")) == 2


def test_only_what_is_asked_for_is_counted():
    assert [question.name for question in only(FRAME, {"stock"}).questions] == ["stock"]
    assert {question.name for question in only(FRAME, {"law_year"}).questions} == {"laws", "law_year"}


def test_an_address_is_taken_apart():
    assert Address.read("policy/choice/a/b/all") == Address("policy", "choice", "a/b", "all")


@pytest.mark.parametrize("text", ["", "policy", "policy/choice", "policy/choice/raise"])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ValueError):
        Address.read(text)
