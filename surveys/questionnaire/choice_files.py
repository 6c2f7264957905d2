"""Read the csv files from which questions take their choices: every column is kept."""

import csv
import io
from collections.abc import Iterator

from surveys.questionnaire.definition import Choice
from surveys.questionnaire.faults import Fault, Refused, refuse
from surveys.questionnaire.workbook import language_of

MOST_CHOICES = 100_000


def read_choices(name: str, content: bytes) -> tuple[Choice, ...]:
    """The choices of a csv file with `name`, `label`, `label::Language (code)` and what else there is.

    Raises Refused with each fault: file, line, column, reason.
    """
    (_first, header), *lines = lines_of(name, content) or [(1, [])]
    if "name" not in header or len(set(header)) < len(header) or "" in header:
        raise refuse(f"{name}: the first line has to name each column once, “name” among them.", "columns", name, 1)
    faults = list(line_faults(name, header, lines))
    if faults:
        raise Refused(faults)
    return tuple(choice_of(dict(zip(header, line, strict=True))) for _number, line in lines)


def lines_of(name: str, content: bytes) -> list[tuple[int, list[str]]]:
    """The lines that are not empty, as number and texts. Raises Refused."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        lines = [(reader.line_num, [text.strip() for text in line]) for line in reader if any(line)]
    except (UnicodeDecodeError, csv.Error) as fault:
        raise refuse(f"{name} cannot be read as a csv file in UTF-8.", "unreadable", name) from fault
    if len(lines) > MOST_CHOICES:
        raise refuse(f"{name} has more than {MOST_CHOICES} lines.", "too_large", name)
    return lines


def line_faults(name: str, header: list[str], lines: list[tuple[int, list[str]]]) -> Iterator[Fault]:
    """Lines with more or fewer fields than there are columns, without a name, or with one that came before."""
    seen: set[str] = set()
    for number, line in lines:
        if len(line) != len(header):
            words = f"{name}, line {number}: {len(line)} fields, not {len(header)}."
            yield Fault(name, number, "", "columns", words)
            continue
        code = line[header.index("name")]
        if len(code.split()) != 1:
            yield Fault(name, number, "name", "missing_name", f"{name}, line {number}: the name is not one word.")
        elif code in seen:
            yield Fault(name, number, "name", "duplicate", f"{name}, line {number}: “{code}” comes twice.")
        seen.add(code)


def choice_of(row: dict[str, str]) -> Choice:
    """A line as a choice: labels by language, all other columns as they are."""
    labels = {language_of(column): text for column, text in row.items() if column.startswith("label::") and text}
    columns = {
        column: text for column, text in row.items() if column != "name" and not column.startswith("label::") and text
    }
    return Choice(row["name"], labels or {"default": row.get("label") or row["name"]}, columns)
