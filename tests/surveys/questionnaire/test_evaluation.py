from datetime import date

import pytest

from surveys.questionnaire.definition import Definition, Question
from surveys.questionnaire.evaluation import Evaluator, Progress, Violation
from tests.surveys.questionnaire.forms import LABEL, evaluator, group, q, real_evaluator

MESSAGES = {"required_message::English (en)": "Say it.", "constraint_message::English (en)": "Too much of ${n}."}
STATES = b"name,label,region\nFRA,France,europe\nDZA,Algeria,africa\nDEU,Germany,europe\n"


@pytest.fixture
def simple():
    return evaluator(
        q("select_one yes_no", "gate"),
        q("integer", "n", relevant="${gate} = 'yes'", required="yes", constraint=". <= 10", **MESSAGES),
        group("inner", q("text", "t"), relevant="${n} > 5"),
    )


@pytest.fixture
def laws():
    return evaluator(
        q("select_one yes_no", "gate"),
        group(
            "laws",
            q("text", "title", required="yes"),
            q("integer", "year", constraint=". > ${least}", relevant="${title} != ''"),
            {**q("calculate", "next"), "calculation": "${year} + 1"},
            kind="repeat",
            relevant="${gate} = 'yes'",
        ),
        q("integer", "least"),
        {**q("calculate", "number"), "calculation": "count(${laws})"},
        {**q("calculate", "sum"), "calculation": "sum(${year})"},
    )


def rows(*ids, **answers):
    values = {name.replace("__", "]/").replace("laws_", "laws["): value for name, value in answers.items()}
    return {"gate": "yes", "laws": list(ids), **values}


def test_a_question_behind_a_gate_is_asked_when_it_opens(simple):
    assert list(simple.evaluate({}).asked) == ["gate"]
    assert list(simple.evaluate({"gate": "yes"}).asked) == ["gate", "n"]


def test_what_stands_in_a_group_is_asked_when_the_group_is(simple):
    assert list(simple.evaluate({"gate": "yes", "n": 6}).asked) == ["gate", "n", "t"]


def test_not_asked_is_sorted(simple):
    assert simple.evaluate({}).not_asked == ["n", "t"]
    assert simple.evaluate({"gate": "yes", "n": 6}).not_asked == []


def test_the_answer_to_a_question_that_is_not_asked_counts_as_empty(simple):
    assert "t" not in simple.evaluate({"gate": "no", "n": 6}).asked


def test_a_stated_absence_counts_as_empty(simple):
    assert "n" not in simple.evaluate({"gate": {"missing": "dont_know"}}).asked


def test_required_only_when_asked(simple):
    assert simple.evaluate({}).violations == ()
    assert simple.evaluate({"gate": "yes"}).violations == (Violation("n", "required", {"en": "Say it."}),)
    assert simple.evaluate({"gate": "yes"}).required("n")
    assert not simple.evaluate({"gate": "yes"}).required("gate")


def test_a_stated_absence_satisfies_what_is_required(simple):
    assert simple.evaluate({"gate": "yes", "n": {"missing": "confidential"}}).violations == ()


def test_a_constraint_holds_for_what_is_answered(simple):
    found = simple.evaluate({"gate": "yes", "n": 11}).violations
    assert found == (Violation("n", "constraint", {"en": "Too much of ${n}."}),)
    assert simple.evaluate({"gate": "yes", "n": 10}).violations == ()
    assert simple.evaluate({"gate": "no", "n": 11}).violations == ()


def test_a_text_is_filled_with_the_values_of_now(simple):
    evaluation = simple.evaluate({"gate": "yes", "n": 11})
    assert evaluation.text({"en": "Too much of ${ n }: ${n}, ${t}."}, "en") == "Too much of 11: 11, ."


def test_an_answer_that_looks_like_a_reference_is_not_filled_in():
    asked = evaluator(q("text", "a"), q("text", "b"))
    evaluation = asked.evaluate({"a": "${b}", "b": "secret"})
    assert evaluation.text({"en": "<${a}>"}, "en") == "<${b}>"


def test_calculations_follow_one_another_in_any_order():
    chain = [{**q("calculate", f"c{i}"), "calculation": f"${{c{i + 1}}} + 1"} for i in range(300)]
    asked = evaluator(*chain, q("integer", "c300"))
    assert asked.evaluate({"c300": 1}).calculated["c0"] == "301"
    assert asked.evaluate({}).calculated == {}


def test_calculations_are_neither_asked_nor_counted():
    asked = evaluator({**q("calculate", "c"), "calculation": "1 + 1"}, q("text", "a"))
    evaluation = asked.evaluate({})
    assert (list(evaluation.asked), evaluation.calculated) == (["a"], {"c": "2"})
    assert evaluation.progress(asked.definition.sections[0]) == Progress(0, 1)


def test_the_day_is_the_one_that_is_given():
    asked = evaluator(q("date", "day", constraint=". <= today()"))
    answers = {"day": "2003-10-02"}
    assert [found.kind for found in asked.evaluate(answers, date(2003, 10, 1)).violations] == ["constraint"]
    assert asked.evaluate(answers, date(2003, 10, 2)).violations == ()


def test_decimals_are_exact():
    asked = evaluator(q("decimal", "a"), q("decimal", "b", constraint=". + ${a} = 0.3"))
    assert asked.evaluate({"a": "0.1", "b": "0.2"}).violations == ()


def test_a_decimal_is_a_number_and_no_text():
    asked = evaluator(q("decimal", "a", constraint=". = '1.50'"))
    assert asked.evaluate({"a": "1.5"}).violations == ()


def test_progress_counts_a_stated_absence_as_answered(simple):
    [section] = simple.definition.sections
    assert simple.evaluate({"gate": "yes"}).progress(section) == Progress(1, 2)
    assert simple.evaluate({"gate": "yes", "n": {"missing": "dont_know"}}).progress(section) == Progress(2, 2)
    assert simple.evaluate({"gate": ""}).progress(section) == Progress(0, 1)


def test_progress_leaves_out_what_the_pages_cannot_show():
    asked = evaluator(q("text", "a"), q("image", "scan"), group("rows", q("text", "b"), kind="repeat"))
    evaluation = asked.evaluate({"a": "x", "rows": ["r1"], "rows[r1]/b": "y"})
    assert list(evaluation.asked) == ["a", "scan", "rows[r1]/b"]
    assert evaluation.progress(asked.definition.sections[0]) == Progress(2, 2)


def test_dropped_are_the_answers_that_a_change_would_make_not_asked(simple):
    answers = {"gate": "yes", "n": 6, "t": "text"}
    assert simple.dropped(answers, {"gate": "no"}) == ["n", "t"]
    assert simple.dropped(answers, {"n": 5}) == ["t"]
    assert simple.dropped(answers, {"gate": {"missing": "dont_know"}}) == ["n", "t"]
    assert simple.dropped({"gate": "yes", "n": 6}, {"n": 1}) == []


def test_only_what_a_relevance_or_calculation_reads_and_rows_decide_what_is_asked():
    asked = evaluator(
        q("integer", "n"),
        q("calculate", "double", calculation="${n} * 2"),
        q("text", "t", relevant="${double} > 4", constraint="string-length(.) > string-length(${other})"),
        q("text", "other"),
        group("rows", q("text", "b"), kind="repeat"),
    )
    assert [path for path in ("n", "double", "t", "other", "rows", "rows[r1]/b") if asked.decides(path)] == [
        "n",
        "double",
        "rows",
    ]
    assert asked.dropped({"n": 5, "t": "x"}, {"n": 1}) == ["t"]
    assert asked.dropped({"n": 5, "t": "x"}, {"other": "y"}) == []
    assert [path for path in ("n", "t", "rows[r1]/b") if asked.is_constrained(path)] == ["t"]


def test_a_document_holds_what_was_asked_and_given(simple):
    answers = {"gate": "yes", "n": {"missing": "not_available"}, "t": "kept in the draft"}
    assert simple.document(answers) == {
        "gate": "yes",
        "n": {"missing": "not_available"},
        "_not_asked": ["t"],
    }
    assert simple.document({"gate": "no", "n": None, "t": ""}) == {"gate": "no", "_not_asked": ["n", "t"]}


def test_zero_is_an_answer(simple):
    assert simple.document({"gate": "yes", "n": 0})["n"] == 0


def test_each_row_of_a_repeat_is_asked_for_itself(laws):
    evaluation = laws.evaluate(rows("r1", "r2", laws_r1__title="One"))
    assert list(evaluation.asked) == ["gate", "laws[r1]/title", "laws[r2]/title", "laws[r1]/year", "least"]
    assert [(found.path, found.kind) for found in evaluation.violations] == [("laws[r2]/title", "required")]


def test_a_constraint_in_a_row_reads_its_row_and_what_stands_outside(laws):
    answers = rows("r1", "r2", laws_r1__title="1", laws_r1__year=1990, laws_r2__title="2", laws_r2__year=2001)
    evaluation = laws.evaluate({**answers, "least": 2000})
    assert [found.path for found in evaluation.violations] == ["laws[r1]/year"]


def test_outside_a_repeat_its_rows_can_be_counted_and_added(laws):
    answers = rows("r1", "r2", laws_r1__title="1", laws_r1__year=3, laws_r2__title="2", laws_r2__year=4)
    assert laws.evaluate(answers).calculated == {
        "laws[r1]/next": "4",
        "laws[r2]/next": "5",
        "number": "2",
        "sum": "7",
    }


def test_a_repeat_that_is_not_asked_has_no_rows(laws):
    answers = {**rows("r1", laws_r1__title="1", laws_r1__year=3), "gate": "no"}
    assert laws.evaluate(answers).calculated == {"number": "0", "sum": "0"}
    assert laws.document(answers) == {"gate": "no", "_not_asked": ["laws"]}


def test_a_document_folds_the_rows(laws):
    answers = rows("r2", "r1", laws_r1__title="One", laws_r1__year=1990, laws_r9__title="gone")
    assert laws.document(answers) == {
        "gate": "yes",
        "laws": [
            {"id": "r2", "_not_asked": ["year"]},
            {"id": "r1", "title": "One", "year": 1990},
        ],
        "_not_asked": [],
    }


def test_removing_a_row_drops_its_answers(laws):
    answers = rows("r1", "r2", laws_r1__title="One", laws_r2__title="Two")
    assert laws.dropped(answers, {"laws": ["r2"]}) == ["laws[r1]/title"]


def test_a_choice_filter_lets_through_what_fits_the_answers():
    asked = evaluator(
        q("select_one region", "region"),
        q("select_one_from_file states.csv", "state", choice_filter="region = ${region}"),
        q("select_one region", "again"),
        choices=[{"list_name": "region", "name": name, LABEL: name} for name in ("europe", "africa")],
        files={"states.csv": STATES},
    )
    offered = asked.evaluate({"region": "europe"}).choices("state")
    assert [choice.name for choice in offered] == ["FRA", "DEU"]
    assert asked.evaluate({}).choices("state") == ()
    assert [choice.name for choice in asked.evaluate({}).choices("again")] == ["europe", "africa"]


@pytest.mark.parametrize(
    ("type_", "answer"),
    [("integer", "many"), ("decimal", "1,5"), ("date", "soon"), ("integer", [1]), ("date", 5.5), ("text", 5)],
)
def test_an_answer_of_another_type_stops_nothing(type_, answer):
    asked = evaluator(q(type_, "a", constraint=". != 'x'"), {**q("calculate", "c"), "calculation": "${a} + 1"})
    assert list(asked.evaluate({"a": answer}).asked) == ["a"]


def test_a_circle_that_was_never_checked_ends():
    circle = tuple(Question(name, 1, relevant=f"${{{other}}} = ''") for name, other in ("ab", "ba"))
    definition = Definition("", "", "", "en", ("en",), circle)
    assert "a" in Evaluator(definition).evaluate({"a": "x"}).asked


def test_sections_of_the_real_form_follow_the_role():
    evaluation = real_evaluator().evaluate({"country_roles": ["transit"]})
    assert all(evaluation.is_section_asked(section) for section in evaluation.definition.sections)
    assert evaluation.definition.questions["stock_year"].name in evaluation.not_asked
