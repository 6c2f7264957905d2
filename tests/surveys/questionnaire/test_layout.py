"""What stands together on a page."""

import pytest

from surveys.questionnaire.definition import Question
from surveys.questionnaire.layout import (
    Matrix,
    Table,
    common_beginning,
    parts_of_page,
    split_label,
    table_of,
)
from surveys.questionnaire.xlsform import read_xlsform
from tests.surveys.questionnaire.forms import LABEL, YES_NO, group, q, real, workbook


def nodes(*rows):
    """The nodes in the one group of a small form."""
    return read_xlsform(workbook(group("part", *rows), YES_NO), {}).sections[0].children


def names(parts):
    return [(type(part).__name__, part.name) for part in parts_of_page(parts)]


def matrix(name, *rows, **cells):
    return group(name, *(q("select_one yes_no", f"{name}_{row}") for row in rows), appearance="table-list", **cells)


def figure(name, label, kind="integer"):
    return q(kind, name, **{LABEL: label})


def test_what_belongs_together_is_one_part():
    found = nodes(q("text", "a"), matrix("m", "x", "y"), q("text", "b"))
    assert names(found) == [("Question", "a"), ("Matrix", "m"), ("Question", "b")]


def test_a_matrix_has_a_row_for_each_question():
    (part,) = parts_of_page(nodes(matrix("m", "x", "y")))
    assert [[question.name for question in row] for row in part.rows] == [["m_x"], ["m_y"]]


def test_a_list_with_other_questions_in_it_is_no_matrix():
    mixed = group("m", q("select_one yes_no", "m_x"), q("text", "m_y"), appearance="table-list")
    assert names(nodes(mixed)) == [("Group", "m")]


def test_twins_are_one_matrix_with_two_columns():
    (part,) = parts_of_page(nodes(matrix("regular", "pay", "rest"), matrix("irregular", "pay", "rest")))
    assert [[question.name for question in row] for row in part.rows] == [
        ["regular_pay", "irregular_pay"],
        ["regular_rest", "irregular_rest"],
    ]


@pytest.mark.parametrize(
    "second",
    [
        matrix("other", "pay", "hours"),
        matrix("other", "pay"),
        matrix("other", "pay", "rest", relevant="${a} = 'x'"),
    ],
)
def test_matrices_that_ask_otherwise_stay_apart(second):
    found = nodes(q("text", "a"), matrix("regular", "pay", "rest"), second)
    assert [name for _kind, name in names(found)] == ["a", "regular", "other"]


def test_figures_by_row_and_column_are_a_table():
    table = table_of(
        nodes(
            figure("stock_own_men", "Own account: men"),
            figure("stock_own_women", "Own account: women"),
            figure("stock_all_women", "All: women", "decimal"),
            figure("stock_year", "Stock: reference year"),
            q("text", "stock_note"),
        )
    )
    assert table.columns == ("men", "women")
    assert [{ending: cell.name for ending, cell in row.items()} for row in table.rows] == [
        {"men": "stock_own_men", "women": "stock_own_women"},
        {"women": "stock_all_women"},
    ]


def test_the_table_stands_where_its_first_figure_stood():
    found = nodes(q("text", "a"), figure("s_x_men", "X: men"), q("text", "b"), figure("s_x_women", "X: women"))
    assert [kind for kind, _name in names(found)] == ["Question", "Table", "Question"]


@pytest.mark.parametrize(
    "rows",
    [
        [figure("low_estimate", "Lower estimate"), figure("low_count", "Count")],
        [figure("x_men", "X: men"), figure("y_women", "Y: women")],
        [q("text", "x_men", **{LABEL: "X: men"}), q("text", "x_women", **{LABEL: "X: women"})],
    ],
)
def test_figures_without_common_rows_are_no_table(rows):
    assert table_of(nodes(*rows)) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Employees: men", ("Employees", "men")),
        ("雇员：男", ("雇员", "男")),
        ("Salariés : hommes", ("Salariés", "hommes")),
        ("العاملون بأجر: رجال", ("العاملون بأجر", "رجال")),
        ("Sector: trade: men", ("Sector: trade", "men")),
        ("No colon", ("No colon", "")),
    ],
)
def test_labels_fall_in_two_at_the_last_colon(text, parts):
    assert split_label(text) == parts


def test_twins_share_the_beginning_of_their_labels():
    assert common_beginning(["Medical care (regular status)", "Medical care (irregular status)"]) == "Medical care"
    assert common_beginning(["医疗护理（正规身份）", "医疗护理（非正规身份）"]) == "医疗护理"
    assert common_beginning(["Abc", "Xyz"]) == "Abc"


def test_the_round_has_its_matrices_and_tables():
    groups = [real(), *(node for node in real().nodes() if hasattr(node, "children"))]
    parts = [part for group_ in groups for part in parts_of_page(group_.children)]
    matrices = [part for part in parts if isinstance(part, Matrix)]
    tables = [part for part in parts if isinstance(part, Table)]
    assert sum(len(part.groups) for part in matrices) == 13
    assert [part.name for part in matrices if len(part.groups) == 2] == ["rights_regular", "benefits_regular"]
    assert [len(part.cells) for part in tables] == [10, 12, 6, 4, 3]


def test_every_row_of_the_round_is_in_one_part():
    for node in real().nodes():
        if hasattr(node, "children") and getattr(node, "appearance", "") != "table-list":
            inside = []
            for part in parts_of_page(node.children):
                if isinstance(part, Matrix):
                    inside += [group_.name for group_ in part.groups]
                elif isinstance(part, Table):
                    inside += [cell.name for cell in part.cells]
                else:
                    inside.append(part.name)
            assert sorted(inside) == sorted(child.name for child in node.children)
            assert all(isinstance(child, Question) or child.name in inside for child in node.children)
