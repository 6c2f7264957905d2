import json
from datetime import date
from pathlib import Path

import pytest

from surveys.rounds.faults import BadRound, Fault
from surveys.rounds.folder import read_round
from surveys.rounds.tables import RegionRow, StateRow
from tests.surveys.rounds.folders import FRANCE, HEADER, NAMIBIA, SURVEY, change, make_folder, write

NO_DATE = "is not a date such as 2003-07-31:"
NO_TEXT = "the file spells a character that no text may hold (NUL or half a surrogate pair)"
REAL = Path(__file__).resolve().parents[3] / "surveys" / "data"


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "round")


def faults(folder):
    with pytest.raises(BadRound) as refusal:
        read_round(folder)
    return refusal.value.faults


def test_reads_everything(folder):
    content = read_round(folder)

    assert content.regions == [
        RegionRow("africa", {"en": "Africa", "fr": "Afrique"}, 1),
        RegionRow("europe", {"en": "Europe", "fr": "Europe"}, 2),
    ]
    assert content.member_states[0] == StateRow(
        iso2="NA",
        iso3="NAM",
        names={"en": "Namibia", "fr": "Namibie"},
        region="africa",
        subregion="Southern Africa",
        correspondence_language="en",
        member_from=date(1978, 10, 3),
        member_until=None,
    )
    assert content.survey.reply_by == date(2003, 10, 31)
    assert content.survey.dispatched_on is None
    assert [(cut_off.slug, cut_off.day) for cut_off in content.survey.cut_offs] == [
        ("report", date(2003, 12, 31)),
        ("paper", date(2004, 1, 31)),
    ]
    assert [(letter.kind, letter.language) for letter in content.letters] == [
        ("invitation", "en"),
        ("invitation", "fr"),
    ]
    assert content.letters[0].subject == "Come: {{ sender }}"
    assert content.letters[0].body == "See\n{{ url }}\n"
    assert (content.questionnaire, content.choices) == (b"form", {"choices.csv": b"name,label\n"})


def test_the_round_of_2003_is_right():
    content = read_round(REAL)

    assert len(content.member_states) == 177
    assert [state.iso2 for state in content.member_states if state.iso3 == "NAM"] == ["NA"]
    assert len(content.regions) == 5
    assert len(content.letters) == 20 * 7
    assert [cut_off.day.isoformat() for cut_off in content.survey.cut_offs] == [
        "2003-12-31",
        "2004-01-31",
        "2004-04-30",
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("NA,NAM", ",NAM", 2, "iso2 is empty (a spreadsheet may have taken a code such as NA for no value)"),
        ("NA,NAM", "NA,nam", 2, "iso3 is not a code of capital letters: 'nam'"),
        ("NA,NAM", "FR,NAM", 3, "iso2 FR stands in an earlier row"),
        ("FR,FRA", "FR,NAM", 3, "iso3 NAM stands in an earlier row"),
        (",Africa,", ",Atlantis,", 2, "ilo_region is not a region of regions.csv: 'Atlantis'"),
        (",en,1978", ",xx,1978", 2, "correspondence_language is no language of the survey: 'xx'"),
        ("1978-10-03", "3.10.1978", 2, "member_from is not a date such as 2003-07-31: '3.10.1978'"),
        ("1978-10-03", "1978-02-30", 2, "member_from is not a date such as 2003-07-31: '1978-02-30'"),
        ("1978-10-03,", "1978-10-03,1978-10-02", 2, "member_until is before member_from"),
        ("Namibie", "", 2, "name_fr is empty (a spreadsheet may have taken a code such as NA for no value)"),
        ("1919-06-28,", "1919-06-28", 3, "the row does not have the 9 values of the header"),
        ("1919-06-28,", "1919-06-28,,,", 3, "the row does not have the 9 values of the header"),
        ("member_from", "since", 1, "there is no column member_from"),
    ],
)
def test_names_the_line_of_a_bad_state(folder, old, new, line, reason):
    change(folder, "member_states.csv", old, new)

    assert faults(folder) == [Fault("member_states.csv", line, reason)]


def test_names_everything_that_is_wrong_at_once(tmp_path):
    folder = make_folder(
        tmp_path / "round", states=[NAMIBIA.replace("1978-10-03", "?"), FRANCE.replace("Europe", "Nowhere")]
    )
    (folder / "letters" / "invitation.fr.md").unlink()

    assert [(fault.file, fault.line) for fault in faults(folder)] == [
        ("letters/invitation.fr.md", 1),
        ("member_states.csv", 2),
        ("member_states.csv", 3),
    ]


def test_a_state_may_have_left(tmp_path):
    folder = make_folder(tmp_path / "round", states=[NAMIBIA + "1999-12-31"])

    assert read_round(folder).member_states[0].member_until == date(1999, 12, 31)


def test_the_column_of_leaving_may_be_left_out(tmp_path):
    header = HEADER.removesuffix(",member_until")
    folder = make_folder(tmp_path / "round", header=header, states=[NAMIBIA.removesuffix(",")])

    assert read_round(folder).member_states[0].member_until is None


def test_a_name_with_a_line_break_does_not_shift_the_lines(tmp_path):
    broken = 'FR,FRA,"Fran\nce",France,Europe,,fr,1919-06-28,'
    folder = make_folder(tmp_path / "round", states=[broken, NAMIBIA.replace("Africa", "Atlantis")])

    assert [fault.line for fault in faults(folder)] == [4]


def test_refuses_a_file_that_is_not_utf8(folder):
    (folder / "member_states.csv").write_bytes(f"{HEADER}\n".encode() + "FR,FRA,Fran\xe7e".encode("latin-1"))

    assert faults(folder) == [Fault("member_states.csv", 2, "the file is not UTF-8")]


def test_refuses_a_nul(folder):
    change(folder, "regions.csv", "Afrique", "Afr\0ique")

    assert Fault("regions.csv", 2, "the file holds a NUL") in faults(folder)


def test_refuses_a_region_twice(folder):
    change(folder, "regions.csv", "europe,Europe", "africa,Europe")

    assert Fault("regions.csv", 3, "code africa stands in an earlier row") in faults(folder)


@pytest.mark.parametrize("key", sorted(SURVEY.keys() - {"dispatched_on"}))
def test_names_a_key_of_the_survey_that_is_missing(folder, key):
    document = {name: value for name, value in SURVEY.items() if name != key}
    write(folder, "survey.json", json.dumps(document))

    assert faults(folder) == [Fault("survey.json", 1, f"{key} is missing")]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('"reply_by": "2003-10-31"', '"reply_by": "soon"', 12, f"reply_by {NO_DATE} 'soon'"),
        ('"dispatched_on": null', '"dispatched_on": "2004-01-01"', 12, "reply_by is before dispatched_on"),
        ('"fr": "Enquête"', '"fr": ""', 3, "titles: there is none in fr"),
        ('"day": "2004-01-31"', '"day": "2004-02-31"', 32, f"day of cut-off paper {NO_DATE} '2004-02-31'"),
        ('"slug": "paper"', '"slug": "report"', 24, "cut-off report stands there twice"),
        ('"fr": "Document"', '"de": "Papier"', 32, "names of cut-off paper: there is none in fr"),
        ('"sender"', '"sendr": 1, "sender"', 14, "nobody knows what sendr means"),
        ('"reply_by"', '"reply_by', 12, "this is not JSON: Expecting ':' delimiter"),
        ('"The Office"', r'"The \u0000 Office"', 1, NO_TEXT),
        ('"The Office"', r'"The \ud800 Office"', 1, NO_TEXT),
    ],
)
def test_names_the_line_of_a_bad_survey(folder, old, new, line, reason):
    change(folder, "survey.json", old, new)

    assert faults(folder) == [Fault("survey.json", line, reason)]


@pytest.mark.parametrize("name", ["regions.csv", "member_states.csv", "survey.json", "form.xlsx", "choices.csv"])
def test_names_a_file_that_is_not_there(folder, name):
    (folder / name).unlink()

    assert Fault(name, 1, "the file cannot be read: No such file or directory") in faults(folder)


def test_faults_read_as_file_line_reason():
    assert (
        str(BadRound([Fault("b.csv", 2, "two"), Fault("a.csv", 9, "one")]))
        == "a.csv, line 9: one\nb.csv, line 2: two"
    )
