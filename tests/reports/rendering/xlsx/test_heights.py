import pytest

from reports.rendering.xlsx.heights import height, lines_in


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 10, 1), ("a" * 10, 10, 1), ("a" * 11, 10, 2), ("a\n\nb", 10, 3), ("答" * 5, 10, 1), ("答" * 6, 10, 2)],
)
def test_lines_that_a_text_takes(text, width, lines):
    assert lines_in(text, width) == lines


def test_the_longest_text_makes_the_row():
    assert height([("a", 10), ("a" * 30, 10), ("b", 1)]) == 3 * 13.5 + 3


def test_no_row_is_higher_than_excel_allows():
    assert height([("a" * 32_000, 10)]) == 409


def test_a_row_without_texts_has_one_line():
    assert height([]) == 16.5
