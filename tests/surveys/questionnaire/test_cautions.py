from surveys.questionnaire.cautions import cautions_of
from tests.surveys.questionnaire.forms import LABEL, YES_NO, form, q, real

FRENCH = "label::French (fr)"


def places(definition):
    return [(found.sheet, found.row, found.column, found.code) for found in cautions_of(definition)]


def test_the_real_questionnaire_needs_none():
    assert places(real()) == []
    assert places(real("-v2")) == []


def test_a_text_that_lacks_a_language_is_named_with_its_cell():
    choices = [{**YES_NO[0], FRENCH: "Oui"}, YES_NO[1]]
    definition = form(
        q("select_one yes_no", "a", **{FRENCH: "a", "hint::French (fr)": "Oui ?"}), q("text", "b"), choices=choices
    )
    assert places(definition) == [
        ("survey", 2, "label::fr", "untranslated"),
        ("survey", 3, "hint::en", "untranslated"),
        ("survey", 4, "label::fr", "untranslated"),
        ("choices", None, "label::fr", "untranslated"),
    ]


def test_columns_without_effect_are_named():
    definition = form(q("text", "a", default="x", read_only="yes"), {"type": "text", "name": "b", LABEL: "b"})
    assert places(definition) == [
        ("survey", 3, "default", "without_effect"),
        ("survey", 3, "read_only", "without_effect"),
    ]
