"""What is drawn of a question: its choices from zero, twins as pairs, nothing that is not told."""

import pytest

from reports.rendering.charts import LETTERS, MOST_BARS, RIGHT_TO_LEFT_MARK, chart_of, digest_of, lines_of, twins_of
from reports.rendering.words import Words
from surveys.questionnaire.definition import Choice, Definition, Group, Question

CHOICES = (
    Choice("same", {"en": "Same as nationals", "ar": "مثل المواطنين"}),
    Choice("none", {"en": "No entitlement <b>&", "ar": "لا حق لهم"}),
)
LABELS = {"regular": "Equal pay (regular status)", "irregular": "Equal pay (irregular status)"}


def rights(kind):
    asked = Question(f"rights_{kind}_pay", 3, {"en": LABELS[kind]}, type="select_one", list_name="rights")
    return Group(f"rights_{kind}", 2, {}, children=(asked,), appearance="table-list")


DEFINITION = Definition(
    title="Survey",
    form_id="f",
    version="1",
    default_language="en",
    languages=("en", "ar"),
    children=(Group("s", 1, {}, children=(Group("g", 1, {}, children=(rights("regular"), rights("irregular"))),)),),
    lists={"rights": CHOICES},
)
FIRST, SECOND = "rights_regular_pay", "rights_irregular_pay"


def words(language="en"):
    return Words(language, "T", DEFINITION, states={}, regions={})


def block(name=FIRST, choices=(("same", 3), ("none", 1)), **more):
    return {"question": name, "groups": [{"group": "all", "choices": [list(pair) for pair in choices], **more}]}


def scale(spec):
    return spec["encoding"]["x"]["scale"]


def params(spec):
    return {param["name"]: param["value"] for param in spec["params"]}


def test_a_bar_for_each_choice_in_the_order_of_the_questionnaire():
    spec = chart_of(block(), words())
    assert [(value["bar"], value["n"]) for value in spec["data"]["values"]] == [(0, 3), (1, 1)]
    assert params(spec)["labels"] == [["Same as nationals"], ["No entitlement <b>&"]]


def test_bars_begin_at_zero_and_one_series_has_the_accent():
    spec = chart_of(block(), words())
    assert scale(spec) == {"domain": [0, 3], "reverse": False}
    assert spec["layer"][0] == {"mark": {"type": "bar", "color": "#14488c", "height": 18}}


def test_arabic_is_drawn_from_the_right():
    spec = chart_of(block(), words("ar"))
    assert (scale(spec)["reverse"], spec["encoding"]["y"]["axis"]["orient"]) == (True, "right")
    assert params(spec)["labels"][0] == [RIGHT_TO_LEFT_MARK + "مثل المواطنين"]


def test_what_is_told_of_a_picture_is_its_figures():
    told = chart_of(block(), words())["usermeta"]
    assert told["title"] == "Equal pay (regular status)"
    assert told["description"] == "Same as nationals: 3\nNo entitlement <b>&: 1"


def test_twins_are_pairs_under_what_they_have_in_common():
    spec = chart_of(block(), words(), block(SECOND, [("same", 0), ("none", 2)]))
    values = [(value["bar"], value["series"], value["n"]) for value in spec["data"]["values"]]
    assert values == [(0, 0, 3), (1, 0, 1), (0, 1, 0), (1, 1, 2)]
    assert params(spec)["names"] == ["regular status", "irregular status"]
    assert spec["usermeta"]["title"] == "Equal pay"
    assert spec["layer"][0]["encoding"]["color"]["scale"]["range"] == ["#14488c", "#e69f00"]


def test_twins_are_read_from_the_questionnaire():
    assert twins_of(DEFINITION) == {FIRST: SECOND}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (block(hidden=True), None),
        (block(), block(SECOND, hidden=True)),
        (block(choices=[("same", 0), ("none", 0)]), None),
        (block(choices=[]), None),
        (block(choices=[(f"c{n}", 1) for n in range(MOST_BARS + 1)]), None),
    ],
)
def test_nothing_is_drawn_of_what_is_hidden_empty_or_too_long(first, second):
    assert chart_of(first, words(), second) is None


def test_another_figure_or_language_is_another_picture():
    digests = {
        digest_of(chart_of(asked, words(language)))
        for asked in (block(), block(choices=[("same", 3), ("none", 2)]))
        for language in ("en", "ar")
    }
    assert len(digests) == 4
    assert digest_of(chart_of(block(), words())) in digests


def test_long_labels_stand_in_lines():
    lines = lines_of("word " * 20, False)
    assert (len(lines), max(map(len, lines)) <= LETTERS) == (3, True)
    assert [len(line) for line in lines_of("字" * 45, False)] == [18, 18, 9]
