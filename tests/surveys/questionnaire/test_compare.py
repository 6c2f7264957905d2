import pytest

from surveys.questionnaire.compare import Difference, carries_over, compare
from tests.surveys.questionnaire.forms import LABEL, YES_NO, form, group, q, real


def differences(old, new):
    return [found for found in compare(old, new) if not found.is_same]


def test_the_second_version_is_exactly_what_its_notes_say():
    assert differences(real(), real("-v2")) == [
        Difference("remittances_received", ("changed_type",)),
        Difference("conditions_main_concerns", ("reworded",)),
        Difference("integration_measures", ("options",), options_removed=("naturalization",)),
        Difference("policies_coherence", ("reworded",)),
        Difference("complaint_channels", ("options",), options_added=("ombudsman",)),
        Difference("inspectors_interpretation", ("added",)),
        Difference("remittance_measures", ("moved",)),
    ]


def test_the_two_reworded_questions_are_reworded_in_seven_languages():
    for name in ("conditions_main_concerns", "policies_coherence"):
        before, after = real().questions[name].labels, real("-v2").questions[name].labels
        assert all(before[language] != after[language] for language in real().languages)


def test_every_row_is_compared():
    found = compare(real(), real("-v2"))
    assert [row.name for row in found] == [node.name for node in real("-v2").nodes()]
    assert sum(row.is_same for row in found) == len(found) - 7


def test_answers_carry_over_but_for_the_one_whose_type_changed():
    old, new = real(), real("-v2")
    asked = [name for name, question in old.questions.items() if question.type != "calculate"]
    assert set(asked) - set(carries_over(old, new)) == {"remittances_received"}
    assert set(carries_over(old, new)) - set(asked) == set()


def test_back_from_the_second_version_what_was_added_is_removed():
    found = {row.name: row for row in differences(real("-v2"), real())}
    assert found["inspectors_interpretation"].kinds == ("removed",)
    assert found["complaint_channels"].options_removed == ("ombudsman",)


@pytest.mark.parametrize(
    ("rows", "difference"),
    [
        ([q("text", "b"), q("text", "c"), q("text", "a")], Difference("a", ("moved",))),
        ([q("text", "c"), q("text", "a"), q("text", "b")], Difference("c", ("moved",))),
        ([q("text", "a"), q("text", "c")], Difference("b", ("removed",))),
        ([q("text", "a"), q("text", "x"), q("text", "b"), q("text", "c")], Difference("x", ("added",))),
        ([q("text", "a", required="yes"), q("text", "b"), q("text", "c")], Difference("a", ("rules",))),
        ([q("text", "a", appearance="multiline"), q("text", "b"), q("text", "c")], Difference("a", ("rules",))),
        ([{**q("text", "a"), LABEL: "A?"}, q("text", "b"), q("text", "c")], Difference("a", ("reworded",))),
        ([q("text", "a"), q("integer", "b"), q("text", "c")], Difference("b", ("changed_type",))),
        ([q("text", "a"), q("note", "b"), q("text", "c")], Difference("b", ("changed_type",))),
    ],
)
def test_names_what_changed_and_nothing_else(rows, difference):
    old = form(q("text", "a"), q("text", "b"), q("text", "c"))
    assert differences(old, form(*rows)) == [difference]


def test_a_question_in_another_repeat_does_not_carry_over():
    old = form(q("text", "a"), q("text", "b"))
    new = form(q("text", "a"), group("rows", q("text", "b"), kind="repeat"))
    assert carries_over(old, new) == ["a"]
    assert differences(old, new) == [Difference("rows", ("added",)), Difference("b", ("changed_type", "moved"))]


def test_a_reworded_option_is_named():
    old = form(q("select_one yes_no", "a"))
    new = form(q("select_one yes_no", "a"), choices=[YES_NO[0], {**YES_NO[1], LABEL: "Not at all"}])
    assert differences(old, new) == [Difference("a", ("options",), options_reworded=("no",))]


def test_a_form_is_the_same_as_itself():
    assert differences(real(), real()) == []
