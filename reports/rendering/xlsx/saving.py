"""Writing the file so that the same workbook always gives the same bytes."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

# The first instant that a zip file can name.
NO_TIME = (1980, 1, 1, 0, 0, 0)
READABLE_BY_ALL = 0o644 << 16
# What openpyxl writes behind a formula: no result, since only Excel computes.
NO_RESULT = re.compile(rb"(?<=</f>)<v\s*/>|(?<=</f>)<v></v>")
Results = Mapping[str, Sequence[float | None]]


class StillZip(ZipFile):
    """A zip file that tells no time of writing. Formulas get the `results` of their sheet, so that they are to be
    seen where nothing computes: in a preview, in Excel's protected view, by programs that read the file."""

    def __init__(self, target: str | BinaryIO, results: Results) -> None:
        super().__init__(target, "w", ZIP_DEFLATED)
        self.results = results

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **options: Any) -> None:
        """Add a member without a time."""
        member = ZipInfo(str(zinfo_or_arcname), NO_TIME)
        member.compress_type, member.external_attr = ZIP_DEFLATED, READABLE_BY_ALL
        super().writestr(member, data, *args, **options)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **options: Any) -> None:
        """Add the file of a sheet, its formulas with their results."""
        results = iter(self.results.get(arcname, ()))
        body = NO_RESULT.sub(lambda _found: result_of(next(results)), Path(filename).read_bytes())
        self.writestr(arcname, body)


def result_of(value: float | None) -> bytes:
    """A result as a sheet holds it; without one the cell is empty."""
    return b"<v/>" if value is None else b"<v>%s</v>" % repr(value).encode()


def save(
    book: Workbook, target: str | BinaryIO, *, at: datetime, results: Mapping[str, Sequence[float | None]]
) -> None:
    """Write the workbook as made at an instant; `results` are those of the formulas by tab, in their order."""
    book.properties.created = book.properties.modified = at
    paths = {sheet.title: f"xl/worksheets/sheet{number}.xml" for number, sheet in enumerate(book.worksheets, start=1)}
    archive = StillZip(target, {paths[tab]: found for tab, found in results.items()})
    ExcelWriter(book, archive).save()
