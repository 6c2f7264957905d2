"""A question as its template needs it: label, control, what stands in it, what is beside it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from surveys.differences import Run, differences
from surveys.forms.answers import SectionForm
from surveys.forms.typed import Typed
from surveys.models import Answer, Attachment
from surveys.questionnaire.answers import parts_of
from surveys.questionnaire.definition import Question
from surveys.questionnaire.validation import MANY_CODES, as_typed
from surveys.rendering import ABSENCE_WORDS, direction, marked_line, marked_text

MANY_CHOICES = 12
WRITTEN = frozenset({"textarea", "line"})


@dataclass
class Box:
    """One thing on the page. `kind` names its template; `element_id` stays the same whether it is asked or not.

    `columns` and `rows` are those of a matrix or a table, `boxes` what stands in each row of a repeat.
    """

    kind: str
    path: str
    label: str | SafeString = ""
    level: int = 3
    hint: str | SafeString = ""
    guidance: str | SafeString = ""
    name: str = ""
    number: str = ""
    control: str = ""
    choices: list[tuple[str, str, bool]] = field(default_factory=list)
    source: str = ""
    more: tuple[str, ...] = ()
    value: str = ""
    file: Attachment | None = None
    absences: list[tuple[str, str, bool]] = field(default_factory=list)
    has_absence: bool = False
    remark: dict[str, Any] = field(default_factory=dict)
    seen: int = 0
    required: bool = False
    error: str = ""
    stored: Answer | None = None
    theirs: str = ""
    their_remark: dict[str, Any] = field(default_factory=dict)
    mine: str = ""
    mine_typed: str = ""
    differences: tuple[Run, ...] = ()
    in_conflict: bool = False
    direction: str = "auto"
    text_language: str = ""
    columns: list[Any] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    removed: list[Any] = field(default_factory=list)

    @property
    def template(self) -> str:
        """The template that shows it."""
        return f"surveys/returns/_{self.kind}.html"

    @property
    def element_id(self) -> str:
        """The id of its element: a question's is the target of links to it."""
        return f"{'q' if self.control else 'g'}-{self.path}"

    @property
    def described_by(self) -> str:
        """The ids of what describes the control: hint and error, those that are there."""
        ids = [f"{letter}-{self.path}" for letter, text in (("h", self.hint), ("e", self.error)) if text]
        return " ".join(ids)


def question_box(form: SectionForm, question: Question, path: str, conflicts: set[str], number: str = "") -> Box:
    """The box of a question that is shown."""
    row = parts_of(path)[0]
    stored = form.answers.get(path)
    typed = form.typed.get(path)
    box = Box(
        kind="question",
        path=path,
        label=marked_line(form.evaluation, question.labels, form.language, row),
        hint=marked_line(form.evaluation, question.hints, form.language, row),
        guidance=marked_text(form.evaluation, question.guidance, form.language, row),
        name=form.label_of(path),
        number=number,
        control=control_of(question, len(form.evaluator.definition.choices_of(question))),
        seen=stored.revision if stored else 0,
        required=form.evaluation.required(path),
        error=form.errors.get(path, ""),
        stored=stored,
        direction=direction(form.language),
        text_language=form.text_language,
    )
    if typed is None:
        fill_from_store(form, box, question, stored)
    else:
        fill_from_typed(form, box, question, typed, conflicts)
    return box


def fill_from_store(form: SectionForm, box: Box, question: Question, stored: Answer | None) -> None:
    """Show what is stored."""
    value = stored.value if stored else None
    absence = value["missing"] if isinstance(value, dict) else ""
    codes = value if isinstance(value, list) else [] if value is None or absence else [as_typed(question, value)]
    fill(form, box, question, codes, absence)
    box.remark = dict(stored.remark) if stored else {}
    if stored and stored.language:
        box.direction, box.text_language = direction(stored.language), stored.language


def fill_from_typed(form: SectionForm, box: Box, question: Question, typed: Typed, conflicts: set[str]) -> None:
    """Show what was typed; beside it what somebody else saved, when both changed it."""
    fill(form, box, question, typed.values, typed.absence)
    box.more = typed.more
    box.remark = {"comment": typed.comment, "source": typed.source, "year": typed.year}
    if typed.written:
        box.direction, box.text_language = direction(typed.written), typed.written
    undecided = form.undecided.get(box.path)
    if box.path not in conflicts and not undecided:
        # Until it is saved, the form keeps the revision that its editor saw.
        box.seen = box.seen if box.path in saved_now(form, conflicts) else typed.seen
        return
    box.in_conflict = True
    box.theirs = form.in_words(question, box.stored.value if box.stored else None)
    box.their_remark = dict(box.stored.remark) if box.stored else {}
    mine = undecided or next((change for change in form.changes if change.path == box.path), None)
    box.mine = typed.mine or form.in_words(question, mine.value if mine else None)
    if box.control in WRITTEN:
        box.mine_typed = typed.mine or box.value
        box.differences = differences(box.theirs, box.mine)


def saved_now(form: SectionForm, conflicts: set[str]) -> set[str]:
    """The paths that the save of this request did store: on a page with conflicts, the others."""
    return {change.path for change in form.changes} - conflicts if conflicts else set()


def fill(form: SectionForm, box: Box, question: Question, values: list[str], absence: str) -> None:
    """Set the control to these values."""
    definition, language = form.evaluator.definition, form.language
    box.value = values[0] if values else ""
    box.file = form.files.get(box.value) if box.control == "file" else None
    offered = {choice.name for choice in form.evaluation.choices(box.path)}
    box.choices = [
        (choice.name, definition.label(choice.labels, language), choice.name in values)
        for choice in definition.choices_of(question)
        if choice.name in values or (choice.name in offered and box.control != "names")
    ]
    box.source = question.file_name or question.list_name
    box.absences = [(code, str(words), code == absence) for code, words in ABSENCE_WORDS.items()]
    box.has_absence = bool(absence)


def control_of(question: Question, choices: int) -> str:
    """Which control a question gets; many choices of which several may be taken are named, with a list to search."""
    if question.type in MANY_CODES:
        return "names" if choices > 2 * MANY_CHOICES else "checkboxes"
    if question.type.startswith("select_one"):
        return "select" if choices > MANY_CHOICES else "radios"
    if question.type == "text":
        return "textarea" if "multiline" in question.appearance else "line"
    return question.type
