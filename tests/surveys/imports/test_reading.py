"""A file as rows of cells; what is no table is refused with a reason of its own."""

import io
import zipfile
from datetime import date, datetime

import pytest
from docx import Document
from openpyxl import Workbook

from surveys.imports.reading import MOST_BYTES, MOST_ROWS, Misread, read_sheet
from surveys.imports.refused import FileRefused
from tests.surveys.imports.sheets import saved, xlsx

ROWS = [["iso3", "day", "note"], ["FRA", date(2003, 7, 31), None], [None, None, None], ["NAM", None, 7]]


def refusal(content, name="table.xlsx", wanted="states"):
    """The code and parameters with which a file is refused."""
    with pytest.raises(FileRefused) as caught:
        read_sheet(content, name, wanted)
    return caught.value.code, caught.value.params


def test_values_of_a_workbook_keep_their_kind_and_rows_their_number():
    sheet = read_sheet(xlsx(ROWS), "table.xlsx", "states")
    assert sheet.headings == ("iso3", "day", "note")
    assert [(row.number, row.values) for row in sheet.rows] == [
        (2, ("FRA", date(2003, 7, 31), None)),
        (4, ("NAM", None, 7)),
    ]
    assert (sheet.name, sheet.is_text, sheet.letter("note"), sheet.letter("x")) == ("Sheet1", False, "C", "")


def test_a_day_with_an_hour_keeps_it():
    sheet = read_sheet(xlsx([["day"], [datetime(2003, 7, 31, 9)]]), "a.xlsx", "states")
    assert sheet.rows[0].values == (datetime(2003, 7, 31, 9),)


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("yyyy-mm-dd", date(2003, 7, 1)),
        ('d. mmmm "Jahr" yyyy', date(2003, 7, 1)),
        ("mmm-yy", Misread("month_as_day", "2003-07")),
        ("yyyy", Misread("month_as_day", "2003-07")),
        ('[$-409]mmmm\\ yyyy" day"', Misread("month_as_day", "2003-07")),
    ],
)
def test_a_month_of_which_excel_made_a_day_is_a_fault_of_its_cell(form, value):
    book = Workbook()
    book.active.append(["day"])
    book.active.append([date(2003, 7, 1)])
    book.active["A2"].number_format = form
    assert read_sheet(saved(book), "a.xlsx", "states").rows[0].values == (value,)


def test_the_sheet_of_the_table_is_read_wherever_it_stands():
    book = Workbook()
    book.active.append(["not", "this"])
    book.create_sheet("states").append(["iso3"])
    book["states"].append(["FRA"])
    assert read_sheet(saved(book), "a.xlsx", "states").rows[0].values == ("FRA",)


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_the_delimiter_of_its_head(delimiter, mark):
    text = f'iso3{delimiter}note\r\nFRA{delimiter}"two\nlines"\r\n'
    sheet = read_sheet(mark + text.encode(), "a.CSV", "states")
    assert (sheet.headings, sheet.rows[0].values, sheet.is_text) == (("iso3", "note"), ("FRA", "two\nlines"), True)


def test_formula_error_and_merged_cells_are_faults_of_their_cells():
    content = xlsx([["a", "b", "c"], ["=1+1", "#N/A", "x"], ["k", "l", "m"]], merged=["B3:C3"])
    sheet = read_sheet(content, "a.xlsx", "states")
    assert sheet.rows[0].values == (Misread("formula", "=1+1"), Misread("error", "#N/A"), "x")
    assert sheet.rows[1].values == ("k", Misread("merged", "B3:C3"), None)


def test_an_empty_file_is_refused():
    assert refusal(b"") == ("empty", {})
    assert refusal(saved(Workbook())) == ("empty", {})
    assert refusal(b"\n\n", "a.csv") == ("empty", {})


def test_headings_without_rows_are_refused():
    assert refusal(xlsx([["iso3", "note"]])) == ("no_rows", {})


def test_headings_have_to_stand_in_the_first_row():
    assert refusal(xlsx([[None], ["iso3"], ["FRA"]])) == ("no_headings", {"found": 2})


def test_merged_headings_are_refused():
    assert refusal(xlsx([["a", "b"], ["x", "y"]], merged=["A1:B1"])) == ("merged_headings", {"found": "Sheet1!A1:B1"})


def test_a_value_beside_the_headings_is_refused_with_its_place():
    assert refusal(xlsx([["iso3"], ["FRA", "stray"]])) == (
        "beside_headings",
        {"place": "Sheet1!B2", "found": "stray"},
    )


def test_a_word_document_under_the_name_of_a_workbook_is_refused_as_what_it_is():
    target = io.BytesIO()
    Document().save(target)
    code, params = refusal(target.getvalue())
    assert (code, params["extension"], params["kind"].rpartition(".")[2]) == ("other_kind", "xlsx", "document")


def test_a_workbook_under_the_name_of_csv_is_refused():
    code, params = refusal(xlsx(ROWS), "a.csv")
    assert (code, params["extension"]) == ("other_kind", "csv")


def test_text_under_the_name_of_a_workbook_is_refused():
    assert refusal(b"iso3\nFRA\n")[1] == {"kind": "text/plain", "extension": "xlsx"}


@pytest.mark.parametrize("name", ["a.docx", "a.xls", "a", "xlsx"])
def test_another_name_is_refused(name):
    assert refusal(xlsx(ROWS), name) == ("other_name", {"found": name})


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read():
    assert refusal(b"\0" * 50_000_000) == ("too_large", {"most": MOST_BYTES})


def test_a_zip_bomb_is_refused_by_what_it_says():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 300_000_000)
    assert len(target.getvalue()) < 1_000_000
    assert refusal(target.getvalue()) == ("unpacks_too_large", {"most": 30})


def test_a_truncated_workbook_is_refused():
    content = xlsx(ROWS)
    assert refusal(content[: len(content) // 2])[0] == "damaged"


def test_a_package_that_is_no_document_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    assert refusal(target.getvalue())[0] == "type_not_taken"


def test_a_workbook_without_its_parts_is_refused():
    source, target = zipfile.ZipFile(io.BytesIO(xlsx(ROWS))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            if "sheet1" not in name:
                archive.writestr(name, source.read(name))
    assert refusal(target.getvalue())[0] == "damaged"


def edited(content, old, new):
    """The workbook with something else in the XML of its sheet."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, data.replace(old, new) if "sheet1" in name else data)
    return target.getvalue()


@pytest.mark.parametrize("row", [b"1048577", b"999999999999"])
def test_a_row_beyond_the_end_of_every_sheet_is_refused_and_not_waited_for(row):
    content = edited(xlsx(ROWS), b'<row r="4"', b'<row r="' + row + b'"')
    assert refusal(content) == ("too_many_rows", {"most": MOST_ROWS})


def test_a_sheet_that_claims_to_be_vast_is_read_by_what_it_holds():
    content = edited(xlsx(ROWS), b'ref="A1:C4"', b'ref="A1:XFD1048576"')
    assert len(read_sheet(content, "a.xlsx", "states").rows) == 2


def test_csv_in_another_encoding_is_refused():
    assert refusal("iso3\nCôte\n".encode("latin-1"), "a.csv") == ("not_utf8", {})
    assert refusal("iso3\nFRA\n".encode("utf-16"), "a.csv")[0] == "not_utf8"


def test_csv_with_an_open_quotation_mark_is_refused_with_its_line():
    assert refusal(b'iso3\nFRA\n"NAM\n', "a.csv") == ("not_csv", {"line": 3})


def test_too_many_rows_are_refused():
    content = b"iso3\n" + b"FRA\n" * (MOST_ROWS + 1)
    assert refusal(content, "a.csv") == ("too_many_rows", {"most": MOST_ROWS})
    assert len(read_sheet(content[:-4], "a.csv", "states").rows) == MOST_ROWS


def test_too_many_columns_are_refused():
    assert refusal(b",".join([b"a"] * 101), "a.csv") == ("too_many_columns", {"most": 100})
