"""A section of the questionnaire as a plain form: what is stored, and what is said when nothing is."""

import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from surveys.actions.keying import begin_keying
from surveys.models import Answer, WriteKey
from surveys.models.history import acting_as
from tests import people
from tests.factories import (
    AT,
    MINIMUM,
    answer,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    real_questionnaire,
)
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


def test_shows_a_decimal_so_that_it_can_be_sent_again(client, opened, survey_return, amina):
    """1.234 as typed text could be thousands: what is stored has to come back unchanged."""
    url = section_url(survey_return, "current_conditions")
    answer(survey_return, amina, {ROLES: ["destination"], "sector_agriculture_men": "1.234"})
    page = client.get(url)
    assert form_of(page)["value:sector_agriculture_men"] == ["1.2340"]
    assert client.post(url, form_of(page)).status_code == 303
    assert survey_return.answers.get(path="sector_agriculture_men").revision == 1


def test_controls_fit_their_questions(client, opened, survey_return, amina):
    answer(survey_return, amina, {ROLES: ["destination", "origin", "transit"]})
    shown = opened.content.decode() + client.get(section_url(survey_return, "current_conditions")).content.decode()
    assert '<input type="checkbox" name="value:country_roles" value="origin">' in shown
    assert 'name="value:data_reference_year" value="" type="text" inputmode="numeric"' in shown
    assert 'name="value:date_completed" value="" type="date"' in shown
    assert '<textarea id="v-stock_footnote"' in shown
    figure = shown.split('name="value:sector_agriculture_men"')[1].split(">")[0]
    assert 'type="text" inputmode="decimal"' in figure
    assert 'aria-label="Agriculture, forestry and fishing: men"' in figure
    assert '<input type="radio" name="value:trend_five_years_women" value="' in shown


def test_offers_the_four_reasons_for_no_answer_and_none(opened):
    shown = opened.content.decode()
    control = shown.split(f'name="absence:{TEXT}"')[1].split("</select>")[0]
    assert re.findall(r'value="(\w*)"', control) == [
        "",
        "not_available",
        "not_applicable",
        "dont_know",
        "confidential",
    ]


def test_a_note_speaks_of_the_values_of_now(client, opened, survey_return, amina):
    answer(survey_return, amina, {ROLES: ["destination"], "stock_employees_men": 5, "stock_employees_women": 7})
    answer(survey_return, amina, {"stock_employees_total": 12})
    shown = client.get(section_url(survey_return, "current_conditions")).content.decode()
    assert "Sum of the groups above: 12." in shown


def test_tells_who_saved_an_answer_and_when(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "Unit A"})
    assert "Saved by Amina, " in client.get(url).content.decode()


def test_the_office_that_keys_in_is_named_as_such(client, survey_return, url):
    farid = people.farid()
    paper = make_paper(survey_return, farid)
    with acting_as(farid):
        begin_keying(paper=paper, by=farid, on=AT.date())
    client.force_login(farid)
    page = client.get(url)
    assert "on behalf of its Government" in page.content.decode()
    assert client.post(url, filled(page, value__respondent_unit="as on paper")).status_code == 303
    change = Answer.objects.get(path=TEXT).changes.get()
    assert (change.value, change.pgh_context["actor"]) == ("as on paper", farid.pk)


# Saving


def test_saves_what_was_typed_and_goes_on(client, opened, url, survey_return):
    data = filled(
        opened, value__respondent_unit="Unit A", value__country_roles=["destination", "origin"], next="policies"
    )
    response = client.post(url, data)
    assert (response.status_code, response.url) == (303, section_url(survey_return, "policies"))
    assert value(survey_return, TEXT) == "Unit A"
    assert value(survey_return, ROLES) == ["origin", "destination"]
    assert survey_return.answers.count() == 2


def test_text_keeps_the_language_it_was_written_in(client, opened, url, survey_return):
    client.post(url, filled(opened, value__respondent_unit="Unit A"))
    assert survey_return.answers.get(path=TEXT).language == "en"


def test_text_keeps_the_language_of_the_page_it_was_typed_into(client, opened, url, survey_return):
    """Another window may have changed the language meanwhile."""
    page = client.get(url)
    client.post("/surveys/ilms2003/FRA/language/", {"language": "fr"})
    client.post(url, filled(page, value__respondent_unit="Unit A"))
    assert survey_return.answers.get(path=TEXT).language == "en"


def test_the_plain_save_stays_on_the_page(client, opened, url):
    assert '<button type="submit" class="button button-secondary" name="next" value="respondent">' in (
        opened.content.decode()
    )
    response = client.post(url, filled(opened, value__respondent_unit="Unit A", next="respondent"))
    assert response.url == url


def test_goes_on_to_the_next_section_that_applies(client, opened, survey_return):
    assert 'class="button" name="next" value="current_conditions"' in opened.content.decode()


@pytest.mark.parametrize("target", ["", "policies/../..", "https://example.org/", "no_section"])
def test_never_goes_anywhere_else(client, opened, url, survey_return, target):
    response = client.post(url, filled(opened, value__respondent_unit="Unit A", next=target))
    assert response.url == survey_return.get_absolute_url()


def test_says_when_and_how_many_answers_were_saved(client, opened, url):
    data = filled(opened, value__respondent_unit="Unit A", value__respondent_ministry="Ministry", next="respondent")
    shown = client.post(url, data, follow=True).content.decode()
    assert re.search(r"Saved \d\d:\d\d, Geneva time: 2 answers\.", shown)


def test_says_when_there_was_nothing_to_save(client, opened, url, survey_return):
    shown = client.post(url, filled(opened, next="respondent"), follow=True).content.decode()
    assert "Everything had been saved already." in shown
    assert not survey_return.answers.exists()


def test_a_save_without_the_fields_of_the_remark_keeps_the_remark(client, opened, url, survey_return):
    client.post(url, filled(opened, value__respondent_unit="one", comment__respondent_unit="why"))
    client.post(url, {"key": "k", f"seen:{TEXT}": "1", f"value:{TEXT}": "two"})
    stored = survey_return.answers.get(path=TEXT)
    assert (stored.value, stored.remark) == ("two", {"comment": "why"})


def test_a_remark_without_an_answer_is_kept(client, opened, url, survey_return):
    client.post(url, filled(opened, comment__respondent_unit="why"))
    stored = survey_return.answers.get(path=TEXT)
    assert (stored.value, stored.remark) == (None, {"comment": "why"})


@pytest.mark.parametrize("more", [{}, {TEXT: "a"}, {TEXT: "a", "signatory_name": "b", "transit_estimate": 5}])
def test_a_save_takes_the_same_queries_whatever_is_answered(
    client, opened, url, survey_return, amina, more, django_assert_num_queries
):
    """One statement for each changed answer; none for those that are only sent again."""
    answer(survey_return, amina, {**MINIMUM, **more})
    page = client.get(url)
    with django_assert_num_queries(12):
        client.post(url, filled(page, value__respondent_ministry="changed"))
    page = client.get(url)
    with django_assert_num_queries(14):
        client.post(
            url,
            filled(
                page,
                value__respondent_ministry="again",
                value__focal_point_name="again",
                value__data_reference_year="2001",
            ),
        )


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
        (TEXT, "a\u202db", "reverses the direction of reading"),
        (TEXT, "a\x1bb", "invisible control character"),
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


@pytest.mark.parametrize(
    ("part", "typed", "message"),
    [
        ("comment", "a\x00b", "NUL"),
        ("source", "a\u202eb", "reverses the direction of reading"),
        ("comment", "x" * 200_001, "at most 200,000"),
        ("year", "last year", "Enter a year with four digits."),
        ("absence", "too_lazy", "Choose one of the reasons listed."),
    ],
)
def test_what_stands_beside_an_answer_has_to_fit_too(client, opened, url, survey_return, part, typed, message):
    response = client.post(url, {**form_of(opened), f"{part}:{TEXT}": typed})
    assert (response.status_code, survey_return.answers.count()) == (422, 0)
    assert message in response.content.decode()


def test_the_summary_names_the_question_and_leads_to_it(client, opened, url):
    shown = client.post(url, filled(opened, value__data_reference_year="abc")).content.decode()
    summary = shown.split('class="error-summary"')[1].split("</div>")[0]
    label = real_questionnaire()[1].questions[YEAR].labels["en"]
    assert f'<a href="#q-{YEAR}"><bdi>{label}</bdi>: Enter a whole number in digits, such as 12500.</a>' in summary


def test_half_a_character_cannot_be_sent(client, opened, url, survey_return):
    """A lone surrogate does not come through the encoding of a form: it arrives as the mark of a lost character."""
    fields = urlencode({"key": "k", f"seen:{TEXT}": "0"}) + f"&value:{TEXT}=a%ED%A0%80b"
    client.post(url, fields, content_type="application/x-www-form-urlencoded")
    assert set(value(survey_return, TEXT)) == {"a", "b", "\ufffd"}


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
    "extra",
    [
        {"value:stock_year": "1", "seen:stock_year": "0"},
        {"value:agencies_contributing": "other", "seen:agencies_contributing": ""},
        {"value:origin_states": "FRA", "seen:origin_states": "0"},
        {"nonsense": "1"},
        {"key": ""},
        {"key": "k" * 65},
        {"key": "k\x00"},
        {"key": "ключ"},
        {"language": "xx"},
        {"seen:respondent_unit": "x"},
        {"seen:respondent_unit": "-1"},
        {"seen:respondent_unit": "9" * 12},
        {"seen:respondent_unit": []},
    ],
)
def test_fields_of_another_form_are_refused(client, opened, url, survey_return, extra):
    response = client.post(url, {**filled(opened, value__respondent_unit="x"), **extra})
    assert (response.status_code, survey_return.answers.count()) == (400, 0)


def test_a_form_of_a_thousand_fields_is_read_and_one_of_five_thousand_is_refused(client, opened, url):
    many = {f"value:{TEXT}": ["x"] + [""] * 1_001}
    assert client.post(url, {**form_of(opened), **many}).status_code == 303
    too_many = {f"value:{TEXT}": ["x"] * 5_001}
    assert client.post(url, {**form_of(opened), **too_many}).status_code == 400


def test_a_body_of_seventeen_megabytes_is_refused_as_a_page(client, opened, url, survey_return):
    response = client.post(url, filled(opened, value__respondent_unit="x" * 17_000_000))
    assert (response.status_code, survey_return.answers.count()) == (413, 0)
    assert "<h1>" in response.content.decode()


def test_a_text_of_three_megabytes_is_refused_at_its_question(client, opened, url, survey_return):
    response = client.post(url, filled(opened, value__respondent_unit="x" * 3_000_000))
    assert (response.status_code, survey_return.answers.count()) == (422, 0)
    assert "3,000,000 characters" in response.content.decode()


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


def test_what_somebody_else_typed_is_shown_before_it_is_saved(client, opened, url, survey_return, state):
    form = filled(opened, **{f"value:{TEXT}": "typed by Amina"})
    client.force_login(people.boris(state, ["respondent"]))
    shown = client.post(url, form)
    assert shown.status_code == 409
    assert "Somebody else was signed in when this page was opened." in shown.content.decode()
    assert not survey_return.answers.exists()
    saved = client.post(url, form_of(shown))
    assert saved.status_code == 303
    assert [(row.value, row.saved_by.email) for row in survey_return.answers.filter(path=TEXT)] == [
        ("typed by Amina", "boris@example.org")
    ]
