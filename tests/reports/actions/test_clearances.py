"""Steps towards a signature: on the text that was read, once, in their order, by two people."""

from secrets import token_hex

import pytest

from consultations.actions.versions import NotPossible
from reports.actions.clearances import NoSuchSubject, TextChanged, WaitsNoLonger, subject_with_steps, take_step
from reports.models import Clearance
from surveys.actions.write_keys import KeyReused
from surveys.models import Letter
from surveys.models.history import acting_as
from tests.factories import AT, make_return, make_state, make_survey, make_user
from tests.reports.milestones import make_letter


@pytest.fixture
def letter(db):
    return make_letter(make_return(make_survey(), make_state()))


@pytest.fixture
def first(db):
    return make_user(groups=["office_staff"])


@pytest.fixture
def second(db):
    return make_user(groups=["office_staff"])


def course(letter):
    return subject_with_steps(survey=letter.survey_return.survey, kind="letter", code=str(letter.pk))


def take(letter, step, by, **changed):
    values = {
        "survey": letter.survey_return.survey,
        "kind": "letter",
        "code": str(letter.pk),
        "step": step,
        "digest": changed.get("digest") or course(letter).subject.digest,
        "note": "",
        "by": by,
        "key": token_hex(8),
        "at": AT,
    }
    take_step(**{**values, **changed})


def change(letter, **fields):
    with acting_as("tests"):
        Letter.objects.filter(pk=letter.pk).update(**fields)


def test_drafted_cleared_signed(letter, first, second):
    take(letter, "drafted", first, note="For Monday.")
    take(letter, "cleared", first)
    assert course(letter).needs_another(first)
    assert not course(letter).needs_another(second)
    take(letter, "signed", second)

    found = course(letter)
    assert [(one.step, one.by, one.note, one.letter) for one in found.steps] == [
        ("drafted", first, "For Monday.", letter),
        ("cleared", first, "", letter),
        ("signed", second, "", letter),
    ]
    assert found.step is None


@pytest.mark.parametrize(
    ("step", "constraint"),
    [("signed", "clearance_second_person_signs"), ("drafted", "clearance_once")],
)
def test_what_the_database_refuses_is_told_by_its_constraint(letter, first, step, constraint):
    take(letter, "drafted", first)
    take(letter, "cleared", first)

    with pytest.raises(NotPossible) as refusal:
        take(letter, step, first)

    assert refusal.value.constraint == constraint
    assert Clearance.objects.count() == 2


def test_a_step_that_does_not_follow(letter, first):
    with pytest.raises(NotPossible) as refusal:
        take(letter, "cleared", first)
    assert refusal.value.constraint == "clearance_step_follows"


@pytest.mark.parametrize(
    "fields", [{"body": "Other."}, {"subject": "O"}, {"language": "fr"}, {"addressees": ["a@b.c"]}]
)
def test_when_the_text_changes_the_steps_begin_again(letter, first, fields):
    take(letter, "drafted", first)
    read = course(letter).subject.digest
    change(letter, **fields)

    with pytest.raises(TextChanged):
        take(letter, "cleared", first, digest=read)
    found = course(letter)
    assert (found.begins_again, found.step, len(found.steps), len(found.earlier)) == (True, "drafted", 0, 1)
    take(letter, "drafted", first)
    assert not course(letter).begins_again


def test_a_text_that_is_as_it_was_before_has_its_steps(letter, first):
    take(letter, "drafted", first)
    change(letter, body="Other.")
    change(letter, body="Please reply.")

    assert course(letter).step == "cleared"


def test_what_has_gone_out_needs_no_signature(letter, first):
    take(letter, "drafted", first)
    change(letter, state="sent")

    with pytest.raises(WaitsNoLonger):
        take(letter, "cleared", first)
    assert course(letter).step is None


@pytest.mark.parametrize("changed", [{"code": "999"}, {"code": "x"}, {"code": "9" * 30}, {"kind": "edition"}])
def test_what_is_not_there(letter, first, changed):
    with pytest.raises(NoSuchSubject):
        take(letter, "drafted", first, digest="0" * 64, **changed)


def test_the_letter_of_another_survey_is_not_there(letter, first):
    other = make_survey("other")
    with pytest.raises(NoSuchSubject):
        take(letter, "drafted", first, survey=other)


def test_the_same_key_is_one_step(letter, first):
    take(letter, "drafted", first, key="k")
    take(letter, "drafted", first, key="k")
    with pytest.raises(KeyReused):
        take(letter, "drafted", first, key="k", note="Another.")
    assert Clearance.objects.count() == 1
