"""An edition counted for any group of States, and the States behind its figures."""

from datetime import date
from secrets import token_hex

import pytest

from reports.actions.explore import counted_for, groups_for, why
from reports.actions.treatments import approve, propose
from reports.summary.tables import cells
from surveys.models import GroupMembership, GroupOfStates, Ratification, Subregion
from surveys.models.history import acting_as
from tests import people
from tests.factories import AT, MINIMUM, make_return, make_state, make_submission, make_survey, take_back
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


def test_behind_a_figure_stand_its_states_with_what_they_said(survey):
    edition = compile_now(survey)
    numbers = {entry["iso3"]: entry["submission"] for entry in edition.content["states"]}
    assert why(edition, "data_reference_year/median/-/all") == [
        {"iso3": iso3, "submission": numbers[iso3], "row": "", "value": value, "use": "named"}
        for iso3, value in (("FRA", 2003), ("NAM", 2001))
    ]
    assert [place["iso3"] for place in why(edition, "country_roles/choice/origin/africa")] == ["NAM"]
    with pytest.raises(KeyError):
        why(edition, "country_roles/choice/origin/atlantis")


def test_behind_every_figure_stand_as_many_as_it_says(survey):
    edition = compile_now(survey)
    chosen = [found for found in cells(edition.content) if found.n][::40]
    assert [len(why(edition, found.address)) for found in chosen] == [found.n for found in chosen]


def test_what_was_set_aside_is_shown_as_it_was_given(survey):
    namibia = survey.submissions.get(member_state__iso3="NAM")
    treatment = propose(
        submission=namibia,
        path="data_reference_year",
        kind="set_aside",
        reason="Meant otherwise.",
        by=people.grace(),
        key=token_hex(8),
        at=AT,
    )
    approve(treatment=treatment, by=people.farid(), key=token_hex(8), at=AT)
    [place] = why(compile_now(survey), "data_reference_year/set_aside/-/all")
    assert (place["iso3"], place["value"]) == ("NAM", 2001)


def test_what_was_taken_back_unread_is_a_draft_again(survey):
    edition = compile_now(survey)
    take_back(survey.submissions.get(member_state__iso3="NAM"))
    places = why(edition, "data_reference_year/median/-/all")
    assert [(place["iso3"], place["value"]) for place in places] == [("FRA", 2003), ("NAM", None)]
