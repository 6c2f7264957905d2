"""The matrix as xlsx, 10,000 x 200, against the bare writer and django-import-export, in the same run."""

import multiprocessing
import resource as usage
import time
from datetime import date
from types import SimpleNamespace

import pytest
from import_export.fields import Field
from import_export.formats.base_formats import XLSX
from import_export.resources import Resource

from reports.matrix.columns import FACTS, Version
from reports.matrix.matrix import Matrix, StateReply
from reports.matrix.options import Options
from reports.rendering.matrix.csv_files import write_csv
from reports.rendering.matrix.sheets import Sheet, write_sheets
from reports.rendering.matrix.words import MatrixWords
from reports.rendering.matrix.xlsx_file import write_xlsx
from reports.rendering.words import Words
from surveys.questionnaire.definition import Choice, Definition, Group, Question

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]
ROWS, COLUMNS = 10_000, 200
TYPES = ("integer", "text", "date", "select_one", "decimal")
VALUES = {"integer": 12, "text": "A sentence.", "date": "2003-08-01", "select_one": "origin", "decimal": "1.5"}
NAMES = [f"q{number}" for number in range(COLUMNS - len(FACTS))]
HEAD = [*(column.name for column in FACTS), *NAMES]


def type_of(number):
    return TYPES[number % len(TYPES)]


def definition():
    """A questionnaire of one section."""
    asked = tuple(
        Question(name, number, {"en": name}, type=type_of(number), list_name="l") for number, name in enumerate(NAMES)
    )
    lists = {"l": (Choice("origin", {"en": "Origin"}),)}
    return Definition("B", "b", "1", "en", ("en",), (Group("part", 1, children=asked),), lists=lists)


def document(row):
    """The answers of one State; every tenth is a stated absence."""
    return {
        name: {"missing": "dont_know"} if (row + number) % 10 == 0 else VALUES[type_of(number)]
        for number, name in enumerate(NAMES)
    }


def facts(row):
    return {
        **dict.fromkeys(column.name for column in FACTS),
        "iso3": f"S{row}",
        "state": f"State {row}",
        "received_on": date(2003, 10, 1),
    }


def matrix():
    replies = (StateReply(facts(row), document(row)) for row in range(ROWS))
    return Matrix([Version("1", definition())], replies, Options())


def words():
    return MatrixWords([Words("en", "B", definition(), {}, {})])


def ours(path):
    write_xlsx(matrix(), path, words=words())


def ours_as_csv(path):
    write_csv(matrix(), path, words=words())


def bare(path):
    """The writer alone, with cells that are ready."""
    own = [12, "A sentence.", date(2003, 8, 1), "origin", 1.5]
    row = [own[number % len(own)] for number in range(COLUMNS)]
    write_sheets([Sheet("Returns", HEAD, (row for _ in range(ROWS)))], path, right_to_left=False)


def import_export(path):
    """The same table by django-import-export, as its pages make it."""
    fields = {name: Field(attribute=name, column_name=name) for name in HEAD}
    rows = (SimpleNamespace(**facts(row), **{n: str(v) for n, v in document(row).items()}) for row in range(ROWS))
    exporter = type("Exporter", (Resource,), fields)()
    path.write_bytes(XLSX().export_data(exporter.export(queryset=rows)))


def measured(act, path):
    """Seconds, and MiB above what the process had before."""
    before, began = usage.getrusage(usage.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    act(path)
    return time.perf_counter() - began, (usage.getrusage(usage.RUSAGE_SELF).ru_maxrss - before) / 1024


def test_matrix_as_xlsx(note, aim, tmp_path):
    context, found = multiprocessing.get_context("fork"), {}
    for act in (bare, ours, ours_as_csv, import_export):
        with context.Pool(1) as alone:
            found[act.__name__] = alone.apply(measured, (act, tmp_path / f"{act.__name__}.out"))
    for name, (seconds, mebibytes) in found.items():
        note(f"matrix {ROWS} x {COLUMNS}: {name}", seconds=seconds, mebibytes=mebibytes)
    aim("xlsx against the bare writer", found["ours"][0] / found["bare"][0], 2.5)
    aim("xlsx against django-import-export", found["ours"][0] / found["import_export"][0], 0.5)
    aim("MiB of the xlsx", found["ours"][1], 128)
