"""The coverage matrix as an Excel workbook: the matrix, its cells as a list, the consultations behind them."""

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from django.utils.translation import get_language_bidi, ngettext, pgettext
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from consultations.models.consultations import STATUS_WORDS
from consultations.register.coverage import NOT_STATED, WHATEVER, Cell, State
from consultations.register.matrix import Matrix
from consultations.register.standing import Status
from surveys.workbooks.excel import put, sheet_name

HEAD_FONT, HEAD_FILL = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3864")
BOLD, TOP = Font(bold=True), Alignment(wrap_text=True, vertical="top")
GAP_BORDER = Border(*[Side("medium", color="B3261E")] * 4)
FILLS = {
    State.HELD: PatternFill("solid", fgColor="DDEFE1"),
    State.PLANNED: PatternFill("solid", fgColor="E3EBF7"),
    State.UNRECORDED: PatternFill("solid", fgColor="FBEBD0"),
    State.NOTHING: PatternFill("solid", fgColor="FBE4E2"),
}
# Shape, beside word and colour, as on the page.
SHAPES = {
    Status.HELD: "✓",
    Status.CONTINUING: "◑",
    Status.PLANNED: "○",
    Status.UNRECORDED: "?",
    Status.CANCELLED: "–",
}
NOTHING = "✕"


def write_coverage(matrix: Matrix, target: str | BinaryIO, *, language: str) -> None:
    """Write the workbook in the language that is active, right to left where that language is."""
    book = Workbook(write_only=True)
    groups = len(matrix.groups)
    write_tables(new_sheet(book, _("Coverage"), [30, *[24] * groups]), matrix)
    write_cells(new_sheet(book, _("Cells"), (30, 28, 20, 16, 10, 10, 10, 10, 10, 40, 18)), matrix)
    write_consultations(
        new_sheet(book, _("Consultations"), (12, 50, 28, 24, 24, 30, 30, 30, 30, 18)), matrix, language
    )
    write_facts(new_sheet(book, _("About"), (60, 60)), matrix)
    book.save(target)


def new_sheet(book: Workbook, name: str, widths: Sequence[int]) -> Worksheet:
    """An empty sheet; what a write-only sheet is to look like has to be said before its first row."""
    sheet = book.create_sheet(sheet_name(name))
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    return sheet


def write_tables(sheet: Worksheet, matrix: Matrix) -> None:
    """A table for each theme, one under the other, its empty cells framed."""
    groups = [*matrix.coverage.groups, NOT_STATED]
    for theme in matrix.order_of_themes():
        sheet.append(made(sheet, [matrix.themes[theme]], font=BOLD))
        heads = [_("Region"), *(matrix.groups[group] for group in groups)]
        sheet.append(made(sheet, heads, font=HEAD_FONT, fill=HEAD_FILL))
        for region, cells in matrix.coverage.table(theme):
            row = made(sheet, [matrix.regions[region], *(text_of(cell, matrix) for cell in cells)], alignment=TOP)
            for found, cell in zip(row[1:], cells, strict=True):
                if not cell.is_empty or cell.is_asked:
                    found.fill = FILLS[cell.state]
                if cell.is_empty and cell.is_asked:
                    found.border = GAP_BORDER
            sheet.append(row)
        sheet.append([])


def text_of(cell: Cell, matrix: Matrix) -> str:
    """What a cell tells: shape, number and word for each standing, then the chapters that use the outcomes."""
    lines = [
        f"{SHAPES[standing]} {cell.counts[standing]} {STATUS_WORDS[standing]}"
        for standing in SHAPES
        if cell.counts.get(standing)
    ]
    if cell.is_empty:
        lines.insert(0, f"{NOTHING} {pgettext('coverage', 'nothing')}" if cell.is_asked else "–")
    return "\n".join([*lines, *chapters_line(cell.chapters)])


def chapters_line(numbers: Sequence[int]) -> list[str]:
    """The chapters as a line; none where there is none."""
    if not numbers:
        return []
    words = ngettext("Chapter %(numbers)s", "Chapters %(numbers)s", len(numbers))
    return [words % {"numbers": ", ".join(map(str, numbers))}]


def write_cells(sheet: Worksheet, matrix: Matrix) -> None:
    """Every cell as a row, to be filtered."""
    words = [str(STATUS_WORDS[standing]) for standing in SHAPES]
    heads = [_("Theme"), _("Region"), _("Constituent group"), _("What it tells"), *words]
    rows = [
        [
            matrix.themes[cell.theme],
            matrix.regions[cell.region],
            matrix.groups[cell.group],
            pgettext("coverage", "nothing") if cell.is_empty else str(STATUS_WORDS[Status(cell.state.value)]),
            *(cell.counts.get(standing, 0) for standing in SHAPES),
            ", ".join(cell.codes) or None,
            ", ".join(map(str, cell.chapters)) or None,
        ]
        for cell in matrix.coverage.cells.values()
        if cell.theme != WHATEVER
    ]
    write_list(sheet, [*heads, _("Consultations"), _("Chapters")], rows)


def write_consultations(sheet: Worksheet, matrix: Matrix, language: str) -> None:
    """The consultations behind the cells."""
    heads = [
        _("Code"),
        _("Consultation"),
        _("Date"),
        _("Place"),
        _("Kind"),
        _("Status"),
        _("Regions"),
        _("Constituent groups"),
        _("Themes"),
        _("Chapters"),
    ]
    rows = [
        [
            one.code,
            one.title(language),
            one.period.words(language) or None,
            one.place(language) or None,
            str(one.get_kind_display()),
            str(STATUS_WORDS[Status(one.standing)]),
            named(matrix.regions, one.regions),
            named(matrix.groups, one.groups),
            named(matrix.themes, one.themes),
            ", ".join(map(str, matrix.chapters_of.get(one.pk, ()))) or None,
        ]
        for one in matrix.consultations.values()
    ]
    write_list(sheet, heads, rows)


def named(names: Any, codes: Iterable[str]) -> str | None:
    """The names of codes, a line each; nothing for none."""
    return "\n".join(names.get(code, code) for code in codes) or None


def write_list(sheet: Worksheet, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A list whose head stays in sight, stands on every printed page and carries Excel's own filter."""
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"
    sheet.append(made(sheet, heads, font=HEAD_FONT, fill=HEAD_FILL))
    for row in rows:
        sheet.append(made(sheet, row))


def write_facts(sheet: Worksheet, matrix: Matrix) -> None:
    """What the matrix is: of which round and day; how many cells tell nothing."""
    found = matrix.coverage
    if matrix.survey.synthetic:
        sheet.append(made(sheet, [_("Demonstration data: answers are invented")]))
    rows = [
        (_("Survey"), str(matrix.survey)),
        (_("As of"), matrix.day),
        (_("Consultations"), found.number),
        (_("Cells: region, constituent group and theme"), len(found.asked())),
        (_("Cells with nothing"), len(found.empty())),
        (_("Region and constituent group, whatever the theme"), len(found.asked([WHATEVER]))),
        (_("Of these with nothing"), len(found.empty([WHATEVER]))),
        (_("Consultations that state no region"), found.without.get("regions", 0)),
        (_("Consultations that state no constituent group"), found.without.get("groups", 0)),
        (_("Consultations that state no theme"), found.without.get("themes", 0)),
    ]
    for row in rows:
        sheet.append(made(sheet, row))


def made(sheet: Worksheet, row: Iterable[Any], **looks: Any) -> list[WriteOnlyCell]:
    """The values as cells that look so; a text that begins like a formula stays a text."""
    found = []
    for value in row:
        cell = WriteOnlyCell(sheet)
        put(cell, value)
        for name, look in looks.items():
            setattr(cell, name, look)
        found.append(cell)
    return found
