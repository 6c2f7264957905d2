"""What the source of the round says of consultations, asked of the database as the pages ask."""

from collections import Counter
from datetime import date

import pytest

from consultations.models import Consultation, Organization, Outcome, Theme
from consultations.register.standing import Status
from surveys.models import GroupMembership, MemberState
from tests.rounds import PAPER_DAY, the_round  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_round")]


def standings(day):
    """How many consultations stand where on `day`."""
    return Counter(row.standing_on(day) for row in Consultation.objects.consultations().known_on(day))


def codes(consultations):
    return {row.code for row in consultations}


def test_36_consultations_32_held_of_which_4_go_on_and_4_planned():
    assert standings(PAPER_DAY) == {Status.HELD: 28, Status.CONTINUING: 4, Status.PLANNED: 4}
    assert Consultation.objects.consultations().count() == 36
    continuing = Consultation.objects.filter(status="continuing")
    assert codes(continuing) == {"E10-2", "E11-4", "E21-1", "E24-2"}


def test_before_the_survey_little_was_known():
    known = Consultation.objects.known_on(date(2003, 1, 31))
    standing = {row.code: row.standing_on(date(2003, 1, 31)) for row in known}
    assert standing == {
        "F-GB283": Status.HELD,
        "F-ILC92": Status.PLANNED,
        "E14-1": Status.HELD,
        "E20-1": Status.HELD,
        "E21-1": Status.CONTINUING,
    }


def test_what_was_planned_and_nobody_recorded_has_no_record_afterwards():
    later = date(2004, 7, 1)
    assert standings(later) == {Status.HELD: 28, Status.CONTINUING: 4, Status.UNRECORDED: 4}
    without_date = Consultation.objects.get(code="E11-5")
    assert (without_date.first_day, without_date.last_day) == (None, date(2004, 5, 31))


def test_5_dates_to_the_day_16_to_the_month_15_none():
    assert Consultation.objects.consultations().by_precision() == {"day": 5, "month": 16, "none": 15}


def test_4_sessions_are_frames_and_not_counted():
    sessions = Consultation.objects.frames("session")
    assert codes(sessions) == {"F-GB283", "F-ILC91", "F-GB-2004-03", "F-ILC92"}
    assert {row.code: row.standing_on(PAPER_DAY) for row in sessions} == {
        "F-GB283": Status.HELD,
        "F-ILC91": Status.HELD,
        "F-GB-2004-03": Status.PLANNED,
        "F-ILC92": Status.PLANNED,
    }
    assert Consultation.objects.frames("tripartite").count() == 0


def test_3_special_sessions_each_inside_a_meeting_of_others():
    sessions = Consultation.objects.filter(kind="special_session").select_related("parent")
    assert {row.code: row.parent.code for row in sessions} == {"E15-1": "H15-1", "E15-2": "H15-2", "E15-3": "H15-3"}
    assert [row.parent.period for row in sessions] == [row.period for row in sessions]
    assert codes(Consultation.objects.frames("host_meeting")) == {"H15-1", "H15-2", "H15-3"}


def test_3_briefings_one_for_each_group_of_the_americas():
    briefings = Consultation.objects.filter(kind="constituents_briefing").select_related("parent")
    assert {row.code: row.groups for row in briefings} == {
        "E16-1": ["governments"],
        "E16-2": ["employers"],
        "E16-3": ["workers"],
    }
    assert {(row.parent.code, row.series, *row.regions) for row in briefings} == {
        ("F-ILC91", "americas-briefings", "americas")
    }
    assert Consultation.objects.get(code="E19-2").parent.code == "F-GB-2004-03"
    assert Consultation.objects.filter(parent__isnull=False).count() == 7


def test_the_meetings_whose_place_is_known():
    places = Consultation.objects.consultations().filter(country__isnull=False).select_related("country")
    assert {(row.code, *row.period.written(), row.place("en"), row.country.iso3) for row in places} == {
        ("E12-1", "2003-07", "2003-07", "Addis Ababa", "ETH"),
        ("E13-1", "2003-06-30", "2003-07-02", "Bangkok", "THA"),
        ("E14-1", "2002-11-22", "2002-11-25", "Pretoria", "ZAF"),
        ("E14-2", "2003-03", "2003-03", "Douala", "CMR"),
        ("E15-1", "2003-12-16", "2003-12-18", "Dakar", "SEN"),
        ("E15-2", "2003-07", "2003-07", "Addis Ababa", "ETH"),
        ("E15-3", "2004-01-26", "2004-01-29", "Bishkek", "KGZ"),
        ("E17-1", "2003-12-15", "2003-12-16", "Nyon", "CHE"),
        ("E17-2", "2003-09", "2003-09", "Damascus", "SYR"),
        ("E17-3", "2004-03", "2004-03", "Nairobi", "KEN"),
    }


def test_15_countries_are_stated_at_bangkok_of_which_none_or_2_are_named():
    bangkok = Consultation.objects.get(code="E13-1")
    named = bangkok.participations.filter(member_state__isnull=False)
    assert (bangkok.stated_participants, bangkok.participant_list) == (15, "open")
    assert {row.member_state.iso3 for row in named} == {"AUS", "NZL"}


def test_14_countries_of_sadc_in_november_2002():
    pretoria = Consultation.objects.get(code="E14-1")
    group = pretoria.participations.get(group_of_states__isnull=False).group_of_states
    members = GroupMembership.objects.filter(group=group).in_force(pretoria.first_day)
    assert (group.code, members.count(), pretoria.stated_participants) == ("sadc", 14, 14)


def test_177_member_states_on_the_day_of_the_paper():
    members = MemberState.objects.members_on(PAPER_DAY)
    by_region = Counter(members.values_list("region__code", flat=True))
    assert by_region == {
        "africa": 53,
        "americas": 35,
        "arab_states": 11,
        "asia_pacific": 28,
        "europe_central_asia": 50,
    }
    assert (by_region.total(), MemberState.objects.members_on(date(2003, 7, 31)).count()) == (177, 176)


def test_5_main_organizations_and_3_directorates():
    def who(code):
        rows = Consultation.objects.get(code=code).participations.filter(part="participant")
        return [row.organization.short_name("fr") for row in rows.select_related("organization")]

    assert who("E10-1") == ["OIM", "HCR", "HCDH", "ONUDC", "CNUCED"]
    assert len(who("E12-3")) == 3


def test_employers_of_5_countries_were_briefed_and_others():
    briefed = Consultation.objects.get(code="E19-3")
    named = briefed.participations.filter(member_state__isnull=False)
    assert {(row.member_state.iso3, row.group) for row in named} == {
        (iso3, "employers") for iso3 in ("KAZ", "MUS", "SEN", "ZAF", "TUR")
    }
    assert briefed.participant_list == "open"
    assert briefed.participations.get(organization__code="unice").group == "employers"


def test_3_regions_of_the_series_of_building_workers():
    series = Consultation.objects.filter(series="ifbww-consultations")
    assert [row.regions for row in series] == [["africa"], ["asia_pacific"], ["americas"]]


def test_3_themes_in_order():
    assert [theme.code for theme in Theme.objects.all()] == ["T1", "T2", "T3"]


def test_recommendations_that_meetings_share_are_one_outcome():
    shared = {row.code: codes(s.consultation for s in row.sources.all() if s.consultation) for row in all_outcomes()}
    assert shared["O14-2"] == {"E14-1", "E14-2"}
    assert shared["O15-1"] == shared["O15-2"] == {"E15-1", "E15-2", "E15-3"}
    assert shared["O16-1"] == {"E16-1", "E16-2", "E16-3"}
    assert Outcome.objects.filter(sources__consultation__code="E14-1", kind="recommendation").count() == 3
    assert Outcome.objects.get(code="O14-2").instruments == ["C97", "C143"]


def all_outcomes():
    return Outcome.objects.prefetch_related("sources__consultation")


def test_outcomes_known_before_the_survey_are_those_of_pretoria():
    assert codes(Outcome.objects.known_on(date(2003, 1, 31))) == {"O14-1", "O14-2", "O14-3"}


def test_organizations_have_their_names_in_three_languages():
    names = {code: Organization.objects.get(code=code) for code in ("unhcr", "oecd", "sadc")}
    assert [names["unhcr"].acronym(language) for language in ("en", "fr", "es")] == ["UNHCR", "HCR", "ACNUR"]
    assert [names["oecd"].acronym(language) for language in ("en", "fr", "es", "ru")] == [
        "OECD",
        "OCDE",
        "OCDE",
        "OECD",
    ]
    assert names["sadc"].aliases == ["Southern Africa Development Community", "CDAA"]


@pytest.mark.parametrize("model", [Consultation, Outcome, Organization, Theme])
def test_every_text_is_there_in_english_french_and_spanish(model):
    fields = {"titles", "names", "texts"} & {field.name for field in model._meta.fields}
    for row in model.objects.all():
        for name in fields:
            assert set(getattr(row, name)) == {"en", "fr", "es"}, row.code
