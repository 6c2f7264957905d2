"""Countries and areas: several are named with a list to search, one is chosen, by region where a filter says so."""

import pytest

from tests import people
from tests.factories import answer, make_return, make_state, make_survey
from tests.surveys.views.pages import address, form_of, text_of

CONDITIONS, MECHANISMS = "current_conditions", "institutional_mechanisms"


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state("FRA"))


@pytest.fixture
def amina(client, survey_return):
    amina = people.amina(survey_return.member_state)
    client.force_login(amina)
    answer(survey_return, amina, {"country_roles": ["origin", "destination"], "bilateral_concluded": "yes"})
    return amina


def page(client, survey_return, section=CONDITIONS):
    return client.get(address("section", survey_return, section))


def save(client, survey_return, *names, **ticked):
    data = {**form_of(page(client, survey_return)), "more:origin_states": list(names), **ticked}
    return client.post(address("section", survey_return, CONDITIONS), data)


def stored(survey_return):
    found = survey_return.answers.filter(path="origin_states").first()
    return found and found.value


def test_the_names_are_on_the_page_once(client, survey_return, amina):
    shown = text_of(page(client, survey_return))
    assert shown.count('<datalist id="list-ilms2003-states.csv"') == 1
    assert shown.count('<option value="Ukraine">') == 1
    assert shown.count('list="list-ilms2003-states.csv"') == 4


@pytest.mark.parametrize("name", ["Côte d’Ivoire", "cote d’ivoire", " CIV ", "Кот-д’Ивуар", "科特迪瓦"])
def test_a_name_in_any_language_is_understood(client, survey_return, amina, name):
    assert save(client, survey_return, name).status_code == 303
    assert stored(survey_return) == ["CIV"]


def test_names_are_added_to_what_was_ticked_in_the_order_of_the_list(client, survey_return, amina):
    save(client, survey_return, "Ukraine")
    save(client, survey_return, "France", "Albania", "")
    assert stored(survey_return) == ["ALB", "FRA", "UKR"]
    shown = form_of(page(client, survey_return))
    assert shown["value:origin_states"] == ["ALB", "FRA", "UKR"]


def test_what_is_unticked_goes(client, survey_return, amina):
    save(client, survey_return, "Ukraine", "France")
    save(client, survey_return, **{"value:origin_states": ["FRA"]})
    assert stored(survey_return) == ["FRA"]


def test_an_unknown_name_stays_where_it_was_typed_with_the_reason(client, survey_return, amina):
    response = save(client, survey_return, "Atlantis", "France")
    assert response.status_code == 422
    assert "“Atlantis” is not in the list." in text_of(response)
    assert form_of(response)["more:origin_states"][:2] == ["Atlantis", "France"]
    assert stored(survey_return) is None


def test_the_questionnaires_own_limit_holds(client, survey_return, amina):
    codes = ["AFG", "ALB", "DZA", "AGO", "ARG", "AUS", "AUT", "BEL", "BEN", "BOL", "BRA"]
    response = save(client, survey_return, *codes)
    assert response.status_code == 422
    assert "Please choose no more than ten States." in text_of(response)


def test_partners_are_those_of_the_region_chosen_in_the_same_row(client, survey_return, amina):
    rows = {"bilateral_agreements": ["r1", "r2"], "bilateral_agreements[r1]/bilateral_region": "africa"}
    answer(survey_return, amina, rows)
    shown = text_of(page(client, survey_return, MECHANISMS))
    first, second = (
        shown.split(f'name="value:bilateral_agreements[{row}]/bilateral_partner"')[1].split("</select>")[0]
        for row in ("r1", "r2")
    )
    assert 'value="DZA"' in first
    assert 'value="ALB"' not in first
    assert "<option value=" in second
    assert 'value="DZA"' not in second
    assert shown.count("The list is empty until the question on which it depends is answered and saved.") == 1
