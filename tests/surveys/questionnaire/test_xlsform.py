"""What an XLSForm is refused for, each fault at its sheet, row and column."""

import pytest

from surveys.questionnaire.definition import Choice, Group, Note, Question, Repeat
from surveys.questionnaire.xlsform import Refused, judge, read_file, read_xlsform
from tests.surveys.questionnaire.forms import DATA, LABEL, SETTINGS, YES_NO, faults_of, form, group, q, workbook

STATES = b"name,label,region\nFRA,France,europe\n"
FRENCH = "label::French (fr)"


def survey_faults(*rows, **options):
    """What is wrong with these rows of the survey sheet, without the name of the sheet."""
    return [fault[1:] for fault in faults_of(workbook(list(rows), **options)) if fault[0] == "survey"]


def test_every_cell_of_a_row_is_in_the_question():
    cells = {
        "hint::English (en)": "Hint",
        "guidance_hint::English (en)": "Guidance",
        "required": "yes",
        "required_message::English (en)": "Say it.",
        "constraint": ". != ''",
        "constraint_message::English (en)": "Not that.",
        "relevant": "true()",
        "appearance": "minimal",
        "choice_filter": "name != 'no'",
        "default": "yes",
        "read_only": "no",
        "parameters": "randomize=true",
    }
    assert form(q("select_one yes_no", "a", **cells)).questions["a"] == Question(
        name="a",
        row=3,
        labels={"en": "a"},
        hints={"en": "Hint"},
        guidance={"en": "Guidance"},
        relevant="true()",
        appearance="minimal",
        type="select_one",
        list_name="yes_no",
        required="yes",
        required_messages={"en": "Say it."},
        constraint=". != ''",
        constraint_messages={"en": "Not that."},
        choice_filter="name != 'no'",
        default="yes",
        read_only="no",
        parameters="randomize=true",
    )


def test_groups_repeats_and_notes_nest_as_they_stand():
    definition = form(
        group("g", q("note", "n", relevant="true()"), appearance="field-list"),
        group("r", q("text", "a"), kind="repeat", relevant="false()"),
    )
    [section] = definition.sections
    first, second = section.children
    note = Note("n", 4, {"en": "n"}, relevant="true()")
    assert first == Group("g", 3, {"en": "g"}, appearance="field-list", children=(note,))
    assert isinstance(second, Repeat)
    assert (second.relevant, second.children[0].name, second.children[0].repeat) == ("false()", "a", "r")


def test_bare_columns_are_in_the_default_language():
    content = workbook(
        [{"type": "text", "name": "a", "label": "A", FRENCH: "Ah"}, {"type": "text", "name": "b", "label": "B"}],
        choices=[],
    )
    definition = read_xlsform(content)
    assert definition.languages == ("en", "fr")
    assert definition.questions["a"].labels == {"en": "A", "fr": "Ah"}


def test_columns_of_choices_that_a_filter_reads_are_kept():
    choices = [{**YES_NO[0], "side": "left"}, {**YES_NO[1], "side": "right"}]
    definition = form(q("select_one yes_no", "a", choice_filter="side = 'left'"), choices=choices)
    assert definition.lists["yes_no"][0] == Choice("yes", {"en": "Yes"}, {"side": "left"})


def test_a_form_without_choices_needs_no_such_sheet():
    assert list(read_xlsform(workbook([q("text", "a")], choices=None)).questions) == ["a"]


def test_numbers_in_cells_are_read_as_text():
    definition = form(q("integer", "a", default=5), choices=[{"list_name": "l", "name": 1, LABEL: 2003.0}])
    assert definition.questions["a"].default == "5"
    assert definition.lists["l"] == (Choice("1", {"en": "2003"}),)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([q("geopoint", "a")], (2, "type", "unknown_type")),
        ([q("string", "a")], (2, "type", "unknown_type")),
        ([q("text extra", "a")], (2, "type", "unknown_type")),
        ([{"name": "a", LABEL: "a"}], (2, "type", "unknown_type")),
        ([q("select_one nowhere", "a")], (2, "type", "missing_list")),
        ([q("select_one yes_no or_other", "a")], (2, "type", "missing_list")),
        ([q("select_one", "a")], (2, "type", "missing_list")),
        ([q("select_one_from_file none.csv", "a")], (2, "type", "missing_file")),
        ([{"type": "text", LABEL: "a"}], (2, "name", "missing_name")),
        ([{"type": "text", "name": "a", LABEL: "a", "bind::odk:x": "1"}], (1, "bind::odk:x", "unknown_column")),
        ([q("text", "a", **{"relevant::French (fr)": "1"})], (1, "relevant::French (fr)", "unknown_column")),
        ([q("text", "a", **{"media::image": "a.png"})], (1, "media::image", "unknown_column")),
        ([q("text", "a", **{"hint::French (fr)": "a"})], (1, "hint::French (fr)", "unknown_language")),
        ([q("text", "a", label="A")], (1, "label", "duplicate_column")),
        ([q("text", "a", appearance="w1")], (2, "appearance", "unknown_appearance")),
        ([q("text", "a"), q("text", "a")], (3, "name", "duplicate")),
        ([q("text", "_not_asked")], (2, "name", "reserved")),
        (group("r", q("text", "id"), kind="repeat"), (3, "name", "reserved")),
        (group("r", group("s", q("text", "a"), kind="repeat"), kind="repeat"), (3, "type", "nested_repeat")),
        ([q("begin group", "g"), q("text", "a")], (2, "type", "not_closed")),
        ([q("text", "a"), {"type": "end group"}], (3, "type", "not_open")),
        ([q("begin repeat", "r"), q("text", "a"), {"type": "end group"}], (4, "type", "not_open")),
        ([q("begin group", "g"), q("text", "a"), {"type": "end group", "name": "h"}], (4, "name", "not_open")),
        ([q("begin group", "g"), q("text", "a"), {"type": "end group", LABEL: "g"}], (4, LABEL, "no_use")),
        (group("g", q("text", "a"), required="yes"), (2, "required", "no_use")),
        ([q("note", "n", constraint="true()")], (2, "constraint", "no_use")),
        ([q("text", "a", choice_filter="true()")], (2, "choice_filter", "no_use")),
        ([q("text", "a", calculation="1")], (2, "calculation", "no_use")),
        ([q("calculate", "c")], (2, "calculation", "missing_calculation")),
        ([q("text", "a", relevant="1 +")], (2, "relevant", "expression")),
        ([q("text", "a", constraint="pulldata(.)")], (2, "constraint", "expression")),
        ([q("text", "a", required="often")], (2, "required", "expression")),
        ([q("text", "a", constraint="regex(., '[')")], (2, "constraint", "expression")),
        ([q("text", "a", relevant="${gone} = 1")], (2, "relevant", "reference")),
        ([q("note", "a", **{LABEL: "See ${gone}"})], (2, LABEL.replace("English (en)", "en"), "reference")),
        (
            [q("text", "a", constraint="true()", **{"constraint_message::English (en)": "${gone}"})],
            (2, "constraint_message::en", "reference"),
        ),
        ([q("select_one yes_no", "a", choice_filter="side = 'left'")], (2, "choice_filter", "reference")),
        ([q("text", "a", relevant="${b} = ''"), q("text", "b", relevant="${a} = ''")], (2, "relevant", "circle")),
        ([{**q("calculate", "c"), "calculation": "${c} + 1"}], (2, "calculation", "circle")),
        (group("g", q("text", "a"), relevant="${a} = ''"), (2, "relevant", "circle")),
    ],
)
def test_refuses_at_the_cell(rows, fault):
    assert fault in survey_faults(*rows)


def test_a_circle_is_told_by_its_names():
    with pytest.raises(Refused, match="These depend on each other: a → b → a"):
        form(q("text", "a", relevant="${b} = ''"), q("text", "b", relevant="${a} = ''"))


def test_all_faults_are_told_at_once():
    rows = [q("geopoint", "a"), q("text", "b", appearance="w1"), q("select_one nowhere", "c")]
    assert [fault[0] for fault in survey_faults(*rows)] == [2, 3, 4]


@pytest.mark.parametrize(
    ("choices", "fault"),
    [
        ([*YES_NO, YES_NO[0]], ("choices", 4, "name", "duplicate")),
        ([{"name": "x", LABEL: "x"}], ("choices", 2, "name", "missing_name")),
        ([{"list_name": "l", LABEL: "x"}], ("choices", 2, "name", "missing_name")),
        ([{"list_name": "l", "name": "x y", LABEL: "x"}], ("choices", 2, "name", "missing_name")),
        ([{**YES_NO[0], "image": "a.png"}], ("choices", 1, "image", "unknown_column")),
        ([{**YES_NO[0], FRENCH: "Oui"}], ("choices", 1, FRENCH, "unknown_language")),
    ],
)
def test_refuses_choices_at_the_cell(choices, fault):
    assert fault in faults_of(workbook([q("text", "a")], choices))


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        (None, ("settings", None, "", "settings")),
        ({**SETTINGS, "style": "pages"}, ("settings", 1, "style", "unknown_column")),
        ({**SETTINGS, "version": None}, ("settings", 2, "version", "missing_setting")),
        (
            {**SETTINGS, "default_language": "French (fr)"},
            ("settings", 2, "default_language", "unknown_language"),
        ),
    ],
)
def test_refuses_settings_at_the_cell(settings, fault):
    assert fault in faults_of(workbook([q("text", "a")], settings=settings))


def test_two_rows_of_settings_are_refused():
    content = workbook([q("text", "a")], settings=[SETTINGS, SETTINGS])
    assert faults_of(content) == [("settings", 3, "", "settings")]


def test_pyxform_has_its_say():
    [fault] = faults_of(workbook([q("text", "not a name")]))
    assert fault == ("survey", 2, "", "pyxform")


def test_pyxform_accepts_the_real_form_without_a_warning():
    assert judge((DATA / "ilms2003.xlsx").read_bytes()) == []


def test_files_that_the_form_does_not_name_are_not_looked_at():
    row = q("select_one_from_file states.csv", "a")
    definition = form(row, files={"states.csv": STATES, "other.csv": b"\xff"})
    assert list(definition.files) == ["states.csv"]


def test_a_broken_file_of_choices_is_refused_by_its_name():
    content = workbook([q("select_one_from_file states.csv", "a")])
    assert faults_of(content, {"states.csv": b"code\nx\n"}) == [("states.csv", 1, "", "columns")]


def test_files_are_looked_for_beside_the_form_only(tmp_path):
    folder = tmp_path / "forms"
    folder.mkdir()
    (tmp_path / "states.csv").write_bytes(STATES)
    (folder / "form.xlsx").write_bytes(workbook([q("select_one_from_file ../states.csv", "a")]))
    with pytest.raises(Refused, match="was not given"):
        read_file(folder / "form.xlsx")
    (folder / "states.csv").write_bytes(STATES)
    (folder / "form.xlsx").write_bytes(workbook([q("select_one_from_file states.csv", "a")]))
    assert list(read_file(folder / "form.xlsx").files) == ["states.csv"]
