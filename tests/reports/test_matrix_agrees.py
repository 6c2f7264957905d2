"""A round of 500 returns in two versions: xlsx, csv, sav, dta and the edition say the same of every cell."""

import csv
import io
from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pandas as pd
import pyreadstat
import pytest
import python_calamine
from django.db import transaction

from reports.actions.matrix import Asked, collect_matrix, write_matrix
from reports.matrix.options import Options
from surveys.models import Submission
from tests.bench.rounds import DAY
from tests.reports.test_compile import compile_now
from tests.reports.two_versions import LONG, STRANGE, make_round_of_two_versions

SIZE = 500
AS_OF = date(2004, 4, 30)
ABSENCES = ("not_available", "not_applicable", "dont_know", "confidential")
NUMBERS, ONE, MANY = {"integer", "decimal"}, {"select_one", "select_one_from_file"}, "select_multiple"
MISFITS = {"data_reference_year", "country_roles", "c097_ratified"}
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def survey(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_round_of_two_versions(SIZE)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def files(survey, tmp_path_factory):
    """The files of each format, by format: the returns and what belongs to them."""
    found = {}
    for format in ("xlsx", "csv", "sav", "dta"):
        folder = tmp_path_factory.mktemp(format)
        asked = Asked(survey, AS_OF, None, "en", Options())
        collected = collect_matrix(asked, by=None, on=DAY)
        found[format] = write_matrix(collected, folder / f"returns.{format}", format=format, language="en")
    return found


def beside(files, format, name):
    """The rows of a list beside the returns, as mappings."""
    [path] = [path for path in files[format] if path.name == f"returns.{name}.csv"]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def questions(survey):
    """The questions outside of repeats of both versions, the newer first: name to definition's question."""
    found = {}
    for questionnaire in survey.questionnaires.order_by("-published_at"):
        for name, question in questionnaire.definition.questions.items():
            if not question.repeat and question.type != "calculate":
                found.setdefault(name, question)
    return found


@pytest.fixture(scope="module")
def truth(survey, questions):
    """What each State said to each question, from the documents alone: value, mark or nothing."""
    found = {state: dict.fromkeys(questions) for state in survey.returns.values_list("member_state__iso3", flat=True)}
    for iso3, answers in Submission.objects.values_list("member_state__iso3", "answers"):
        for name, question in questions.items():
            found[iso3][name] = said(answers, name, question)
    return found


def said(answers, name, question):
    """What one document says to one question."""
    given = answers.get(name)
    if name in MISFITS and given == STRANGE[name]:
        return ("mark", "does_not_fit")
    if given is None:
        return ("mark", "not_asked") if name in answers["_not_asked"] else None
    if isinstance(given, dict):
        return ("mark", given["missing"])
    if question.type in NUMBERS:
        return Decimal(str(given))
    if question.type == "date":
        return date.fromisoformat(given)
    return tuple(given) if isinstance(given, list) else given


def as_said(cell, question):
    """A cell of a format in which marks and texts are text, in the terms of the truth."""
    if cell in (None, ""):
        return None
    if isinstance(cell, str) and cell.startswith("[") and cell.endswith("]") and cell[1:-1].islower():
        return ("mark", cell[1:-1])
    if question.type in NUMBERS:
        return Decimal(str(cell)).normalize() if isinstance(cell, str) else Decimal(repr(cell)).normalize()
    if question.type == "date":
        return (
            cell.date()
            if isinstance(cell, datetime)
            else cell
            if isinstance(cell, date)
            else date.fromisoformat(cell)
        )
    if question.type.startswith(MANY):
        return tuple(cell.split())
    return cell[1:] if cell == "'[not_asked]" else cell


def agree(found, truth, questions, shorten=lambda text: text):
    """Assert that a format says of every State and question what the documents say."""
    assert found.keys() == truth.keys()
    for iso3, row in truth.items():
        for name in questions:
            wanted = row[name].normalize() if isinstance(row[name], Decimal) else row[name]
            wanted = shorten(wanted) if isinstance(wanted, str) else wanted
            assert found[iso3][name] == wanted, (iso3, name)


def by_state(head, rows, questions):
    """The rows of a table in the terms of the truth."""
    places = {name: head.index(name) for name in (*questions, "iso3")}
    return {
        row[places["iso3"]]: {name: as_said(row[places[name]], questions[name]) for name in questions} for row in rows
    }


def cut(text):
    """A text as a cell of Excel holds it."""
    return text if len(text) <= 32_000 else text[:32_000] + "…"


def opened(files):
    """The workbook, read a row at a time."""
    return openpyxl.load_workbook(io.BytesIO(files["xlsx"][0].read_bytes()), read_only=True)


def test_excel_by_openpyxl(files, truth, questions):
    sheet = opened(files)["Returns"]
    head, *rows = sheet.iter_rows(values_only=True)
    agree(by_state(head, rows, questions), truth, questions, cut)


def test_excel_by_calamine(files, truth, questions):
    book = python_calamine.CalamineWorkbook.from_path(str(files["xlsx"][0]))
    head, *rows = book.get_sheet_by_name("Returns").to_python()
    agree(by_state(head, rows, questions), truth, questions, cut)


def test_excel_holds_numbers_days_and_texts_as_what_they_are(files, truth, questions):
    head, *rows = opened(files)["Returns"].iter_rows(max_row=60)
    head = [cell.value for cell in head]
    kinds = {"integer": "n", "decimal": "n", "date": "d"}
    rows = {row[0].value: row for row in rows}
    for iso3 in rows:
        for name, question in questions.items():
            value = truth[iso3][name]
            if value is not None and not (isinstance(value, tuple) and value[0] == "mark"):
                cell = rows[iso3][head.index(name)]
                assert cell.data_type == kinds.get(question.type, "s"), (iso3, name)
                assert question.type != "date" or cell.number_format == "yyyy-mm-dd"


def test_excel_has_long_texts_whole_in_pieces(files):
    sheet = opened(files)["Long texts"]
    pieces = {}
    for iso3, column, part, text in list(sheet.iter_rows(values_only=True))[1:]:
        pieces.setdefault((iso3, column), {})[int(part)] = text
    assert len(pieces) > 20
    assert {"".join(own[part] for part in sorted(own)) for own in pieces.values()} == {LONG}


def test_csv_by_pandas(files, truth, questions):
    table = pd.read_csv(files["csv"][0], dtype=str, keep_default_na=False)
    rows = ([unguarded(cell) for cell in row] for row in table.itertuples(index=False))
    agree(by_state(list(table.columns), rows, questions), truth, questions)


def unguarded(cell):
    """A text without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in "=+-@'\t\r\n" else cell


def test_csv_guards_formulas(files):
    with files["csv"][0].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"'=1+1", "'-5", "007", "''quoted", "''[not_asked]", LONG} <= {row["respondent_ministry"] for row in rows}


def statistics(files, format, table, meta, questions, marks):
    """A table of SPSS or Stata in the terms of the truth: codes by their value labels, marks as declared."""
    names = {row["column"]: row["name_in_spss_and_stata"] for row in beside(files, format, "codebook")}
    labels = meta.variable_value_labels
    return {
        row["iso3"]: {
            name: from_statistics(row[names[name]], question, labels.get(names[name]), marks)
            for name, question in questions.items()
        }
        for row in table.to_dict("records")
    }


def from_statistics(cell, question, labels, marks):
    is_text = question.type in {"text", "file"} or question.type.startswith(MANY)
    if cell in marks and not is_text:
        return ("mark", marks[cell])
    if cell is None or cell != cell or cell == "":
        return None
    if question.type in ONE:
        return labels[cell]
    return as_said(cell, question)


def test_spss_by_pyreadstat(files, truth, questions):
    table, meta = pyreadstat.read_sav(files["sav"][0], user_missing=True)
    marks = {-9_000_000_001 - place: mark for place, mark in enumerate((*ABSENCES, "not_asked", "does_not_fit"))}
    days = {name for name, question in questions.items() if question.type == "date"}
    found = statistics(files, "sav", table, meta, questions, marks)
    # Of a day, a mark is read as a day before the calendar; as declared it is missing.
    for iso3, own in found.items():
        for name in days:
            if own[name] is not None and own[name].year < 1900:
                own[name] = truth[iso3][name]
                assert own[name][0] == "mark"
    agree(found, truth, questions, lambda text: text if text != LONG else own_text(found, LONG))


def own_text(found, text):
    """How a text that is too long for SPSS stands there: its beginning, as many bytes as fit."""
    return text.encode()[: 32_767 - 3].decode(errors="ignore") + "…"


def test_spss_declares_what_is_missing(files, truth):
    table, _meta = pyreadstat.read_sav(files["sav"][0])
    given = sum(isinstance(row["data_reference_year"], Decimal) for row in truth.values())
    assert table["data_reference_year"].notna().sum() == given
    assert {row["text"] for row in beside(files, "sav", "long_texts")} == {LONG}


def test_stata_by_pyreadstat(files, truth, questions):
    table, meta = pyreadstat.read_dta(files["dta"][0], user_missing=True)
    marks = dict(zip("abcdef", (*ABSENCES, "not_asked", "does_not_fit"), strict=True))
    agree(statistics(files, "dta", table, meta, questions, marks), truth, questions)


def test_stata_by_pandas(files, truth):
    table = pd.read_stata(files["dta"][0], convert_categoricals=False)
    given = sum(isinstance(row["data_reference_year"], Decimal) for row in truth.values())
    assert (len(table), table["data_reference_year"].notna().sum()) == (SIZE, given)


@pytest.mark.parametrize("format", ["csv", "sav", "dta"])
def test_what_fits_no_version_is_listed(files, truth, format):
    listed = Counter(row["path"] for row in beside(files, format, "does_not_fit"))
    strange = sum(row["c097_ratified"] == ("mark", "does_not_fit") for row in truth.values())
    assert listed == dict.fromkeys([*MISFITS, "no_such_question"], strange)


def test_permitted_uses_are_listed(files):
    listed = beside(files, "csv", "permitted_use")
    assert {(row["path"], row["permitted_use"]) for row in listed} == {("respondent_ministry", "unnamed")}
    assert len(listed) == Submission.objects.count()


def test_the_edition_counts_what_the_files_hold(survey, truth, questions):
    edition = compile_now(survey, AS_OF)
    for block in edition.content["questions"]:
        name, told = block["question"], block["groups"][0]
        if block["repeat"] or name not in questions:
            continue
        cells = [row[name] for row in truth.values()]
        counted = Counter(cell[1] for cell in cells if isinstance(cell, tuple) and cell[:1] == ("mark",))
        for mark in (*ABSENCES, "not_asked"):
            assert told[mark] == counted[mark], (name, mark)
        values = [cell for cell in cells if cell is not None and not (isinstance(cell, tuple) and cell[0] == "mark")]
        assert told["answered"] == len(values) + counted["does_not_fit"], name
        if "choices" in told and name not in MISFITS:
            chosen = Counter(code for value in values for code in (value if isinstance(value, tuple) else (value,)))
            assert {code: times for code, times in told["choices"] if times} == dict(chosen), name
        if told.get("numbers") and name not in MISFITS:
            assert Decimal(told["numbers"]["maximum"]) == max(values), name


def test_repeats_are_tables_of_their_own(survey, files):
    wanted = Counter()
    for answers in Submission.objects.values_list("answers", flat=True):
        wanted.update({repeat: len(answers.get(repeat, ())) for repeat in ("laws", "enclosures")})
    for repeat in ("laws", "enclosures"):
        assert len(beside(files, "csv", repeat)) == wanted[repeat] > 100
    [spss] = [path for path in files["sav"] if path.name == "returns.laws.sav"]
    assert len(pyreadstat.read_sav(spss)[0]) == wanted["laws"]
    book = python_calamine.CalamineWorkbook.from_path(str(files["xlsx"][0]))
    assert len(book.get_sheet_by_name("laws").to_python()) == wanted["laws"] + 1
