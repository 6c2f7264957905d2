from datetime import date

import pytest

from surveys.rounds.faults import BadRound, Fault
from surveys.rounds.folder import read_round
from surveys.rounds.groups import GroupRow, MembershipRow, SubregionRow
from tests.surveys.rounds.folders import make_folder, write

GROUPS = "code,name_en,name_fr\nsadc,SADC,CDAA\n"
MEMBERSHIPS = "group,iso3,valid_from,valid_until\n"


@pytest.fixture
def folder(tmp_path):
    folder = make_folder(tmp_path / "round")
    write(folder, "groups.csv", GROUPS)
    return folder


def faults(folder):
    with pytest.raises(BadRound) as refusal:
        read_round(folder)
    return refusal.value.faults


def memberships(folder, *rows):
    write(folder, "group_memberships.csv", MEMBERSHIPS + "".join(f"{row}\n" for row in rows))
    return folder


def test_reads_groups_with_their_members_by_date(folder):
    content = read_round(memberships(folder, "sadc,NAM,1992-08-17,", "sadc,FRA,1992-08-17,1999-12-31"))

    assert content.groups == [GroupRow("sadc", {"en": "SADC", "fr": "CDAA"}, 1)]
    assert content.memberships == [
        MembershipRow("sadc", "NAM", date(1992, 8, 17), None),
        MembershipRow("sadc", "FRA", date(1992, 8, 17), date(1999, 12, 31)),
    ]


def test_reads_the_names_of_subregions(folder):
    write(folder, "subregions.csv", "region,name_en,name_fr\nafrica,Southern Africa,Afrique australe\n")

    names = {"en": "Southern Africa", "fr": "Afrique australe"}
    assert read_round(folder).subregions == [SubregionRow("africa", names, 1)]


def test_all_three_files_may_be_left_out(tmp_path):
    content = read_round(make_folder(tmp_path / "round"))

    assert (content.subregions, content.groups, content.memberships) == ([], [], [])


def test_a_state_may_leave_and_come_back(folder):
    content = read_round(memberships(folder, "sadc,NAM,1992-08-17,1999-12-31", "sadc,NAM,2000-01-01,"))

    assert len(content.memberships) == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("asean,NAM,1992-08-17,", "group is none of groups.csv: 'asean'"),
        ("sadc,XXX,1992-08-17,", "iso3 is no State of the round: 'XXX'"),
        ("sadc,NAM,yesterday,", "valid_from is not a date such as 2003-07-31: 'yesterday'"),
        ("sadc,NAM,1992-08-17,1992-08-16", "valid_until is before valid_from"),
    ],
)
def test_what_is_wrong_with_a_membership_is_named_by_line(folder, row, reason):
    assert faults(memberships(folder, row)) == [Fault("group_memberships.csv", 2, reason)]


def test_a_state_belongs_to_a_group_once_at_a_time(folder):
    rows = ["sadc,NAM,1992-08-17,1999-12-31", "sadc,NAM,1999-12-31,"]

    reason = "NAM belongs to sadc on some of these days by an earlier row"
    assert faults(memberships(folder, *rows)) == [Fault("group_memberships.csv", 3, reason)]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("groups.csv", GROUPS + "sadc,Again,Encore\n", "code sadc stands in an earlier row"),
        ("subregions.csv", "region,name_en,name_fr\nmars,North,Nord\n", "region is none of the round: 'mars'"),
    ],
)
def test_codes_have_to_be_known_and_once(folder, name, text, reason):
    write(folder, name, text)

    assert [fault.reason for fault in faults(folder)] == [reason]


def test_an_empty_name_is_told(folder):
    write(folder, "groups.csv", "code,name_en,name_fr\nsadc,SADC,\n")

    assert [fault.line for fault in faults(folder)] == [2]
