"""An edition counted for any group of States."""

from datetime import date

import pytest

from reports.actions.explore import counted_for, groups_for
from surveys.models import GroupMembership, GroupOfStates, Ratification, Subregion
from surveys.models.history import acting_as
from tests.factories import MINIMUM, make_return, make_state, make_submission, make_survey
from tests.reports.test_compile import compile_now, reply

pytestmark = pytest.mark.django_db
NAMIBIA = {"region": "africa", "subregion": "Southern Africa", "correspondence_language": "en"}
FRANCE = {"region": "europe_central_asia", "correspondence_language": "fr"}


@pytest.fixture
def survey():
    """Namibia of the SADC, bound by C97, and France have replied; Malawi, of the SADC too, has not."""
    survey = make_survey()
    states = {"NAM": NAMIBIA, "FRA": FRANCE, "MWI": NAMIBIA}
    returns = {iso3: make_return(survey, make_state(iso3, **fields)) for iso3, fields in states.items()}
    namibia, malawi = returns["NAM"].member_state, returns["MWI"].member_state
    with acting_as("tests"):
        Subregion.objects.create(region=namibia.region, name_en="Southern Africa", names={})
        Ratification.objects.create(member_state=namibia, instrument="C97")
        sadc = GroupOfStates.objects.create(code="sadc", names={})
        empty = GroupOfStates.objects.create(code="mercosur", names={}, order=1)
        for state in (namibia, malawi):
            GroupMembership.objects.create(group=sadc, member_state=state, valid_from=date(1992, 8, 17))
        GroupMembership.objects.create(group=empty, member_state=namibia, valid_from=date(2004, 6, 1))
    values = {**MINIMUM, "respondent_ministry": "Ministry"}
    for iso3, year in (("NAM", 2001), ("FRA", 2003)):
        make_submission(returns[iso3], values={**values, "data_reference_year": year})
    return survey


def block(counted, name):
    [found] = [found for found in counted["questions"] if found["question"] == name]
    return found


def test_the_groups_of_an_edition(survey):
    assert groups_for(compile_now(survey)) == [
        ("region", "africa"),
        ("region", "europe_central_asia"),
        ("subregion", "Southern Africa"),
        ("language", "en"),
        ("language", "fr"),
        ("channel", "portal"),
        ("C97", "bound"),
        ("C97", "not_bound"),
        ("C143", "bound"),
        ("C143", "not_bound"),
        ("group", "sadc"),
        ("group", "mercosur"),
    ]


@pytest.mark.parametrize(
    ("group", "states"),
    [
        (("region", "africa"), ["NAM"]),
        (("subregion", "Southern Africa"), ["NAM"]),
        (("language", "fr"), ["FRA"]),
        (("channel", "portal"), ["FRA", "NAM"]),
        (("C97", "bound"), ["NAM"]),
        (("C97", "not_bound"), ["FRA"]),
        (("C143", "not_bound"), ["FRA", "NAM"]),
        (("group", "sadc"), ["NAM"]),
        (("group", "mercosur"), []),
        (("group", "nothing"), []),
        (("planet", "earth"), []),
    ],
)
def test_a_group_has_the_states_that_belong_to_it_on_the_day_and_replied(survey, group, states):
    counted = counted_for(compile_now(survey), group)
    assert (counted["kind"], counted["key"], counted["states"]) == (*group, states)
    assert block(counted, "country_roles")["groups"][0]["returns"] == len(states)


def test_a_group_is_counted_from_the_inputs_of_the_edition(survey):
    edition = compile_now(survey)
    reply(survey, "ZMB", region="africa")
    counted = counted_for(edition, ("group", "sadc"))
    year = block(counted, "data_reference_year")["groups"][0]
    assert year["numbers"] == {"n": 1, "minimum": "2001", "median": "2001", "maximum": "2001"}
    texts = block(counted, "respondent_ministry")["texts"]
    assert [(text["state"], text["text"]) for text in texts] == [("NAM", "Ministry")]


def test_all_states_together_are_counted_as_the_edition_counts_them(survey):
    edition = compile_now(survey)
    counted = counted_for(edition, ("channel", "portal"))
    told = {found["question"]: {**found["groups"][0], "group": "all"} for found in counted["questions"]}
    assert told == {found["question"]: found["groups"][0] for found in edition.content["questions"]}
