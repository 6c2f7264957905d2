"""What is keyed twice, what is checked, and where two people differ."""

import pytest

from surveys.questionnaire.definition import Group, Note, Question, Repeat
from surveys.questionnaire.keying import (
    AGREES,
    DIFFERS,
    SETTLED,
    UNCHECKED,
    Settled,
    codes_and_figures,
    path_and_part,
    place_at,
    places_of,
)

YEAR, NAME = Question(row=1, name="year", type="integer"), Question(row=1, name="name", type="text")
FILE, GATE = (
    Question(row=1, name="annex", type="file"),
    Question(row=1, name="gate", type="select_one", list_name="yes_no"),
)
ASKED = {"gate": GATE, "year": YEAR, "name": NAME}


def states(first=None, second=None, settled=None):
    """The state of each place, by its name."""
    given = {path: answer if isinstance(answer, tuple) else (answer, {}) for path, answer in (first or {}).items()}
    return {place.name: place.state for place in places_of(ASKED, given, second or {}, settled or {})}


def test_a_place_is_a_path_or_a_part_of_what_stands_beside_it():
    assert [place_at("a[r1]/b"), place_at("a[r1]/b", "year")] == ["a[r1]/b", "a[r1]/b#year"]
    assert path_and_part("a[r1]/b#year") == ("a[r1]/b", "year")
    assert path_and_part("a[r1]/b") == ("a[r1]/b", "")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (2002, 2002, AGREES),
        (2002, 2003, DIFFERS),
        (2002, None, DIFFERS),
        (None, 2002, DIFFERS),
        (None, None, AGREES),
        (0, None, DIFFERS),
        ({"missing": "dont_know"}, {"missing": "dont_know"}, AGREES),
        ({"missing": "dont_know"}, {"missing": "not_available"}, DIFFERS),
    ],
)
def test_codes_and_figures_are_compared_as_they_stand(first, second, expected):
    assert states({"year": first}, {"year": second})["year"] == expected


def test_a_figure_that_the_second_left_out_is_blank_and_not_unchecked():
    assert states({"year": 2002}, {})["year"] == DIFFERS
    assert states({}, {})["year"] == AGREES


def test_a_text_waits_until_the_second_has_looked_at_it():
    assert states({"name": "Zo\u00eb"})["name"] == UNCHECKED
    assert states({"name": "Zo\u00eb"}, {"name": "Zo\u00eb"})["name"] == AGREES
    assert states({"name": "Zo\u00eb"}, {"name": "Zoe"})["name"] == DIFFERS


def test_a_text_that_was_not_keyed_in_is_looked_for_too():
    assert states({})["name"] == UNCHECKED
    assert states({}, {"name": None})["name"] == AGREES
    assert states({}, {"name": "A. Person"})["name"] == DIFFERS


def test_what_stands_beside_an_answer_is_checked_where_there_is_any():
    first = {"year": (2002, {"comment": "estimated", "year": 2001})}
    found = states(first, {"year": 2002, "year#year": 2001, "year#source": "census"})
    assert found["year#comment"] == UNCHECKED
    assert found["year#year"] == AGREES
    assert found["year#source"] == DIFFERS


def test_a_decision_settles_a_difference():
    assert states({"year": 2002}, {"year": 2003}, {"year": Settled(2003, 2002)})["year"] == SETTLED
    assert states({"year": 2004}, {"year": 2003}, {"year": Settled(2003, 2004)})["year"] == SETTLED


@pytest.mark.parametrize(("first", "second"), [(2002, 2001), (2005, 2003)])
def test_a_decision_falls_with_what_it_was_made_on(first, second):
    assert states({"year": first}, {"year": second}, {"year": Settled(2003, 2002)})["year"] == DIFFERS


def test_only_what_is_asked_is_compared():
    assert list(states({"other": 1}, {"another": 2})) == ["gate", "year", "name"]


def test_the_second_keying_has_codes_and_figures_alone():
    rows = Repeat(row=1, name="laws", children=(NAME, YEAR))
    texts = Group(row=1, name="texts", children=(NAME, FILE))
    section = Group(row=1, name="all", children=(Note(row=1, name="note"), GATE, texts, rows))

    reduced = codes_and_figures(section)

    assert [node.name for node in reduced.children] == ["note", "gate", "laws"]
    assert [node.name for node in reduced.children[2].children] == ["year"]
    assert isinstance(reduced.children[2], Repeat)
