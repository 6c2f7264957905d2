import pytest

from surveys.rounds.faults import Fault
from surveys.rounds.letters import read_letters
from tests.surveys.rounds.folders import KIND, change, make_folder, write

ENGLISH = "letters/invitation.en.md"


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "round")


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("{{ url }}", "{{ receipt_number }}", 9, "unknown variable receipt_number"),
        ("{{ sender }}", "{{ boss }}", 1, "unknown variable boss"),
        ("{{ url }}", "{{ url|upper }}", 9, "{{ url|upper }} is not of the form {{ name }}"),
        ("{{ url }}", "{{url}}", 9, "{{url}} is not of the form {{ name }}"),
        ("{{ url }}", "{% load os %}", 9, "{% load os %} is not of the form {{ name }}"),
        ("{{ url }}", "{{ url", 9, "{{ is not of the form {{ name }}"),
        ("language: en", "language: fr", 1, "language is not en: 'fr'"),
        ("direction: ltr", "direction: up", 1, "direction is not ltr or rtl: 'up'"),
        ("kind: invitation", "kind: reminder", 1, "kind is not invitation: 'reminder'"),
    ],
)
def test_names_the_line_of_a_bad_letter(folder, old, new, line, reason):
    change(folder, ENGLISH, old, new)

    letters, faults = read_letters(folder, ["en", "fr"])

    assert faults == [Fault(ENGLISH, line, reason)]
    assert [letter.language for letter in letters] == ["fr"]


def test_a_subject_has_to_be_there(folder):
    change(folder, ENGLISH, 'subject: "Come: {{ sender }}"\n', "")

    assert read_letters(folder, ["en"])[1] == [Fault(ENGLISH, 1, "subject is missing")]


def test_quotation_marks_have_to_close(folder):
    change(folder, ENGLISH, '{{ sender }}"', "{{ sender }}")

    assert (
        Fault(ENGLISH, 5, 'the quotation marks do not close: "Come: {{ sender }}') in read_letters(folder, ["en"])[1]
    )


def test_every_language_of_the_survey_has_to_be_there(folder):
    faults = read_letters(folder, ["en", "fr", "ar"])[1]

    assert faults == [Fault("letters/invitation.ar.md", 1, "the file cannot be read: No such file or directory")]


def test_facts_have_to_come_first(folder):
    write(folder, ENGLISH, "Dear Sir\n")

    reason = "the file does not begin with facts between two lines ---"
    assert read_letters(folder, ["en"])[1] == [Fault(ENGLISH, 1, reason)]


def test_a_line_of_facts_that_says_nothing_is_named(folder):
    write(folder, "letters/invitation.md", KIND.replace("kind: invitation", "kind invitation"))

    faults = read_letters(folder, ["en"])[1]
    assert faults == [
        Fault("letters/invitation.md", 2, "this is neither name: value nor an item of a list: 'kind invitation'")
    ]


def test_a_round_without_letters_is_refused(tmp_path):
    assert read_letters(tmp_path, ["en"]) == ([], [Fault("letters", 1, "there are no letters")])
