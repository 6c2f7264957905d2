"""Submissions as they were sent, and their receipts as page and file."""

import json
import re

import pytest

from surveys.ledger import key_id, load_key, public_key_of, receipt_problems
from surveys.models import Questionnaire, Receipt, Submission
from surveys.models.history import acting_as
from tests import people
from tests.factories import MINIMUM, make_return, make_state, make_submission, make_survey
from tests.surveys.views.pages import address, text_of


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state("FRA"))


@pytest.fixture
def amina(client, survey_return):
    amina = people.amina(survey_return.member_state)
    client.force_login(amina)
    return amina


@pytest.fixture
def entry(survey_return, amina):
    return make_submission(survey_return, amina, {**MINIMUM, "respondent_unit": {"missing": "dont_know"}})


def without_tags(response):
    return re.sub(r"<[^>]*>", "", text_of(response))


# The receipt


def test_the_page_says_all_that_was_signed(client, survey_return, amina, entry):
    shown = without_tags(client.get(address("receipt", survey_return, 1)))
    document = Receipt.objects.get().document
    for name in ("number", "digest", "chain", "key_id", "signature"):
        assert document[name] in shown, name
    assert "State FRA" in shown
    assert "1 October 2003" in shown
    assert "not a qualified electronic registered delivery" in shown


def test_a_digest_stands_in_groups_of_eight(client, survey_return, amina, entry):
    shown = text_of(client.get(address("receipt", survey_return, 1)))
    groups = re.findall(r"<span>([0-9a-f]{8})</span>", shown)
    assert "".join(groups[:8]) == entry.digest


def test_leads_to_the_file_and_to_the_check(client, survey_return, amina, entry):
    shown = text_of(client.get(address("receipt", survey_return, 1)))
    assert f'href="{address("receipt_json", survey_return, 1)}"' in shown
    assert 'href="/surveys/receipts/check/"' in shown
    assert f'href="{address("return_tasks", survey_return)}"' in shown


def test_the_office_is_shown_no_way_to_a_draft(client, survey_return, amina, entry):
    client.force_login(people.farid())
    response = client.get(address("receipt", survey_return, 1))
    assert response.status_code == 200
    assert f'href="{address("return_tasks", survey_return)}"' not in text_of(response)


@pytest.mark.parametrize("synthetic", [True, False])
def test_an_invented_reply_is_marked_on_its_receipt(client, survey_return, amina, synthetic):
    with acting_as("tests"):
        survey_return.survey.synthetic = synthetic
        survey_return.survey.save()
    make_submission(survey_return, amina)
    sheet = text_of(client.get(address("receipt", survey_return, 1))).split('<article class="sheet">')[1]
    assert ("Demonstration data: answers are invented" in sheet.split("</article>")[0]) is synthetic
    assert Receipt.objects.get().document["synthetic"] is synthetic


def test_the_file_is_the_signed_document(client, survey_return, amina, entry, settings):
    response = client.get(address("receipt_json", survey_return, 1))
    document = json.loads(response.content)
    assert document == Receipt.objects.get().document
    assert response["Content-Disposition"] == 'attachment; filename="ILMS2003-00001.json"'
    public = public_key_of(load_key(settings.RECEIPT_KEY))
    assert receipt_problems(document, {key_id(public): public}) == []
    assert receipt_problems({**document, "digest": "0" * 64}, {key_id(public): public}) != []


# The submission


def test_is_shown_as_it_was_sent(client, survey_return, amina, entry):
    with acting_as("tests"):
        survey_return.answers.filter(path="respondent_ministry").update(value="changed since")
    shown = text_of(client.get(address("submission", survey_return, 1)))
    assert "Ministry of Labour" in shown
    assert "changed since" not in shown
    assert "don’t know" in shown
    assert "1 question was not asked." in shown


def test_is_shown_in_the_words_of_its_own_version(client, survey_return, amina, entry):
    """The return has moved on to a later version of the questionnaire."""
    label = "Which ministry or authority is responsible for this reply?"
    asked = survey_return.questionnaire
    parsed = json.loads(json.dumps(asked.parsed).replace(label, "Reworded"))
    assert parsed != asked.parsed
    with acting_as("tests"):
        later = Questionnaire.objects.create(
            survey=survey_return.survey, version="later", file_name="later.xlsx", source=b"", parsed=parsed
        )
        survey_return.questionnaire = later
        survey_return.save()
    shown = text_of(client.get(address("submission", survey_return, 1)))
    assert label in shown
    assert "Reworded" not in shown


def test_remarks_and_languages_are_part_of_it(client, survey_return, amina):
    url = address("section", survey_return, "respondent")
    fields = {"value": "وزارة العمل", "comment": "two ministries", "seen": "0"}
    data = {f"{part}:respondent_ministry": value for part, value in fields.items()}
    client.post(url, {"key": "k", "language": "ar", **data})
    others = {path: value for path, value in MINIMUM.items() if path != "respondent_ministry"}
    make_submission(survey_return, amina, others, language="ar")
    shown = text_of(client.get(address("submission", survey_return, 1)))
    assert '<dd lang="ar" dir="rtl">وزارة العمل</dd>' in shown
    assert "Remark: <bdi>two ministries</bdi>" in shown
    assert '<dd lang="ar">العربية</dd>' in shown


def test_has_no_links_to_change_anything(client, survey_return, amina, entry):
    shown = text_of(client.get(address("submission", survey_return, 1)))
    assert "/sections/" not in shown


# Who


@pytest.mark.parametrize("page", ["receipt", "receipt_json", "submission"])
@pytest.mark.parametrize(("name", "status"), [("boris", 404), ("chen", 404), ("dora", 404), ("farid", 200)])
def test_are_for_the_focal_point_and_the_office(client, survey_return, amina, entry, page, name, status):
    person = getattr(people, name)
    client.force_login(person() if name == "farid" else person(survey_return.member_state))
    assert client.get(address(page, survey_return, 1)).status_code == status


@pytest.mark.parametrize("page", ["receipt", "receipt_json", "submission"])
@pytest.mark.parametrize("number", [2, 10**30])
def test_a_number_that_was_never_given_is_not_found(client, survey_return, amina, entry, page, number):
    assert Submission.objects.count() == 1
    assert client.get(address(page, survey_return, number)).status_code == 404
