import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from surveys.workbooks.excel import LONGEST_CELL, pieces, put, sheet_name, typed


def written(*values):
    """The cells of a column into which the values were put, read back, and the sheet's XML."""
    book = Workbook()
    for row, value in enumerate(values, start=1):
        put(book.active.cell(row, 1), value)
    file = io.BytesIO()
    book.save(file)
    cells = [row[0] for row in load_workbook(file).active.iter_rows(max_row=len(values))]
    return cells, zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()


def units(text):
    """The length of a text as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    "text", ["=1+1", "+41 22 799", "-", "@SUM(A1)", "#REF!", "=", "\t=1", "{=1}", "12", "TRUE", "2003-01-01", "1E5"]
)
def test_a_text_stays_a_text(text):
    (cell,), xml = written(text)

    assert (cell.value, cell.data_type) == (text, "s")
    assert "<f>" not in xml


@pytest.mark.parametrize(
    ("text", "prefixed"), [("=1", True), ("-1", True), ("@a", True), ("+1", True), ("a=1", False)]
)
def test_what_begins_like_a_formula_stays_a_text_when_it_is_edited(text, prefixed):
    (cell,), _xml = written(text)

    assert bool(cell.quotePrefix) is prefixed


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [(7, "n", "#,##0"), (Decimal("0.25"), "n", "General"), (date(2003, 12, 31), "d", "yyyy-mm-dd")],
)
def test_numbers_and_days_are_what_they_are(value, kind, shown):
    (cell,), _xml = written(value)

    found = cell.value.date() if kind == "d" else cell.value
    assert (found, cell.data_type, cell.number_format) == (value, kind, shown)


def test_a_day_that_excel_does_not_know_is_written_out():
    (early, first), _xml = written(date(1899, 12, 31), date(1900, 1, 1))

    assert (early.value, early.data_type) == ("1899-12-31", "s")
    assert first.value.date() == date(1900, 1, 1)


def test_nothing_leaves_the_cell_empty():
    assert written(None, "x")[0][0].value is None


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800", "\udfff"])
def test_what_a_file_cannot_hold_is_replaced_for_all_to_see(character):
    (cell,), _xml = written(f"a{character}b")

    assert cell.value == "a\N{REPLACEMENT CHARACTER}b"


def test_what_excel_would_read_as_an_escape_is_written_so_that_it_is_none():
    """Excel shows _x005F_ as an underscore; openpyxl shows it as it is."""
    assert "_x005F_x0041_ _x005F_xaBcD_ _x41_ _x00410_" in written("_x0041_ _xaBcD_ _x41_ _x00410_")[1]


@given(st.text(min_size=1))
def test_any_text_makes_a_file_that_opens(text):
    (cell,), _xml = written(text)

    assert cell.data_type == "s"
    assert "<f>" not in _xml


@pytest.mark.parametrize("character", ["a", "ع", "😀"])
def test_a_text_too_long_for_a_cell_ends_in_an_ellipsis(character):
    (cell,), _xml = written(character * 40_000)

    assert cell.value.endswith(f"{character}…")
    assert units(cell.value) <= 32_767


# Pieces


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a" * LONGEST_CELL,
        "a" * (LONGEST_CELL + 1),
        "😀" * LONGEST_CELL,
        "a" + "😀" * LONGEST_CELL,
        "é\n" * 99_999,
    ],
    ids=["none", "one", "whole", "more", "pairs", "odd pairs", "long"],
)
def test_the_pieces_are_the_text_and_each_fits(text):
    found = pieces(text)

    assert "".join(found) == text
    assert all(units(piece) <= LONGEST_CELL for piece in found)
    assert len(found) == max(1, -(-units(text) // LONGEST_CELL))


def test_no_character_is_torn():
    first, second = pieces("a" + "😀" * (LONGEST_CELL // 2))

    assert (units(first), second) == (LONGEST_CELL - 1, "😀")


# Names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Counts", "Counts"),
        ("n/N: [a]*?\\", "n N   a"),
        ("'Quoted'", "Quoted"),
        ("x" * 40, "x" * 31),
        ("y" * 30 + " z", "y" * 30),
        ("الأعداد", "الأعداد"),
    ],
)
def test_any_words_make_a_name_of_a_sheet(text, name):
    assert sheet_name(text) == name
    assert Workbook().create_sheet(sheet_name(text)).title == name


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3),
        ("3", Decimal(3)),
        ("-0.5", Decimal("-0.5")),
        ("2003-05-01", date(2003, 5, 1)),
        ("0001-01-01", date(1, 1, 1)),
    ],
)
def test_figures_are_typed_by_how_they_are_written(value, expected):
    assert (typed(value), type(typed(value))) == (expected, type(expected))
