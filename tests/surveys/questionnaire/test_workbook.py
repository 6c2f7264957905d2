"""Files that are no workbook, or one that nobody should open: refused with a reason, never a traceback."""

import io
import random
import time
import zipfile
from datetime import datetime

import openpyxl
import pytest
from openpyxl.xml import DEFUSEDXML

from surveys.questionnaire import workbook as reading
from surveys.questionnaire.definition import Definition
from surveys.questionnaire.workbook import language_of, read_sheets, text_of
from surveys.questionnaire.xlsform import Refused, read_xlsform
from tests.surveys.questionnaire.forms import DATA, faults_of, q, workbook

CONTENT = workbook([q("text", "a")])


def refused(content):
    [(_sheet, _row, _column, code)] = faults_of(content)
    return code


def rewritten(change, content=CONTENT):
    """The workbook with `change(name, data)` in place of each entry; None leaves it out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return stream.getvalue()


def with_entry(name, data):
    stream = io.BytesIO(CONTENT)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


def edited(**cells):
    """The workbook with cells of the survey sheet written by hand."""
    book = openpyxl.load_workbook(io.BytesIO(CONTENT))
    for place, value in cells.items():
        book["survey"][place] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("content", [b"", b"type,name\n", b"\xd0\xcf\x11\xe0" * 200, b"PK\x03\x04", CONTENT[:500]])
def test_what_is_no_workbook_is_refused(content):
    assert refused(content) == "unreadable"


def test_a_zip_of_something_else_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert refused(stream.getvalue()) == "unreadable"


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/activeX/a.xml", "xl/embeddings/o.bin"]
)
def test_macros_links_and_objects_are_refused(name):
    assert refused(with_entry(name, b"x")) == "unsafe"


def test_a_bomb_that_says_so_is_refused():
    assert refused(with_entry("xl/media/a.bin", b"\0" * (reading.MOST_BYTES + 1))) == "too_large"


def test_many_entries_are_refused():
    stream = io.BytesIO(CONTENT)
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(reading.MOST_ENTRIES):
            archive.writestr(f"xl/media/{number}.bin", b"x")
    assert refused(stream.getvalue()) == "too_large"


def test_a_bomb_that_lies_about_its_size_is_refused():
    content = with_entry("xl/media/a.bin", b"\0" * (reading.MOST_BYTES + 1))
    size = (reading.MOST_BYTES + 1).to_bytes(4, "little")
    assert content.count(size) == 2
    assert refused(content.replace(size, (10).to_bytes(4, "little"))) == "unreadable"


class LyingArchive:
    """Declares ten bytes for each of two entries, and gives more than half of what is allowed."""

    def infolist(self):
        return [self.entry("a"), self.entry("b")]

    def entry(self, name):
        entry = zipfile.ZipInfo(name)
        entry.file_size = 10
        return entry

    def open(self, entry):
        return io.BytesIO(b"\0" * (reading.MOST_BYTES // 2 + 1))


def test_bytes_are_counted_as_they_come():
    with pytest.raises(Refused, match="too large"):
        reading.check_entries(LyingArchive())


def test_entities_are_not_expanded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("canary")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()

    def with_entity(name, data):
        if name != "xl/worksheets/sheet1.xml":
            return data
        head, mark, rest = data.partition(b"<worksheet")
        return head + entity + mark + rest.replace(b"</sheetData>", b"&e;</sheetData>")

    assert DEFUSEDXML
    with pytest.raises(Refused) as refusal:
        read_xlsform(rewritten(with_entity))
    assert "canary" not in str(refusal.value)


def test_without_defusedxml_nothing_is_opened(monkeypatch):
    monkeypatch.setattr(reading, "DEFUSEDXML", False)
    assert refused(CONTENT) == "unsafe"


def test_a_sheet_that_is_not_known_is_refused_unless_it_is_empty():
    assert faults_of(workbook([q("text", "a")], entities=[{"list_name": "x"}])) == [
        ("entities", None, "", "unknown_sheet")
    ]
    assert faults_of(workbook([q("text", "a")], Sheet4=[])) == [("sheet4", None, "", "unknown_sheet")]


def test_missing_sheets_are_named():
    assert faults_of(workbook(None, settings=None)) == [("survey", None, "", "missing_sheet")]


def test_two_sheets_of_one_name_are_refused():
    def capitals(name, data):
        return data.replace(b'"settings"', b'"SURVEY"') if name == "xl/workbook.xml" else data

    assert ("survey", None, "", "duplicate_sheet") in faults_of(rewritten(capitals))


def test_names_of_sheets_may_be_in_capitals():
    book = openpyxl.load_workbook(io.BytesIO(CONTENT))
    book["survey"].title = "interim"
    book["interim"].title = "Survey"
    stream = io.BytesIO()
    book.save(stream)
    assert read_sheets(stream.getvalue())["survey"].columns == ("type", "name", "label::English (en)")


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"C2": "=1+1"}, ("survey", 2, "C", "formula")),
        ({"C2": "#REF!"}, ("survey", 2, "C", "formula")),
        ({"E2": "lost"}, ("survey", 2, "E", "no_heading")),
        ({"D1": "name"}, ("survey", 1, "name", "duplicate_column")),
    ],
)
def test_cells_that_would_be_lost_are_refused(cells, fault):
    assert fault in faults_of(edited(**cells))


def test_empty_rows_and_columns_are_no_fault():
    content = edited(A9="text", B9="b", C9="b", F1="hint", F9="h")
    assert [row.number for row in read_sheets(content)["survey"].rows] == [2, 9]


def test_what_is_too_high_or_too_wide_is_refused():
    assert faults_of(edited(A20001="text")) == [("survey", 20_001, "", "too_large")]
    assert faults_of(edited(GS2="x")) == [("survey", 2, "", "too_large")]


def test_a_dimension_that_lies_costs_nothing():
    honest = workbook([q("text", f"a{number}") for number in range(3_000)])

    def lying(name, data):
        return data.replace(b'ref="A1:C3001"', b'ref="A1:XFD1048576"') if name.endswith("sheet1.xml") else data

    content = rewritten(lying, honest)
    assert b"XFD1048576" in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert seconds(content) < 3 * seconds(honest)


def seconds(content):
    """The best of three readings."""
    found = []
    for _attempt in range(3):
        start = time.perf_counter()
        assert len(read_sheets(content)["survey"].rows) == 3_000
        found.append(time.perf_counter() - start)
    return min(found)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (3.0, "3"),
        (0.5, "0.5"),
        (7, "7"),
        (" a ", "a"),
        (datetime(2003, 7, 1), "2003-07-01"),
        (datetime(2003, 7, 1, 12, 30), "2003-07-01T12:30:00"),
    ],
)
def test_cells_as_text(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("column", "language"),
    [("label::English (en)", "en"), ("label::fr", "fr"), ("label", ""), ("label::Chinese (Traditional) (zh)", "zh")],
)
def test_language_of_a_column(column, language):
    assert language_of(column) == language


@pytest.mark.parametrize("seed", range(100))
def test_a_damaged_file_is_read_or_refused(seed):
    content = damaged(seed)
    try:
        found = read_xlsform(content, {"ilms2003-states.csv": b"name,region\nFRA,europe\n"})
    except Refused as refusal:
        assert refusal.faults
        assert all(fault.message for fault in refusal.faults)
    else:
        assert isinstance(found, Definition)


def damaged(seed):
    """The small form or the real one: cut off, with bytes changed, or with an entry of the zip changed."""
    rng = random.Random(seed)
    content = CONTENT if seed % 4 else (DATA / "ilms2003.xlsx").read_bytes()
    way = seed % 3
    if way == 0:
        return content[: rng.randrange(len(content))]
    if way == 1:
        return scrambled(content, rng, rng.randint(1, 20))
    entry = rng.choice(zipfile.ZipFile(io.BytesIO(content)).namelist())
    return rewritten(lambda name, data: broken(data, rng) if name == entry else data, content)


def broken(data, rng):
    """An entry that is missing, cut off, or has some bytes changed."""
    return rng.choice([None, data[: rng.randrange(len(data) + 1)], scrambled(data, rng, 3), b""])


def scrambled(data, rng, times):
    changed = bytearray(data)
    for _time in range(times if changed else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)
