"""The task list: who has which section, how far it is, where to go on, what is missing."""

from datetime import date

import pytest
from django.urls import reverse

from surveys.actions.keying import begin_keying
from surveys.models.history import acting_as
from tests import people
from tests.factories import (
    MINIMUM,
    answer,
    appoint,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    make_user,
)
from tests.surveys.views.pages import address, form_of, text_of


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state("FRA"))


@pytest.fixture
def amina(client, survey_return):
    amina = people.amina(survey_return.member_state)
    client.force_login(amina)
    return amina


ALL_BUT_ROLES = {path: value for path, value in MINIMUM.items() if path != "country_roles"}


def tasks(client, survey_return):
    return text_of(client.get(address("return_tasks", survey_return)))


def openings(survey_return):
    return list(survey_return.events.filter(kind="opened").values_list("actor__name", flat=True))


# Opening


def test_first_look_of_the_focal_point_opens_the_return(client, survey_return, amina):
    tasks(client, survey_return)
    tasks(client, survey_return)
    survey_return.refresh_from_db()
    assert survey_return.status == "opened"
    assert openings(survey_return) == ["Amina"]


def test_first_look_of_a_contributor_opens_the_return(client, survey_return):
    client.force_login(people.boris(survey_return.member_state))
    tasks(client, survey_return)
    assert openings(survey_return) == ["Boris"]


# Sections


def test_tells_how_far_each_section_is_and_where_to_go_on(client, survey_return, amina):
    answer(survey_return, amina, MINIMUM)
    shown = tasks(client, survey_return)
    assert "4 of 10 answered" in shown
    assert f'class="button" href="{address("section", survey_return, "respondent")}"' in shown
    assert shown.count('class="button"') == 1


def test_tells_who_has_a_section(client, survey_return, amina):
    people.boris(survey_return.member_state)
    appoint(make_user(name="Zoe"), survey_return.member_state, "contributor", sections=["respondent", "policies"])
    appoint(
        make_user(name="Gone"),
        survey_return.member_state,
        "contributor",
        sections=["respondent"],
        valid_until=date(2003, 7, 2),
    )
    appoint(make_user(name="Foreign"), make_state("DEU"), "contributor", sections=["respondent"])
    shown = tasks(client, survey_return)
    assert "<bdi>Boris</bdi> · <bdi>Zoe</bdi> · 0 of 10 answered" in shown
    assert shown.count("<bdi>Zoe</bdi>") == 2
    assert "Gone" not in shown
    assert "Foreign" not in shown


def test_a_contributor_sees_only_own_sections_and_cannot_sign(client, survey_return):
    client.force_login(people.boris(survey_return.member_state))
    shown = tasks(client, survey_return)
    assert address("section", survey_return, "respondent") in shown
    assert address("section", survey_return, "policies") not in shown
    assert address("return_check", survey_return) not in shown
    assert client.get(address("return_check", survey_return)).status_code == 404


def test_takes_the_same_queries_for_any_number_of_contributors(
    client, survey_return, amina, django_assert_num_queries
):
    answer(survey_return, amina, MINIMUM)
    tasks(client, survey_return)
    with django_assert_num_queries(14) as few:
        tasks(client, survey_return)
    for _ in range(3):
        appoint(make_user(), survey_return.member_state, "contributor", sections=["respondent"])
    with django_assert_num_queries(len(few)):
        tasks(client, survey_return)


# What is missing


def test_tells_what_is_missing_before_submitting(client, survey_return, amina):
    answer(survey_return, amina, ALL_BUT_ROLES)
    shown = tasks(client, survey_return)
    assert "1 thing is missing before submitting" in shown
    assert f'<a href="{address("section", survey_return, "respondent")}#q-country_roles">' in shown


def test_says_nothing_is_missing_by_saying_nothing(client, survey_return, amina):
    answer(survey_return, amina, MINIMUM)
    assert "missing before submitting" not in tasks(client, survey_return)


def test_a_contributor_is_not_told_what_others_have_left_out(client, survey_return):
    client.force_login(people.boris(survey_return.member_state))
    assert "missing before submitting" not in tasks(client, survey_return)


# Language of the questionnaire


def test_the_language_of_the_questionnaire_is_chosen_apart(client, survey_return, amina):
    client.post(address("questionnaire_language", survey_return), {"language": "ar"})
    response = client.get(address("section", survey_return, "respondent"))
    assert '<html lang="en" dir="ltr">' in text_of(response)
    assert "ما الوزارة أو السلطة المسؤولة عن هذا الرد؟" in text_of(response)
    assert form_of(response)["language"] == ["ar"]


def test_a_language_that_the_questionnaire_does_not_have_changes_nothing(client, survey_return, amina):
    client.post(address("questionnaire_language", survey_return), {"language": "xx"})
    assert "questionnaire_language" not in client.session


# After submitting, and while amending


def test_a_submitted_return_says_so_and_offers_to_amend(client, survey_return, amina):
    make_submission(survey_return, amina)
    shown = tasks(client, survey_return)
    assert "Submission No. 1 was received on 1 October 2003." in shown
    assert f'action="{address("return_amend", survey_return)}"' in shown
    assert '<li class="task">' not in shown


def test_while_amending_the_submission_in_force_is_named(client, survey_return, amina):
    make_submission(survey_return, amina)
    client.post(address("return_amend", survey_return))
    shown = tasks(client, survey_return)
    assert "You are amending the reply. Submission No. 1 stays in force until you submit again." in shown
    assert shown.count('<li class="task">') == 8


# Who


@pytest.mark.parametrize("name", ["chen", "dora"])
def test_social_partners_have_no_task_list(client, survey_return, name):
    client.force_login(getattr(people, name)(survey_return.member_state))
    assert client.get(address("return_tasks", survey_return)).status_code == 404


def test_the_office_has_a_task_list_only_while_it_keys_in(client, survey_return):
    farid = people.farid()
    client.force_login(farid)
    assert client.get(address("return_tasks", survey_return)).status_code == 404
    paper = make_paper(survey_return, farid)
    with acting_as(farid):
        begin_keying(paper=paper, by=farid, on=date(2003, 11, 4))
    assert "You are keying in the paper reply of State FRA on behalf of its Government." in tasks(
        client, survey_return
    )
    assert openings(survey_return) == []


@pytest.mark.parametrize("code", ["XXX", "fra", "F%00A", "F%27A", "%E2%80%AEA"])
def test_foreign_missing_and_impossible_answer_alike(client, survey_return, amina, code):
    other = make_return(survey_return.survey, make_state("DEU"))
    missing = reverse("surveys:return_tasks", args=[survey_return.survey.slug, "XXX"]).replace("XXX", code)
    foreign, absent = client.get(address("return_tasks", other)), client.get(missing)
    assert foreign.status_code == absent.status_code == 404
    assert text_of(foreign) == text_of(absent)
