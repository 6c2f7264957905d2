"""What a section page makes of rows that the questionnaire of the round does not have."""

import pytest

from surveys.models import Questionnaire
from surveys.models.history import acting_as
from surveys.questionnaire.xlsform import read_xlsform
from tests import people
from tests.factories import answer, make_return, make_state, make_survey
from tests.surveys.questionnaire.forms import LABEL, YES_NO, group, q, workbook
from tests.surveys.views.pages import address, filled, form_of, text_of

TOWNS = [
    {"list_name": "town", "name": f"{country}{number}", LABEL: f"Town {country}{number}", "country": country}
    for country in ("x", "y")
    for number in range(7)
]
COUNTRIES = [{"list_name": "country", "name": code, LABEL: code.upper()} for code in ("x", "y")]
FILTERED = {"choice_filter": "country = ${where}"}
FORM = [
    *group(
        "part",
        q("select_one country", "where"),
        q("select_one town", "birthplace", **FILTERED),
        q("select_one town", "residence"),
        q("select_multiple town", "seen_towns"),
    ),
    *group("other", q("text", "more"), relevant="${where} = 'y'"),
    *group("last", q("select_one yes_no", "agreed"), group("inner", q("text", "why", relevant="${agreed} = 'no'"))),
]


@pytest.fixture
def survey_return(db):
    """A return under a small questionnaire."""
    survey_return = make_return(make_survey(), make_state("FRA"))
    definition = read_xlsform(workbook(FORM, [*YES_NO, *COUNTRIES, *TOWNS]), {})
    with acting_as("tests"):
        survey_return.questionnaire = Questionnaire.objects.create(
            survey=survey_return.survey,
            version="small",
            file_name="small.xlsx",
            source=b"",
            parsed=definition.to_json(),
        )
        survey_return.save()
    return survey_return


@pytest.fixture
def amina(client, survey_return):
    amina = people.amina(survey_return.member_state)
    client.force_login(amina)
    return amina


def section(client, survey_return, name="part"):
    return client.get(address("section", survey_return, name))


def test_more_than_twelve_choices_are_a_list_to_open(client, survey_return, amina):
    shown = text_of(section(client, survey_return))
    assert '<select id="v-residence" name="value:residence" lang="en">' in shown
    assert '<input type="checkbox" name="value:seen_towns" value="x0">' in shown
    assert '<input type="radio" name="value:where" value="x">' in shown


def offered(response, question):
    control = text_of(response).split(f'<select id="v-{question}"')[1].split("</select>")[0]
    return [code for code in (f"{c}{n}" for c in "xy" for n in range(7)) if f'value="{code}"' in control]


def test_offers_what_the_filter_lets_through(client, survey_return, amina):
    answer(survey_return, amina, {"where": "y"})
    assert offered(section(client, survey_return), "birthplace") == [f"y{number}" for number in range(7)]


def test_a_choice_made_before_stays_although_the_filter_has_moved_on(client, survey_return, amina):
    answer(survey_return, amina, {"where": "x", "birthplace": "x3"})
    answer(survey_return, amina, {"where": "y"})
    page = section(client, survey_return)
    assert offered(page, "birthplace") == ["x3", *(f"y{number}" for number in range(7))]
    assert form_of(page)["value:birthplace"] == ["x3"]


def test_a_section_that_does_not_apply_is_named_without_a_way_into_it(client, survey_return, amina):
    other = f'href="{address("section", survey_return, "other")}"'
    assert other not in text_of(client.get(address("return_tasks", survey_return)))
    assert "not asked" in text_of(client.get(address("return_tasks", survey_return)))
    answer(survey_return, amina, {"where": "y"})
    assert other in text_of(client.get(address("return_tasks", survey_return)))


def test_going_on_leaves_out_sections_that_do_not_apply(client, survey_return, amina):
    assert 'class="button" name="next" value="last"' in text_of(section(client, survey_return))
    answer(survey_return, amina, {"where": "y"})
    assert 'class="button" name="next" value="other"' in text_of(section(client, survey_return))


def test_what_a_save_makes_relevant_appears_on_the_same_page(client, survey_return, amina):
    page = section(client, survey_return, "last")
    assert "value:why" not in text_of(page)
    data = filled(page, value__agreed="no", next="last")
    assert "value:why" in text_of(client.post(address("section", survey_return, "last"), data, follow=True))


def test_a_heading_with_nothing_under_it_is_left_out(client, survey_return, amina):
    assert ">inner</h2>" not in text_of(section(client, survey_return, "last"))
    answer(survey_return, amina, {"agreed": "no"})
    assert ">inner</h2>" in text_of(section(client, survey_return, "last"))


def test_an_answer_typed_before_somebody_else_moved_the_gate_stays_on_the_page(client, survey_return, amina):
    answer(survey_return, amina, {"agreed": "no"})
    page = section(client, survey_return, "last")
    answer(survey_return, amina, {"agreed": "yes"})
    response = client.post(address("section", survey_return, "last"), filled(page, value__why="a\x00b"))
    assert response.status_code == 422
    assert form_of(response)["value:why"] == ["a\x00b"]


@pytest.mark.parametrize("name", ["part", "other", "last"])
def test_every_section_takes_the_same_queries(client, survey_return, amina, name, django_assert_num_queries):
    answer(survey_return, amina, {"where": "y", "more": "x", "agreed": "no", "why": "x"})
    section(client, survey_return, name)
    with django_assert_num_queries(7):
        section(client, survey_return, name)
