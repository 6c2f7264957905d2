"""The columns of the analysts' matrix: one order for all versions of a questionnaire, nothing left out.

The newest version gives the order; what only earlier versions have comes after it. A question that changed its kind
between versions has one column, which then holds numbers if every version took numbers, else text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reports.summary.frame import DAYS, MANY_CODES, NUMBERS, ONE_CODE
from surveys.questionnaire.definition import Definition, Question, walk

REMARKS = ("comment", "source", "year")


class Kind(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    CODE = "code"
    CODES = "codes"
    FLAG = "flag"
    DAY = "day"
    TEXT = "text"


@dataclass(frozen=True)
class Column:
    """A column: `choice` is the option that a flag is about, `part` the part of a remark.

    `row` counts from one in the columns of a repeat that is laid out sideways. `is_mixed`: versions differ in kind.
    """

    name: str
    kind: Kind
    question: str = ""
    choice: str = ""
    part: str = ""
    repeat: str = ""
    row: int = 0
    section: str = ""
    type: str = ""
    codes: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    is_mixed: bool = False


FACTS = (
    Column("iso3", Kind.TEXT),
    Column("state", Kind.TEXT),
    Column("region", Kind.TEXT),
    Column("reply", Kind.TEXT),
    Column("received_on", Kind.DAY),
    Column("channel", Kind.TEXT),
    Column("reply_language", Kind.TEXT),
    Column("submission", Kind.NUMBER),
    Column("ledger_position", Kind.NUMBER),
    Column("questionnaire", Kind.TEXT),
)
ROW_FACTS = (Column("iso3", Kind.TEXT), Column("state", Kind.TEXT), Column("row", Kind.TEXT))


@dataclass(frozen=True)
class Version:
    """A version of the questionnaire in use."""

    name: str
    definition: Definition


def questions_of(versions: Sequence[Version]) -> list[Column]:
    """One column for each question of any version (newest first), without options and remarks."""
    found: dict[tuple[str, str], Column] = {}
    for version in versions:
        for section, question in asked(version.definition):
            codes = tuple(choice.name for choice in version.definition.choices_of(question))
            column = Column(
                question.name,
                kind_of(question.type),
                question.name,
                repeat=question.repeat,
                section=section,
                type=question.type,
                codes=codes,
                versions=(version.name,),
            )
            key = (question.repeat, question.name)
            found[key] = merged(found[key], column) if key in found else column
    return list(found.values())


def asked(definition: Definition) -> Iterator[tuple[str, Question]]:
    """Section and question of everything that is asked."""
    for section in definition.sections:
        for node in walk(section.children):
            if isinstance(node, Question) and node.type != "calculate":
                yield section.name, node


def kind_of(type: str) -> Kind:
    """What a question of this type holds; what no page can show is kept as text."""
    kinds = ((NUMBERS, Kind.NUMBER), (ONE_CODE, Kind.CODE), (MANY_CODES, Kind.CODES), (DAYS, Kind.DAY))
    return next((kind for types, kind in kinds if type in types), Kind.TEXT)


def merged(newer: Column, older: Column) -> Column:
    """One column for both: codes and versions of either, those of the newer first."""
    codes = newer.codes + tuple(code for code in older.codes if code not in newer.codes)
    differ = newer.is_mixed or newer.kind != older.kind
    kind = Kind.TEXT if differ else newer.kind
    return replace(newer, kind=kind, codes=codes, versions=newer.versions + older.versions, is_mixed=differ)


def spread(questions: Sequence[Column], *, remarks: bool) -> list[Column]:
    """The columns with one for each option of a question that takes several, and those of remarks where wanted."""
    return [column for question in questions for column in with_its_own(question, remarks)]


def with_its_own(question: Column, remarks: bool) -> Iterator[Column]:
    yield question
    if question.kind == Kind.CODES:
        for code in question.codes:
            yield replace(question, name=f"{question.name}/{code}", kind=Kind.FLAG, choice=code)
    if remarks:
        for part in REMARKS:
            kind = Kind.NUMBER if part == "year" else Kind.TEXT
            yield replace(question, name=f"{question.name}.{part}", kind=kind, part=part, codes=(), type="")


def sideways(columns: Sequence[Column], repeat: str, rows: int) -> list[Column]:
    """The columns of a repeat once for each of its rows."""
    return [
        replace(column, name=f"{repeat}[{row}]/{column.name}", row=row)
        for row in range(1, rows + 1)
        for column in columns
    ]


def distinct(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns under names that differ, the first of equal ones keeping its name."""
    taken: dict[str, int] = {}
    found = []
    for column in columns:
        times = taken[column.name] = taken.get(column.name, 0) + 1
        found.append(column if times == 1 else replace(column, name=f"{column.name}~{times}"))
    return tuple(found)
