from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from surveys.questionnaire.expressions import BadExpression, compile_expression
from surveys.questionnaire.functions import FUNCTIONS
from surveys.questionnaire.values import string

ANSWERS = {
    "empty": "",
    "code": "yes",
    "codes": "origin transit",
    "three": Decimal(3),
    "zero": Decimal(0),
    "day": date(2003, 7, 1),
    "text": "Genève",
    "rows": ["r1", "r2", "r3"],
    "cell": [Decimal(2), "", Decimal(5)],
}


@dataclass
class Answers:
    """A scope over fixed answers."""

    current: object = ""
    today: date | None = date(2003, 10, 1)
    values: dict = field(default_factory=lambda: ANSWERS)

    def value(self, name):
        return self.values.get(name, "")

    def column(self, name):
        return {"region": "africa", "name": "DZA"}.get(name, "")


def result(text, current="", **scope):
    return compile_expression(text)(Answers(current, **scope))


MEANINGS = {
    # literals and references
    "3": Decimal(3),
    ".5 + 1.25": Decimal("1.75"),
    "'a\"b'": 'a"b',
    '"it\'s"': "it's",
    "${ three }": Decimal(3),
    "${empty}": "",
    # arithmetic: exact, and no number where there is none
    "0.1 + 0.2 = 0.3": True,
    "2 + 3 * 4": Decimal(14),
    "(2 + 3) * 4": Decimal(20),
    "10 - 2 - 3": Decimal(5),
    "7 div 2": Decimal("3.5"),
    "7 mod 3": Decimal(1),
    "-7 mod 3": Decimal(-1),
    "- 3": Decimal(-3),
    "--3": Decimal(3),
    "2 - -3": Decimal(5),
    "1 div 0": None,
    "${empty} + 1": None,
    "${text} + 1": None,
    "'12' + 1": Decimal(13),
    "'1e3' + 1": None,
    "'1_000' + 1": None,
    "'٣' + 1": None,
    "${day} + 1": Decimal(12235),
    # comparison
    "${empty} = ''": True,
    "${three} = ''": False,
    "${three} != ''": True,
    "${zero} = ''": False,
    "${empty} = 0": False,
    "${empty} != 0": True,
    "${empty} < 1": False,
    "${empty} >= 0": False,
    "${empty} + 1 = ${empty} + 1": False,
    "${three} >= 3": True,
    "${three} > 3": False,
    "${three} < 3.5": True,
    "${three} <= 3": True,
    "'03' = 3": True,
    "'3' = '03'": False,
    "1 < 2 = true()": True,
    "${code} = 'yes'": True,
    "${code} != 'yes'": False,
    "${text} = 'Genève'": True,
    "true() = 'false'": True,
    "${day} = '2003-07-01'": True,
    "${day} = date('2003-07-01')": True,
    "${day} < date('2003-07-02')": True,
    "${day} >= date('2004-01-01')": False,
    "${day} <= today()": True,
    "date('2003-02-30') <= today()": False,
    "date(12234)": date(2003, 7, 1),
    "date('')": "",
    "date(99999999999)": None,
    # logic
    "true() and false()": False,
    "true() or false()": True,
    "false() and false() or true()": True,
    "true() or true() and false()": True,
    "not(${empty})": True,
    "not(${zero})": True,
    "not('0')": False,
    "boolean(${cell})": True,
    "1 and 'a'": True,
    # choices
    "selected(${codes}, 'origin')": True,
    "selected(${codes}, 'orig')": False,
    "selected(${empty}, '')": False,
    "count-selected(${codes})": Decimal(2),
    "count-selected(${empty})": Decimal(0),
    "selected-at(${codes}, 1)": "transit",
    "selected-at(${codes}, 2)": "",
    "selected-at(${codes}, -1)": "",
    "selected-at(${codes}, ${empty})": "",
    # functions
    "coalesce(${empty}, 7)": Decimal(7),
    "coalesce(${zero}, 7)": Decimal(0),
    "if(${three} > 2, 'many', 'few')": "many",
    "if(${empty}, 'a', 'b')": "b",
    "string(1.50)": "1.5",
    "string(100)": "100",
    "string(0 - 0)": "0",
    "string(true())": "true",
    "string(${day})": "2003-07-01",
    "string(1 div 0)": "NaN",
    "string-length('工作')": Decimal(2),
    "number('x')": None,
    "number(true())": Decimal(1),
    "int(2.9)": Decimal(2),
    "int(-2.9)": Decimal(-2),
    "int('x')": None,
    "round(2.5)": Decimal(3),
    "round(-2.5)": Decimal(-3),
    "round(2.345, 2)": Decimal("2.35"),
    "round(1234, -2)": Decimal("1.2E+3"),
    "round('x')": None,
    "round(1, 'x')": None,
    "contains(${text}, 'nè')": True,
    "starts-with(${text}, 'Gen')": True,
    "ends-with(${text}, 'Gen')": False,
    "concat('a', 1.0, ${empty}, 'b')": "a1b",
    "regex('a1', '[a-z][0-9]')": True,
    "regex('xa1x', '[a-z][0-9]')": False,
    "regex('a', concat('[', ''))": False,
    "once('first')": "first",
    # rows of a repeat seen from outside
    "count(${rows})": Decimal(3),
    "count(${cell})": Decimal(3),
    "count(${three})": Decimal(1),
    "count(${empty})": Decimal(0),
    "count-non-empty(${cell})": Decimal(2),
    "sum(${cell})": Decimal(7),
    "sum(${cell}, 1)": Decimal(8),
    "sum(${empty})": Decimal(0),
    "sum('x')": None,
    "min(${cell})": Decimal(2),
    "max(${cell}, 9)": Decimal(9),
    "max(${empty})": None,
    "${cell} = 2": True,
    "string(${cell})": "2",
}


@pytest.mark.parametrize(("text", "meaning"), MEANINGS.items())
def test_means(text, meaning):
    assert result(text) == meaning
    assert type(result(text)) is type(meaning)


def test_the_table_above_knows_every_function():
    called = " ".join(MEANINGS)
    assert [name for name in FUNCTIONS if f"{name}(" not in called] == []


def test_the_point_is_the_answer_itself():
    assert result(". >= 0 and . <= 100", Decimal(100)) is True
    assert result(". >= 0 and . <= 100", Decimal("100.5")) is False
    assert result("once('new')", "old") == "old"


def test_without_a_day_no_day_is_reached():
    assert result("today()", today=None) == ""
    assert result("${day} <= today()", today=None) is False


def test_the_right_side_is_not_looked_at_without_need():
    class Unreadable(Answers):
        def value(self, name):
            raise AssertionError(name)

    assert compile_expression("true() or ${x}")(Unreadable()) is True
    assert compile_expression("false() and ${x}")(Unreadable()) is False


def test_names_are_the_questions_that_are_read():
    assert compile_expression("${a} + coalesce(${b}, ${a})").names == {"a", "b"}
    assert compile_expression("'${a}' = .").names == set()


def test_in_a_filter_bare_words_are_columns_of_the_choices():
    compiled = compile_expression("region = ${region} and name != 'AGO'", in_filter=True)
    assert (compiled.names, compiled.columns) == ({"region"}, {"region", "name"})
    assert compiled.is_true(Answers(values={"region": "africa"}))
    assert not compiled.is_true(Answers(values={"region": "europe"}))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "“the end” at character the end cannot be used here"),
        ("1 +", "“the end” at character the end cannot be used here"),
        ("1 2", "“2” at character 3 does not belong there"),
        ("(1", "“)” expected before the end"),
        ("region = 'a'", "“region” at character 1 cannot be used here"),
        ("1 = pulldata('a')", "the function pulldata() at character 5 is not known"),
        ("jr:choice-name(1, 2)", "the function jr:choice-name() at character 1 is not known"),
        ("not()", "the function not() does not take 0 arguments"),
        ("selected(1)", "the function selected() does not take 1 arguments"),
        ("1 ; 2", "cannot read “ ; 2” at character 2"),
        ("${a", "cannot read “${a” at character 1"),
        ("'open", "cannot read “'open” at character 1"),
        ("../a", "“..” at character 1 cannot be used here"),
        ("regex(., '[')", "the pattern '[' at character 10 cannot be used: unterminated character set at position 0"),
        ("(" * 40 + "1" + ")" * 40, "nested too deeply"),
        ("not(" * 500 + "1" + ")" * 500, "nested too deeply"),
        ("1" * 20_001, "longer than 20000 characters"),
    ],
)
def test_refuses(text, reason):
    with pytest.raises(BadExpression) as refusal:
        compile_expression(text)
    assert str(refusal.value) == reason


def test_long_chains_need_no_deep_stack():
    assert result(" + ".join(["1"] * 4000)) == 4000
    assert result(" or ".join(["false()"] * 1500)) is False
    assert result("-" * 10_000 + "1") == 1


def test_a_pattern_is_not_tried_on_a_very_long_text():
    assert result("regex(., 'a*')", "a" * 5_000) is True
    assert result("regex(., 'a*')", "a" * 5_001) is False


pieces = st.sampled_from(
    [*"()+-*=<>,.'\"$ {}/[];", *FUNCTIONS, "${three}", "${rows}", "and", "or", "div", "mod", "1", ".5", "'a'", "${"]
)


@given(st.one_of(st.text(max_size=60), st.lists(pieces, max_size=25).map("".join)))
@example("-" * 15_000)
@example("regex('a', '[[a]')")
def test_compiling_and_running_raise_nothing_else(text):
    try:
        compiled = compile_expression(text)
    except BadExpression:
        return
    string(compiled(Answers()))


values = st.one_of(st.text(max_size=8), st.decimals(allow_nan=False, allow_infinity=False), st.dates(), st.none())


@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(st.one_of(values, st.lists(values, max_size=3)), max_size=4))
def test_functions_take_whatever_comes(name, arguments):
    _function, least, most = FUNCTIONS[name]
    names = [f"v{index}" for index in range(len(arguments))]
    if least <= len(arguments) <= most:
        text = f"{name}({', '.join(f'${{{name}}}' for name in names)})"
        compiled = compile_expression(text)
        string(compiled(Answers(values=dict(zip(names, arguments, strict=True)))))
