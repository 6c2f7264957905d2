"""A page that the government had open when the Office began to key its paper reply in keeps what was typed."""

import re
from datetime import date

import pytest

from tests import people
from tests.factories import MINIMUM, key_first, make_focal_point, make_paper, make_return, make_state, make_survey
from tests.surveys.views.pages import address, form_of, text_of

pytestmark = pytest.mark.django_db
FIRST = {**MINIMUM, "respondent_ministry": "zqministryqz"}
SECTION = "respondent"


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = date(2003, 12, 2)


@pytest.fixture
def first_done():
    farid = people.farid()
    paper = make_paper(make_return(make_survey(), make_state()), farid)
    key_first(paper, farid, FIRST)
    return paper


TYPED = "zqtypedqz by the Government, forty letters and more"


def post_to_section(client, user, paper, name="section", section=SECTION, **headers):
    """What a page gets that this person had open when the keying began."""
    client.force_login(user)
    data = {"key": "k1", "language": "en", "value:respondent_ministry": TYPED, "seen:respondent_ministry": "0"}
    return client.post(address(name, paper.survey_return, section), data, headers=headers)


def test_a_page_of_the_government_that_was_open_gets_its_text_back(client, first_done):
    amina = make_focal_point(first_done.member_state)
    response = post_to_section(client, amina, first_done)
    page = text_of(response)
    assert response.status_code == 409 and "is being keyed in by the Office" in page
    assert form_of(response)["value:respondent_ministry"] == [TYPED] and "zqministryqz" not in page
    assert stored_ministry(first_done) == "zqministryqz"


def test_its_script_is_told_at_the_question(client, first_done):
    amina = make_focal_point(first_done.member_state)
    response = post_to_section(client, amina, first_done, "section_save", **{"HX-Request": "true"})
    page = text_of(response)
    assert response.status_code == 409 and "is being keyed in by the Office" in page
    assert re.findall(r'<div id="([^"]+)" hx-swap-oob="true"', page) == ["n-respondent_ministry"]
    assert "zqministryqz" not in page and stored_ministry(first_done) == "zqministryqz"


@pytest.mark.parametrize("name", ["section", "section_save"])
def test_nobody_else_learns_that_it_is_being_keyed(client, first_done, name):
    state = first_done.member_state
    boris = people.boris(state, sections=["policies"])
    strangers = [people.elena(make_state("DEU")), people.chen(state), people.hugo(), people.grace(), boris]
    assert {post_to_section(client, user, first_done, name).status_code for user in strangers} == {404}
    amina = make_focal_point(first_done.member_state)
    assert post_to_section(client, amina, first_done, name, section="nowhere").status_code == 404


def stored_ministry(paper):
    return paper.survey_return.answers.get(path="respondent_ministry").value
