"""Workbooks written and read back, by openpyxl as Excel would see them and by calamine as other programs do."""

import io
import re
import zipfile

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from python_calamine import CalamineWorkbook

from reports.rendering.xlsx import write_summary
from reports.summary.tables import content_digest

SHARE = re.compile(r'=IF\(([A-Z]+)(\d+)<(\d+),"",([A-Z]+)\2/\1\2\)')


def written(edition, words, number=3):
    """The bytes of the workbook."""
    file = io.BytesIO()
    write_summary(edition, file, words=words, number=number, digest=content_digest(edition))
    return file.getvalue()


def read(edition, words):
    """The workbook as openpyxl reads it."""
    return load_workbook(io.BytesIO(written(edition, words)))


def tables_of(book):
    """The tables by name, each with its sheet."""
    return {table.name: (sheet, table) for sheet in book for table in sheet.tables.values()}


def rows_of(book, name):
    """The rows of a table, each as a mapping of head to value."""
    sheet, table = tables_of(book)[name]
    left, top, right, bottom = range_boundaries(table.ref)
    head, *rows = sheet.iter_rows(top, bottom, left, right, values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def calamine_rows(content, tab, top):
    """The rows of a sheet as calamine reads them, its head at row `top`."""
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(tab).to_python()[top - 1 :]
    return [dict(zip(head, row, strict=True)) for row in rows]


def share(sheet, cell):
    """What the formula of a share comes to, computed from the cells that it names."""
    base_column, row, least, n_column = SHARE.fullmatch(cell.value).groups()
    n, base = sheet[f"{n_column}{row}"].value, sheet[f"{base_column}{row}"].value
    return "" if base < int(least) else n / base


def members(content):
    """The parts of the file by name."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name).decode() for name in archive.namelist()}
