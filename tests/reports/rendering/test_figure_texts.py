"""A figure as it stands in a sentence: the number and n of N."""

import pytest

from reports.rendering.figure_texts import figure_text
from reports.summary.tables import Cell


def cell(measure, value, n=40, base=176, question="q"):
    return Cell(f"{question}/{measure}/-/all", question, measure, "", "all", value, n, base)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (cell("answered", 40), "40 of 176"),
        (cell("choice", 7, 7), "7 of 176"),
        (cell("median", "1234567.5"), "1,234,567.5 (40 of 176)"),
        (cell("maximum", "2003-10-01"), "1 October 2003 (40 of 176)"),
        (cell("minimum", "2001", question="stock_year"), "2001 (40 of 176)"),
        (cell("rows", 1200), "1,200 (40 of 176)"),
        (cell("answered", 1500, 1500, 2000), "1,500 of 2,000"),
    ],
)
def test_in_english(figure, words):
    assert figure_text(figure, "en") == words


def test_in_the_language_of_the_chapter():
    texts = {
        language: figure_text(cell("answered", 40), language) for language in ("fr", "es", "ar", "de", "ru", "zh")
    }
    assert texts == {
        "fr": "40 sur 176",
        "es": "40 de 176",
        "ar": "40 من 176",
        "de": "40 von 176",
        "ru": "40 из 176",
        "zh": "176中的40",
    }
