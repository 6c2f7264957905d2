"""Files of tables as people bring them."""

import csv
import io

from openpyxl import Workbook


def xlsx(rows, *, name="Sheet1", merged=()):
    """A workbook with these rows on one sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    return saved(book)


def saved(book):
    """The workbook as bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def changed_csv(content, changes):
    """A downloaded CSV with some cells changed: {(row from 1, heading): text}."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    for (row, heading), text in changes.items():
        rows[row - 1][rows[0].index(heading)] = text
    target = io.StringIO(newline="")
    csv.writer(target).writerows(rows)
    return target.getvalue().encode()
