"""Read an XLSForm into a definition: nothing is dropped, what cannot work is refused with its place."""

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from surveys.questionnaire.checks import check_definition
from surveys.questionnaire.definition import Choice, Definition, Group, Node, Note, Question, Repeat
from surveys.questionnaire.faults import Fault, Refused, refuse
from surveys.questionnaire.workbook import Row, Sheet, language_of, read_choices, read_sheets

__all__ = ["Fault", "Refused", "read_xlsform"]

PLAIN_TYPES = frozenset({"text", "integer", "decimal", "date", "note", "calculate", "file"})
LIST_TYPES = frozenset({"select_one", "select_multiple"})
FILE_TYPES = frozenset({"select_one_from_file", "select_multiple_from_file"})
TRANSLATED = {
    "label": "labels",
    "hint": "hints",
    "guidance_hint": "guidance",
    "required_message": "required_messages",
    "constraint_message": "constraint_messages",
}
PLAIN = ("required", "constraint", "calculation", "choice_filter", "default", "read_only", "parameters")
COMMON = ("relevant", "appearance")
SURVEY_COLUMNS = frozenset({"type", "name", *TRANSLATED, *PLAIN, *COMMON})
APPEARANCES = frozenset({"multiline", "minimal", "table-list", "field-list"})
BRACKETS = {f"{end}_{kind}": f"{end} {kind}" for end in ("begin", "end") for kind in ("group", "repeat")}
SETTINGS = frozenset({"form_title", "form_id", "version", "default_language"})


def read_xlsform(content: bytes, files: Mapping[str, bytes] | None = None) -> Definition:
    """The definition in an XLSForm; `files` are the csv files with choices, by name.

    Raises Refused with every fault that was found: sheet, row, column, reason.
    """
    sheets = read_sheets(content)
    reader = Reader(sheets, {name: read_choices(name, data) for name, data in (files or {}).items()})
    definition = reader.definition()
    faults = reader.faults or check_definition(definition)
    if faults:
        raise Refused(faults)
    check_with_pyxform(content)
    return definition


def check_with_pyxform(content: bytes) -> None:
    """Let pyxform judge the file too, so that what is accepted here works in ODK's tools."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            convert(xlsform=io.BytesIO(content), validate=False, file_type=".xlsx")
    except PyXFormError as fault:
        raise refuse(str(fault), "pyxform", "survey") from fault


@dataclass
class Open:
    """A group that has begun and not ended."""

    row: int
    kind: type[Group]
    columns: dict[str, Any]
    children: list[Node] = field(default_factory=list)


class Reader:
    """Goes through the sheets once, keeping faults instead of stopping at the first."""

    def __init__(self, sheets: Mapping[str, Sheet], files: Mapping[str, tuple[Choice, ...]]) -> None:
        self.sheets = sheets
        self.files = files
        self.faults: list[Fault] = []
        self.stack = [Open(0, Group, {})]

    def definition(self) -> Definition:
        """The definition as far as it could be read."""
        self.check_columns()
        settings = self.settings()
        for row in self.sheets["survey"].rows:
            self.read_row(row)
        for left in self.stack[1:]:
            self.fault("survey", left.row, "type", "not_closed", "The group that begins here does not end.")
        return Definition(
            title=settings.get("form_title", ""),
            form_id=settings.get("form_id", ""),
            version=settings.get("version", ""),
            default_language=language_of(f"::{settings.get('default_language', '')}"),
            languages=self.languages(),
            children=tuple(self.stack[0].children),
            lists=self.lists(),
            files=dict(self.files),
        )

    def fault(self, sheet: str, row: int | None, column: str, code: str, message: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(sheet, row, column, code, message))

    def check_columns(self) -> None:
        """Refuse columns that nobody would read."""
        for column in self.sheets["survey"].columns:
            if column.partition("::")[0] not in SURVEY_COLUMNS:
                self.fault("survey", 1, column, "unknown_column", f"The column “{column}” is not known here.")
        for column in self.sheets["choices"].columns if "choices" in self.sheets else ():
            if column.partition("::")[0] not in {"list_name", "name", "label"}:
                self.fault("choices", 1, column, "unknown_column", f"The column “{column}” is not known here.")
        for column in self.sheets["settings"].columns:
            if column not in SETTINGS:
                self.fault("settings", 1, column, "unknown_column", f"The setting “{column}” is not known here.")

    def settings(self) -> Mapping[str, str]:
        """The one row of settings."""
        rows = self.sheets["settings"].rows
        if len(rows) != 1:
            self.fault(
                "settings", None, "", "settings", "The sheet “settings” needs exactly one row below its head."
            )
        settings = rows[0].cells if rows else {}
        for name in sorted(SETTINGS - settings.keys()):
            self.fault("settings", 2, name, "missing_setting", f"The setting “{name}” is missing.")
        return settings

    def languages(self) -> tuple[str, ...]:
        """The languages of the label columns, in their order."""
        columns = self.sheets["survey"].columns
        return tuple(language_of(column) for column in columns if column.startswith("label::")) or ("default",)

    def lists(self) -> dict[str, tuple[Choice, ...]]:
        """The lists of choices by name."""
        found: dict[str, list[Choice]] = {}
        for row in self.sheets["choices"].rows if "choices" in self.sheets else ():
            list_name, name = row.cells.get("list_name", ""), row.cells.get("name", "")
            if not list_name or not name:
                self.fault("choices", row.number, "name", "missing_name", "A choice needs a list and a name.")
            elif any(choice.name == name for choice in found.get(list_name, [])):
                self.fault(
                    "choices", row.number, "name", "duplicate", f"The choice “{name}” comes twice in its list."
                )
            else:
                found.setdefault(list_name, []).append(Choice(name, translated(row, "label")))
        return {name: tuple(choices) for name, choices in found.items()}

    def read_row(self, row: Row) -> None:
        """One row of the survey sheet."""
        kind = " ".join(row.cells.get("type", "").split())
        kind = BRACKETS.get(kind, kind)
        if kind in {"begin group", "begin repeat"}:
            opened = Group if kind == "begin group" else Repeat
            self.stack.append(Open(row.number, opened, self.columns(row, COMMON)))
        elif kind in {"end group", "end repeat"}:
            self.close(row, Group if kind == "end group" else Repeat)
        else:
            self.add(row, *kind.partition(" ")[::2])

    def close(self, row: Row, kind: type[Group]) -> None:
        """The end of a group."""
        if len(self.stack) == 1 or self.stack[-1].kind is not kind:
            self.fault("survey", row.number, "type", "not_open", "This ends a group that does not stand open.")
            return
        ended = self.stack.pop()
        self.stack[-1].children.append(kind(**ended.columns, children=tuple(ended.children)))

    def add(self, row: Row, kind: str, source: str) -> None:
        """A question, a note or a calculation."""
        if not row.cells.get("name"):
            self.fault("survey", row.number, "name", "missing_name", "This row has no name.")
        elif kind == "note":
            self.refuse_columns(row, PLAIN)
            self.stack[-1].children.append(Note(**self.columns(row, COMMON)))
        elif kind in PLAIN_TYPES | LIST_TYPES | FILE_TYPES:
            self.check_source(row, kind, source)
            columns = self.columns(row, (*COMMON, *PLAIN))
            sources = {
                "list_name": source if kind in LIST_TYPES else "",
                "file_name": source if kind in FILE_TYPES else "",
            }
            self.stack[-1].children.append(Question(**columns, **sources, type=kind, repeat=self.repeat_around()))
        else:
            self.fault(
                "survey",
                row.number,
                "type",
                "unknown_type",
                f"The type “{row.cells.get('type', '')}” is not known here.",
            )

    def repeat_around(self) -> str:
        """The name of the repeat that stands open, if one does."""
        return next((str(opened.columns["name"]) for opened in reversed(self.stack) if opened.kind is Repeat), "")

    def check_source(self, row: Row, kind: str, source: str) -> None:
        """Whether the list or file of a choice question is there."""
        lists = (
            {other.cells.get("list_name") for other in self.sheets["choices"].rows}
            if "choices" in self.sheets
            else set()
        )
        if kind in LIST_TYPES and source not in lists:
            self.fault("survey", row.number, "type", "missing_list", f"There is no list “{source}” of choices.")
        if kind in FILE_TYPES and source not in self.files:
            self.fault(
                "survey", row.number, "type", "missing_file", f"The file “{source}” was not given with the form."
            )
        if kind in PLAIN_TYPES and source:
            self.fault(
                "survey", row.number, "type", "unknown_type", f"The type “{kind} {source}” is not known here."
            )

    def refuse_columns(self, row: Row, columns: tuple[str, ...]) -> None:
        """Refuse cells that this kind of row has no use for."""
        for column in columns:
            if row.cells.get(column):
                self.fault("survey", row.number, column, "no_use", f"“{column}” has no meaning in this row.")

    def columns(self, row: Row, plain: tuple[str, ...]) -> dict[str, Any]:
        """The cells of a row as a node's values."""
        appearance = row.cells.get("appearance", "")
        if appearance and appearance not in APPEARANCES:
            self.fault(
                "survey",
                row.number,
                "appearance",
                "unknown_appearance",
                f"The appearance “{appearance}” is not known.",
            )
        texts = {name: translated(row, column) for column, name in TRANSLATED.items()}
        if plain == COMMON:
            texts = {name: texts[name] for name in ("labels", "hints", "guidance")}
        return {
            "name": row.cells.get("name", ""),
            "row": row.number,
            **texts,
            **{column: row.cells.get(column, "") for column in plain},
        }


def translated(row: Row, base: str) -> dict[str, str]:
    """The texts of a translated column by language."""
    found = {language_of(column): text for column, text in row.cells.items() if column.startswith(f"{base}::")}
    if base in row.cells:
        found["default"] = row.cells[base]
    return found
