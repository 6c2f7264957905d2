"""A section counted for the group of States that the reader has chosen."""

import re
from datetime import date

import pytest
from django.urls import reverse

from surveys.models import GroupMembership, GroupOfStates
from surveys.models.history import acting_as
from tests import people
from tests.factories import make_survey
from tests.reports.test_compile import compile_now, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    survey = make_survey()
    namibia = reply(survey, "NAM", country_roles=["origin"], respondent_ministry="Namibian ministry").member_state
    reply(survey, "FRA", region="europe_central_asia", country_roles=["destination"], respondent_ministry="Ministère")
    with acting_as("tests"):
        sadc = GroupOfStates.objects.create(code="sadc", names={"en": "SADC"})
        GroupOfStates.objects.create(code="mercosur", names={"en": "Mercosur"}, order=1)
        GroupMembership.objects.create(group=sadc, member_state=namibia, valid_from=date(1992, 8, 17))
    return compile_now(survey)


@pytest.fixture
def section(client, edition):
    client.force_login(people.grace())

    def ask(**query):
        url = reverse("reports:summary_section", args=[edition.survey.slug, edition.number, "respondent"])
        return client.get(url, query).content.decode()

    return ask


def roles(page):
    return re.search(r'<section class="result" id="country_roles".*?</section>', page, re.S)[0]


def test_without_a_group_all_states_are_shown(section):
    shown = section()
    assert "2 of 2 Governments indicated an answer" in roles(shown)
    assert '<option value="group:sadc">SADC</option>' in shown


def test_a_group_has_its_own_n_and_stands_first(section):
    shown = section(group="group:sadc")
    assert "1 of 1 Government indicated an answer" in roles(shown)
    assert roles(shown).index("Groups of States: SADC") < roles(shown).index("All States asked")
    assert '<option value="group:sadc" selected>' in shown
    assert "Groups of States: SADC: 1 State is in this edition." in shown


def test_only_texts_of_the_group_are_shown(section):
    shown = section(group="group:sadc")
    assert ("Namibian ministry" in shown, "Ministère" in shown) == (True, False)


def test_a_group_that_leaves_nobody_says_so_and_shows_no_noughts(section):
    shown = section(group="group:mercosur")
    assert "Groups of States: Mercosur: no State of this group is in this edition." in shown
    assert 'id="country_roles"' not in shown


@pytest.mark.parametrize("group", ["group:none", "x", "region:", ":", "<b>"])
def test_a_group_that_does_not_exist_says_so_and_all_are_shown(section, group):
    shown = section(group=group)
    assert "There is no group of this name: the figures are those of all States." in shown
    assert "2 of 2 Governments indicated an answer" in roles(shown)
    assert "<b>" not in shown


def test_the_way_to_other_sections_keeps_the_group(section):
    assert '/sections/policies/?group=group%3Asadc"' in section(group="group:sadc")
