"""Go through the sheets of an XLSForm once: rows become nodes, what has no place becomes a fault."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.questionnaire.definition import Choice, Definition, Group, Node, Note, Question, Repeat
from surveys.questionnaire.faults import Fault
from surveys.questionnaire.workbook import Row, Sheet, language_of

PLAIN_TYPES = frozenset(
    {"text", "integer", "decimal", "date", "note", "calculate", "file", "image", "audio", "video"}
)
LIST_TYPES = frozenset({"select_one", "select_multiple"})
FILE_TYPES = frozenset({"select_one_from_file", "select_multiple_from_file"})
TEXTS = {"label": "labels", "hint": "hints", "guidance_hint": "guidance"}
MESSAGES = {"required_message": "required_messages", "constraint_message": "constraint_messages"}
PLAIN = ("required", "constraint", "calculation", "choice_filter", "default", "read_only", "parameters")
COMMON = ("relevant", "appearance")
OF_QUESTIONS = frozenset({*MESSAGES, *PLAIN})
SURVEY_COLUMNS = frozenset({"type", "name", *TEXTS, *OF_QUESTIONS, *COMMON})
TRANSLATED = frozenset({*TEXTS, *MESSAGES})
CHOICE_COLUMNS = frozenset({"list_name", "name", "label"})
APPEARANCES = frozenset({"multiline", "minimal", "table-list", "field-list"})
BRACKETS = {f"{end}_{kind}": f"{end} {kind}" for end in ("begin", "end") for kind in ("group", "repeat")}
SETTINGS = frozenset({"form_title", "form_id", "version", "default_language"})


@dataclass
class Open:
    """A group that has begun and not ended."""

    row: int
    kind: type[Group]
    columns: dict[str, Any]
    children: list[Node] = field(default_factory=list)


class Reader:
    """Reads the sheets into a definition, keeping faults instead of stopping at the first."""

    def __init__(self, sheets: Mapping[str, Sheet], files: Mapping[str, tuple[Choice, ...]]) -> None:
        self.survey, self.choices, self.settings = sheets["survey"], sheets["choices"], sheets["settings"]
        self.files = files
        self.faults: list[Fault] = []
        self.stack = [Open(0, Group, {})]
        self.lists: dict[str, list[Choice]] = {}
        self.default_language = ""
        self.languages: tuple[str, ...] = ()

    def definition(self) -> Definition:
        """The definition as far as it could be read."""
        settings = self.read_settings()
        self.languages = self.languages_of_labels()
        self.check_columns()
        for row in self.choices.rows:
            self.read_choice(row)
        for row in self.survey.rows:
            self.read_row(row)
        for left in self.stack[1:]:
            self.fault(left.row, "type", "not_closed", "The group that begins here does not end.")
        return Definition(
            title=settings.get("form_title", ""),
            form_id=settings.get("form_id", ""),
            version=settings.get("version", ""),
            default_language=self.default_language,
            languages=self.languages,
            children=tuple(self.stack[0].children),
            lists={name: tuple(choices) for name, choices in self.lists.items()},
            files=dict(self.files),
        )

    def fault(self, row: int | None, column: str, code: str, message: str, sheet: str = "survey") -> None:
        """Note a fault."""
        self.faults.append(Fault(sheet, row, column, code, message))

    def read_settings(self) -> Mapping[str, str]:
        """The one row of settings."""
        rows = self.settings.rows
        if len(rows) != 1:
            words = "The sheet “settings” needs exactly one row below its head."
            self.fault(rows[1].number if rows else None, "", "settings", words, "settings")
        settings = rows[0].cells if rows else {}
        for name in sorted(SETTINGS - settings.keys()):
            self.fault(2, name, "missing_setting", f"The setting “{name}” is missing.", "settings")
        self.default_language = language_of(f"::{settings.get('default_language', '')}")
        return settings

    def languages_of_labels(self) -> tuple[str, ...]:
        """The languages of the label columns, in their order; a bare column is in the default language."""
        found = dict.fromkeys(
            self.language_at(column) for column in self.survey.columns if column.partition("::")[0] == "label"
        )
        if self.default_language not in found:
            words = f"There is no label column in the default language “{self.default_language}”."
            self.fault(2, "default_language", "unknown_language", words, "settings")
        return tuple(found)

    def language_at(self, column: str) -> str:
        """The language of a column of texts."""
        return language_of(column) if "::" in column else self.default_language

    def check_columns(self) -> None:
        """Refuse columns that nobody would read."""
        filters = " ".join(row.cells.get("choice_filter", "") for row in self.survey.rows)
        filtered = frozenset(re.findall(r"[\w-]+", filters))
        self.check_sheet(self.survey, SURVEY_COLUMNS)
        self.check_sheet(self.choices, CHOICE_COLUMNS | filtered)
        self.check_sheet(self.settings, SETTINGS)

    def check_sheet(self, sheet: Sheet, known: frozenset[str]) -> None:
        """The columns of one sheet: known, translated only where texts are, into languages of the labels."""
        languages: dict[tuple[str, str], str] = {}
        for column in sheet.columns:
            base, mark, _language = column.partition("::")
            if base not in known or (mark and base not in TRANSLATED):
                self.fault(1, column, "unknown_column", f"The column “{column}” is not known here.", sheet.name)
            elif base in TRANSLATED:
                language = self.language_at(column)
                if language not in self.languages:
                    words = f"“{column}”: the labels are not in this language."
                    self.fault(1, column, "unknown_language", words, sheet.name)
                if (base, language) in languages:
                    words = f"“{column}” and “{languages[base, language]}” are in one language."
                    self.fault(1, column, "duplicate_column", words, sheet.name)
                languages[base, language] = column

    def read_choice(self, row: Row) -> None:
        """One row of the choices sheet."""
        list_name, name = row.cells.get("list_name", ""), row.cells.get("name", "")
        if len(list_name.split()) != 1 or len(name.split()) != 1:
            words = "A choice needs a list and a name, each of one word."
            self.fault(row.number, "name", "missing_name", words, "choices")
        elif any(choice.name == name for choice in self.lists.get(list_name, [])):
            self.fault(row.number, "name", "duplicate", f"“{name}” comes twice in its list.", "choices")
        else:
            further = {
                column: text for column, text in row.cells.items() if column.partition("::")[0] not in CHOICE_COLUMNS
            }
            self.lists.setdefault(list_name, []).append(Choice(name, self.texts(row, "label"), further))

    def read_row(self, row: Row) -> None:
        """One row of the survey sheet."""
        kind = " ".join(row.cells.get("type", "").split())
        kind = BRACKETS.get(kind, kind)
        if kind in {"end group", "end repeat"}:
            self.close(row, Group if kind == "end group" else Repeat)
        elif not row.cells.get("name"):
            self.fault(row.number, "name", "missing_name", "This row has no name.")
            if kind in {"begin group", "begin repeat"}:
                self.open(row, kind)
        elif kind in {"begin group", "begin repeat"}:
            self.open(row, kind)
        else:
            self.add(row, *kind.partition(" ")[::2])

    def open(self, row: Row, kind: str) -> None:
        """The beginning of a group."""
        self.refuse_columns(row, OF_QUESTIONS)
        opened = Group if kind == "begin group" else Repeat
        self.stack.append(Open(row.number, opened, self.columns(row, TEXTS, COMMON)))

    def close(self, row: Row, kind: type[Group]) -> None:
        """The end of a group."""
        self.refuse_columns(row, SURVEY_COLUMNS - {"type", "name"})
        if len(self.stack) == 1 or self.stack[-1].kind is not kind:
            self.fault(row.number, "type", "not_open", "This ends a group that does not stand open.")
            return
        ended = self.stack.pop()
        if row.cells.get("name", ended.columns["name"]) != ended.columns["name"]:
            words = f"This ends “{ended.columns['name']}”, not “{row.cells['name']}”."
            self.fault(row.number, "name", "not_open", words)
        self.stack[-1].children.append(kind(**ended.columns, children=tuple(ended.children)))

    def add(self, row: Row, kind: str, source: str) -> None:
        """A question, a note or a calculation."""
        if kind not in PLAIN_TYPES | LIST_TYPES | FILE_TYPES or (source and kind in PLAIN_TYPES):
            self.fault(
                row.number, "type", "unknown_type", f"The type “{row.cells.get('type', '')}” is not known here."
            )
        elif kind == "note":
            self.refuse_columns(row, OF_QUESTIONS)
            self.stack[-1].children.append(Note(**self.columns(row, TEXTS, COMMON)))
        else:
            self.check_source(row, kind, source)
            columns = self.columns(row, {**TEXTS, **MESSAGES}, (*COMMON, *PLAIN))
            if kind in LIST_TYPES | FILE_TYPES:
                columns["list_name" if kind in LIST_TYPES else "file_name"] = source
            self.stack[-1].children.append(Question(**columns, type=kind, repeat=self.repeat_around()))

    def repeat_around(self) -> str:
        """The name of the repeat that stands open, if one does."""
        return next((str(opened.columns["name"]) for opened in reversed(self.stack) if opened.kind is Repeat), "")

    def check_source(self, row: Row, kind: str, source: str) -> None:
        """Whether the list or file of a choice question is there, and a calculation has its expression."""
        if kind in LIST_TYPES and source not in self.lists:
            self.fault(row.number, "type", "missing_list", f"There is no list “{source}” of choices.")
        if kind in FILE_TYPES and source not in self.files:
            self.fault(row.number, "type", "missing_file", f"The file “{source}” was not given with the form.")
        if kind == "calculate" and not row.cells.get("calculation"):
            self.fault(row.number, "calculation", "missing_calculation", "A calculation has no expression.")
        if kind != "calculate":
            self.refuse_columns(row, frozenset({"calculation"}))
        if kind not in LIST_TYPES | FILE_TYPES:
            self.refuse_columns(row, frozenset({"choice_filter"}))

    def refuse_columns(self, row: Row, columns: frozenset[str]) -> None:
        """Refuse cells that this kind of row has no use for."""
        for column in row.cells:
            if column.partition("::")[0] in columns:
                self.fault(row.number, column, "no_use", f"“{column}” has no meaning in this row.")

    def columns(self, row: Row, translated: Mapping[str, str], plain: Iterable[str]) -> dict[str, Any]:
        """The cells of a row as a node's values."""
        appearance = row.cells.get("appearance", "")
        if appearance and appearance not in APPEARANCES:
            self.fault(row.number, "appearance", "unknown_appearance", f"The appearance “{appearance}” is not known.")
        return {
            "name": row.cells.get("name", ""),
            "row": row.number,
            **{name: self.texts(row, column) for column, name in translated.items()},
            **{column: row.cells.get(column, "") for column in plain},
        }

    def texts(self, row: Row, base: str) -> dict[str, str]:
        """The texts of a translated column by language."""
        return {
            self.language_at(column): text for column, text in row.cells.items() if column.partition("::")[0] == base
        }
