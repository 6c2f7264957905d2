"""The database keeps the order of the steps, the second person, and every step for good."""

import pytest
from django.db import IntegrityError, transaction

from reports.models import Clearance
from reports.models.clearances import digest_of, next_step
from tests.factories import AT, make_survey, make_user

TEXT, OTHER = digest_of({"body": "one"}), digest_of({"body": "other"})


@pytest.fixture
def survey(db):
    return make_survey()


@pytest.fixture
def first(db):
    return make_user()


@pytest.fixture
def second(db):
    return make_user()


def take(survey, step, by, digest=TEXT, code="1"):
    return Clearance.objects.create(survey=survey, kind="paper", code=code, digest=digest, step=step, by=by, at=AT)


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def test_the_steps_have_an_order():
    assert [next_step([]), next_step(["drafted"]), next_step(["drafted", "cleared"])] == [
        "drafted",
        "cleared",
        "signed",
    ]
    assert next_step(["drafted", "cleared", "signed"]) is None


def test_all_steps_are_taken_the_last_one_by_a_second_person(survey, first, second):
    for step, by in (("drafted", first), ("cleared", first), ("signed", second)):
        take(survey, step, by)

    assert list(Clearance.objects.values_list("step", flat=True)) == ["drafted", "cleared", "signed"]


@pytest.mark.parametrize("step", ["cleared", "signed"])
def test_no_step_is_left_out(survey, first, second, step):
    if step == "signed":
        take(survey, "drafted", first)
    with refused("this step does not follow the last one"):
        take(survey, step, second)


def test_a_step_on_another_text_or_another_subject_does_not_count(survey, first):
    take(survey, "drafted", first)
    for other in ({"digest": OTHER}, {"code": "2"}):
        with refused("this step does not follow the last one"), transaction.atomic():
            take(survey, "cleared", first, **other)


@pytest.mark.parametrize("drafts", [True, False])
def test_whoever_drafted_or_cleared_does_not_sign(survey, first, second, drafts):
    take(survey, "drafted", first)
    take(survey, "cleared", second)
    with refused("a second person signs"):
        take(survey, "signed", first if drafts else second)


def test_a_step_is_taken_once(survey, first, second):
    take(survey, "drafted", first)
    with refused("clearance_once"):
        take(survey, "drafted", second)


def test_steps_stay_as_they_are(survey, first):
    step = take(survey, "drafted", first)
    for change in (lambda: Clearance.objects.filter(pk=step.pk).update(note="x"), step.delete):
        with pytest.raises(Exception, match="append-only|Cannot"), transaction.atomic():
            change()
    assert Clearance.objects.get().note == ""
