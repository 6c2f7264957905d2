"""Columns of all versions in one order, each option and each part of a remark in a column of its own."""

from reports.matrix.columns import Column, Kind, Version, distinct, questions_of, sideways, spread
from surveys.questionnaire.definition import Choice, Definition, Group, Question, Repeat


def definition(*children, lists=()):
    section = Group("part", 1, children=tuple(children))
    choices = {name: tuple(Choice(code, {"en": code.upper()}) for code in codes) for name, codes in lists}
    return Definition("T", "t", "v", "en", ("en",), (section,), lists=choices)


def question(name, type="text", **fields):
    return Question(name, 2, type=type, **fields)


def names(columns):
    return [column.name for column in columns]


def version(name, *children, lists=()):
    return Version(name, definition(*children, lists=lists))


NEW = version(
    "new",
    question("b"),
    question("pick", "select_multiple", list_name="l"),
    Repeat("laws", 3, children=(question("title", repeat="laws"),)),
    lists=[("l", ["y", "x"])],
)
OLD = version(
    "old", question("a"), question("pick", "select_multiple", list_name="l"), question("b"), lists=[("l", ["x", "z"])]
)


def test_the_newest_gives_the_order_and_gone_questions_come_last():
    assert names(questions_of([NEW, OLD])) == ["b", "pick", "title", "a"]


def test_dropping_an_option_moves_no_column():
    [pick] = [column for column in questions_of([NEW, OLD]) if column.name == "pick"]
    assert (pick.codes, pick.versions) == (("y", "x", "z"), ("new", "old"))
    assert names(spread([pick], remarks=False)) == ["pick", "pick/y", "pick/x", "pick/z"]


def test_remarks_are_columns_where_wanted():
    [first, *_] = questions_of([NEW])
    columns = spread([first], remarks=True)
    assert names(columns) == ["b", "b.comment", "b.source", "b.year"]
    assert [column.kind for column in columns] == [Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.NUMBER]


def test_a_question_that_took_whole_numbers_and_takes_decimals_holds_numbers():
    versions = [version("new", question("n", "decimal")), version("old", question("n", "integer"))]
    [column] = questions_of(versions)
    assert (column.kind, column.is_mixed, column.type) == (Kind.NUMBER, False, "decimal")


def test_a_question_that_changed_its_kind_holds_text():
    versions = [version("new", question("n", "date")), version("old", question("n", "integer"))]
    [column] = questions_of(versions)
    assert (column.kind, column.is_mixed) == (Kind.TEXT, True)


def test_a_question_that_moved_into_a_repeat_has_two_columns():
    moved = version("old", question("title"))
    assert [(column.repeat, column.name) for column in questions_of([NEW, moved])] == [
        ("", "b"),
        ("", "pick"),
        ("laws", "title"),
        ("", "title"),
    ]


def test_calculations_are_no_columns():
    assert questions_of([version("v", question("c", "calculate"))]) == []


def test_rows_beside_one_another():
    [title] = [column for column in questions_of([NEW]) if column.repeat]
    assert names(sideways([title], "laws", 2)) == ["laws[1]/title", "laws[2]/title"]
    assert sideways([title], "laws", 0) == []


def test_names_differ():
    columns = distinct([Column("state", Kind.TEXT), Column("state", Kind.TEXT), Column("state", Kind.TEXT)])
    assert names(columns) == ["state", "state~2", "state~3"]
