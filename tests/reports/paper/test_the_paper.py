"""The paper of the round of 2003, from the files of the round: paragraph by paragraph, in three languages."""

from datetime import date

import pytest
from django.db import transaction

from consultations.models import Consultation, Contribution, Organization, Outcome, Theme
from reports.actions.paper.outline import outline_of
from reports.actions.paper.writing import write
from reports.models import Report
from surveys.models import MemberState, Survey
from surveys.models.history import acting_as
from tests.borrowed import borrowed
from tests.reports.paper.expected import EXPECTED
from tests.reports.paper.papers import reply_as_in_2003, reply_too
from tests.rounds import PAPER_DAY, load
from tests.test_borrowed import names_there

LANGUAGES = ("en", "fr", "es")
# Loading the round and 93 replies takes a while where others work too.
pytestmark = [pytest.mark.timeout(300), pytest.mark.django_db, pytest.mark.usefixtures("replied")]


@pytest.fixture(scope="module")
def replied(django_db_setup, django_db_blocker):
    """The round with the replies of 2003 and 2004, once for all tests, each of which undoes what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        reply_as_in_2003()
        yield
        transaction.set_rollback(True)


def paper(day=PAPER_DAY, language="en"):
    return write(Report.objects.get(), as_of=day, language=language)


def words(day=PAPER_DAY, language="en"):
    """The paragraphs by key; spaces that do not break are spaces."""
    return {block.key: block.words.replace("\xa0", " ") for block in paper(day, language).paragraphs()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_27_paragraphs_each_with_its_numbers_days_and_names(language):
    blocks = list(paper(language=language).paragraphs())
    assert [(block.number, block.key) for block in blocks] == [(number, key) for number, key, _told in EXPECTED]
    told = words(language=language)
    missing = [(key, text) for _number, key, texts in EXPECTED for text in texts[language] if text not in told[key]]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_whole(language):
    for key, text in words(language=language).items():
        assert [wrong for wrong in ("  ", " .", "..", " ,", "{", "}") if wrong in text] == [], key
        assert text[0].isupper() or text[0].isdigit(), key
        assert text.endswith("."), key


@pytest.mark.parametrize("language", ["fr", "es"])
def test_months_have_small_letters(language):
    months = {"fr": ("Janvier", "Mars", "Juin", "Décembre"), "es": ("Enero", "Marzo", "Junio", "Diciembre")}
    told = " ".join(words(language=language).values())
    assert [month for month in months[language] if month in told] == []


def test_head_place_day_and_what_it_is_submitted_for():
    found = paper()
    assert (found.item, found.place_and_day) == ("Fourth item on the agenda", "Geneva, 11 February 2004")
    assert found.disposition == "Submitted for discussion"
    assert paper(language="fr").place_and_day == "Genève, le 11 février 2004"


def test_nothing_is_copied_from_the_paper_of_2004():
    called = outline_of(Report.objects.get()).names.items()
    organizations = [texts["en"] for name, texts in called if name.startswith("organization:")]
    names = [*names_there(), *organizations, paper().title]
    assert [run for text in words().values() for run in borrowed(text, names=names)] == []


def test_invented_replies_are_said_to_be_invented():
    assert "invented" in paper().notice
    assert "invented" in words()["replies"]
    Survey.objects.update(synthetic=False)
    assert (paper().notice, "invented" in words()["replies"]) == ("", False)


def test_as_of_the_end_of_april_it_says_93():
    told = words(date(2004, 4, 30))["replies"]
    assert "93 of the 176 member States asked" in told
    assert "90 of them had been received by 31 January 2004" in told
    assert "83 of the 176" in told
    assert "9, received from 1 January to 30 April 2004" in told


def test_before_the_survey_it_is_shorter_and_tells_only_what_was_known():
    found = paper(date(2003, 1, 31))
    blocks = list(found.paragraphs())
    assert [block.key for block in blocks] == [
        "decision",
        "preparations",
        "africa",
        "society",
        "coordination",
        "members",
    ]
    assert [block.number for block in blocks] == [1, 2, 3, 4, 5, 6]
    assert [block.heading for block in blocks] == [
        "",
        "",
        "Consultations",
        "",
        "Coordination inside the Office",
        "The place of the discussion",
    ]
    told = words(date(2003, 1, 31))
    assert "One subregional tripartite meeting" in told["africa"]
    assert "Douala" not in told["africa"]
    assert "175 member States" in told["members"]
    assert "10 months" in told["preparations"]
    assert found.notice == ""


def test_while_replies_come_in_the_draft_report_is_to_take_them_in():
    told = words(date(2003, 10, 15))["replies"]
    assert "56 of the 176" in told
    assert "is to take into account what is received by 31 December 2003" in told
    assert "Further replies may still be received." in told


def test_planned_until_its_last_day_then_without_record_then_held():
    planned = "A further occasion for dialogue, a tripartite seminar about labour migration in Central America,"
    assert f"{planned} is to take place in April 2004." in words(date(2004, 4, 30))["americas"]
    assert (
        f"{planned} was planned in April 2004; on 1 May 2004 there was no record that it had been held."
        in words(date(2004, 5, 1))["americas"]
    )
    with acting_as("tests"):
        Consultation.objects.filter(code="E16-4").update(status="held", recorded_on=date(2004, 5, 2))
    assert "there was no record" in words(date(2004, 5, 1))["americas"]
    assert f"{planned} took place in April 2004." in words(date(2004, 5, 2))["americas"]


def test_continuing_and_cancelled_have_sentences_of_their_own():
    assert "has held and continues to hold briefings" in words()["delegates"]
    with acting_as("tests"):
        Consultation.objects.filter(code="E17-3").update(status="cancelled", recorded_on=PAPER_DAY)
    assert "cancelled a consultation of African trade unions" in words()["unions"]
    assert "ont annulé une consultation" in words(language="fr")["unions"]


def test_changes_of_records_change_exactly_the_paragraphs_concerned():
    before = {language: words(language=language) for language in LANGUAGES}
    with acting_as("tests"):
        rows = Consultation.objects
        rows.filter(code="E11-1").update(first_day=date(2003, 10, 1), last_day=date(2003, 10, 31))
        rows.filter(code="E13-1").update(stated_participants=17)
        rows.filter(code="E15-2").update(status="planned", announced_on=date(2003, 7, 1), recorded_on=None)
        rows.filter(code="E18-3").update(status="cancelled")
        september = {"first_day": date(2002, 9, 1), "last_day": date(2002, 9, 30), "recorded_on": date(2002, 9, 30)}
        rows.filter(code="E20-1").update(**september)
        reply_too([date(2003, 12, 1), date(2003, 12, 30), date(2004, 1, 20)])
        MemberState.objects.filter(iso3="TLS").update(member_from=date(2004, 3, 1))
    for language in LANGUAGES:
        after = words(language=language)
        assert after.keys() == before[language].keys()
        assert {key for key in after if after[key] != before[language][key]} == {
            "delegates",
            "asia",
            "sessions",
            "federations",
            "society",
            "replies",
            "members",
        }
    told = words()
    assert "in October 2003" in told["delegates"]
    assert "17 countries" in told["asia"]
    assert "Two special sessions" in told["sessions"]
    assert "two regional consultations" in told["federations"]
    assert "in September 2002" in told["society"]
    assert "93 of the 176" in told["replies"]
    assert "86 had been received by 31 December" in told["replies"]
    assert "176 member States" in told["members"]


def test_every_figure_has_the_records_behind_it():
    blocks = {block.key: block for block in paper().paragraphs()}
    behind = dict(blocks["asia"].references)
    assert [(found.kind, found.code) for found in behind["15"]] == [("consultation", "E13-1")]
    behind = dict(blocks["replies"].references)
    assert {(found.kind, found.code) for found in behind["90"]} == {("status", "2004-02-11")}
    assert {(found.kind, found.code) for found in behind["84"]} == {("status", "2003-12-31")}
    behind = dict(blocks["sessions"].references)
    assert [found.code for found in behind["Three"]] == ["E15-1", "E15-2", "E15-3"]
    assert {found.code for records in behind.values() for found in records} >= {"O15-1", "O15-2"}


def test_every_record_that_the_outline_names_is_there():
    outline = outline_of(Report.objects.get())
    known = {
        "consultation": set(Consultation.objects.values_list("code", flat=True)),
        "contribution": set(Contribution.objects.values_list("code", flat=True)),
        "organization": set(Organization.objects.values_list("code", flat=True)),
    }
    named = [name.split(":") for name in outline.names]
    assert [code for kind, code in named if kind in known and code not in known[kind]] == []
    parts = [part for entry in outline.entries for part in entry.parts]
    for recipe, kind in (("consultations", "consultation"), ("contributions", "contribution")):
        codes = {code for part in parts if part.recipe == recipe for code in part.codes()}
        assert codes - known[kind] == set()


def test_everything_that_was_held_is_told_somewhere():
    told = {found.code for block in paper().paragraphs() for _text, behind in block.references for found in behind}
    consultations = set(Consultation.objects.consultations().values_list("code", flat=True))
    contributions = set(Contribution.objects.values_list("code", flat=True))
    assert len(consultations) == 36
    # What two seminars and eleven sessions have in common is said once, with the records of all.
    assert consultations - told == set()
    assert contributions - told == set()
    assert Theme.objects.count() == 3
    assert {outcome.code for outcome in Outcome.objects.all()} - told == {"O18-1"}
