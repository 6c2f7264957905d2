"""A section of the questionnaire as a plain form: what is stored, and what is said when nothing is."""

import pytest
from django.urls import reverse

from surveys.actions.write_keys import WriteKey
from surveys.models import Answer
from tests import people
from tests.factories import MINIMUM, answer, make_return, make_state, make_submission, make_survey
from tests.surveys.views.pages import filled, form_of

TEXT, YEAR, ROLES = "respondent_unit", "data_reference_year", "country_roles"


@pytest.fixture
def survey(db):
    return make_survey()


@pytest.fixture
def state():
    return make_state("FRA")


@pytest.fixture
def survey_return(survey, state):
    return make_return(survey, state)


@pytest.fixture
def amina(survey_return, state):
    return people.amina(state)


@pytest.fixture
def url(survey_return):
    return section_url(survey_return, "respondent")


def section_url(survey_return, section):
    return reverse("surveys:section", args=[survey_return.survey.slug, survey_return.member_state.iso3, section])


@pytest.fixture
def opened(client, amina, url):
    client.force_login(amina)
    return client.get(url)


def value(survey_return, path):
    return survey_return.answers.get(path=path).value


# Showing


def test_shows_the_questions_in_the_language_chosen(client, amina, url):
    client.force_login(amina)
    client.cookies["django_language"] = "ar"
    shown = client.get(url).content.decode()
    assert 'dir="rtl"' in shown
    assert "ما الوزارة أو السلطة المسؤولة عن هذا الرد؟" in shown


def test_shows_stored_answers_and_their_revision(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "Unit A", ROLES: ["origin", "transit"], YEAR: {"missing": "dont_know"}})
    form = form_of(client.get(url))
    assert form[f"value:{TEXT}"] == ["Unit A"]
    assert form[f"value:{ROLES}"] == ["origin", "transit"]
    assert (form[f"absence:{YEAR}"], form[f"seen:{TEXT}"]) == (["dont_know"], ["1"])


def test_asks_what_the_answers_make_relevant(client, opened, url, survey_return, amina):
    assert "value:agencies_contributing_other" not in opened.content.decode()
    answer(survey_return, amina, {"agencies_contributing": ["other"]})
    assert 'name="value:agencies_contributing_other"' in client.get(url).content.decode()


def test_names_what_cannot_be_answered_here_yet(client, opened, survey_return, amina):
    answer(survey_return, amina, {ROLES: ["destination"]})
    shown = client.get(section_url(survey_return, "current_conditions")).content.decode()
    assert "From which States do most migrant workers in the country come?" in shown
    assert "value:origin_states" not in shown


@pytest.mark.parametrize("answers", [{}, {TEXT: "a", "respondent_ministry": "b", "signatory_name": "c"}])
def test_takes_the_same_queries_for_any_number_of_answers(
    client, opened, url, survey_return, amina, answers, django_assert_num_queries
):
    if answers:
        answer(survey_return, amina, answers)
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)


def test_a_submitted_return_shows_its_task_list(client, survey_return, amina, url):
    make_submission(survey_return, amina)
    client.force_login(amina)
    assert client.get(url).url == survey_return.get_absolute_url()


# Saving


def test_saves_what_was_typed_and_goes_on(client, opened, url, survey_return):
    data = filled(
        opened, value__respondent_unit="Unit A", value__country_roles=["destination", "origin"], next="policies"
    )
    response = client.post(url, data)
    assert (response.status_code, response.url) == (302, section_url(survey_return, "policies"))
    assert value(survey_return, TEXT) == "Unit A"
    assert value(survey_return, ROLES) == ["origin", "destination"]
    assert survey_return.answers.count() == 2


def test_text_keeps_the_language_it_was_written_in(client, opened, url, survey_return):
    client.post(url, filled(opened, value__respondent_unit="Unit A"))
    assert survey_return.answers.get(path=TEXT).language == "en"


def test_saves_absences_and_remarks(client, opened, url, survey_return):
    client.post(
        url,
        filled(
            opened,
            absence__data_reference_year="not_available",
            comment__data_reference_year="why",
            year__data_reference_year="2001",
        ),
    )
    stored = survey_return.answers.get(path=YEAR)
    assert (stored.value, stored.remark) == ({"missing": "not_available"}, {"comment": "why", "year": 2001})


def test_clearing_an_answer_keeps_its_row(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "Unit A"})
    client.post(url, filled(client.get(url), value__respondent_unit=""))
    stored = survey_return.answers.get(path=TEXT)
    assert (stored.value, stored.revision) == (None, 2)


def test_untouched_answers_are_not_written_again(client, opened, url, survey_return, amina):
    answer(survey_return, amina, MINIMUM)
    client.post(url, filled(client.get(url), value__respondent_unit="new"))
    revisions = dict(survey_return.answers.values_list("path", "revision"))
    assert revisions == {**dict.fromkeys(MINIMUM, 1), TEXT: 1}


def test_tells_programs_revisions_as_json(client, opened, url):
    data = filled(opened, value__respondent_unit="Unit A")
    response = client.post(url, data, headers={"Accept": "application/json"})
    assert (response.status_code, response.json()["saved"]) == (200, {TEXT: 1})


def test_a_double_click_has_one_effect(client, opened, url, survey_return):
    data = filled(opened, value__respondent_unit="Unit A")
    first, second = client.post(url, data), client.post(url, data)
    assert first.url == second.url
    assert Answer.objects.get(path=TEXT).changes.count() == 1


# Refusing: a message at the question, everything typed still there, nothing stored


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        (YEAR, "two thousand", "Enter a whole number in digits, such as 12500."),
        (YEAR, "1,5", "Enter a whole number in digits, such as 12500."),
        (YEAR, "9" * 30, "Enter a number no greater than 1,000,000,000,000,000."),
        ("date_completed", "31/12/2003", "Enter a day in the form 2003-12-31."),
        (ROLES, "moon", "Choose one of the answers listed."),
        (TEXT, "a\x00b", "NUL"),
        (TEXT, "a\u202eb", "reverses the direction of reading"),
        (TEXT, "x" * 200_001, "200,001 characters; at most 200,000"),
        ("focal_point_email", "nobody", ""),
    ],
)
def test_says_at_the_question_what_does_not_fit(client, opened, url, survey_return, field, typed, message):
    data = filled(opened, value__respondent_ministry="kept", **{f"value__{field}": typed})
    response = client.post(url, data)
    shown = response.content.decode()
    assert response.status_code == 422
    assert f'id="e-{field}"' in shown or field == ROLES
    assert message in shown
    assert form_of(response)["value:respondent_ministry"] == ["kept"]
    assert not survey_return.answers.exists()
    assert not WriteKey.objects.exists()


def test_the_message_is_in_the_language_of_the_reader(client, opened, url):
    client.cookies["django_language"] = "ar"
    response = client.post(url, filled(opened, value__data_reference_year="abc"))
    assert "Enter a whole number" not in response.content.decode().split('id="e-data_reference_year"')[1][:200]


def test_a_wrong_number_stands_in_its_field_again(client, opened, url):
    response = client.post(url, filled(opened, value__data_reference_year="abc"))
    assert form_of(response)[f"value:{YEAR}"] == ["abc"]


def test_an_answer_and_an_absence_exclude_each_other(client, opened, url, survey_return):
    response = client.post(
        url, filled(opened, value__data_reference_year="2001", absence__data_reference_year="dont_know")
    )
    assert "either an answer or a reason" in response.content.decode()
    assert not survey_return.answers.exists()


def test_a_constraint_of_the_questionnaire_speaks_its_language(client, opened, url, survey_return):
    response = client.post(url, filled(opened, value__data_reference_year="1800"))
    assert (response.status_code, survey_return.answers.count()) == (422, 0)
    assert "1950" in response.content.decode().split('id="e-data_reference_year"')[1][:400]


@pytest.mark.parametrize(
    "extra", [{"value:stock_year": "1"}, {"nonsense": "1"}, {"key": ""}, {"seen:respondent_unit": "x"}]
)
def test_fields_of_another_form_are_refused(client, opened, url, survey_return, extra):
    response = client.post(url, {**filled(opened, value__respondent_unit="x"), **extra})
    assert (response.status_code, survey_return.answers.count()) == (400, 0)


def test_a_form_of_a_thousand_fields_is_read_and_one_of_five_thousand_is_refused(client, opened, url):
    many = {f"value:{TEXT}": ["x"] + [""] * 1_001}
    assert client.post(url, {**form_of(opened), **many}).status_code == 302
    too_many = {f"value:{TEXT}": ["x"] * 5_001}
    assert client.post(url, {**form_of(opened), **too_many}).status_code == 400


def test_a_text_of_three_megabytes_is_refused_at_its_question(client, opened, url, survey_return):
    response = client.post(url, filled(opened, value__respondent_unit="x" * 3_000_000))
    assert (response.status_code, survey_return.answers.count()) == (422, 0)
    assert "3,000,000 characters" in response.content.decode()


# Two editors


def test_a_stale_answer_shows_both_texts_and_stores_the_others(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "theirs"})
    response = client.post(url, filled(opened, value__respondent_unit="mine", value__respondent_ministry="Ministry"))
    shown = response.content.decode()
    assert response.status_code == 409
    assert '<blockquote dir="auto">theirs</blockquote>' in shown
    assert '<blockquote dir="auto">mine</blockquote>' in shown
    assert (value(survey_return, TEXT), value(survey_return, "respondent_ministry")) == ("theirs", "Ministry")


def test_after_a_conflict_the_own_text_can_be_saved_and_the_others_stay(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "theirs"})
    conflict = client.post(url, filled(opened, value__respondent_unit="mine", value__respondent_ministry="Ministry"))
    assert client.post(url, filled(conflict, value__respondent_unit="third")).status_code == 302
    assert value(survey_return, TEXT) == "third"
    assert survey_return.answers.get(path="respondent_ministry").revision == 1


def test_after_a_conflict_the_saved_answer_can_be_taken(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "theirs"})
    conflict = client.post(url, filled(opened, value__respondent_unit="mine"))
    assert client.post(url, filled(conflict, resolve__respondent_unit="theirs")).status_code == 302
    assert (value(survey_return, TEXT), survey_return.answers.get(path=TEXT).revision) == ("theirs", 1)


def test_an_answer_that_only_somebody_else_changed_is_no_conflict(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "theirs"})
    assert client.post(url, filled(opened, value__respondent_ministry="Ministry")).status_code == 302
    assert value(survey_return, TEXT) == "theirs"


def test_a_key_that_saved_something_else_is_refused(client, opened, url, survey_return):
    data = filled(opened, value__respondent_unit="one")
    client.post(url, data)
    response = client.post(url, {**data, f"value:{TEXT}": "two", f"seen:{TEXT}": "1"})
    assert (response.status_code, value(survey_return, TEXT)) == (409, "one")
    assert form_of(response)[f"value:{TEXT}"] == ["two"]


def test_a_return_submitted_meanwhile_takes_nothing_and_shows_what_was_typed(
    client, opened, url, survey_return, amina
):
    make_submission(survey_return, amina)
    response = client.post(url, filled(opened, value__respondent_unit="late"))
    assert response.status_code == 409
    assert form_of(response)[f"value:{TEXT}"] == ["late"]
    assert not survey_return.answers.filter(path=TEXT).exists()


# Answers that would no longer be asked for


def test_tells_before_a_change_drops_answers(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {ROLES: ["origin", "transit"], "transit_estimate": 10})
    response = client.post(url, filled(client.get(url), value__country_roles=["origin"]))
    assert response.status_code == 422
    assert "Estimated number of migrants who worked in the country while in transit" in response.content.decode()
    assert value(survey_return, ROLES) == ["origin", "transit"]
    assert client.post(url, form_of(response)).status_code == 302
    assert (value(survey_return, ROLES), value(survey_return, "transit_estimate")) == (["origin"], 10)


def test_kept_answers_are_listed_and_come_back(client, opened, survey_return, amina):
    answer(survey_return, amina, {ROLES: ["origin"], "transit_estimate": 12345})
    url = section_url(survey_return, "current_conditions")
    assert "12,345" in client.get(url).content.decode()
    answer(survey_return, amina, {ROLES: ["transit"]})
    assert form_of(client.get(url))["value:transit_estimate"] == ["12345"]


# Who


def test_a_contributor_has_only_the_sections_given(client, survey_return, state):
    client.force_login(people.boris(state))
    assert client.get(section_url(survey_return, "respondent")).status_code == 200
    assert client.get(section_url(survey_return, "policies")).status_code == 404


@pytest.mark.parametrize("name", ["chen", "dora"])
def test_social_partners_never_see_a_draft(client, survey_return, state, url, name):
    client.force_login(getattr(people, name)(state))
    assert client.get(url).status_code == 404


def test_the_office_sees_no_draft(client, survey_return, amina, url):
    answer(survey_return, amina, {TEXT: "secret"})
    client.force_login(people.farid())
    assert client.get(url).status_code == 404
