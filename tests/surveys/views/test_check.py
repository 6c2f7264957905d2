"""Checking before signing: all answers in words, and what keeps the reply from being submitted."""

import pytest

from tests import people
from tests.factories import MINIMUM, answer, make_return, make_state, make_submission, make_survey, real_questionnaire
from tests.surveys.views.pages import address, form_of, text_of


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state("FRA"))


@pytest.fixture
def amina(client, survey_return):
    amina = people.amina(survey_return.member_state)
    client.force_login(amina)
    return amina


def check(client, survey_return):
    return client.get(address("return_check", survey_return))


def label_of(question, code):
    definition = real_questionnaire()[1]
    choices = definition.choices_of(definition.questions[question])
    return next(choice.labels["en"] for choice in choices if choice.name == code)


def test_lists_what_is_missing_with_the_way_there(client, survey_return, amina):
    answer(survey_return, amina, {"respondent_ministry": "Ministry of Labour"})
    shown = text_of(check(client, survey_return))
    assert f"{address('section', survey_return, 'respondent')}#q-country_roles" in shown
    assert "Ministry of Labour" in shown


def test_lists_an_answer_that_another_answer_has_made_unfit(client, survey_return, amina):
    totals = {"stock_employees_men": 1, "stock_employees_women": 2, "stock_employees_total": 9}
    answer(survey_return, amina, {**MINIMUM, "country_roles": ["destination"], **totals})
    shown = text_of(check(client, survey_return))
    assert f"{address('section', survey_return, 'current_conditions')}#q-stock_employees_total" in shown
    assert "The total must equal the sum of men and women." in shown


def test_shows_answers_in_words(client, survey_return, amina):
    answer(survey_return, amina, {**MINIMUM, "respondent_unit": {"missing": "confidential"}})
    shown = text_of(check(client, survey_return))
    assert '<dd dir="auto">confidential</dd>' in shown
    assert f'<dd dir="auto">{label_of("country_roles", "origin")}</dd>' in shown


def test_shows_remarks_and_the_language_of_texts(client, survey_return, amina):
    client.post(
        address("section", survey_return, "respondent"),
        {
            "key": "k",
            "language": "ar",
            "seen:respondent_ministry": "0",
            "value:respondent_ministry": "وزارة العمل",
            "comment:respondent_ministry": "two ministries",
            "source:respondent_ministry": "Gazette",
            "year:respondent_ministry": "2001",
        },
    )
    shown = text_of(check(client, survey_return))
    assert '<dd lang="ar" dir="rtl">وزارة العمل</dd>' in shown
    assert "Remark: <bdi>two ministries</bdi>" in shown
    assert "Source: <bdi>Gazette</bdi>" in shown
    assert "Reference year: 2001" in shown


def test_what_is_not_asked_is_a_number(client, survey_return, amina):
    answer(survey_return, amina, MINIMUM)
    shown = text_of(check(client, survey_return))
    assert "1 question was not asked." in shown
    assert "stock_employees_men" not in shown
    answer(survey_return, amina, {"country_roles": ["destination"]})
    shown = text_of(check(client, survey_return))
    assert "#q-stock_employees_men" in shown
    assert "#q-origin_states" in shown


def test_the_signature_is_prefilled_from_the_reply(client, survey_return, amina):
    answer(survey_return, amina, {**MINIMUM, "signatory_name": "From the reply", "signatory_title": "Director"})
    form = form_of(check(client, survey_return))
    prefilled = {name: form[f"signatory_{name}"] for name in ("name", "title", "authority")}
    assert prefilled == {"name": ["From the reply"], "title": ["Director"], "authority": ["Ministry of Labour"]}


def test_every_page_has_a_key_of_its_own(client, survey_return, amina):
    first, second = (form_of(check(client, survey_return))["key"][0] for _ in range(2))
    assert len(first) == 32
    assert first != second


def test_a_submitted_reply_is_not_checked_but_shown_as_such(client, survey_return, amina):
    make_submission(survey_return, amina)
    assert check(client, survey_return).url == address("return_tasks", survey_return)


@pytest.mark.parametrize("more", [{}, {"respondent_unit": "x", "signatory_name": "y"}])
def test_takes_the_same_queries_for_any_number_of_answers(
    client, survey_return, amina, more, django_assert_num_queries
):
    answer(survey_return, amina, {**MINIMUM, **more})
    check(client, survey_return)
    with django_assert_num_queries(9):
        check(client, survey_return)


@pytest.mark.parametrize("name", ["boris", "chen", "dora"])
def test_only_who_may_sign_checks(client, survey_return, amina, name):
    client.force_login(getattr(people, name)(survey_return.member_state))
    assert check(client, survey_return).status_code == 404
