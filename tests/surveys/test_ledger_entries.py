"""Entries of a survey's ledger: one line of numbers for all that comes in, without gaps, each with its receipt."""

from datetime import date

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from surveys import ledger
from surveys.actions import ledger as entering
from surveys.actions.ledger import last_position
from surveys.models import PaperReturn, Receipt, Submission
from tests.factories import (
    answer,
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    make_user,
)
from tests.surveys.actions.test_answers import in_threads

TOGETHER = 16
LOCK_AND_NUMBER_IN_ONE = """
WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(2003, %(survey)s))
SELECT ledger_no, chain FROM locked, (
    (SELECT 0 AS ledger_no, '{genesis}' AS chain)
    UNION ALL
    (SELECT ledger_no, chain FROM surveys_submission WHERE survey_id = %(survey)s)
    UNION ALL
    (SELECT ledger_no, chain FROM surveys_paperreturn WHERE survey_id = %(survey)s)
) AS entry ORDER BY ledger_no DESC LIMIT 1
""".replace("{genesis}", ledger.GENESIS)


def entries(survey):
    """Submissions and paper replies together, in the order of the ledger."""
    found = [*Submission.objects.filter(survey=survey), *PaperReturn.objects.filter(survey=survey)]
    return sorted(found, key=lambda entry: entry.ledger_no)


def assert_one_chain(survey, number):
    """So many entries, numbered without gaps, each linked to the one before."""
    link = ledger.GENESIS
    found = entries(survey)
    assert [entry.ledger_no for entry in found] == list(range(1, number + 1))
    for entry in found:
        assert entry.digest == ledger.digest(entry.ledger_record())
        link = ledger.chain(link, entry.ledger_no, entry.digest)
        assert entry.chain == link
    assert last_position(survey) == (number, link)


@pytest.fixture
def survey(db):
    return make_survey()


def test_an_empty_ledger_begins_at_the_genesis(survey):
    assert last_position(survey) == (0, ledger.GENESIS)


def test_submissions_and_paper_replies_stand_in_one_line(survey):
    staff = make_user(groups=["office_staff"])
    returns = [make_return(survey, make_state(iso3), staff=staff) for iso3 in ("AAA", "BBB", "CCC")]
    made = [make_submission(returns[0]), make_paper(returns[1], staff), make_submission(returns[2])]
    assert entries(survey) == made
    assert_one_chain(survey, 3)


def test_every_survey_has_a_ledger_of_its_own(survey):
    other = make_survey("other")
    make_submission(make_return(survey, make_state("AAA")))
    make_submission(make_return(other, make_state("BBB")))
    assert_one_chain(survey, 1)
    assert_one_chain(other, 1)


def test_a_receipt_says_what_the_ledger_says(survey):
    entry = make_submission(make_return(survey, make_state("AAA")))
    document = Receipt.objects.get(submission=entry).document
    own = {name: document[name] for name in ("ledger_no", "digest", "chain", "member_state", "submission", "kind")}
    assert own == {
        "ledger_no": 1,
        "digest": entry.digest,
        "chain": entry.chain,
        "member_state": "AAA",
        "submission": 1,
        "kind": "submission",
    }
    public = ledger.public_key_of(ledger.load_key(settings.RECEIPT_KEY))
    assert ledger.receipt_problems(document, {ledger.key_id(public): public}) == []


def test_the_receipt_of_a_paper_reply_is_a_registration(survey):
    paper = make_paper(make_return(survey, make_state("AAA")), received_on=date(2003, 11, 3))
    document = Receipt.objects.get(paper=paper).document
    assert (document["kind"], document["submission"], document["received_on"]) == ("registration", None, "2003-11-03")


def test_an_entry_that_was_rolled_back_leaves_no_gap(survey):
    first, second = (make_return(survey, make_state(iso3)) for iso3 in ("AAA", "BBB"))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert make_submission(first).ledger_no == 1
        1 / 0  # noqa: B018
    assert make_submission(second).ledger_no == 1
    assert_one_chain(survey, 1)


# Races: real threads with connections of their own.


def come_together(survey):
    """So many States reply at the same moment, every fourth on paper."""
    staff = make_user(groups=["office_staff"])
    returns = [
        make_return(survey, make_state(f"X{index:02}", iso2=f"{index:02}"), staff=staff) for index in range(16)
    ]
    users = [make_focal_point(survey_return.member_state) for survey_return in returns]
    on_paper = range(3, TOGETHER, 4)
    for index in set(range(TOGETHER)) - set(on_paper):
        answer(returns[index], users[index])

    def act(index):
        if index in on_paper:
            make_paper(returns[index], staff)
        else:
            make_submission(returns[index], users[index])

    in_threads(TOGETHER, act)


@pytest.mark.django_db(transaction=True)
def test_states_that_reply_at_once_get_numbers_without_gaps_and_one_chain():
    survey = make_survey()
    come_together(survey)
    assert_one_chain(survey, TOGETHER)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_numbers_collide(monkeypatch):
    """The negative control: the race above does collide."""
    monkeypatch.setattr(entering, "LOCK_LEDGER", "SELECT %s, %s")
    with pytest.raises(IntegrityError):
        come_together(make_survey())


@pytest.mark.django_db(transaction=True)
def test_lock_and_number_in_one_statement_collide(monkeypatch):
    """The negative control of the order: what one statement reads is older than the lock that it waits for."""
    monkeypatch.setattr(entering, "LOCK_LEDGER", "SELECT %s, %s")
    monkeypatch.setattr(entering, "LAST_ENTRY", LOCK_AND_NUMBER_IN_ONE)
    with pytest.raises(IntegrityError):
        come_together(make_survey())
