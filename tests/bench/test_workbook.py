"""The workbook of an edition of the whole questionnaire, against openpyxl writing the same values bare."""

import io
import time

import pytest
from openpyxl import Workbook, load_workbook

from tests.reports.rendering import rounds
from tests.reports.rendering.xlsx.reading import written

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]
SIZES = (177, 500)


def timed(act):
    """The seconds that it took, and what it gave."""
    began = time.process_time()
    result = act()
    return time.process_time() - began, result


def bare(content):
    """Values as rows of plain sheets: what openpyxl itself takes for them."""
    source, target = load_workbook(io.BytesIO(content)), Workbook()
    rows = [list(sheet.iter_rows(values_only=True)) for sheet in source]

    def write():
        for values in rows:
            sheet = target.create_sheet()
            for row in values:
                sheet.append(row)
        target.save(io.BytesIO())

    return write, sum(value is not None for values in rows for row in values for value in row)


@pytest.mark.parametrize("size", SIZES)
def test_writing_the_workbook(note, aim, size):
    edition, words = rounds.edition(size), rounds.words("en")
    seconds, content = timed(lambda: written(edition, words))
    write, cells = bare(content)
    floor, _nothing = timed(write)

    note(f"workbook {size}", seconds=seconds, bare=floor, cells=cells, MB=len(content) / 1e6)
    aim(f"workbook {size}, times the bare writer", seconds / floor, 3)
