from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.summary.counts import SET_ASIDE
from reports.summary.tally import Row
from reports.summary.treatments import Applied, place_of, treated, value_at
from tests.reports.summary.documents import documents, edition_of, groups_of, paths_in

DOCUMENT = {
    "policy": "other",
    "channels": ["post", "other", "web"],
    "stock": 12,
    "share": "2.50",
    "remark": "x",
    "laws": [{"id": "r1", "law_year": 1999}, {"id": "r2", "law_year": 2}],
    "_not_asked": ["since"],
}


def after(path, kind, **options):
    """The value at the path once it is treated."""
    return value_at(treated(DOCUMENT, [Applied(path, kind, **options)]), path)


@pytest.mark.parametrize(
    ("path", "options", "expected"),
    [
        ("policy", {"kind": "set_aside"}, SET_ASIDE),
        ("laws[r2]/law_year", {"kind": "set_aside"}, SET_ASIDE),
        ("stock", {"kind": "unit", "factor": "1000"}, 12000),
        ("stock", {"kind": "unit", "factor": "0.5"}, 6),
        ("stock", {"kind": "unit", "factor": "0.1"}, "1.2"),
        ("share", {"kind": "unit", "factor": "0.01"}, "0.025"),
        ("laws[r2]/law_year", {"kind": "unit", "factor": "1000"}, 2000),
        ("policy", {"kind": "recode", "code": "raise"}, "raise"),
        ("channels", {"kind": "recode", "code": "fax"}, ["post", "fax", "web"]),
        ("channels", {"kind": "recode", "code": "web"}, ["post", "web"]),
    ],
)
def test_an_answer_is_treated(path, options, expected):
    assert after(path, **options) == expected


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("remark", {"kind": "unit", "factor": "10"}),
        ("stock", {"kind": "recode", "code": "raise"}),
    ],
)
def test_what_does_not_fit_is_refused_not_passed_over(path, options):
    with pytest.raises(ValueError, match=path):
        after(path, **options)


def test_an_answer_that_is_not_there_cannot_be_treated():
    with pytest.raises(LookupError):
        after("since", "set_aside")


def test_treatments_apply_in_their_order():
    treatments = [Applied("stock", "unit", factor="10"), Applied("stock", "unit", factor="0.01")]

    assert treated(DOCUMENT, treatments)["stock"] == "1.2"


@given(st.integers(-(10**15), 10**15), st.decimals("0.000000000001", 10**14, places=12))
def test_a_unit_is_corrected_exactly(number, factor):
    document = treated({"stock": number}, [Applied("stock", "unit", factor=f"{factor:f}")])

    assert Fraction(document["stock"]) == number * Fraction(factor)


@given(documents())
def test_the_answers_themselves_never_change_and_the_others_stay(document):
    paths = [path for path in paths_in(document) if path != "laws"]
    for path in paths[:2]:
        before = repr(document)
        result = treated(document, [Applied(path, "set_aside")])
        assert repr(document) == before
        assert value_at(result, path) is SET_ASIDE
        assert all(value_at(result, other) == value_at(document, other) for other in paths if other != path)


def test_what_is_set_aside_is_counted_as_nothing_else():
    rows = [Row("AAA", "asia", treated(DOCUMENT, [Applied("stock", "set_aside")])), Row("BBB", "asia", {"stock": 3})]
    found = groups_of(edition_of(rows), "stock")["all"]

    assert (found["returns"], found["answered"], found["set_aside"], found["blank"]) == (2, 1, 1, 0)
    assert found["numbers"] == {"n": 1, "minimum": "3", "median": "3", "maximum": "3"}


@pytest.mark.parametrize(
    ("path", "parts"),
    [("stock", ("", "", "stock")), ("laws[r1]/law_year", ("laws", "r1", "law_year"))],
)
def test_a_path_has_its_parts(path, parts):
    assert place_of(path) == parts


@pytest.mark.parametrize("path", ["laws[r9]/law_year", "remarks[r1]/x", "_gone", "stock[r1]/law_year"])
def test_nothing_stands_at_a_path_that_is_not_there(path):
    assert value_at(DOCUMENT, path) is None
