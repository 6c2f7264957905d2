import pytest

from reports.rendering.words import ABSENCE_CODES, Words
from reports.summary.counts import ABSENCES
from reports.summary.tables import COUNTED, STATISTICS
from surveys.questionnaire.definition import Choice, Definition, Group, Question, Repeat

DEFINITION = Definition(
    title="Survey",
    form_id="f",
    version="1",
    default_language="en",
    languages=("en", "fr"),
    children=(
        Group(
            "s",
            1,
            {"en": "Section", "fr": "Rubrique"},
            children=(Question("q", 2, {"en": "Question"}, type="select_one", list_name="l"),),
        ),
        Group("t", 3, {}, children=(Repeat("laws", 4, {"en": "Laws", "fr": "Lois"}, children=()),)),
    ),
    lists={"l": (Choice("a", {"fr": "Choix"}),)},
)
FRENCH = Words("fr", "T", DEFINITION, states={"FRA": "France"}, regions={"eu": "Europe"}, channels={"post": "poste"})


def test_words_are_in_the_language_or_else_in_that_of_the_questionnaire():
    assert (FRENCH.section("s"), FRENCH.question("q"), FRENCH.choice("q", "a")) == ("Rubrique", "Question", "Choix")


def test_a_repeat_has_a_label_like_a_question():
    assert FRENCH.question("laws") == "Lois"


@pytest.mark.parametrize(
    "word",
    [
        FRENCH.section("gone"),
        FRENCH.question("gone"),
        FRENCH.choice("q", "gone"),
        FRENCH.choice("laws", "gone"),
        FRENCH.choice("other", "gone"),
        FRENCH.state("gone"),
        FRENCH.group("gone"),
        FRENCH.channel("gone"),
        FRENCH.measure("gone"),
    ],
)
def test_a_code_without_a_name_is_shown_as_it_is(word):
    assert word == "gone"


def test_names_of_states_regions_and_channels():
    assert (FRENCH.state("FRA"), FRENCH.group("eu"), FRENCH.channel("post")) == ("France", "Europe", "poste")
    assert FRENCH.group("all") == "All States asked"


def test_every_measure_of_an_edition_has_a_word_of_its_own():
    codes = [*COUNTED, *STATISTICS, "choice", "unmapped", "rows"]
    words = [FRENCH.measure(code) for code in codes]

    assert len(set(words)) == len(codes)
    assert not any("_" in word for word in words)
    assert FRENCH.measure("unmapped") != "unmapped"
    assert ABSENCE_CODES == ABSENCES


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", True), ("ar-eg", True), ("he", True), ("en", False), ("zh", False)]
)
def test_which_languages_are_written_from_the_right(language, expected):
    assert Words(language, "T", DEFINITION, {}, {}).is_right_to_left is expected
