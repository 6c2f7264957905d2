"""XLSForms for tests: the two of the round, and small ones written row by row."""

import io
from functools import lru_cache
from pathlib import Path

import openpyxl

from surveys.questionnaire.evaluation import Evaluator
from surveys.questionnaire.xlsform import Refused, read_file, read_xlsform

DATA = Path(__file__).resolve().parents[3] / "surveys" / "data"
SETTINGS = {"form_title": "A form", "form_id": "form", "version": "1", "default_language": "English (en)"}
LABEL = "label::English (en)"
YES_NO = [{"list_name": "yes_no", "name": code, LABEL: code.title()} for code in ("yes", "no")]


@lru_cache
def real(version=""):
    """The questionnaire of the round, or its `-v2`; read once per run."""
    return read_file(DATA / f"ilms2003{version}.xlsx")


@lru_cache
def real_evaluator():
    return Evaluator(real())


def q(type_, name, **cells):
    """A row of the survey sheet with a label."""
    return {"type": type_, "name": name, LABEL: name, **cells}


def group(name, *rows, kind="group", **cells):
    """The rows of a group or a repeat."""
    inside = [row for part in rows for row in (part if isinstance(part, list) else [part])]
    return [q(f"begin {kind}", name, **cells), *inside, {"type": f"end {kind}"}]


def workbook(survey, choices=YES_NO, settings=SETTINGS, **sheets):
    """The bytes of a workbook with these rows; a row is a mapping from column to cell."""
    settings = [settings] if isinstance(settings, dict) else settings or []
    book = openpyxl.Workbook()
    book.remove(book.active)
    contents = {"survey": survey, "choices": choices, "settings": settings, **sheets}
    for title, rows in contents.items():
        if rows is not None:
            fill(book.create_sheet(title), rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def fill(sheet, rows):
    columns = list(dict.fromkeys(column for row in rows for column in row))
    sheet.append(columns or ["list_name"])
    for row in rows:
        sheet.append([row.get(column) for column in columns])


def form(*rows, choices=YES_NO, files=None):
    """The definition of a form with these rows, all in one section named `part`."""
    return read_xlsform(workbook(group("part", *rows), choices), files or {})


def evaluator(*rows, **options):
    return Evaluator(form(*rows, **options))


def faults_of(content, files=None):
    """What is wrong with a workbook, as (sheet, row, column, code)."""
    try:
        read_xlsform(content, files or {})
    except Refused as refusal:
        return [(fault.sheet, fault.row, fault.column, fault.code) for fault in refusal.faults]
    return []
