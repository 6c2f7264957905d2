"""The file itself: no time of writing, results beside the formulas."""

import io
import os
import time
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from reports.rendering.xlsx.saving import save

AT = datetime(2004, 4, 30)


def book():
    found = Workbook()
    first, second = found.active, found.create_sheet("Second")
    first.append(["n", "N", "share"])
    first.append([1, 4, "=A2/B2"])
    first.append([1, 0, '=IF(B3=0,"",A3/B3)'])
    first.append([1, 3, "=A4/B4"])
    second.append(["text with </f><v></v> in it"])
    second.append([2, 2, "=A2/B2"])
    return found


def saved():
    file = io.BytesIO()
    save(book(), file, at=AT, results={"Sheet": [0.25, None, 1 / 3], "Second": [1.0]})
    return file


@pytest.fixture
def elsewhere(monkeypatch):
    """Another time zone, for as long as the test."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_no_part_of_the_file_tells_when_it_was_written():
    members = zipfile.ZipFile(saved()).infolist()

    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.compress_type for member in members} == {zipfile.ZIP_DEFLATED}
    assert len({member.filename for member in members}) == len(members)


def test_the_bytes_are_the_same_elsewhere(elsewhere):
    there = saved().getvalue()
    os.environ["TZ"] = "UTC"
    time.tzset()

    assert saved().getvalue() == there


def test_formulas_are_formulas_and_have_their_results():
    file = saved()

    assert [row[2].value for row in load_workbook(file)["Sheet"].iter_rows(2)] == [
        "=A2/B2",
        '=IF(B3=0,"",A3/B3)',
        "=A4/B4",
    ]
    assert [row[2] for row in load_workbook(file, data_only=True)["Sheet"].iter_rows(2, values_only=True)] == [
        0.25,
        None,
        1 / 3,
    ]
    file.seek(0)
    assert CalamineWorkbook.from_filelike(file).get_sheet_by_name("Second").to_python()[1] == [2.0, 2.0, 1.0]


def test_a_text_that_looks_like_the_file_stays_a_text():
    assert load_workbook(saved())["Second"]["A1"].value == "text with </f><v></v> in it"
