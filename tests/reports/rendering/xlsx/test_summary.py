"""The workbook as a whole: what Excel demands of it, in every language, to the byte."""

import io
import re
from datetime import datetime
from functools import cache

import pytest
from django.utils.translation import get_language, override
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from python_calamine import CalamineWorkbook

from reports.rendering.words import Words
from reports.rendering.xlsx import write_summary
from reports.rendering.xlsx.sheets import distinct
from reports.rendering.xlsx.summary import sheets_of
from reports.summary.tables import content_digest
from reports.summary.tally import Row
from tests.reports.rendering import rounds
from tests.reports.rendering.xlsx.reading import members, read, tables_of, written
from tests.reports.summary.documents import edition_of

SECTIONS = ("respondent", "legislation")
EDITION = rounds.edition(3, SECTIONS, regions=1)
NOTICE = "Demonstration data: answers are invented"
TABLE_NAME = re.compile(r"[a-z][a-z0-9_]*")
LOOKS_LIKE_A_CELL = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*c[0-9]*")
SHEETS = [
    "Contents",
    "About",
    "Response rates",
    "Cut-off dates",
    "Who is in it",
    "Registered, not compiled",
    "Respondent and reference period",
    "3. Legislation",
    "Side by side",
    "Side by side 2",
    "Law or regulation",
    "Open answers",
    "Figures",
    "Treatments",
]


@pytest.fixture(scope="module")
def content():
    return written(EDITION, rounds.words("en"))


@pytest.fixture(scope="module")
def book(content):
    return load_workbook(io.BytesIO(content))


@cache
def book_in(language):
    """The workbook in a language."""
    return read(EDITION, rounds.words(language))


def plans(language, edition=None):
    """The sheets of the whole round in a language, before anything of Excel."""
    with override({"zh": "zh-hans"}.get(language, language)):
        return sheets_of(edition or rounds.edition(12), rounds.words(language), 3, "d" * 64, 1)


def test_the_sheets_in_their_order(book):
    assert book.sheetnames == SHEETS


def test_other_programs_open_it_with_the_same_sheets(content):
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == SHEETS


@pytest.mark.parametrize("language", rounds.LANGUAGES)
def test_tabs_fit_and_differ_in_every_language(language):
    names = [sheet.tab for sheet in plans(language)]

    assert len(names) == 23
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("\\*?:/[]") for name in names)


@pytest.mark.parametrize("language", rounds.LANGUAGES)
def test_tables_are_such_as_excel_takes_in_every_language(language):
    found = plans(language)
    names = [sheet.name for sheet in found]

    assert len(set(names)) == len(names)
    assert all(TABLE_NAME.fullmatch(name) and not LOOKS_LIKE_A_CELL.fullmatch(name) for name in names)
    for sheet in found:
        heads = distinct([column.head for column in sheet.columns])
        assert len({head.casefold() for head in heads}) == len(sheet.columns) and all(heads)
        assert {len(row) for row in sheet.rows} <= {len(heads)}, sheet.tab


@pytest.mark.parametrize("language", rounds.LANGUAGES)
def test_each_sheet_has_one_table_whose_heads_are_its_cells(language):
    book = book_in(language)

    for sheet in book:
        [table] = sheet.tables.values()
        left, top, right, bottom = range_boundaries(table.ref)
        assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[top]]
        assert (left, right, bottom) == (1, sheet.max_column, sheet.max_row)
        assert table.autoFilter.ref == table.ref
        assert table.displayName == table.name
    assert len({table.id for _sheet, table in tables_of(book).values()}) == len(book.sheetnames)


def test_names_of_tables_and_of_columns_do_not_meet(book):
    assert not {name.casefold() for name in book.defined_names} & set(tables_of(book))


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_readable_on_screen_and_paper(book, name):
    sheet = book[name]
    [table] = sheet.tables.values()
    top = range_boundaries(table.ref)[1]

    assert int(re.sub("[A-Z]", "", sheet.freeze_panes)) == top + 1
    assert sheet.print_title_rows == f"${top}:${top}"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.oddFooter.right.text == "&P / &N"
    assert all(sheet.column_dimensions[cell.column_letter].width >= 7 for cell in sheet[top])
    assert not sheet.merged_cells.ranges
    assert all(cell.alignment.wrap_text for cell in sheet[top])


@pytest.mark.parametrize(("language", "from_the_right"), [("en", False), ("ar", True), ("zh", False)])
def test_arabic_is_written_from_the_right(language, from_the_right):
    found = book_in(language)

    assert {bool(sheet.sheet_view.rightToLeft) for sheet in found} == {from_the_right}


@pytest.mark.parametrize(("language", "font"), [("en", "Calibri"), ("ar", "Arial"), ("zh", "Microsoft YaHei")])
def test_the_font_has_the_script(language, font):
    sheet, table = tables_of(book_in(language))["section_1"]

    assert {cell.font.name for row in sheet[table.ref] for cell in row if cell.value is not None} == {font}


def test_a_text_in_another_script_has_its_own_font_and_direction():
    edition = edition_of([Row("THA", "asia", {"remark": "نعم"}, {"remark": "ar"})])
    sheet, table = tables_of(read(edition, rounds.words("en")))["open_answers"]
    cell = sheet[table.ref][1][-1]

    assert (cell.value, cell.font.name, cell.alignment.readingOrder) == ("نعم", "Arial", 2)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "[$-809]d mmmm yyyy"),
        ("de", r"[$-407]d\.\ mmmm\ yyyy"),
        ("ar", "yyyy/mm/dd"),
        ("zh", 'yyyy"年"m"月"d"日"'),
    ],
)
def test_days_are_days_in_the_order_of_the_language(language, shown):
    sheet, table = tables_of(book_in(language))["replies"]
    cell = sheet[table.ref][1][2]

    assert (cell.value, cell.number_format) == (datetime(2003, 11, 30), shown)


# What anybody wrote


def test_the_only_formulas_are_shares(content):
    sheets = [text for name, text in members(content).items() if name.startswith("xl/worksheets/sheet")]
    formulas = [found for text in sheets for found in re.findall(r"<f>(.*?)</f>", text)]
    share = re.compile(r'IF\([A-Z](\d+)&lt;10,(?:""|&quot;&quot;),[A-Z]\1/[A-Z]\1\)')

    assert len(formulas) > 1000
    assert [formula for formula in formulas if not share.fullmatch(formula)] == []


def test_words_that_begin_like_a_formula_stay_words():
    words = rounds.words("en")
    found = read(EDITION, Words(**{**words.__dict__, "title": "=Labour & migration"}))

    assert found["About"]["A1"].value == "=Labour & migration"
    assert found["About"]["A1"].data_type == "s"
    assert found["About"]["A1"].quotePrefix
    assert found["About"].oddFooter.left.text == "=Labour && migration"


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_says_that_the_data_are_invented(book, name):
    assert book[name]["A2"].value == NOTICE


def test_real_data_carry_no_such_notice():
    found = read(EDITION, rounds.words("en", synthetic=False))

    assert NOTICE not in [cell.value for sheet in found for row in sheet.iter_rows() for cell in row]


# The file


def test_the_same_edition_gives_the_same_bytes(content):
    assert written(EDITION, rounds.words("en")) == content


def test_another_language_number_or_answer_gives_others(content):
    assert written(EDITION, rounds.words("fr")) != content
    assert written(EDITION, rounds.words("en"), number=4) != content
    assert written(rounds.edition(4, SECTIONS, regions=1), rounds.words("en")) != content


def test_the_document_says_what_it_is(book):
    found = book.properties

    assert (found.title, found.language) == ("International Labour Migration Survey 2003", "en")
    assert (found.version, found.identifier) == ("3", content_digest(EDITION))
    assert found.created == found.modified == datetime(2004, 4, 30)


def test_a_path_will_do_as_well(tmp_path, content):
    path = tmp_path / "summary.xlsx"
    write_summary(EDITION, str(path), words=rounds.words("en"), number=3, digest=content_digest(EDITION))

    assert path.read_bytes() == content


def test_the_language_is_that_of_the_workbook_and_only_for_it():
    heard = set()

    class Listening(Words):
        def measure(self, code):
            heard.add(get_language())
            return code

    before = get_language()
    written(EDITION, Listening(**rounds.words("zh").__dict__))

    assert (heard, get_language()) == ({"zh-hans"}, before)


def test_an_edition_without_replies_has_its_sheets_and_heads():
    found = read(edition_of([]), rounds.words("en"))

    assert len(found.sheetnames) == 13
    assert all(len(sheet.tables) == 1 for sheet in found)
