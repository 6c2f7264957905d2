"""The files of a register: what they may leave out, and how what is wrong is named."""

from datetime import date

import pytest

from consultations.register.folder import read_register
from consultations.register.rows import ParticipantRow, Register
from surveys.rounds.faults import BadRound
from tests.consultations.register.folders import HELD, KNOWN, TABLE, make_folder

PLANNED = {"status_2004_02_11": "planned"}
OUTCOME = {"code": "O1-1", "kind": "finding", "text": "More"}


def faults_of(folder, known=KNOWN):
    """What is wrong with the files, without the lines."""
    with pytest.raises(BadRound) as refusal:
        read_register(folder, known)
    return [f"{fault.file}: {fault.reason}" for fault in refusal.value.faults]


def test_a_folder_without_the_files_has_no_register(tmp_path):
    assert read_register(tmp_path, KNOWN) == Register()


def test_a_plain_text_is_english_and_dates_say_since_when_it_is_known(tmp_path):
    row = read_register(make_folder(tmp_path, {"title": "A meeting"}), KNOWN).consultations[0]
    assert (row.titles, row.status, row.source) == ({"en": "A meeting"}, "held", "A paper, paragraph 1")
    assert (row.announced_on, row.recorded_on) == (None, date(2003, 7, 31))
    assert (row.period.first, row.period.last, row.period.precision) == (date(2003, 7, 1), date(2003, 7, 31), "month")


def test_without_a_date_it_is_known_since_the_day_of_the_file(tmp_path):
    row = read_register(make_folder(tmp_path, {"start": None, "end": None}), KNOWN).consultations[0]
    assert (row.period.first, row.recorded_on) == (None, date(2004, 2, 11))


def test_what_goes_on_has_no_end(tmp_path):
    row = read_register(make_folder(tmp_path, {"end": None, "ongoing": True}), KNOWN).consultations[0]
    assert (row.status, row.period.last, row.recorded_on) == ("continuing", None, date(2003, 7, 31))


def test_what_is_planned_has_its_kind_beside_and_is_known_since_the_day_of_the_file(tmp_path):
    event = {**PLANNED, "kind": "planned", "subkind": "workers' organization", "start": "2004-03", "end": None}
    row = read_register(make_folder(tmp_path, event), KNOWN).consultations[0]
    assert (row.kind, row.status, row.announced_on, row.recorded_on) == (
        "workers",
        "planned",
        date(2004, 2, 11),
        None,
    )


def test_organizations_are_found_by_any_of_their_names(tmp_path):
    event = {
        "organizers": ["THE ORGANIZATION", "The chief of it (unit)"],
        "participants": {"organizations": ["Some federations and others"]},
    }
    row = read_register(make_folder(tmp_path, event), KNOWN).consultations[0]
    assert [part.organization for part in row.participants] == ["ilo", "unit", ""]
    assert row.participants[2] == ParticipantRow(described={"en": "Some federations and others"})
    assert row.participant_list == "open"


def test_the_same_text_of_two_meetings_is_one_outcome(tmp_path):
    second = {"id": "E1-2", "recommendations": ["Ratify", "Agree"]}
    outcomes = read_register(make_folder(tmp_path, {"recommendations": ["Ratify"]}, second), KNOWN).outcomes
    assert [(row.code, row.texts["en"], row.kind, row.consultations) for row in outcomes] == [
        ("O01-1", "Ratify", "recommendation", ["E1-1", "E1-2"]),
        ("O01-2", "Agree", "recommendation", ["E1-2"]),
    ]


def test_a_table_without_codes_makes_them_and_the_parents_that_have_no_row(tmp_path):
    table = (
        "acronym,name,type,parent\n"
        "ILO,The Organization,UN agency,United Nations\n"
        ',"Its Office, the large",ILO unit,ILO\n'
    )
    rows = read_register(make_folder(tmp_path, table=table), KNOWN).organizations
    assert {row.code: row.parent for row in rows} == {
        "ilo": "united-nations",
        "its-office-the-large": "ilo",
        "united-nations": "",
    }


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"organizers": ["Nobody"]}, "organizers of E1-1: there is no organization 'Nobody'"),
        ({"participants": {"organizations": ["Nobody"]}}, "participants of E1-1: there is no organization 'Nobody'"),
        ({"start": "soon"}, "start of E1-1 is not a date such as 2003-07-02, 2003-07 or 2003: 'soon'"),
        ({"start": "2003-13"}, "start of E1-1 is not a date such as 2003-07-02, 2003-07 or 2003: '2003-13'"),
        ({"start": 2003}, "start of E1-1 is no text: 2003"),
        ({"end": "2003-06"}, "E1-1 ends before it starts"),
        ({"end": "2003-07-31"}, "end of E1-1 is not as exact as its start"),
        ({"date_precision": "day"}, "date_precision of E1-1 is not that of its start: 'day'"),
        ({"participants": {"states": ["XXX"]}}, "states of E1-1: there is no member State 'XXX'"),
        ({"participants": {"states": ["TLS"]}}, "TLS took part in E1-1 and was no member then"),
        ({"participants": {"states": ["OLD"]}}, "OLD took part in E1-1 and was no member then"),
        ({"participants": {"states": ["FRA", "FRA"]}}, "E1-1 names FRA twice"),
        ({"participants": {"groups_of_states": ["eu"]}}, "participants of E1-1: there is no group of States 'eu'"),
        ({"participants": {"peoples": []}}, "nobody knows what peoples of E1-1 means"),
        ({"country_iso3": "XXX"}, "country_iso3 of E1-1 is no member State: 'XXX'"),
        ({"regions": ["atlantis"]}, "regions of E1-1: there is no region 'atlantis'"),
        ({"themes": ["T9"]}, "themes of E1-1: there is no theme 'T9'"),
        ({"linked_themes": ["T9"]}, "linked_themes of E1-1: there is no theme 'T9'"),
        (
            {"constituents": ["kings"]},
            "constituents of E1-1 is none of governments, employers, workers, others: 'kings'",
        ),
        ({"kind": "party"}, "kind of E1-1 is none of"),
        (
            {"status_2004_02_11": "over"},
            "status_2004_02_11 of E1-1 is none of planned, held, continuing, cancelled: 'over'",
        ),
        (PLANNED, "E1-1 is planned, and was over by 2004-02-11"),
        ({"start": "2004-03", "end": None}, "E1-1 is held, and begins after 2004-02-11"),
        ({"recorded_on": "2003-06-30"}, "E1-1 is held, and begins after 2003-06-30"),
        ({"announced_on": "2003-09-01"}, "E1-1 is announced after it was recorded as held"),
        ({"recorded_on": "31.7.2003"}, "recorded_on of E1-1 is not a date such as 2003-07-31: '31.7.2003'"),
        ({"parent": "E9"}, "parent of E1-1 is no consultation of the file: 'E9'"),
        ({"parent": "E1-1"}, "E1-1 would be a part of itself, by way of E1-1"),
        ({"title": ""}, "E1-1 has no title"),
        ({"title": {"fr": "Une réunion"}}, "title of E1-1 is neither a text nor texts by language with one in en"),
        ({"participating_states_count": -1}, "participating_states_count of E1-1 is no whole number: -1"),
        ({"participant_list": "long"}, "participant_list of E1-1 is none of not_stated, open, complete: 'long'"),
        ({"outcomes": ["O1-7"]}, "outcomes of E1-1: there is no outcome 'O1-7'"),
        ({"organizer": "ilo"}, "nobody knows what organizer of E1-1 means"),
    ],
)
def test_what_is_wrong_with_a_meeting_is_named(tmp_path, event, reason):
    [fault] = faults_of(make_folder(tmp_path, event))
    assert fault.startswith(f"events.json: {reason}")


def test_a_circle_of_parents_is_named_at_each(tmp_path):
    folder = make_folder(tmp_path, {"parent": "E1-2"}, {"id": "E1-2", "parent": "E1-1"})
    assert faults_of(folder) == [
        "events.json: E1-1 would be a part of itself, by way of E1-2",
        "events.json: E1-2 would be a part of itself, by way of E1-1",
    ]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"meta": None}, "meta is missing: it says of which day the file is (as_of), and the themes"),
        ({"meta": {"themes": {}}}, "meta does not say of which day the file is (as_of)"),
        ({"meta": {"as_of": "2004-02-11", "themes": ["T1"]}}, "themes of meta are no object of titles by code"),
        ({"events": {}}, "events is no list"),
        ({"events": [{"title": "Without a code"}]}, "one of events has no id: {'title': 'Without a code'}"),
        ({"events": [HELD, HELD]}, "E1-1 stands in events twice"),
        ({"framework_sessions": [HELD]}, "E1-1 stands in another list too"),
        ({"happenings": []}, "nobody knows what happenings means"),
        ({"outcomes": [OUTCOME]}, "outcome O1-1 comes from no consultation"),
    ],
)
def test_what_is_wrong_with_the_file_is_named(tmp_path, document, reason):
    assert faults_of(make_folder(tmp_path, **document)) == [f"events.json: {reason}"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "wish"}, "kind of O1-1 is none of recommendation, commitment, finding: 'wish'"),
        ({"theme": "T9"}, "theme of O1-1: there is no theme 'T9'"),
        ({"instruments": ["C1"]}, "instruments of O1-1 is none of C97, C143: 'C1'"),
        ({"text": None}, "O1-1 has no text"),
    ],
)
def test_what_is_wrong_with_an_outcome_is_named(tmp_path, change, reason):
    folder = make_folder(tmp_path, {"outcomes": ["O1-1"]}, outcomes=[{**OUTCOME, **change}])
    assert faults_of(folder) == [f"events.json: {reason}"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("other,Other,club,,", "type is none of UN agency, "),
        ("other,,UN agency,,", "name is empty"),
        ("unit,Another,UN agency,,", "code unit stands in an earlier row"),
        ("an other,Other,UN agency,,", "code is not made of letters, digits and hyphens: 'an other'"),
        ("other,Other,UN agency,nowhere,", "parent is no organization of the file: 'nowhere'"),
        ("other,Other,UN agency,other,", "other would be a part of itself, by way of other"),
        ("other,Other", "the row does not have the 5 values of the header"),
    ],
)
def test_what_is_wrong_with_an_organization_is_named(tmp_path, row, reason):
    with pytest.raises(BadRound) as refusal:
        read_register(make_folder(tmp_path, table=f"{TABLE}{row}\n"), KNOWN)
    [fault] = refusal.value.faults
    assert (fault.file, fault.line) == ("organizations.csv", 4)
    assert fault.reason.startswith(reason)


def test_everything_that_is_wrong_is_named_at_once_with_its_line(tmp_path):
    folder = make_folder(
        tmp_path, {"start": "soon"}, {"id": "E1-2", "end": "2001"}, table=TABLE.replace("ILO unit", "club")
    )
    with pytest.raises(BadRound) as refusal:
        read_register(folder, KNOWN)
    lines = (folder / "events.json").read_text().splitlines()
    assert [fault.file for fault in refusal.value.faults] == [
        "events.json",
        "events.json",
        "events.json",
        "organizations.csv",
    ]
    assert [
        "soon" in lines[fault.line - 1] or "2001" in lines[fault.line - 1] for fault in refusal.value.faults[:3]
    ] == [True] * 3


def test_what_is_no_json_is_named(tmp_path):
    folder = make_folder(tmp_path)
    (folder / "events.json").write_text("{\n'meta': 1}")
    with pytest.raises(BadRound, match="events.json, line 2: this is not JSON"):
        read_register(folder, KNOWN)


def test_without_the_other_files_their_codes_are_not_checked(tmp_path):
    event = {"country_iso3": "XXX", "regions": ["atlantis"], "participants": {"states": ["XXX"]}}
    assert read_register(make_folder(tmp_path, event), None).consultations[0].country == "XXX"
