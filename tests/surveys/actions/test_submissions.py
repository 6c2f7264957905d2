"""Submitting: frozen answers, ledger, receipt, letter; one submission for one key; never a gap or a late edit."""

from datetime import date, timedelta
from secrets import token_hex

import pytest
from django.conf import settings
from django.db import IntegrityError, InternalError, connection, transaction

from surveys import ledger
from surveys.actions.answers import DraftClosed
from surveys.actions.keying import HasDraft, begin_keying
from surveys.actions.returns import begin_amendment
from surveys.actions.submissions import ChangedMeanwhile, Incomplete, submit
from surveys.actions.write_keys import KeyReused
from surveys.models import Letter, PaperReturn, Receipt, Return, Submission
from surveys.models.history import acting_as
from tests.factories import (
    AT,
    MINIMUM,
    SIGNATORY,
    answer,
    key_twice,
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    make_user,
)

DAY = date(2003, 10, 1)


@pytest.fixture
def survey(db):
    return make_survey()


@pytest.fixture
def survey_return(survey):
    return make_return(survey, make_state())


@pytest.fixture
def amina(survey_return):
    return make_focal_point(survey_return.member_state)


def sign(survey_return, user, key=None, day=DAY, **options):
    with acting_as(user):
        return submit(
            survey_return=survey_return,
            user=user,
            key=key or token_hex(16),
            signatory=SIGNATORY,
            received_on=day,
            at=AT,
            **options,
        )


def test_a_submission_holds_what_was_asked_and_given(survey_return, amina):
    answer(survey_return, amina, {**MINIMUM, "stock_employees_men": 5})
    submission = sign(survey_return, amina)
    skipped = submission.answers.pop("_not_asked")
    assert submission.answers == MINIMUM
    assert "stock_employees_men" in skipped
    assert skipped == sorted(skipped)


def test_the_entry_says_who_when_and_how(survey_return, amina):
    answer(survey_return, amina)
    entry = sign(survey_return, amina, language="ar")
    facts = (entry.number, entry.kind, entry.ledger_no, entry.channel, entry.received_on, entry.language)
    assert facts == (1, "original", 1, "portal", DAY, "ar")
    assert (entry.signatory_name, entry.recorded_by, entry.recorded_at) == (SIGNATORY.name, amina, AT)


def test_digest_and_chain_follow_from_the_row(survey_return, amina):
    answer(survey_return, amina)
    entry = Submission.objects.get(pk=sign(survey_return, amina).pk)
    assert entry.digest == ledger.digest(entry.ledger_record())
    assert entry.chain == ledger.chain(ledger.GENESIS, 1, entry.digest)


def test_the_receipt_is_true_and_says_what_the_entry_says(survey_return, amina):
    answer(survey_return, amina)
    entry = sign(survey_return, amina)
    document = Receipt.objects.get(submission=entry).document
    public_key = ledger.public_key_of(ledger.load_key(settings.RECEIPT_KEY))
    assert ledger.receipt_problems(document, {ledger.key_id(public_key): public_key}) == []
    assert (document["digest"], document["ledger_no"], document["member_state"]) == (entry.digest, 1, "FRA")


def test_the_acknowledgement_is_written_once_for_the_focal_point(survey_return, amina):
    answer(survey_return, amina)
    sign(survey_return, amina)
    letter = Letter.objects.get(kind="acknowledgement")
    assert (letter.addressees, letter.state, letter.job.task) == ([amina.email], "due", "surveys.deliver_letter")


def test_letters_of_a_closed_survey_are_held(survey_return, amina):
    with acting_as("tests"):
        survey_return.survey.closed = True
        survey_return.survey.save()
    answer(survey_return, amina)
    sign(survey_return, amina)
    letter = Letter.objects.get(kind="acknowledgement")
    assert (letter.state, letter.job) == ("held", None)


def test_a_required_answer_that_is_missing_keeps_the_draft_open(survey_return, amina):
    answer(survey_return, amina, {**MINIMUM, "country_roles": None})
    with pytest.raises(Incomplete) as refused:
        sign(survey_return, amina, key="again")
    assert [(v.path, v.kind) for v in refused.value.violations] == [("country_roles", "required")]
    assert not Submission.objects.exists()
    answer(survey_return, amina, {"country_roles": ["origin"]})
    assert sign(survey_return, amina, key="again").number == 1


def test_only_what_the_signatory_has_read_is_submitted(survey_return, amina):
    answer(survey_return, amina)
    read = survey_return.answers.last_save()
    answer(survey_return, amina, {"respondent_ministry": "Another ministry"})
    with pytest.raises(ChangedMeanwhile):
        sign(survey_return, amina, key="k", seen=read)
    assert not Submission.objects.exists()
    assert sign(survey_return, amina, key="k", seen=survey_return.answers.last_save()).number == 1


def test_the_last_save_grows_with_every_save_and_is_nought_before_the_first(survey_return, amina):
    saves = [survey_return.answers.last_save()]
    for value in ("one", None, "one"):
        answer(survey_return, amina, {"respondent_unit": value})
        saves.append(survey_return.answers.last_save())
    assert saves == [0, 1, 2, 3]


def test_same_key_gives_the_same_submission(survey_return, amina):
    answer(survey_return, amina)
    first = sign(survey_return, amina, key="k")
    assert sign(survey_return, amina, key="k") == first
    assert Submission.objects.count() == Receipt.objects.count() == 1


def test_same_key_for_another_signature_is_refused(survey_return, amina):
    answer(survey_return, amina)
    sign(survey_return, amina, key="k")
    with pytest.raises(KeyReused):
        sign(survey_return, amina, key="k", reason="other")


def test_a_submitted_return_cannot_be_submitted_again_without_amending(survey_return, amina):
    make_submission(survey_return, amina)
    with pytest.raises(DraftClosed):
        sign(survey_return, amina)


def test_an_amendment_is_the_next_submission_and_the_first_stays(survey_return, amina):
    first = make_submission(survey_return, amina)
    survey_return.refresh_from_db()
    with acting_as(amina):
        begin_amendment(survey_return=survey_return, user=amina, on=DAY)
    second = make_submission(survey_return, amina, {"data_reference_year": 2003}, received_on=DAY + timedelta(9))
    assert (second.number, second.kind, second.ledger_no) == (2, "amendment", 2)
    assert Submission.objects.get(pk=first.pk).answers["data_reference_year"] == 2002
    assert second.answers["data_reference_year"] == 2003
    survey_return.refresh_from_db()
    assert survey_return.status == "amended"


def test_in_force_follows_the_day_and_the_ledger(survey_return, amina, survey):
    first = make_submission(survey_return, amina)
    survey_return.refresh_from_db()
    with acting_as(amina):
        begin_amendment(survey_return=survey_return, user=amina, on=DAY)
    second = make_submission(survey_return, amina, {"data_reference_year": 2003}, received_on=DAY + timedelta(9))

    def in_force(**when):
        return list(Submission.objects.in_force(survey, **when))

    assert in_force(on=DAY - timedelta(1)) == []
    assert in_force(on=DAY) == [first]
    assert in_force(on=DAY + timedelta(9)) == [second]
    assert in_force(on=DAY + timedelta(9), upto=1) == [first]


def entry_after(first, **fields):
    """An entry that follows the first one in the ledger, as an action of a later day would write it."""
    copied = {field.attname: getattr(first, field.attname) for field in Submission._meta.concrete_fields}
    later = {"id": None, "number": first.number + 1, "ledger_no": first.ledger_no + 1}
    with acting_as("tests"):
        return Submission.objects.create(**{**copied, **later, **fields})


def test_what_came_first_but_was_entered_later_does_not_count(survey_return, amina, survey):
    first = make_submission(survey_return, amina)
    entry_after(first, kind="amendment", received_on=DAY - timedelta(3))
    assert list(Submission.objects.in_force(survey, on=DAY)) == [first]


def test_a_correction_counts_in_the_place_of_what_it_replaces(survey_return, amina, survey):
    first = make_submission(survey_return, amina)
    correction = entry_after(first, kind="correction", replaces_id=first.pk, received_on=DAY - timedelta(3))
    assert list(Submission.objects.in_force(survey, on=DAY)) == [correction]
    assert list(Submission.objects.in_force(survey, on=DAY, upto=first.ledger_no)) == [first]


def test_paper_keyed_in_keeps_the_day_of_arrival_and_both_names(survey, survey_return):
    farid = make_user(groups=["office_staff"])
    paper = make_paper(survey_return, farid, received_on=date(2003, 11, 3))
    grace = make_user(groups=["office_staff"])
    keyed = key_twice(paper, farid, colleague=grace)
    entry = sign(keyed, farid, day=date(2003, 12, 1))
    assert (entry.received_on, entry.channel, entry.ledger_no, entry.paper) == (date(2003, 11, 3), "fax", 2, paper)
    event = keyed.events.get(kind="submitted")
    assert (event.actor, event.on_behalf_of) == (farid, survey_return.member_state)
    assert (event.details["keyed_by"], event.details["second_keyed_by"]) == (farid.pk, grace.pk)
    assert PaperReturn.objects.get().state == "submitted"


def test_a_draft_of_the_government_is_never_keyed_into(survey_return, amina):
    answer(survey_return, amina)
    survey_return.refresh_from_db()
    paper = make_paper(survey_return)
    with acting_as("tests"), pytest.raises(HasDraft):
        begin_keying(paper=paper, by=paper.registered_by, on=DAY)


@pytest.mark.parametrize("statement", ["UPDATE surveys_submission SET number = 9", "DELETE FROM surveys_submission"])
def test_the_database_refuses_to_change_a_submission(survey_return, amina, statement):
    make_submission(survey_return, amina)
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Submission.objects.get().number == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_write_that_names_nobody():
    survey_return = make_return(make_survey(), make_state())
    with pytest.raises(IntegrityError), transaction.atomic():
        Return.objects.filter(pk=survey_return.pk).update(language="fr")
