"""The summary as an Excel workbook, by openpyxl: numbers as numbers, days as days, texts as texts."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.rendering.words import Words
from reports.summary.tables import Content, cells
from surveys.workbooks.excel import WRAPPED, Share, link, pieces, put, sheet_name, typed

HEAD_FONT, HEAD_FILL = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3864")
NOTICE_FONT, TITLE_FONT = Font(italic=True, color="7F3F00"), Font(bold=True, size=14)


def write_summary(edition: Content, target: str | BinaryIO, *, words: Words, number: int, digest: str) -> None:
    """Write the workbook of an edition in the language of `words` to a path or a binary file."""
    with override({"zh": "zh-hans"}.get(words.language, words.language)):
        book = Workbook()
        contents = book.active
        sheets = [
            about(book, edition, words, number, digest),
            rates(book, edition, words),
            counts(book, edition, words),
            open_answers(book, edition, words),
            who_is_in_it(book, edition, words),
            registered(book, edition, words),
        ]
        table_of_contents(contents, sheets, words)
        for sheet in book.worksheets:
            sheet.sheet_view.rightToLeft = words.is_right_to_left
        book.save(target)


def table_of_contents(sheet: Worksheet, sheets: Sequence[Worksheet], words: Words) -> None:
    """The first sheet: links to the others."""
    sheet.title = sheet_name(_("Contents"))
    begin(sheet, words, words.title)
    for target in sheets:
        link(sheet.cell(sheet.max_row + 1, 1), target)
    sheet.column_dimensions["A"].width = 60


def about(book: Workbook, edition: Content, words: Words, number: int, digest: str) -> Worksheet:
    """Which edition this is, and what went into it."""
    sheet = book.create_sheet(sheet_name(_("About")))
    begin(sheet, words, words.title)
    facts = [
        (_("Edition"), number),
        (_("As of"), date.fromisoformat(edition["as_of"])),
        (_("Ledger position"), edition["ledger_position"]),
        (_("Digest (SHA-256)"), digest),
        (_("Member States"), edition["total"]["members"]),
        (_("States asked"), edition["total"]["sent"]),
        (_("Replies received"), edition["total"]["received"]),
        (_("Compiled"), edition["total"]["compiled"]),
        (_("Received on paper, being entered"), edition["total"]["received"] - edition["total"]["compiled"]),
    ]
    for row, (name, value) in enumerate(facts, start=sheet.max_row + 1):
        put(sheet.cell(row, 1), name)
        put(sheet.cell(row, 2), value)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 40, 70
    return sheet


def rates(book: Workbook, edition: Content, words: Words) -> Worksheet:
    """Replies by region, n of N, as of the day."""
    head = [
        _("Region"),
        _("Member States"),
        _("States asked"),
        _("Replies received"),
        _("Response rate"),
        _("Compiled"),
        _("Replies outstanding"),
        _("Received late"),
    ]
    rows = [(words.group(region["region"]), region) for region in edition["regions"]]
    rows.append((_("Total"), edition["total"]))
    table = [
        [name, f["members"], f["sent"], f["received"], Share("D", "C"), f["compiled"], f["outstanding"], f["late"]]
        for name, f in rows
    ]
    title = _("Replies as of %(day)s") % {"day": edition["as_of"]}
    return sheet_of(book, words, _("Response rates"), title, head, table, [34, 14, 14, 14, 14, 14, 14, 14])


def counts(book: Workbook, edition: Content, words: Words) -> Worksheet:
    """Every figure in a row of its own: n of N Governments, with its address."""
    head = [
        _("Section"),
        _("Question"),
        _("Measure"),
        _("Choice"),
        _("Group"),
        _("Value"),
        _("n"),
        _("N"),
        _("Share"),
        _("Address"),
    ]
    section = {block["question"]: words.section(block["section"]) for block in edition["questions"]}
    table = (
        [
            section[cell.question],
            words.question(cell.question),
            words.measure(cell.measure),
            words.choice(cell.question, cell.choice) if cell.choice else None,
            words.group(cell.group),
            typed(cell.value),
            cell.n,
            cell.base,
            Share("G", "H"),
            cell.address,
        ]
        for cell in cells(edition)
    )
    title = _("n of N Governments indicated; N: States asked as of %(day)s") % {"day": edition["as_of"]}
    return sheet_of(book, words, _("Counts"), title, head, table, [28, 60, 18, 34, 24, 12, 8, 8, 10, 46])


def open_answers(book: Workbook, edition: Content, words: Words) -> Worksheet:
    """The open answers, verbatim; what is too long for a cell goes on in the rows below."""
    head = [_("Question"), _("State"), _("Language"), _("Permitted use"), _("Part"), _("Text")]
    table = (
        [
            words.question(block["question"]),
            words.state(text["state"]),
            text["language"],
            text["attribution"],
            part,
            piece,
        ]
        for block in edition["questions"]
        for text in block.get("texts", ())
        for part, piece in enumerate(pieces(text["text"]), start=1)
    )
    return sheet_of(book, words, _("Open answers"), _("Open answers"), head, table, [50, 28, 10, 14, 8, 100])


def who_is_in_it(book: Workbook, edition: Content, words: Words) -> Worksheet:
    """The submissions that are counted."""
    head = [_("State"), _("Region"), _("Received on"), _("Channel"), _("Language"), _("Submission No.")]
    table = [
        [
            words.state(state["iso3"]),
            words.group(state["region"]),
            date.fromisoformat(state["received_on"]),
            words.channel(state["channel"]),
            state["language"],
            state["number"],
        ]
        for state in edition["states"]
    ]
    title = _("Replies in this edition")
    return sheet_of(book, words, _("Who is in it"), title, head, table, [34, 28, 14, 18, 10, 14])


def registered(book: Workbook, edition: Content, words: Words) -> Worksheet:
    """Paper replies that had been received and not yet been keyed in."""
    head = [_("State"), _("Region"), _("Received on"), _("Channel"), _("Language")]
    table = [
        [
            words.state(paper["iso3"]),
            words.group(paper["region"]),
            date.fromisoformat(paper["received_on"]),
            words.channel(paper["channel"]),
            paper["language"],
        ]
        for paper in edition["registered"]
    ]
    title = _("Received on paper and not yet compiled")
    return sheet_of(book, words, _("Registered, not compiled"), title, head, table, [34, 28, 14, 18, 10])


def sheet_of(
    book: Workbook,
    words: Words,
    name: str,
    title: str,
    head: Sequence[str],
    table: Iterable[Sequence[Any]],
    widths: Sequence[int],
) -> Worksheet:
    """A sheet with title, notice, head and rows; frozen, filtered, ready to print."""
    sheet = book.create_sheet(sheet_name(name))
    begin(sheet, words, title)
    top = sheet.max_row + 1
    for column, text in enumerate(head, start=1):
        put(sheet.cell(top, column), text)
        sheet.cell(top, column).font, sheet.cell(top, column).fill = HEAD_FONT, HEAD_FILL
        sheet.cell(top, column).alignment = WRAPPED
        sheet.column_dimensions[get_column_letter(column)].width = widths[column - 1]
    row = top
    for row, values in enumerate(table, start=top + 1):
        for column, value in enumerate(values, start=1):
            put(sheet.cell(row, column), value)
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(head))}{row}"
    sheet.print_title_rows = f"{top}:{top}"
    return sheet


def begin(sheet: Worksheet, words: Words, title: str) -> None:
    """Title, the notice on invented data where it belongs, and how the sheet is printed."""
    put(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font = TITLE_FONT
    if words.synthetic:
        put(sheet.cell(2, 1), _("Demonstration data: answers are invented"))
        sheet.cell(2, 1).font = NOTICE_FONT
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
