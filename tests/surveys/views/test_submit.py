"""Signing and amending: one submission for one press, nothing typed is lost, nothing unfit is sent."""

from datetime import date

import pytest
from django.test import Client

from surveys.actions.answers import Change, save_answers
from surveys.actions.paper import ask_to_void, void_paper
from surveys.models import Receipt, Return, Submission
from surveys.models.history import acting_as
from surveys.views import returns
from tests import people
from tests.factories import (
    AT,
    MINIMUM,
    answer,
    key_twice,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
)
from tests.surveys.views.pages import SIGNATURE, address, form_of, sign, text_of


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state("FRA"))


@pytest.fixture
def amina(client, survey_return):
    amina = people.amina(survey_return.member_state)
    client.force_login(amina)
    return amina


@pytest.fixture
def complete(survey_return, amina):
    answer(survey_return, amina, MINIMUM)
    return survey_return


@pytest.fixture
def submitted(survey_return, amina):
    make_submission(survey_return, amina)
    return survey_return


@pytest.fixture
def keyed(client, survey_return):
    """A paper reply that the Office, signed in, has keyed in twice and not submitted."""
    farid = people.farid()
    client.force_login(farid)
    paper = make_paper(survey_return, farid, received_on=date(2003, 11, 3))
    return key_twice(paper, farid)


# Signing


def test_leads_to_the_receipt(client, complete):
    _data, response = sign(client, complete)
    assert response.url == address("receipt", complete, 1)
    assert Receipt.objects.get().number in text_of(client.get(response.url))


def test_keeps_the_signature_as_it_was_written(client, complete, amina):
    sign(client, complete, signatory_name=" Anne\u0301e ", language="fr")
    entry = Submission.objects.get()
    assert (entry.signatory_name, entry.signatory_title, entry.signatory_authority, entry.language) == (
        "Ann\u00e9e",
        "Minister",
        "For the Government",
        "fr",
    )
    assert (entry.recorded_by, entry.channel) == (amina, "portal")


@pytest.mark.parametrize("field", ["signatory_name", "signatory_title", "signatory_authority", "declared"])
def test_every_part_of_the_signature_is_needed(client, complete, field):
    _data, response = sign(client, complete, **{field: ""})
    assert (response.status_code, Submission.objects.count()) == (422, 0)
    assert f'id="id_{field}_error"' in text_of(response)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("a\x00b", "(NUL) that cannot be stored"),
        ("a\u202eb", "reverses the direction of reading"),
        ("a\x07b", "invisible control character"),
        ("x" * 201, "at most 200 characters"),
        ("x" * 200_001, "200,001 characters; at most 200,000"),
    ],
)
def test_a_signature_that_cannot_be_stored_is_refused(client, complete, typed, message):
    _data, response = sign(client, complete, signatory_name=typed)
    assert (response.status_code, Submission.objects.count()) == (422, 0)
    assert message in text_of(response)
    assert form_of(response)["signatory_title"] == ["Minister"]


@pytest.mark.parametrize("key", ["", "k" * 65, "k\x00"])
def test_a_key_that_is_none_is_refused(client, complete, key):
    _data, response = sign(client, complete, key=key)
    assert (response.status_code, Submission.objects.count()) == (422, 0)


def test_an_incomplete_reply_is_not_submitted_and_nothing_typed_is_lost(client, survey_return, amina):
    answer(survey_return, amina, {"respondent_ministry": "Ministry"})
    _data, response = sign(client, survey_return)
    assert (response.status_code, Submission.objects.count()) == (422, 0)
    assert form_of(response)["signatory_name"] == ["A. Minister"]
    assert f"{address('section', survey_return, 'respondent')}#q-country_roles" in text_of(response)


def test_an_incomplete_reply_spends_no_key(client, survey_return, amina):
    answer(survey_return, amina, {**MINIMUM, "country_roles": None})
    data, _refused = sign(client, survey_return)
    answer(survey_return, amina, {"country_roles": ["origin"]})
    _data, response = sign(client, survey_return, key=data["key"])
    assert response.url == address("receipt", survey_return, 1)


def test_what_was_saved_after_reading_is_not_signed_unread(client, complete, amina):
    page = form_of(client.get(address("return_check", complete)))
    boris = people.boris(complete.member_state)
    answer(complete, boris, {"respondent_ministry": "Another ministry"})
    refused = client.post(address("return_submit", complete), {**page, **SIGNATURE})
    assert (refused.status_code, Submission.objects.count()) == (409, 0)
    assert "Another ministry" in text_of(refused)
    response = client.post(address("return_submit", complete), form_of(refused))
    assert response.url == address("receipt", complete, 1)
    assert Submission.objects.get().answers["respondent_ministry"] == "Another ministry"


@pytest.mark.parametrize("value", [None, "new"])
def test_clearing_or_giving_an_answer_after_reading_counts_too(client, complete, amina, value):
    answer(complete, amina, {"respondent_unit": "old"})
    page = form_of(client.get(address("return_check", complete)))
    answer(complete, amina, {"respondent_unit": value})
    refused = client.post(address("return_submit", complete), {**page, **SIGNATURE})
    assert (refused.status_code, Submission.objects.count()) == (409, 0)


# Pressed twice


def test_the_button_pressed_twice_gives_one_submission(client, complete):
    data, first = sign(client, complete)
    second = client.post(address("return_submit", complete), data)
    assert first.url == second.url
    assert Submission.objects.count() == 1


def test_a_press_that_was_let_in_before_the_other_was_done_leads_to_the_same_receipt(
    client, complete, amina, monkeypatch
):
    data = {**form_of(client.get(address("return_check", complete))), **SIGNATURE}
    fetched = returns.fetch_for_signing

    def overtaken(*asked):
        found = fetched(*asked)
        monkeypatch.undo()
        other = Client()
        other.force_login(amina)
        other.post(address("return_submit", complete), data)
        return found

    monkeypatch.setattr(returns, "fetch_for_signing", overtaken)
    response = client.post(address("return_submit", complete), data)
    assert (response.status_code, response.url) == (302, address("receipt", complete, 1))
    assert Submission.objects.count() == 1


def test_the_same_key_with_another_signature_is_refused(client, complete):
    data, _first = sign(client, complete)
    response = client.post(address("return_submit", complete), {**data, "signatory_name": "Somebody else"})
    assert (response.status_code, Submission.objects.count()) == (409, 1)
    assert form_of(response)["signatory_name"] == ["Somebody else"]


def test_a_page_of_before_the_amendment_can_be_sent_once_it_has_a_new_key(client, complete):
    data, _first = sign(client, complete)
    client.post(address("return_amend", complete))
    again = {**data, "signatory_name": "Somebody else", "reason": "New figures"}
    refused = client.post(address("return_submit", complete), again)
    assert refused.status_code == 409
    response = client.post(address("return_submit", complete), form_of(refused))
    assert response.url == address("receipt", complete, 2)
    assert Submission.objects.get(number=2).signatory_name == "Somebody else"


def test_two_people_who_sign_get_one_submission(client, complete):
    data, _first = sign(client, complete)
    client.force_login(people.elena(complete.member_state))
    response = client.post(address("return_submit", complete), data)
    assert (response.status_code, Submission.objects.count()) == (409, 1)


# Amending


def test_amending_asks_for_a_reason_and_makes_the_second_submission(client, submitted):
    client.post(address("return_amend", submitted))
    _data, refused = sign(client, submitted)
    assert (refused.status_code, Submission.objects.count()) == (422, 1)
    _data, response = sign(client, submitted, reason="New\r\nfigures")
    assert response.url == address("receipt", submitted, 2)
    assert Submission.objects.get(number=2).reason == "New\nfigures"


def test_amending_twice_opens_the_draft_once(client, submitted):
    client.post(address("return_amend", submitted))
    client.post(address("return_amend", submitted))
    assert submitted.events.filter(kind="amendment_begun").count() == 1


def test_what_was_never_submitted_cannot_be_amended(client, survey_return, amina):
    assert client.post(address("return_amend", survey_return)).status_code == 404


@pytest.mark.parametrize("name", ["return_amend"])
def test_amending_is_no_link(client, submitted, name):
    assert client.get(address(name, submitted)).status_code == 405


# From paper


def test_the_office_signs_for_what_the_paper_says(client, keyed):
    shown = text_of(client.get(address("return_check", keyed)))
    assert "The answers and the signature are those of the paper reply." in shown
    assert "I am authorized" not in shown


def test_the_office_pressing_twice_gets_the_same_receipt(client, keyed):
    data, first = sign(client, keyed)
    second = client.post(address("return_submit", keyed), data)
    assert first.url == second.url == address("receipt", keyed, 1)
    assert Submission.objects.count() == 1


def test_a_key_opens_no_draft_to_the_office(client, keyed):
    data, _first = sign(client, keyed)
    amina = people.amina(keyed.member_state)
    client.force_login(amina)
    client.post(address("return_amend", keyed))
    client.force_login(people.grace())
    assert client.post(address("return_submit", keyed), data).status_code == 404
    assert Submission.objects.count() == 1


def test_whose_paper_reply_is_voided_meanwhile_is_shown_nothing_of_the_draft(client, keyed, monkeypatch):
    data = {**form_of(client.get(address("return_check", keyed))), **SIGNATURE}
    paper, farid = keyed.keyed_from, keyed.keyed_from.keyed_by
    with acting_as("tests"):
        ask_to_void(paper=paper, reason="Of another State.", by=people.grace())
        void_paper(paper=paper, by=farid, key="void", at=AT)
    now = Return.objects.get()
    seen = now.answers.get(path="respondent_ministry").revision
    save = Change("respondent_ministry", "a text of the government", seen=seen)
    amina = people.amina(keyed.member_state)
    with acting_as(amina):
        save_answers(survey_return=now, user=amina, key="k", changes=[save], on=date(2003, 12, 5), at=AT)
    monkeypatch.setattr(returns, "fetch_for_signing", lambda *_args: keyed)
    response = client.post(address("return_submit", keyed), data)
    assert response.status_code == 404
    assert "a text of the government" not in response.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("name", ["boris", "chen", "dora", "farid", "grace"])
def test_only_who_may_sign_submits(client, complete, name):
    person = getattr(people, name)
    data, _first = {"key": "k"}, None
    client.force_login(person() if name in ("farid", "grace") else person(complete.member_state))
    assert client.post(address("return_submit", complete), data).status_code == 404
    assert not Submission.objects.exists()
