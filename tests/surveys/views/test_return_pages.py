"""Task list, checking, signing, receipt, amending: the way of a return as its government sees it."""

import json

import pytest
from django.urls import reverse

from surveys.models import Receipt, Submission
from surveys.models.history import acting_as
from tests import people
from tests.factories import MINIMUM, answer, make_return, make_state, make_submission, make_survey, real_questionnaire
from tests.surveys.views.pages import filled, form_of

SIGNATURE = {
    "signatory_name": "A. Minister",
    "signatory_title": "Minister",
    "signatory_authority": "For the Government",
    "declared": "on",
}


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state("FRA"))


@pytest.fixture
def amina(client, survey_return):
    amina = people.amina(survey_return.member_state)
    client.force_login(amina)
    return amina


def address(name, survey_return, *more):
    return reverse(f"surveys:{name}", args=[survey_return.survey.slug, survey_return.member_state.iso3, *more])


def text_of(response):
    return response.content.decode()


# Task list


def test_first_look_of_the_focal_point_opens_the_return(client, survey_return, amina):
    client.get(address("return_tasks", survey_return))
    client.get(address("return_tasks", survey_return))
    survey_return.refresh_from_db()
    assert survey_return.status == "opened"
    assert [event.actor for event in survey_return.events.filter(kind="opened")] == [amina]


def test_tells_how_far_each_section_is_and_where_to_go_on(client, survey_return, amina):
    answer(survey_return, amina, MINIMUM)
    shown = text_of(client.get(address("return_tasks", survey_return)))
    assert "4 of 10 answered" in shown
    assert f'class="button" href="{address("section", survey_return, "respondent")}"' in shown


def test_a_contributor_sees_only_own_sections_and_cannot_sign(client, survey_return):
    client.force_login(people.boris(survey_return.member_state))
    shown = text_of(client.get(address("return_tasks", survey_return)))
    assert address("section", survey_return, "respondent") in shown
    assert address("section", survey_return, "policies") not in shown
    assert client.get(address("return_check", survey_return)).status_code == 404


def test_the_language_of_the_questionnaire_is_chosen_apart(client, survey_return, amina):
    client.post(address("questionnaire_language", survey_return), {"language": "ar"})
    response = client.get(address("section", survey_return, "respondent"))
    assert '<html lang="en" dir="ltr">' in text_of(response)
    assert "ما الوزارة أو السلطة المسؤولة عن هذا الرد؟" in text_of(response)


# Checking and signing


def test_checking_lists_what_is_missing_with_the_way_there(client, survey_return, amina):
    answer(survey_return, amina, {"respondent_ministry": "Ministry of Labour"})
    shown = text_of(client.get(address("return_check", survey_return)))
    assert f"{address('section', survey_return, 'respondent')}#q-country_roles" in shown
    assert "Ministry of Labour" in shown


def test_checking_shows_answers_in_words(client, survey_return, amina):
    answer(survey_return, amina, {**MINIMUM, "respondent_unit": {"missing": "confidential"}})
    shown = text_of(client.get(address("return_check", survey_return)))
    assert '<dd dir="auto">confidential</dd>' in shown
    assert "origin" not in [line.strip() for line in shown.splitlines()]
    assert f'<dd dir="auto">{label_of("country_roles", "origin")}</dd>' in shown


def label_of(question, code):
    definition = real_questionnaire()[1]
    choices = definition.choices_of(definition.questions[question])
    return next(choice.labels["en"] for choice in choices if choice.name == code)


def sign(client, survey_return, **changes):
    page = client.get(address("return_check", survey_return))
    data = {**filled(page), **SIGNATURE, **changes}
    return data, client.post(address("return_submit", survey_return), data)


def test_signing_leads_to_the_receipt(client, survey_return, amina):
    answer(survey_return, amina, MINIMUM)
    _data, response = sign(client, survey_return)
    assert response.url == address("receipt", survey_return, 1)
    receipt = Receipt.objects.get()
    shown = text_of(client.get(response.url))
    assert receipt.number in shown
    assert receipt.submission.digest in shown


def test_the_button_pressed_twice_gives_one_submission(client, survey_return, amina):
    answer(survey_return, amina, MINIMUM)
    data, first = sign(client, survey_return)
    second = client.post(address("return_submit", survey_return), data)
    assert first.url == second.url
    assert Submission.objects.count() == 1


def test_the_same_key_with_another_signature_is_refused(client, survey_return, amina):
    answer(survey_return, amina, MINIMUM)
    data, _first = sign(client, survey_return)
    response = client.post(address("return_submit", survey_return), {**data, "signatory_name": "Somebody else"})
    assert (response.status_code, Submission.objects.count()) == (409, 1)
    assert form_of(response)["signatory_name"] == ["Somebody else"]


def test_an_incomplete_reply_is_not_submitted_and_nothing_typed_is_lost(client, survey_return, amina):
    answer(survey_return, amina, {"respondent_ministry": "Ministry"})
    _data, response = sign(client, survey_return)
    assert (response.status_code, Submission.objects.count()) == (422, 0)
    assert form_of(response)["signatory_name"] == ["A. Minister"]


@pytest.mark.parametrize("field", ["signatory_name", "signatory_title", "signatory_authority", "declared"])
def test_every_part_of_the_signature_is_needed(client, survey_return, amina, field):
    answer(survey_return, amina, MINIMUM)
    _data, response = sign(client, survey_return, **{field: ""})
    assert (response.status_code, Submission.objects.count()) == (422, 0)
    assert f'id="id_{field}_error"' in text_of(response)


def test_the_signature_is_prefilled_from_the_reply(client, survey_return, amina):
    answer(survey_return, amina, {**MINIMUM, "signatory_name": "From the reply"})
    assert form_of(client.get(address("return_check", survey_return)))["signatory_name"] == ["From the reply"]


# After submitting


def test_the_receipt_file_is_the_signed_document(client, survey_return, amina):
    make_submission(survey_return, amina)
    response = client.get(address("receipt_json", survey_return, 1))
    assert json.loads(response.content) == Receipt.objects.get().document
    assert response["Content-Disposition"] == 'attachment; filename="ILMS2003-00001.json"'


def test_a_submission_is_shown_as_it_was_sent(client, survey_return, amina):
    make_submission(survey_return, amina)
    with acting_as("tests"):
        survey_return.answers.filter(path="respondent_ministry").update(value="changed since")
    shown = text_of(client.get(address("submission", survey_return, 1)))
    assert "Ministry of Labour" in shown
    assert "changed since" not in shown


def test_amending_asks_for_a_reason_and_makes_the_second_submission(client, survey_return, amina):
    make_submission(survey_return, amina)
    client.post(address("return_amend", survey_return))
    _data, refused = sign(client, survey_return)
    assert refused.status_code == 422
    _data, response = sign(client, survey_return, reason="New figures")
    assert response.url == address("receipt", survey_return, 2)
    assert Submission.objects.get(number=2).reason == "New figures"


def test_amending_twice_opens_the_draft_once(client, survey_return, amina):
    make_submission(survey_return, amina)
    client.post(address("return_amend", survey_return))
    client.post(address("return_amend", survey_return))
    assert survey_return.events.filter(kind="amendment_begun").count() == 1


def test_what_was_never_submitted_cannot_be_amended(client, survey_return, amina):
    assert client.post(address("return_amend", survey_return)).status_code == 404


@pytest.mark.parametrize("name", ["boris", "chen", "dora"])
def test_receipts_are_for_the_focal_point_and_the_office(client, survey_return, amina, name):
    make_submission(survey_return, amina)
    client.force_login(getattr(people, name)(survey_return.member_state))
    assert client.get(address("receipt", survey_return, 1)).status_code == 404


def test_foreign_and_missing_answer_alike(client, survey_return, amina):
    other = make_return(survey_return.survey, make_state("DEU"))
    missing = reverse("surveys:return_tasks", args=[survey_return.survey.slug, "XXX"])
    foreign, absent = client.get(address("return_tasks", other)), client.get(missing)
    assert foreign.status_code == absent.status_code == 404
    assert text_of(foreign) == text_of(absent)
