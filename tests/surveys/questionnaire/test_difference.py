"""What differs between two submissions, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaire.answers import unfolded
from surveys.questionnaire.definition import Choice, Definition, Group, Question, Repeat
from surveys.questionnaire.difference import Differing, Reply, differing


def question(name, label="What?", **fields):
    return Question(name=name, row=1, labels={"en": label}, **fields)


def definition(*questions, choices=()):
    section = Group(name="section", row=1, labels={"en": "Section"}, children=tuple(questions))
    return Definition("Title", "form", "1", "en", ("en",), (section,), {"list": tuple(choices)})


LAWS = Repeat(
    name="laws",
    row=4,
    labels={"en": "Laws"},
    children=(question("title", repeat="laws"), question("year", repeat="laws", type="integer")),
)
FORM = definition(question("name"), question("total", type="calculate"), LAWS, question("last"))


def reply(document, form=FORM, **beside):
    return Reply(form, document, **beside)


def test_equal_submissions_do_not_differ():
    document = {"name": "A", "laws": [{"id": "r1", "title": "T"}], "_not_asked": ["last"]}
    assert differing(reply(document), reply(dict(document))) == []


def test_added_removed_and_changed_in_the_order_of_the_questionnaire():
    old = reply({"last": "gone", "laws": [{"id": "r1", "year": 1}], "name": "before"})
    new = reply({"laws": [{"id": "r1", "title": "T", "year": 1}], "name": "after"})
    assert differing(old, new) == [
        Differing("name", "changed", "before", "after"),
        Differing("laws[r1]/title", "added", None, "T"),
        Differing("last", "removed", "gone", None),
    ]


def test_rows_are_matched_by_their_id_and_not_by_their_place():
    old = reply({"laws": [{"id": "r1", "title": "One"}, {"id": "r2", "title": "Two"}]})
    new = reply({"laws": [{"id": "r2", "title": "Two, amended"}, {"id": "r3", "title": "Three"}]})
    assert differing(old, new) == [
        Differing("laws[r2]/title", "changed", "Two", "Two, amended"),
        Differing("laws[r3]/title", "added", None, "Three"),
        Differing("laws[r1]/title", "removed", "One", None),
    ]


def test_rows_in_another_order_are_said_to_be_so_and_no_answer_is():
    one, two = {"id": "r1", "title": "One"}, {"id": "r2", "title": "Two"}
    assert differing(reply({"laws": [one, two]}), reply({"laws": [two, one]})) == [
        Differing("laws", "moved", ["r1", "r2"], ["r2", "r1"])
    ]


def test_nought_no_answer_and_a_stated_absence_are_three_things():
    row = [{"id": "r1"}]
    values = [[{"id": "r1", "year": 0}], row, [{"id": "r1", "year": {"missing": "not_available"}}]]
    kinds = [
        [found.kind for found in differing(reply({"laws": one}), reply({"laws": other}))]
        for one in values
        for other in values
    ]
    assert kinds == [[], ["removed"], ["changed"], ["added"], [], ["added"], ["changed"], ["removed"], []]


def test_it_says_where_a_question_did_not_apply():
    old, new = reply({"name": "A", "last": "B"}), reply({"name": "A", "_not_asked": ["last"]})
    assert differing(old, new) == [Differing("last", "removed", "B", None, not_asked="newer")]
    assert differing(new, old) == [Differing("last", "added", None, "B", not_asked="older")]


def test_it_says_so_inside_a_row_too():
    old = reply({"laws": [{"id": "r1", "title": "T"}]})
    new = reply({"laws": [{"id": "r1", "year": 1, "_not_asked": ["title"]}]})
    assert differing(old, new) == [
        Differing("laws[r1]/title", "removed", "T", None, not_asked="newer"),
        Differing("laws[r1]/year", "added", None, 1),
    ]


def test_a_remark_or_permitted_use_that_changed_is_listed_though_the_answer_is_the_same():
    same = {"name": "A", "last": "B"}
    old = reply(same, remarks={"name": {"comment": "old"}}, uses={"name": "named", "last": "named"})
    new = reply(same, remarks={"name": {"comment": "new"}}, uses={"name": "named", "last": "office"})
    assert differing(old, new) == [Differing("name", "beside", "A", "A"), Differing("last", "beside", "B", "B")]


def test_an_answer_to_a_question_that_was_reworded_is_listed_though_it_is_the_same():
    newer = definition(question("name", "Which?"), LAWS, question("last"))
    assert differing(reply({"name": "A", "last": "B"}), reply({"name": "A", "last": "B"}, newer)) == [
        Differing("name", "same", "A", "A", question="changed")
    ]


def test_options_that_changed_are_a_change_of_the_question():
    form = question("choice", type="select_one", list_name="list")
    old = definition(form, choices=[Choice("a", {"en": "A"})])
    new = definition(form, choices=[Choice("a", {"en": "Quite another A"})])
    assert differing(reply({"choice": "a"}, old), reply({"choice": "a"}, new)) == [
        Differing("choice", "same", "a", "a", question="changed")
    ]


def test_questions_of_one_version_only():
    old, new = definition(question("name"), question("gone")), definition(question("new"), question("name"))
    before = reply({"name": "A", "gone": "B"}, old)
    after = reply({"new": "C", "name": "A"}, new)
    assert differing(before, after) == [
        Differing("new", "added", None, "C", question="new"),
        Differing("gone", "removed", "B", None, question="gone"),
    ]


def test_a_question_that_only_moved_has_not_changed():
    old, new = definition(question("a"), question("b")), definition(question("b"), question("a"))
    assert differing(reply({"a": "1", "b": "2"}, old), reply({"a": "1", "b": "2"}, new)) == []


ROWS = st.lists(st.sampled_from("abcd"), unique=True, max_size=4)
TEXTS = st.sampled_from(["one", "two", None])


@st.composite
def documents(draw):
    answers = {name: value for name in ("name", "last") if (value := draw(TEXTS))}
    rows = [{"id": row, **({"title": title} if (title := draw(TEXTS)) else {})} for row in draw(ROWS)]
    return {**answers, "laws": rows} if rows else answers


@given(documents(), documents())
def test_what_differs_turns_the_older_answers_into_the_newer(old, new):
    answers = {path: value for path, value in unfolded(old).items() if path != "laws"}
    for found in differing(reply(old), reply(new)):
        if found.kind == "removed":
            del answers[found.path]
        elif found.kind in {"added", "changed"}:
            answers[found.path] = found.new
    assert answers == {path: value for path, value in unfolded(new).items() if path != "laws"}
