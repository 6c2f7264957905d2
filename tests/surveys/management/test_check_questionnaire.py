import json

import pytest
from django.core.management import CommandError, call_command

from tests.surveys.questionnaire.forms import DATA, q, workbook


def check(capsys, file, *options):
    call_command("check_questionnaire", str(file), *options)
    return capsys.readouterr().out


def test_accepts_the_real_questionnaire_with_its_counts(capsys):
    report = json.loads(check(capsys, DATA / "ilms2003.xlsx", "--json"))
    hidden = report.pop("not_rendered")
    assert report == {
        "accepted": True,
        "title": "International Labour Migration Survey 2003",
        "form_id": "ilms2003",
        "version": "2003-07-01",
        "languages": ["en", "fr", "es", "ar", "zh", "de", "ru"],
        "questions": 108,
        "fields": 259,
        "by_type": {
            "date": 6,
            "decimal": 15,
            "file": 6,
            "integer": 42,
            "select_multiple": 25,
            "select_multiple_from_file": 3,
            "select_one": 106,
            "select_one_from_file": 1,
            "text": 55,
        },
        "groups": 51,
        "repeats": 4,
        "expressions": 141,
        "warnings": [],
    }
    assert hidden == {}


def test_refuses_with_every_fault_and_its_place(capsys, tmp_path):
    file = tmp_path / "form.xlsx"
    file.write_bytes(workbook([q("geopoint", "a"), q("text", "b", appearance="w1")]))
    with pytest.raises(CommandError, match=r"2 fault\(s\)") as refusal:
        check(capsys, file, "--json")
    assert refusal.value.returncode == 1
    assert json.loads(capsys.readouterr().out) == {
        "accepted": False,
        "faults": [
            {
                "sheet": "survey",
                "row": 2,
                "column": "type",
                "code": "unknown_type",
                "message": "The type “geopoint” is not known here.",
            },
            {
                "sheet": "survey",
                "row": 3,
                "column": "appearance",
                "code": "unknown_appearance",
                "message": "The appearance “w1” is not known.",
            },
        ],
    }


def test_tells_people_where_each_fault_is(capsys, tmp_path):
    file = tmp_path / "form.xlsx"
    file.write_bytes(workbook([q("geopoint", "a")]))
    with pytest.raises(CommandError):
        check(capsys, file)
    assert capsys.readouterr().out == "survey 2 type: The type “geopoint” is not known here.\n"
    file.write_bytes(b"nothing")
    with pytest.raises(CommandError):
        check(capsys, file)
    assert capsys.readouterr().out.startswith("file: The file is not an Excel workbook")


def test_tells_people_what_an_accepted_form_consists_of(capsys, tmp_path):
    file = tmp_path / "form.xlsx"
    file.write_bytes(workbook([q("text", "a", default="x"), q("audio", "scan")]))
    assert check(capsys, file).splitlines() == [
        f"{file}: accepted. A form, version 1, en",
        "questions: 2",
        "fields: 2",
        "groups: 0",
        "repeats: 0",
        "expressions: 0",
        "  audio: 1",
        "  text: 1",
        "not yet shown: scan (audio)",
        "note: survey 2 default: “default” of “a” is kept, but the pages do not heed it.",
    ]


def test_a_file_that_is_not_there_is_told_in_one_line(capsys, tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        check(capsys, tmp_path / "none.xlsx", "--json")
    assert capsys.readouterr().out == ""
