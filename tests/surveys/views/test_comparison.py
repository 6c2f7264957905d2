"""The page on what differs between two submissions, and a submission in the words of its own questionnaire."""

import json
import re
from datetime import date

import pytest

from surveys.models import Letter, Questionnaire, Return
from surveys.models.history import acting_as
from tests import people
from tests.factories import AT, MINIMUM, answer, make_return, make_state, make_submission, make_survey, take_back
from tests.letter_texts import load_letters
from tests.surveys.uploads import PDF, PNG
from tests.surveys.views.pages import address, text_of
from tests.surveys.views.test_attachments import attach

pytestmark = pytest.mark.django_db

AMENDED = date(2003, 10, 9)
OLD_TEXT, NEW_TEXT = "Ministry of Labour and Welfare", "Ministry of Labour and Migration"


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state("FRA"))


@pytest.fixture
def amina(client, survey_return):
    amina = people.amina(survey_return.member_state)
    client.force_login(amina)
    return amina


def amend(client, survey_return, user, values):
    client.post(address("return_amend", survey_return))
    return make_submission(Return.objects.get(pk=survey_return.pk), user, values, received_on=AMENDED)


def compared(client, survey_return, older=1, newer=2, **asked):
    return client.get(address("submissions_compare", survey_return, older, newer), asked)


def words(response):
    return " ".join(re.sub(r"<[^>]*>", " ", text_of(response)).split())


@pytest.fixture
def amended(client, survey_return, amina):
    make_submission(survey_return, amina, {**MINIMUM, "respondent_ministry": OLD_TEXT, "respondent_unit": "Unit"})
    changes = {"respondent_ministry": NEW_TEXT, "respondent_unit": None, "data_reference_year": 2003}
    return amend(client, survey_return, amina, changes)


def test_texts_are_shown_with_the_words_that_differ(client, survey_return, amended):
    page = text_of(compared(client, survey_return))
    assert "Ministry of Labour and <del>Welfare</del></blockquote>" in page
    assert "Ministry of Labour and <ins>Migration</ins></blockquote>" in page


def test_figures_are_marked_as_a_whole(client, survey_return, amended):
    page = text_of(compared(client, survey_return))
    assert "<del>2002</del>" in page
    assert "<ins>2003</ins>" in page


def test_only_what_differs_is_listed_each_with_its_section(client, survey_return, amended):
    sections = compared(client, survey_return).context["sections"]
    assert [section.title for section in sections] == ["Respondent and reference period"]
    listed = [(change.kind, change.older.value, change.newer.value) for change in sections[0].changes]
    assert listed == [
        ("changed", OLD_TEXT, NEW_TEXT),
        ("removed", "Unit", ""),
        ("changed", "2002", "2003"),
    ]


def test_the_reason_stands_above(client, survey_return, amended):
    assert "Reason for the amendment Newer figures." in words(compared(client, survey_return))


def test_a_submission_does_not_differ_from_itself(client, survey_return, amended):
    assert "Nothing differs." in text_of(compared(client, survey_return, 2, 2))


def test_a_withdrawal_has_nothing_to_be_compared(client, survey_return, amina, amended):
    take_back(amended)
    assert compared(client, survey_return, 1, 3).status_code == 404
    assert compared(client, survey_return, 1, 2).status_code == 200


def test_the_office_cannot_compare_with_what_was_taken_back(client, survey_return, amended):
    take_back(amended)
    client.force_login(people.farid())
    assert compared(client, survey_return, 1, 2).status_code == 404


def test_comparing_opens_both_for_the_office(client, survey_return, amended):
    client.force_login(people.grace())
    assert compared(client, survey_return).status_code == 200
    opened = survey_return.events.filter(kind="office_opened").order_by("pk").values_list("details", flat=True)
    assert list(opened) == [{"submission": 1}, {"submission": 2}]


def test_the_letter_on_the_amendment_leads_to_the_list(client, survey_return, amina, settings):
    load_letters()
    settings.PORTAL_URL = "https://portal.example"
    make_submission(survey_return, amina)
    amend(client, survey_return, amina, {"data_reference_year": 2003})
    link = f"https://portal.example{address('submissions_compare', survey_return, 1, 2)}"
    assert link in Letter.objects.get(kind="amendment").body


def test_a_file_that_was_replaced_is_shown_by_its_name_and_can_be_taken(
    client, survey_return, amina, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    row = "enclosures[r1]/enclosure_file"
    first = attach(survey_return, amina, PDF, "first.pdf")
    make_submission(survey_return, amina, {**MINIMUM, "enclosures": ["r1"], row: first.sha256})
    client.post(address("return_amend", survey_return))
    second = attach(survey_return, amina, PNG, "second.png")
    amend(client, survey_return, amina, {row: second.sha256})
    page = text_of(compared(client, survey_return))
    for attachment in (first, second):
        assert attachment.name in page
        assert f'href="{attachment.get_absolute_url()}"' in page


# Read in another language, asked in another version


def test_the_language_of_reading_can_be_chosen(client, survey_return, amended):
    page = compared(client, survey_return, language="ar")
    assert (page.context["language"], page.context["direction"]) == ("ar", "rtl")
    submission = client.get(address("submission", survey_return, 1), {"language": "fr"})
    assert '<h2 lang="fr" dir="ltr">' in text_of(submission)
    assert client.get(address("submission", survey_return, 1), {"language": "xx"}).context["language"] == "en"


def next_version(survey_return, old, new):
    """Publish another version in which a text of the questionnaire reads otherwise, and give it to the return."""
    current = survey_return.questionnaire
    parsed = json.loads(json.dumps(current.parsed).replace(json.dumps(old)[1:-1], json.dumps(new)[1:-1]))
    assert parsed != current.parsed
    with acting_as("tests"):
        newer = Questionnaire.objects.create(
            survey=current.survey,
            version="next",
            file_name=current.file_name,
            source=current.source,
            parsed={**parsed, "version": "next"},
            published_at=AT,
        )
        Return.objects.filter(pk=survey_return.pk).update(questionnaire=newer)


def label_of(survey_return, name):
    return survey_return.questionnaire.definition.questions[name].labels["en"]


def test_each_submission_is_read_in_the_words_it_was_asked_in(client, survey_return, amina):
    asked = label_of(survey_return, "respondent_unit")
    make_submission(survey_return, amina, {**MINIMUM, "respondent_unit": "Unit"})
    next_version(survey_return, asked, "Reworded question?")
    amend(client, survey_return, amina, {"data_reference_year": 2003})
    first = text_of(client.get(address("submission", survey_return, 1)))
    second = text_of(client.get(address("submission", survey_return, 2)))
    assert asked in first
    assert "Reworded question?" not in first
    assert "Reworded question?" in second


def test_a_question_that_changed_with_the_version_is_said_to_have_changed(client, survey_return, amina):
    make_submission(survey_return, amina, {**MINIMUM, "respondent_unit": "Unit"})
    next_version(survey_return, label_of(survey_return, "respondent_unit"), "Reworded question?")
    amend(client, survey_return, amina, {"data_reference_year": 2003})
    page = compared(client, survey_return)
    [section] = page.context["sections"]
    kinds = [(change.label, change.kind) for change in section.changes]
    assert kinds == [("Reworded question?", "same"), (label_of(survey_return, "data_reference_year"), "changed")]
    assert "The question itself was changed between the two versions of the questionnaire." in text_of(page)
    assert "different versions of the questionnaire" in text_of(page)


def test_remarks_and_permitted_uses_are_shown_with_the_answers(client, survey_return, amina):
    answer(survey_return, amina)
    with acting_as("tests"):
        survey_return.answers.filter(path="respondent_ministry").update(
            attribution="office", remark={"comment": "zqcommentqz"}
        )
    make_submission(survey_return, amina, {})
    page = words(client.get(address("submission", survey_return, 1)))
    assert "Ministry of Labour Permitted use: Office only Remark: zqcommentqz" in page


def test_only_what_was_asked_is_listed(client, survey_return, amina):
    make_submission(survey_return, amina)
    skipped = set(survey_return.submissions.get().answers["_not_asked"])
    sheets = client.get(address("submission", survey_return, 1)).context["sheets"]
    listed = {entry.line.path for sheet in sheets for entry in sheet.asked if not entry.line.is_heading}
    assert {"respondent_ministry", "respondent_unit"} <= listed
    assert "stock_employees_men" in skipped
    assert listed & skipped == set()
