"""An edition's life: what follows what, by whom, the second person, corrections."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from reports.actions.editions import NotCorrectable, NotNow, NotYours, TakenBack, approve, propose, publish, send_back
from reports.models import EditionStep, Export, Summary
from surveys.actions.withdrawals import OpenedMeanwhile
from surveys.actions.write_keys import KeyReused
from surveys.models import Submission
from tests import people
from tests.factories import AT, make_return, make_state, make_submission, make_survey, make_user, take_back
from tests.reports.editions import ask, keyed, make_edition, published
from tests.reports.test_compile import compile_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def grace():
    return people.grace()


@pytest.fixture
def farid():
    return people.farid()


def stage(edition):
    return Summary.objects.with_stage().get(pk=edition.pk).stage


def kinds(edition):
    return list(edition.steps.values_list("kind", "by__name", "note"))


def test_a_compiled_edition_has_no_steps(grace):
    edition = make_edition(by=grace)
    assert (stage(edition), kinds(edition)) == ("compiled", [])


def test_an_edition_is_proposed_approved_and_published(grace, farid):
    edition = make_edition(by=grace)
    propose(summary=edition, note="Ready.", **keyed(grace))
    approve(summary=edition, **keyed(farid))
    assert stage(edition) == "approved"
    assert list(Summary.objects.published()) == []
    publish(summary=edition, **keyed(farid))
    assert stage(edition) == "published"
    assert kinds(edition) == [
        ("proposed", "Grace", "Ready."),
        ("approved", "Farid", ""),
        ("published", "Farid", ""),
    ]
    assert list(Summary.objects.published()) == [edition]
    assert Summary.objects.with_stage().get().published_at == AT


@pytest.mark.parametrize("step", [approve, publish])
def test_nothing_is_approved_or_published_before_it_is_proposed(grace, farid, step):
    edition = make_edition(by=grace)
    with pytest.raises(NotNow):
        step(summary=edition, **keyed(farid))
    assert kinds(edition) == []


def test_what_is_only_proposed_is_not_published(grace, farid):
    edition = make_edition(by=grace)
    propose(summary=edition, **keyed(grace))
    with pytest.raises(NotNow):
        publish(summary=edition, **keyed(farid))
    assert stage(edition) == "proposed"


def test_who_asked_for_the_edition_does_not_approve_it(grace, farid):
    edition = make_edition(by=grace)
    propose(summary=edition, **keyed(farid))
    with pytest.raises(NotYours):
        approve(summary=edition, **keyed(grace))
    assert stage(edition) == "proposed"


def test_who_proposed_the_edition_does_not_approve_it(grace, farid):
    edition = make_edition(by=grace)
    propose(summary=edition, **keyed(farid))
    with pytest.raises(NotYours):
        approve(summary=edition, **keyed(farid))
    assert stage(edition) == "proposed"


def test_who_proposed_it_before_it_was_sent_back_does_not_approve_it(grace, farid):
    edition, other = make_edition(), make_user(groups=["analyst"])
    propose(summary=edition, **keyed(grace))
    send_back(summary=edition, note="The rates.", **keyed(farid))
    propose(summary=edition, **keyed(farid))
    with pytest.raises(NotYours):
        approve(summary=edition, **keyed(grace))
    approve(summary=edition, **keyed(other))
    assert stage(edition) == "approved"


def test_everybody_who_asked_before_it_was_there_is_a_first_person(grace, farid):
    edition = make_edition(by=grace)
    ask(edition, farid, AT - timedelta(seconds=1))
    propose(summary=edition, **keyed(grace))
    with pytest.raises(NotYours):
        approve(summary=edition, **keyed(farid))


def test_who_compiles_it_anew_to_check_it_may_approve_it(grace, farid):
    edition = make_edition(by=grace)
    ask(edition, farid, AT + timedelta(days=1))
    propose(summary=edition, **keyed(grace))
    approve(summary=edition, **keyed(farid))
    assert stage(edition) == "approved"


def test_analysts_do_not_publish(grace, farid):
    edition = make_edition()
    propose(summary=edition, **keyed(farid))
    approve(summary=edition, **keyed(grace))
    with pytest.raises(NotYours):
        publish(summary=edition, **keyed(grace))
    assert stage(edition) == "approved"


def test_an_approved_edition_can_be_sent_back_and_is_then_not_published(grace, farid):
    edition = make_edition()
    propose(summary=edition, **keyed(grace))
    approve(summary=edition, **keyed(farid))
    send_back(summary=edition, note="One more look.", **keyed(grace))
    with pytest.raises(NotNow):
        publish(summary=edition, **keyed(farid))
    assert stage(edition) == "sent_back"


@pytest.mark.parametrize("step", [propose, approve, send_back, publish])
def test_nothing_happens_to_a_published_edition(grace, step):
    edition = published(make_edition())
    with pytest.raises(NotNow):
        step(summary=edition, note="Again.", **keyed(grace))
    assert stage(edition) == "published"


def test_a_double_press_is_one_step(grace):
    edition, once = make_edition(), keyed(grace)
    propose(summary=edition, **once)
    propose(summary=edition, **once)
    assert kinds(edition) == [("proposed", "Grace", "")]


def test_a_key_stands_for_one_step(grace):
    edition, once = make_edition(), keyed(grace)
    propose(summary=edition, **once)
    with pytest.raises(KeyReused):
        propose(summary=edition, note="Other.", **once)


def test_a_correction_names_the_edition_in_whose_place_it_stands():
    old = published(make_edition())
    new = published(make_edition(old.survey, number=2), corrects=old, note="Two replies were late.")
    assert [(step.summary, step.note) for step in old.corrections.all()] == [(new, "Two replies were late.")]
    assert set(Summary.objects.published()) == {old, new}
    assert list(Summary.objects.correctable_by(make_edition(old.survey, number=3))) == [new]


def test_only_a_published_edition_is_corrected():
    compiled = make_edition()
    with pytest.raises(NotCorrectable):
        published(make_edition(compiled.survey, number=2), corrects=compiled, note="Why.")


def test_an_edition_is_corrected_once():
    old = published(make_edition())
    published(make_edition(old.survey, number=2), corrects=old, note="Why.")
    with pytest.raises(NotCorrectable):
        published(make_edition(old.survey, number=3), corrects=old, note="Why again.")


def test_an_edition_corrects_an_earlier_one_of_its_survey():
    survey = make_survey()
    published(make_edition(survey, number=2))
    published(make_edition(make_survey("other")))
    assert list(Summary.objects.correctable_by(make_edition(survey))) == []


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("editionstep_published_once", {"kind": "published"}),
        ("editionstep_corrects_by_publishing", {"kind": "proposed", "corrects": "other", "note": "Why."}),
        ("editionstep_says_why", {"kind": "sent_back"}),
        ("editionstep_corrects_another", {"kind": "published", "corrects": "itself", "note": "Why."}),
    ],
)
def test_the_database_holds_the_rules(grace, constraint, values):
    itself = published(make_edition())
    corrected = {"itself": itself, "other": make_edition(itself.survey, number=2)}.get(values.get("corrects"))
    summary = make_edition(itself.survey, number=3) if constraint == "editionstep_says_why" else itself
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        EditionStep.objects.create(summary=summary, by=grace, at=AT, **{**values, "corrects": corrected})


def test_the_database_lets_an_edition_be_corrected_once(grace):
    old = published(make_edition())
    published(make_edition(old.survey, number=2), corrects=old, note="Why.")
    third = make_edition(old.survey, number=3)
    with pytest.raises(IntegrityError, match="editionstep_corrected_once"), transaction.atomic():
        EditionStep.objects.create(summary=third, kind="published", by=grace, at=AT, corrects=old, note="Why.")


@pytest.mark.parametrize("write", ["update", "delete"])
def test_a_step_is_never_rewritten(grace, write):
    edition = make_edition()
    propose(summary=edition, **keyed(grace))
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        edition.steps.update(note="Other.") if write == "update" else edition.steps.all().delete()


def test_what_is_published_cannot_be_taken_back(db):
    edition = compiled_with_a_reply(make_survey())
    submission = Submission.objects.get()
    published(edition)
    events = submission.survey_return.events.filter(kind="office_opened")
    assert [event.details["submission"] for event in events] == [submission.number]
    with pytest.raises(OpenedMeanwhile):
        take_back(submission)


def test_an_edition_with_a_reply_that_was_taken_back_is_not_published(db):
    edition = compiled_with_a_reply(make_survey())
    take_back(Submission.objects.get())
    with pytest.raises(TakenBack):
        published(edition)
    assert (edition.steps.stage(), Export.objects.count()) == ("approved", 0)


def compiled_with_a_reply(survey):
    make_submission(make_return(survey, make_state("DZA")), received_on=date(2003, 10, 1))
    return compile_now(survey, date(2003, 12, 31))
