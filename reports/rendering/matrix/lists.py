"""What stands beside the matrix: codebook, choices, marks, permitted uses, what does not fit, long texts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reports.matrix.columns import Column, Kind
from reports.matrix.matrix import Matrix
from reports.matrix.names import names_for_statistics
from reports.matrix.values import Mark, text_of_mark
from reports.rendering.matrix.words import MatrixWords, mark_words

# Far from any figure of a questionnaire; Stata has letters of its own for them.
NUMBER_OF_MARK = {mark: -9_000_000_001 - index for index, mark in enumerate(Mark)}
LETTER_OF_MARK = dict(zip(Mark, "abcdef", strict=True))


@dataclass(frozen=True)
class Listing:
    """A table of texts and numbers: `name` of its file, title of its sheet, head, rows."""

    name: str
    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]


@dataclass(frozen=True)
class LongText:
    """A text that was too long for its cell, whole."""

    iso3: str
    column: str
    text: str


def before(matrix: Matrix, words: MatrixWords) -> list[Listing]:
    """The lists that are known before a row was read."""
    return [codebook(matrix, words), choices(matrix, words), marks()]


def after(matrix: Matrix) -> list[Listing]:
    """The lists that are whole when all rows were read."""
    permitted = ([use.iso3, use.path, use.use] for use in matrix.permitted)
    misfits = ([misfit.iso3, misfit.path, misfit.value] for misfit in matrix.misfits)
    treated = ([found.iso3, found.path, found.kind, found.by, found.reason] for found in matrix.treated)
    return [
        Listing("permitted_use", _("Permitted use"), ["iso3", "path", "permitted_use"], permitted),
        Listing("does_not_fit", _("Does not fit"), ["iso3", "path", "value"], misfits),
        Listing("treatments", _("Treatments"), ["iso3", "path", "kind", "by", "reason"], treated),
    ]


def codebook(matrix: Matrix, words: MatrixWords) -> Listing:
    """Every column: its table, its name for SPSS and Stata, what it asks, which versions have it."""
    head = ["table", "column", "name_in_spss_and_stata", "label", "section", "holds", "type", "option", "versions"]
    return Listing("codebook", _("Codebook"), head, codebook_rows(matrix, words))


def codebook_rows(matrix: Matrix, words: MatrixWords) -> Iterator[list[str]]:
    for table, columns in matrix.tables.items():
        names = names_for_statistics(column.name for column in columns)
        for column, name in zip(columns, names, strict=True):
            yield [
                table,
                column.name,
                name,
                words.question(column),
                words.section(column),
                column.kind.value,
                column.type,
                column.choice,
                ", ".join(column.versions),
            ]


def choices(matrix: Matrix, words: MatrixWords) -> Listing:
    """Every choice of every question with its code, its label and its number in SPSS and Stata."""
    head = ["question", "code", "label", "number_in_spss_and_stata"]
    rows = (
        [question.name, code, words.choice(question, code), number if question.kind == Kind.CODE else None]
        for question in matrix.questions
        for number, code in enumerate(question.codes, start=1)
    )
    return Listing("choices", _("Choices"), head, rows)


def marks() -> Listing:
    """How a cell says why it holds no value, in each format, and how texts are kept apart from that."""
    head = ["meaning", "in_excel_and_csv", "in_spss", "in_stata"]
    rows: list[list[str | int | None]] = [
        [mark_words(mark), text_of_mark(mark), NUMBER_OF_MARK[mark], f".{LETTER_OF_MARK[mark]}"] for mark in Mark
    ]
    return Listing("marks", _("Marks and rules"), head, [*rows, *([rule, None, None, None] for rule in rules())])


def rules() -> list[str]:
    """What else has to be known to read the files."""
    return [
        _("An empty cell: asked and left blank, or no reply."),
        _("Columns of text hold the marks in square brackets in every format."),
        _("A text that reads like a mark has an apostrophe before it."),
        _("CSV: a text that begins with = + - @ ' or a control character has an apostrophe before it."),
        _("A number that a computer cannot hold exactly stands as text in Excel; in SPSS and Stata it is rounded."),
        _("A text too long for its cell ends in … there and stands whole in the list of long texts."),
        _("All answers are here; those not to be quoted with the State’s name are in the list of permitted uses."),
    ]


def long_texts(found: Sequence[LongText]) -> Listing:
    """The texts that were cut, each whole."""
    rows = ([text.iso3, text.column, text.text] for text in found)
    return Listing("long_texts", _("Long texts"), ["iso3", "column", "text"], rows)


def label_of(column: Column, words: MatrixWords) -> str:
    """The label of a column as SPSS and Stata show it."""
    return " ".join(words.question(column).split())
