import json

import pytest
from django.core.management import CommandError, call_command

from tests.surveys.questionnaire.forms import LABEL, group, q, workbook

DROPPED = "constraint_message::English (en)"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "form.xlsx"
    rows = group(
        "part",
        q("select_one yes_no", "gate", required="yes"),
        q("integer", "n", relevant="${gate} = 'yes'", constraint=". <= 10", **{DROPPED: "Too much."}),
        q("date", "day", constraint=". <= today()"),
        group("laws", q("text", "title"), kind="repeat"),
        {"type": "calculate", "name": "twice", LABEL: "twice", "calculation": "${n} * 2"},
    )
    path.write_bytes(workbook(rows))
    return path


def evaluate(capsys, file, document, *options):
    answers = file.parent / "answers.json"
    answers.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    call_command("evaluate", str(file), str(answers), *options)
    return capsys.readouterr().out


def test_answers_with_one_document(capsys, file):
    answers = {"gate": "yes", "n": 11, "laws": [{"id": "r1", "title": "Act"}]}
    assert json.loads(evaluate(capsys, file, answers, "--json")) == {
        "as_of": None,
        "asked": ["gate", "n", "day", "laws[r1]/title"],
        "not_asked": [],
        "required": ["gate"],
        "calculated": {"twice": "22"},
        "violations": [{"path": "n", "kind": "constraint", "messages": {"en": "Too much."}}],
        "progress": {"part": {"answered": 3, "asked": 4}},
        "document": {**answers, "_not_asked": []},
        "flaws": [],
    }


def test_takes_answers_by_path(capsys, file):
    answers = {"laws": ["r1"], "laws[r1]/title": "Act"}
    report = json.loads(evaluate(capsys, file, answers, "--json"))
    assert report["document"]["laws"] == [{"id": "r1", "title": "Act"}]
    assert report["not_asked"] == ["n"]
    assert report["violations"] == [{"path": "gate", "kind": "required", "messages": {}}]


def test_the_day_is_the_one_that_is_given(capsys, file):
    answers = {"gate": "no", "day": "2003-10-02"}
    early = json.loads(evaluate(capsys, file, answers, "--json", "--as-of", "2003-10-01"))
    late = json.loads(evaluate(capsys, file, answers, "--json", "--as-of", "2003-10-02"))
    assert [found["path"] for found in early["violations"]] == ["day"]
    assert (late["violations"], late["as_of"]) == ([], "2003-10-02")


def test_answers_that_are_not_canonical_are_named_and_left_out(capsys, file):
    with pytest.raises(CommandError, match=r"n \(not_canonical\), nobody \(not_a_question\)"):
        evaluate(capsys, file, {"gate": "yes", "n": "5", "nobody": 1}, "--json")
    report = json.loads(capsys.readouterr().out)
    assert report["flaws"] == [
        {"path": "n", "code": "not_canonical"},
        {"path": "nobody", "code": "not_a_question"},
    ]
    assert report["document"] == {"gate": "yes", "_not_asked": []}


def test_rows_without_ids_are_named(capsys, file):
    with pytest.raises(CommandError, match=r"document \(not_rows\)"):
        evaluate(capsys, file, {"laws": [{"title": "Act"}]}, "--json")


def test_tells_people_what_is_violated(capsys, file):
    lines = evaluate(capsys, file, {"gate": "yes", "n": 11}).splitlines()
    assert lines == ["asked 3, not asked 0, violations 1", "twice = 22", "constraint: n"]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("[]", "is not an object of answers"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_what_holds_no_answers_is_told_in_one_line(capsys, file, document, words):
    with pytest.raises(CommandError, match=words):
        evaluate(capsys, file, document, "--json")
    assert capsys.readouterr().out == ""


def test_a_form_that_is_refused_is_told(capsys, file):
    file.write_bytes(b"nothing")
    with pytest.raises(CommandError, match="is refused: The file is not an Excel workbook"):
        evaluate(capsys, file, {}, "--json")


def test_a_file_that_is_not_there_is_told(capsys, file):
    with pytest.raises(CommandError, match="none.json cannot be read: No such file"):
        call_command("evaluate", str(file), str(file.parent / "none.json"))
