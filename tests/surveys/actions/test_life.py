"""What the Office decides on a return: extension, no participation, complete, reopened; and the letters on it."""

from datetime import UTC, date, datetime, timedelta
from secrets import token_hex

import pytest

from surveys.actions.events import NotNow
from surveys.actions.life import NoCutOff, NotLater, complete, decline, extend, reopen
from surveys.actions.returns import begin_amendment
from surveys.actions.write_keys import KeyReused
from surveys.models import CutOff, Letter, Return
from surveys.models.history import acting_as
from tests import people
from tests.factories import (
    answer,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    take_back,
)
from tests.letter_texts import LANGUAGES, load_letters
from tests.surveys.actions.test_answers import in_threads

pytestmark = pytest.mark.django_db

AT = datetime(2003, 10, 20, 9, tzinfo=UTC)
ON, UNTIL = date(2003, 10, 20), date(2003, 12, 1)
RUSSIAN_DAY = "1 декабря 2003 года"
DAYS = {
    "en": "1 December 2003",
    "fr": "1er décembre 2003",
    "es": "1 de diciembre de 2003",
    "ar": "1 كانون الأول/ديسمبر 2003",
    "zh": "2003年12月1日",
    "de": "1. Dezember 2003",
    "ru": RUSSIAN_DAY,
}


@pytest.fixture
def survey(db):
    survey = make_survey()
    with acting_as("tests"):
        for slug, day in (("draft", date(2003, 12, 31)), ("paper", date(2004, 1, 31))):
            CutOff.objects.create(survey=survey, slug=slug, names={"en": slug}, day=day)
    return survey


@pytest.fixture
def survey_return(survey):
    return make_return(survey, make_state(language_confirmed=True))


@pytest.fixture
def farid(db):
    return people.farid()


@pytest.fixture
def amina(survey_return):
    return people.amina(survey_return.member_state)


def give_time(survey_return, by, until=UNTIL, *, on=ON, key=None):
    with acting_as("tests"):
        extend(survey_return=survey_return, until=until, by=by, key=key or token_hex(16), on=on, at=AT)


def refuse(survey_return, by, *, reason="", received_on=ON, key=None):
    with acting_as("tests"):
        decline(
            survey_return=survey_return,
            reason=reason,
            received_on=received_on,
            by=by,
            key=key or token_hex(16),
            at=AT,
        )


def open_again(survey_return, by, until=UNTIL, *, reason="Table 3 is empty", on=ON, key=None):
    with acting_as("tests"):
        reopen(
            survey_return=survey_return,
            until=until,
            reason=reason,
            by=by,
            key=key or token_hex(16),
            on=on,
            at=AT,
        )


def finish(survey_return, by, *, key=None):
    with acting_as("tests"):
        complete(survey_return=survey_return, by=by, key=key or token_hex(16), on=ON, at=AT)


def now(survey_return):
    return Return.objects.get(pk=survey_return.pk)


def letter(kind):
    return Letter.objects.get(kind=kind)


def nothing_was_written(survey_return):
    kinds = survey_return.events.values_list("kind", flat=True)
    return list(kinds) == ["sent"] and set(Letter.objects.values_list("kind", flat=True)) == {"invitation"}


# Extension


def test_an_extension_moves_the_date_from_the_day_it_is_granted(survey_return, farid):
    give_time(survey_return, farid)
    assert survey_return.reply_by_on(ON - timedelta(1)) == date(2003, 10, 31)
    assert survey_return.reply_by_on(ON) == UNTIL
    event = survey_return.events.get(kind="extended")
    assert (event.effective_on, event.actor, event.details) == (ON, farid, {"until": "2003-12-01"})
    assert (now(survey_return).status, now(survey_return).draft_open) == ("sent", True)


@pytest.mark.parametrize("until", [date(2003, 10, 31), date(2003, 10, 30)])
def test_an_extension_gives_more_time_than_there_was(survey_return, farid, until):
    with pytest.raises(NotLater):
        give_time(survey_return, farid, until)
    assert nothing_was_written(survey_return)


def test_a_second_extension_is_measured_against_the_first(survey_return, farid):
    give_time(survey_return, farid)
    with pytest.raises(NotLater):
        give_time(survey_return, farid)
    give_time(survey_return, farid, UNTIL + timedelta(1))
    assert survey_return.reply_by_on(ON) == UNTIL + timedelta(1)
    assert Letter.objects.filter(kind="extension").count() == 2


@pytest.mark.parametrize(
    ("until", "cut_off"),
    [(UNTIL, "31 December 2003"), (date(2003, 12, 31), "31 December 2003"), (date(2004, 3, 1), "31 January 2004")],
)
def test_the_letter_names_the_next_cut_off_on_or_after_the_new_date(survey_return, farid, until, cut_off):
    load_letters()
    give_time(survey_return, farid, until)
    assert f"Cut-off of the summary in preparation: {cut_off}\n" in letter("extension").body


def test_without_a_cut_off_there_is_no_letter_and_no_extension(survey_return, farid):
    with acting_as("tests"):
        CutOff.objects.all().delete()
    with pytest.raises(NoCutOff):
        give_time(survey_return, farid)
    assert nothing_was_written(survey_return)


def test_no_extension_once_there_is_a_reply(survey_return, amina, farid):
    make_submission(survey_return, amina)
    with pytest.raises(NotNow):
        give_time(survey_return, farid)
    assert not Letter.objects.filter(kind="extension").exists()


def test_the_same_key_extends_once(survey_return, farid):
    for _press in range(2):
        give_time(survey_return, farid, key="k")
    with pytest.raises(KeyReused):
        give_time(survey_return, farid, UNTIL + timedelta(9), key="k")
    assert survey_return.events.filter(kind="extended").count() == 1
    assert Letter.objects.filter(kind="extension").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_ten_equal_extensions_at_once_one_is_granted(survey_return, farid):
    def press(_index):
        try:
            give_time(survey_return, farid)
        except NotLater:
            return False
        return True

    assert sorted(in_threads(10, press)) == [False] * 9 + [True]
    assert Letter.objects.filter(kind="extension").count() == 1


# Does not take part


def test_a_government_that_does_not_take_part(survey_return, farid):
    refuse(survey_return, farid, reason="No migration.", received_on=date(2003, 10, 15))
    event = survey_return.events.get(kind="declined")
    assert (event.effective_on, event.details) == (date(2003, 10, 15), {"reason": "No migration."})
    assert now(survey_return).status == "declined"


def test_the_letter_does_not_repeat_the_reason(survey_return, amina, farid):
    load_letters()
    refuse(survey_return, farid, reason="zqreasonqz")
    written = letter("declined")
    assert "as of 20 October 2003, that your Government does not take part" in written.body
    assert "zqreasonqz" not in written.subject + written.body
    assert (written.addressees, written.state) == ([amina.email], "due")


def test_a_later_reply_is_still_accepted(survey_return, amina, farid):
    refuse(survey_return, farid)
    submission = make_submission(now(survey_return), amina, received_on=date(2003, 11, 4))
    assert (submission.kind, now(survey_return).status) == ("original", "submitted")


def test_a_later_reply_on_paper_is_still_accepted(survey_return, farid):
    refuse(survey_return, farid)
    make_paper(now(survey_return), farid)
    assert now(survey_return).status == "received"


def test_answers_saved_after_declining_do_not_change_the_status(survey_return, amina, farid):
    refuse(survey_return, farid)
    answer(now(survey_return), amina)
    assert now(survey_return).status == "declined"


def test_who_has_replied_takes_part(survey_return, amina, farid):
    make_submission(survey_return, amina)
    with pytest.raises(NotNow):
        refuse(survey_return, farid)


def test_who_has_taken_back_only_an_amendment_takes_part(survey_return, amina, farid):
    make_submission(survey_return, amina)
    with acting_as("tests"):
        begin_amendment(survey_return=survey_return, user=amina, on=ON)
    take_back(make_submission(now(survey_return), amina, {"data_reference_year": 2003}))
    assert now(survey_return).status == "in_progress"
    with pytest.raises(NotNow):
        refuse(survey_return, farid)


# Complete


def test_complete_says_that_the_office_asks_nothing_more(survey_return, amina, farid):
    make_submission(survey_return, amina)
    finish(survey_return, farid)
    assert now(survey_return).status == "complete"
    assert survey_return.letters.count() == 2


def test_without_a_reply_nothing_is_complete(survey_return, farid):
    with pytest.raises(NotNow):
        finish(survey_return, farid)


def test_a_complete_return_cannot_be_taken_back(survey_return, amina, farid):
    first = make_submission(survey_return, amina)
    finish(survey_return, farid)
    with pytest.raises(NotNow):
        take_back(first)


# Letters


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_written_in_the_language_of_the_return(survey, farid, language):
    load_letters()
    state = make_state("XYZ", iso2="xy", names={language: "zqstateqz"}, correspondence_language=language)
    survey_return = make_return(survey, state)
    give_time(survey_return, farid)
    refuse(survey_return, farid, received_on=UNTIL)
    make_submission(now(survey_return))
    open_again(survey_return, farid, reason="zqreasonqz")
    for kind in ("extension", "declined", "reopened"):
        written = letter(kind)
        assert written.language == language
        assert DAYS[language] in written.body
        assert "zqstateqz" in written.body
        assert "{{" not in written.subject + written.body


def test_letters_of_a_state_whose_language_is_assumed_are_held(survey, farid):
    survey_return = make_return(survey, make_state("XYZ", iso2="xy"))
    give_time(survey_return, farid)
    assert (letter("extension").state, letter("extension").job) == ("held", None)


def test_the_address_in_a_letter_is_that_of_the_return(survey_return, farid, settings):
    load_letters()
    settings.PORTAL_URL = "https://portal.example"
    give_time(survey_return, farid)
    assert "\nhttps://portal.example/surveys/ilms2003/FRA/\n" in letter("extension").body
