"""Read an XLSForm into a definition: nothing is dropped, what cannot work is refused with its place."""

import io
import re
import warnings
from collections.abc import Mapping
from pathlib import Path

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from surveys.questionnaire.checks import check_definition
from surveys.questionnaire.choice_files import read_choices
from surveys.questionnaire.definition import Choice, Definition
from surveys.questionnaire.faults import Fault, Refused, refuse
from surveys.questionnaire.reader import FILE_TYPES, Reader
from surveys.questionnaire.workbook import Sheet, read_sheets

__all__ = ["Fault", "Refused", "judge", "read_file", "read_xlsform"]
ROW = re.compile(r"\[row : (\d+)\]")


def read_xlsform(content: bytes, files: Mapping[str, bytes] | None = None) -> Definition:
    """The definition in an XLSForm; `files` are the csv files with choices, by name. Others are not looked at.

    Raises Refused with every fault that was found: sheet, row, column, reason.
    """
    sheets = read_sheets(content)
    choices = read_files(sheets, files or {})
    reader = Reader(sheets, choices)
    definition = reader.definition()
    faults = reader.faults or check_definition(definition)
    if faults:
        raise Refused(faults)
    judge(content)
    return definition


def read_file(path: Path) -> Definition:
    """The definition in a file; the csv files that it names are looked for beside it. Raises Refused, OSError."""
    content = path.read_bytes()
    names = names_of_files(read_sheets(content)["survey"])
    beside = {name: path.parent / name for name in names if Path(name).name == name}
    return read_xlsform(content, {name: file.read_bytes() for name, file in beside.items() if file.is_file()})


def names_of_files(survey: Sheet) -> tuple[str, ...]:
    """The files that the rows of the survey sheet name, each once."""
    types = (row.cells.get("type", "").split() for row in survey.rows)
    return tuple(dict.fromkeys(words[1] for words in types if len(words) == 2 and words[0] in FILE_TYPES))


def read_files(sheets: Mapping[str, Sheet], files: Mapping[str, bytes]) -> dict[str, tuple[Choice, ...]]:
    """The choices of the files that the form names. Raises Refused."""
    return {name: read_choices(name, files[name]) for name in names_of_files(sheets["survey"]) if name in files}


def judge(content: bytes) -> list[str]:
    """Let pyxform judge the file too, so that what is accepted here works in ODK's tools; gives its warnings.

    Raises Refused in pyxform's words, with the row where it names one.
    """
    remarks: list[str] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            convert(xlsform=io.BytesIO(content), validate=False, file_type=".xlsx", warnings=remarks)
    except PyXFormError as fault:
        row = ROW.search(str(fault))
        raise refuse(str(fault), "pyxform", "survey", int(row[1]) if row else None) from fault
    except Exception as fault:  # noqa: BLE001 - pyxform stops on some forms with whatever it runs into
        raise refuse(f"pyxform cannot read the form ({type(fault).__name__}).", "pyxform", "survey") from fault
    return remarks
