"""Where two keyings differ it is decided, by whom is kept, and a decision holds only for what it was made on."""

from secrets import token_hex

import pytest

from surveys.actions.comparing import Decision, NotCompared, check_texts, compare, require_compared, settle
from surveys.models import Settlement
from surveys.models.history import acting_as
from tests.factories import (
    AT,
    MINIMUM,
    answer,
    check_all_texts,
    key_first,
    key_second,
    make_paper,
    make_return,
    make_state,
    make_survey,
    make_user,
)

pytestmark = pytest.mark.django_db
OTHER = {**MINIMUM, "data_reference_year": 2001}
PLACE = "data_reference_year"


@pytest.fixture
def farid():
    return make_user("farid@example.org", groups=["office_staff"])


@pytest.fixture
def greta():
    return make_user("greta@example.org", groups=["office_staff"])


@pytest.fixture
def paper(farid, greta):
    """Keyed in twice, with another year the second time; the texts agree."""
    paper = make_paper(make_return(make_survey(), make_state()), farid, language="fr")
    key_first(paper, farid)
    key_second(paper, greta, OTHER)
    check_all_texts(paper, greta)
    return paper


def differing(paper):
    return {place.name: (place.first, place.second) for place in compare(paper) if place.is_open}


def decide(paper, by, choice, value=None, *, place=PLACE, first=2002, second=2001, key=None):
    decisions = [Decision(place, choice, first, second, value)]
    with acting_as(by):
        return settle(paper=paper, by=by, key=key or token_hex(16), decisions=decisions, at=AT)


def read(paper, by, texts):
    with acting_as(by):
        return check_texts(paper=paper, by=by, key=token_hex(16), texts=texts, at=AT)


def stored(paper, path=PLACE):
    return paper.survey_return.answers.get(path=path)


def test_only_what_differs_is_open(paper):
    assert differing(paper) == {PLACE: (2002, 2001)}
    with pytest.raises(NotCompared) as refused:
        require_compared(paper)
    assert [place.name for place in refused.value.places] == [PLACE]


@pytest.mark.parametrize(
    ("choice", "value", "taken"), [("first", None, 2002), ("second", None, 2001), ("third", 7, 7)]
)
def test_the_first_the_second_or_a_third_is_taken(paper, greta, choice, value, taken):
    assert decide(paper, greta, choice, value) == (1, [])
    assert stored(paper).value == taken
    assert differing(paper) == {}
    require_compared(paper)
    kept = Settlement.objects.get()
    assert (kept.choice, kept.first, kept.second, kept.value, kept.decided_by) == (choice, 2002, 2001, taken, greta)


def test_a_third_may_be_nothing(paper, farid):
    decide(paper, farid, "third", None)
    assert stored(paper).value is None
    require_compared(paper)


def test_a_decision_on_what_has_changed_meanwhile_is_not_taken(paper, farid):
    decide(paper, farid, "second")
    assert decide(paper, farid, "third", 7) == (0, [PLACE])
    assert stored(paper).value == 2001


def test_the_same_key_settles_once(paper, farid):
    assert [decide(paper, farid, "third", 7, key="same") for _ in range(2)] == [(1, []), (1, [])]
    assert stored(paper).revision == 2


def test_a_decision_falls_when_the_draft_changes_after_it(paper, farid):
    decide(paper, farid, "first")
    answer(paper.survey_return, farid, {PLACE: 1990})
    assert differing(paper) == {PLACE: (1990, 2001)}


def test_a_text_is_corrected_and_the_difference_decided(paper, farid, greta):
    read(paper, greta, {"focal_point_name": "A. Persona"})
    decide(paper, farid, "first")
    assert differing(paper) == {"focal_point_name": ("A. Person", "A. Persona")}
    decide(paper, farid, "second", place="focal_point_name", first="A. Person", second="A. Persona")
    assert stored(paper, "focal_point_name").value == "A. Persona"
    require_compared(paper)


def test_a_text_that_was_left_out_is_in_the_language_of_the_paper(paper, greta):
    path = next(place.path for place in compare(paper) if place.question.type == "text" and place.first is None)
    read(paper, greta, {path: "Ajout"})
    decide(paper, greta, "second", place=path, first=None, second="Ajout")
    assert (stored(paper, path).value, stored(paper, path).language) == ("Ajout", "fr")


def test_what_stands_beside_an_answer_is_written_beside_it(paper, greta):
    place = f"{PLACE}#comment"
    read(paper, greta, {place: "estimated"})
    decide(paper, greta, "second", place=place, first=None, second="estimated")
    assert (stored(paper).value, stored(paper).remark) == (2002, {"comment": "estimated"})


def test_only_the_second_person_checks_texts(paper, farid):
    with pytest.raises(NotCompared):
        read(paper, farid, {"focal_point_name": "Other"})
    assert differing(paper) == {PLACE: (2002, 2001)}


def test_a_gate_decided_for_the_second_asks_what_stands_behind_it(farid, greta):
    paper = make_paper(make_return(make_survey(), make_state()), farid)
    key_first(paper, farid, {**MINIMUM, "c097_ratified": "no"})
    key_second(paper, greta, {**MINIMUM, "c097_ratified": "yes"})
    check_all_texts(paper, greta)
    before = {place.name for place in compare(paper)}
    decide(paper, farid, "second", place="c097_ratified", first="no", second="yes")
    asked = {place.name for place in compare(paper)}
    assert asked != before
    assert {name for name in asked - before if name.endswith("#comment")} == set()


def test_nothing_is_settled_before_both_have_keyed_it_in(farid, greta):
    paper = make_paper(make_return(make_survey(), make_state()), farid)
    key_first(paper, farid)
    with pytest.raises(NotCompared):
        decide(paper, farid, "first")
    with pytest.raises(NotCompared):
        require_compared(paper)
