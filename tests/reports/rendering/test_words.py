import pytest
from django.utils.translation import override

from reports.rendering.words import ABSENCE_CODES, Words
from reports.summary.counts import ABSENCES
from reports.summary.tables import COUNTED, STATISTICS
from surveys.models import Attribution
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
C143 = "Convention (nº\xa0143) sur les travailleurs migrants (dispositions complémentaires), 1975"
DIVISIONS = ("region", "subregion", "language", "channel", "C97", "C143")
FRENCH = Words(
    "fr",
    "T",
    DEFINITION,
    states={"FRA": "France"},
    regions={"eu": "Europe"},
    channels={"post": "poste"},
    subregions={"Western Europe": "Europe de l’Ouest"},
    cut_offs={"2003-12-31": "Projet de rapport"},
)


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
        FRENCH.language_name("gone"),
        FRENCH.use("gone"),
        FRENCH.treatment("gone"),
        FRENCH.division("gone"),
        *(FRENCH.rate(by, "gone") for by in DIVISIONS),
    ],
)
def test_a_code_without_a_name_is_shown_as_it_is(word):
    assert word == "gone"


def test_names_of_states_regions_and_channels():
    assert (FRENCH.state("FRA"), FRENCH.group("eu"), FRENCH.channel("post")) == ("France", "Europe", "poste")
    assert FRENCH.group("all") == "All States asked"


@pytest.mark.parametrize(
    ("by", "key", "words"),
    [
        ("region", "eu", ("Région", "Europe")),
        ("subregion", "Western Europe", ("Sous-région", "Europe de l’Ouest")),
        ("channel", "post", ("Voie de transmission", "poste")),
        ("language", "zh", ("Langue de correspondance", "chinois simplifié")),
        ("C97", "bound", ("Convention (nº\xa097) sur les travailleurs migrants (révisée), 1949", "ratifiée")),
        ("C143", "not_bound", (C143, "non ratifiée")),
    ],
)
def test_a_line_of_the_rates_is_told_in_words(by, key, words):
    with override("fr"):
        assert (FRENCH.division(by), FRENCH.rate(by, key).lower()) == (words[0], words[1].lower())


def test_cut_offs_permitted_uses_and_languages_have_words():
    assert FRENCH.cut_off("2003-12-31") == "Projet de rapport"
    assert FRENCH.cut_off("2004-01-31") == FRENCH.day("2004-01-31") == "31 January 2004"
    assert FRENCH.treatment("set_aside") == "set aside"
    with override("fr"):
        assert FRENCH.use("counted") == Attribution.COUNTED.label
        assert FRENCH.language_name("ar") == "Arabe"


def test_every_measure_of_an_edition_has_a_word_of_its_own():
    codes = list(dict.fromkeys([*COUNTED, *STATISTICS, "choice", "unmapped", "rows", "set_aside"]))
    words = [FRENCH.measure(code) for code in codes]

    assert len(set(words)) == len(codes) == len(set(codes))
    assert not any("_" in word for word in words)
    assert FRENCH.measure("unmapped") != "unmapped"
    assert ABSENCE_CODES == ABSENCES


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", True), ("ar-eg", True), ("he", True), ("en", False), ("zh", False)]
)
def test_which_languages_are_written_from_the_right(language, expected):
    assert Words(language, "T", DEFINITION, {}, {}).is_right_to_left is expected
