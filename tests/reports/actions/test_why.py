"""Behind every figure of an edition stand exactly as many as it says, each with its answer as it was given."""

from secrets import token_hex

import pytest

from reports.actions.treatments import approve, propose
from reports.actions.why import said_to
from reports.summary.parts import Address
from reports.summary.tables import cells
from tests import people
from tests.factories import AT, make_survey, take_back
from tests.reports.test_compile import compile_now, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    survey = make_survey()
    reply(survey, "NAM", region="africa", data_reference_year=2001, country_roles=["origin"])
    reply(survey, "FRA", region="europe_central_asia", data_reference_year=2003, country_roles=["transit"])
    return survey


@pytest.fixture
def grace():
    return people.grace()


def said(edition, address, grace, repeat=""):
    return said_to(edition, Address.read(address), repeat=repeat, user=grace, on=AT.date())


def number_in(one, address):
    """How many of the figure's n come from one State."""
    found = one.parts.at(Address.read(address))
    return len(found) if isinstance(found, tuple) else found


def test_behind_every_figure_stand_as_many_as_it_says(survey, grace):
    edition = compile_now(survey)
    repeats = {block["question"]: block["repeat"] for block in edition.content["questions"]}
    for cell in [found for found in cells(edition.content) if found.n][::40]:
        found = said(edition, cell.address, grace, repeats[cell.question])
        assert sum(number_in(one, cell.address) for one in found) == cell.n, cell.address
        assert [one.is_behind for one in found] == [number_in(one, cell.address) > 0 for one in found]


def test_each_state_of_the_group_with_its_answer_and_whether_it_is_behind(survey, grace):
    edition = compile_now(survey)
    found = said(edition, "country_roles/choice/origin/all", grace)
    assert [(one.iso3, one.value, one.is_behind) for one in found] == [
        ("FRA", ["transit"], False),
        ("NAM", ["origin"], True),
    ]
    assert [one.iso3 for one in said(edition, "country_roles/choice/origin/africa", grace)] == ["NAM"]


def test_what_was_set_aside_is_shown_as_it_was_given(survey, grace):
    treatment = propose(
        submission=survey.submissions.get(member_state__iso3="NAM"),
        path="data_reference_year",
        kind="set_aside",
        reason="Meant otherwise.",
        by=grace,
        key=token_hex(8),
        at=AT,
    )
    approve(treatment=treatment, by=people.farid(), key=token_hex(8), at=AT)
    found = said(compile_now(survey), "data_reference_year/set_aside/-/all", grace)
    assert [(one.iso3, one.value) for one in found if one.is_behind] == [("NAM", 2001)]


def test_what_was_taken_back_unread_is_a_draft_again(survey, grace):
    edition = compile_now(survey)
    take_back(survey.submissions.get(member_state__iso3="NAM"))
    found = said(edition, "data_reference_year/median/-/all", grace)
    assert [(one.iso3, one.submission is None, one.value) for one in found] == [
        ("FRA", False, 2003),
        ("NAM", True, None),
    ]
