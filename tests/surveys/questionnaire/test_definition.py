import json

from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaire.definition import Choice, Definition, Group, Note, Question, Repeat
from tests.surveys.questionnaire.forms import form, group, q, real

STATES = b"name,label::English (en),region\nFRA,France,europe\n"

words = st.text(max_size=12)
texts = st.dictionaries(st.sampled_from(["en", "fr", "ar"]), words.filter(bool), max_size=3)
common = {
    "name": words,
    "row": st.integers(2, 500),
    "labels": texts,
    "hints": texts,
    "guidance": texts,
    "relevant": words,
    "appearance": words,
}
notes = st.builds(Note, **common)
questions = st.builds(
    Question,
    **common,
    type=st.sampled_from(["text", "integer", "select_one", "calculate"]),
    required_messages=texts,
    constraint_messages=texts,
    **dict.fromkeys(
        ["list_name", "file_name", "repeat", "required", "constraint", "calculation", "choice_filter"], words
    ),
    **dict.fromkeys(["default", "read_only", "parameters"], words),
)


def groups_of(nodes):
    inside = st.lists(nodes, max_size=3).map(tuple)
    return st.one_of(st.builds(kind, **common, children=inside) for kind in (Group, Repeat))


nodes = st.recursive(st.one_of(notes, questions), groups_of, max_leaves=8)
choices = st.lists(st.builds(Choice, words, texts, texts), max_size=3).map(tuple)
definitions = st.builds(
    Definition,
    words,
    words,
    words,
    words,
    st.lists(words, max_size=3).map(tuple),
    st.lists(nodes, max_size=3).map(tuple),
    lists=st.dictionaries(words, choices, max_size=2),
    files=st.dictionaries(words, choices, max_size=2),
)


@given(definitions)
def test_json_gives_an_equal_definition_back(definition):
    assert Definition.from_json(json.loads(json.dumps(definition.to_json()))) == definition


def test_json_of_the_real_questionnaire_gives_an_equal_one_back():
    for version in ("", "-v2"):
        assert Definition.from_json(json.loads(json.dumps(real(version).to_json()))) == real(version)


def test_sections_are_the_groups_at_the_top():
    definition = form(group("inner", q("text", "a")))
    assert [section.name for section in definition.sections] == ["part"]


def test_questions_come_in_order_with_the_repeat_they_are_in():
    definition = form(q("text", "a"), group("rows", q("text", "b"), kind="repeat"), q("note", "n"), q("text", "c"))
    assert [(name, question.repeat) for name, question in definition.questions.items()] == [
        ("a", ""),
        ("b", "rows"),
        ("c", ""),
    ]


def test_not_rendered_names_what_the_pages_cannot_show():
    definition = form(
        q("text", "a"),
        q("file", "scan"),
        q("image", "photo"),
        q("audio", "voice"),
        q("video", "film"),
        q("select_one_from_file states.csv", "state"),
        group("rows", q("text", "b"), q("note", "n"), kind="repeat"),
        group("list", q("integer", "d"), appearance="field-list"),
        files={"states.csv": STATES},
    )
    assert definition.not_rendered == {
        "photo": "image",
        "voice": "audio",
        "film": "video",
    }


def test_choices_come_from_the_list_or_from_the_file():
    definition = form(
        q("select_one yes_no", "a"),
        q("select_multiple_from_file states.csv", "b"),
        q("text", "c"),
        files={"states.csv": STATES},
    )
    offered = {name: definition.choices_of(question) for name, question in definition.questions.items()}
    assert [choice.name for choice in offered["a"]] == ["yes", "no"]
    assert offered["b"] == (Choice("FRA", {"en": "France"}, {"region": "europe"}),)
    assert offered["c"] == ()


def test_label_falls_back_to_the_default_language():
    definition = real()
    texts = {"en": "Work", "zh": "工作"}
    assert definition.label(texts, "zh-hans") == "工作"
    assert definition.label(texts, "fr") == "Work"
    assert definition.label({"ar": "عمل"}, "fr") == "عمل"
    assert definition.label({"en": "x", "zh-hant": "繁"}, "zh-hant") == "繁"
    assert definition.label({}, "fr") == ""


def test_section_of_a_question():
    definition = real()
    assert definition.section_of("law_title").name == "legislation"
    assert definition.section_of("nobody") is None
