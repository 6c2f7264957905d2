"""Writing letters: exactly the variables of the kind, worded in the language of the letter."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from surveys.actions.letters import rendered_letter, write_letter
from surveys.emails.letters import WrongVariables
from surveys.models import Channel, Job, Letter, LetterTemplate
from surveys.models.history import acting_as
from tests.factories import AT, make_return, make_state, make_survey
from tests.surveys.emails.values import LANGUAGES, all_templates

pytestmark = pytest.mark.django_db

RECEIVED = {
    "receipt_number": "R-1",
    "channel": "fax",
    "received_on": date(2003, 10, 1),
    "office_email": "office@example.org",
    "sender": "The Director",
}
OF_SURVEY = {"office_email": "office@example.org", "sender": "The Director"}
KINDS = {
    "invitation": {**OF_SURVEY, "url": "https://e.org/", "reply_by": date(2003, 10, 31)},
    "acknowledgement_paper": RECEIVED,
    "acknowledgement": {
        "receipt_number": "R-1",
        "submission_number": "1",
        "received_on": date(2003, 10, 1),
        "digest": "0f",
        "url": "https://e.org/",
        "sender": "The Director",
    },
    "extension": {
        **OF_SURVEY,
        "reply_by": date(2003, 11, 30),
        "cut_off": date(2003, 12, 31),
        "url": "https://e.org/",
    },
    "reopened": {
        **OF_SURVEY,
        "reason": "the figures changed",
        "reply_by": date(2003, 11, 30),
        "submission_number": "1",
        "url": "https://e.org/",
    },
}
KINDS["amendment"] = KINDS["acknowledgement"]
DAYS = {
    "en": "1 October 2003",
    "fr": "1er octobre 2003",
    "es": "1 de octubre de 2003",
    "ar": "1 تشرين الأول/أكتوبر 2003",
    "zh": "2003年10月1日",
    "de": "1. Oktober 2003",
    "ru": "1 октября 2003 года",
}


@pytest.fixture(autouse=True)
def named_actor():
    with acting_as("tests"):
        yield


@pytest.fixture
def survey_return():
    return make_return(make_survey(), make_state("FRA"))


def write(survey_return, kind="acknowledgement_paper", variables=RECEIVED, **changed):
    options = {
        "occasion": "test",
        "language": "en",
        "addressees": ["a@example.org"],
        "at": AT,
        "hold": False,
        **changed,
    }
    return write_letter(survey_return=survey_return, kind=kind, variables=variables, **options)


@pytest.fixture
def real_texts(survey_return):
    LetterTemplate.objects.all().delete()
    LetterTemplate.objects.bulk_create(all_templates())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_these_days_is_written_in_every_language(real_texts, survey_return, kind):
    for language in LANGUAGES:
        letter = write(survey_return, kind, KINDS[kind], language=language, occasion=language)

        assert (letter.state, letter.job.state) == ("due", "due")
        assert survey_return.member_state.name(language) in letter.body
        assert "2003-1" not in letter.body
        if "received_on" in KINDS[kind]:
            assert DAYS[language] in letter.body


def test_the_sign_in_link_is_written_in_every_language(real_texts):
    until = datetime(2003, 10, 8, 16, tzinfo=UTC)
    variables = {"url": "https://e.org/x/", "valid_until": until, "office_email": "office@example.org"}
    for language in LANGUAGES:
        letter = write(None, "sign_in_link", variables, language=language, occasion=language)

        assert "https://e.org/x/" in letter.body and "18" in letter.body
        assert (letter.html, letter.facts) == ("", {})


def test_keeps_what_it_was_rendered_from(survey_return):
    letter = write(survey_return)

    assert letter.facts == {**RECEIVED, "received_on": "2003-10-01"}
    again = rendered_letter(letter.kind, "en", letter.facts, survey_return)
    assert (again.subject, again.text, again.html) == (letter.subject, letter.body, letter.html)


def test_the_channel_is_worded_in_the_language_of_the_letter(survey_return):
    variables = {**RECEIVED, "channel": "note_verbale"}

    english = write(survey_return, variables=variables)
    french = write(survey_return, variables=variables, language="fr", occasion="other")

    with translation.override("fr"):
        assert str(Channel.NOTE_VERBALE.label) in french.body.split("\n")
    assert "note verbale" in english.body.split("\n")
    assert "note_verbale" not in english.body + french.body


def test_a_day_that_was_worded_before_stays_as_it_is(survey_return):
    assert "le jour même" in write(survey_return, variables={**RECEIVED, "received_on": "le jour même"}).body


def test_title_and_state_come_from_the_return(survey_return):
    variables = {**RECEIVED, "member_state": "Elsewhere", "survey_title": "Other"}

    letter = write(survey_return, variables=variables)

    assert "Elsewhere" not in letter.body and "Other" not in letter.subject
    assert letter.subject == "acknowledgement_paper Labour Migration Survey"


@pytest.mark.parametrize(
    ("variables", "missing", "unknown"),
    [
        ({name: RECEIVED[name] for name in RECEIVED if name != "sender"}, {"sender"}, set()),
        ({**RECEIVED, "digest": "0f"}, set(), {"digest"}),
    ],
)
def test_refuses_other_variables_than_those_of_the_kind(survey_return, variables, missing, unknown):
    with pytest.raises(WrongVariables) as refusal:
        write(survey_return, variables=variables)

    assert (refusal.value.missing, refusal.value.unknown) == (missing, unknown)
    assert not Letter.objects.filter(kind="acknowledgement_paper").exists()


@pytest.mark.parametrize("options", [{"hold": True}, {"addressees": []}])
def test_is_held_when_asked_or_when_nobody_is_to_get_it(survey_return, options):
    before = Job.objects.count()

    letter = write(survey_return, **options)

    assert (letter.state, letter.job, Job.objects.count()) == ("held", None, before)


def test_is_written_once_for_an_occasion(survey_return):
    write(survey_return)

    with pytest.raises(IntegrityError, match="letter_once"), transaction.atomic():
        write(survey_return)


def test_a_kind_that_the_round_does_not_have_is_refused(survey_return):
    with pytest.raises(LetterTemplate.DoesNotExist):
        write(survey_return, "postcard")
