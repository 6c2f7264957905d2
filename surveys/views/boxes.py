"""A section page as its template needs it: headings, notes and questions in order, each with all that it shows."""

from dataclasses import dataclass, field
from typing import Any

from surveys.forms.answers import SectionForm, Typed
from surveys.models import Answer
from surveys.questionnaire.definition import Group, Node, Note, Question
from surveys.questionnaire.validation import as_typed
from surveys.rendering import ABSENCE_WORDS, direction, shown

MANY_CHOICES = 12


@dataclass
class Box:
    """One thing on the page: `kind` is heading, note, question or unavailable."""

    kind: str
    path: str
    label: str
    level: int = 3
    hint: str = ""
    number: str = ""
    control: str = ""
    choices: list[tuple[str, str, bool]] = field(default_factory=list)
    value: str = ""
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
    in_conflict: bool = False
    direction: str = "auto"
    text_language: str = ""


@dataclass
class Page:
    """A section: its title, what is asked, and answers that are kept although they are not asked for now."""

    title: str
    boxes: list[Box]
    kept: list[tuple[str, str]]
    direction: str


def page_of(form: SectionForm, conflicts=()) -> Page:
    """The page for a form; `conflicts` are paths whose answer somebody else had changed."""
    definition = form.evaluator.definition
    index = [section.name for section in definition.sections].index(form.section.name)
    builder = Builder(form, set(conflicts), index)
    builder.add(form.section.children, 2)
    title = form.evaluation.text(form.section.labels, form.language)
    return Page(title, builder.boxes, builder.kept, direction(form.language))


@dataclass
class Builder:
    """Goes through a section once."""

    form: SectionForm
    conflicts: set[str]
    section_index: int
    boxes: list[Box] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    counted: int = 0

    def add(self, nodes: tuple[Node, ...], level: int) -> None:
        """Add what these rows show."""
        definition = self.form.evaluator.definition
        for node in nodes:
            if isinstance(node, Question) and node.type != "calculate":
                self.counted += 1
                self.add_question(node)
            elif node.name in definition.not_rendered:
                self.add_unavailable(node)
            elif isinstance(node, Group):
                self.add_group(node, level)
            elif isinstance(node, Note) and self.form.evaluation.relevant(node, ""):
                self.boxes.append(Box("note", node.name, self.words(node.labels)))

    def words(self, texts) -> str:
        """A text in the questionnaire's language with the values of now."""
        return self.form.evaluation.text(texts, self.form.language)

    def add_group(self, group: Group, level: int) -> None:
        """A heading, if anything below it is shown."""
        heading = Box("heading", group.name, self.words(group.labels), level=level, hint=self.words(group.hints))
        self.boxes.append(heading)
        before = len(self.boxes)
        self.add(group.children, min(level + 1, 4))
        if len(self.boxes) == before:
            self.boxes.pop()

    def add_unavailable(self, node: Node) -> None:
        """What cannot be answered here yet is named, never silently left out."""
        if self.form.evaluation.relevant(node, ""):
            self.boxes.append(Box("unavailable", node.name, self.words(node.labels)))

    def add_question(self, question: Question) -> None:
        """A question that is asked, or the note that its answer is kept."""
        form, path = self.form, question.name
        if path in form.evaluator.definition.not_rendered:
            self.add_unavailable(question)
        elif path in form.evaluation.asked or path in form.typed:
            # What was typed stays on the page, even if it was somebody else who made it not asked meanwhile.
            self.boxes.append(self.box(question))
        elif (stored := form.answers.get(path)) and stored.value is not None:
            value = shown(form.evaluator.definition, question, stored.value, form.language)
            self.kept.append((self.words(question.labels), value))

    def box(self, question: Question) -> Box:
        """The box of a question."""
        form, path = self.form, question.name
        stored = form.answers.get(path)
        typed = form.typed.get(path)
        box = Box(
            kind="question",
            path=path,
            label=self.words(question.labels),
            hint=self.words(question.hints),
            number=f"{self.section_index}.{self.counted}",
            control=control_of(question, len(form.evaluator.definition.choices_of(question))),
            seen=stored.revision if stored else 0,
            required=form.evaluation.required(path),
            error=form.errors.get(path, ""),
            stored=stored,
            direction=direction(form.language),
            text_language=form.language,
        )
        if typed is None:
            self.fill_from_store(box, question, stored)
        else:
            self.fill_from_typed(box, question, typed)
        return box

    def fill_from_store(self, box: Box, question: Question, stored: Answer | None) -> None:
        """Show what is stored."""
        value = stored.value if stored else None
        absence = value["missing"] if isinstance(value, dict) else ""
        codes = value if isinstance(value, list) else [] if value is None or absence else [as_typed(question, value)]
        self.fill(box, question, codes, absence)
        box.remark = dict(stored.remark) if stored else {}
        if stored and stored.language:
            box.direction, box.text_language = direction(stored.language), stored.language

    def fill_from_typed(self, box: Box, question: Question, typed: Typed) -> None:
        """Show what was typed; beside it what somebody else saved, when both changed it."""
        self.fill(box, question, typed.values, typed.absence)
        box.remark = {"comment": typed.comment, "source": typed.source, "year": typed.year}
        if question.name not in self.conflicts:
            # Until it is saved, the form keeps the revision that its editor saw.
            box.seen = box.seen if question.name in self.saved_now() else typed.seen
            return
        definition, language = self.form.evaluator.definition, self.form.language
        box.in_conflict = True
        box.theirs = shown(definition, question, box.stored.value if box.stored else None, language)
        box.their_remark = dict(box.stored.remark) if box.stored else {}
        mine = next((change.value for change in self.form.changes if change.path == question.name), None)
        box.mine = shown(definition, question, mine, language)

    def saved_now(self) -> set[str]:
        """The paths that the save of this request did store: on a page with conflicts, the others."""
        return {change.path for change in self.form.changes} - self.conflicts if self.conflicts else set()

    def fill(self, box: Box, question: Question, values: list[str], absence: str) -> None:
        """Set the control to these values."""
        definition, language = self.form.evaluator.definition, self.form.language
        box.value = values[0] if values else ""
        offered = {choice.name for choice in self.form.evaluation.choices(box.path)}
        box.choices = [
            (choice.name, definition.label(choice.labels, language), choice.name in values)
            for choice in definition.choices_of(question)
            if choice.name in offered or choice.name in values
        ]
        box.absences = [(code, str(words), code == absence) for code, words in ABSENCE_WORDS.items()]
        box.has_absence = bool(absence)


def control_of(question: Question, choices: int) -> str:
    """Which control a question gets."""
    if question.type == "select_one":
        return "select" if choices > MANY_CHOICES else "radios"
    if question.type == "select_multiple":
        return "checkboxes"
    if question.type == "text":
        return "textarea" if "multiline" in question.appearance else "line"
    return {"integer": "integer", "decimal": "decimal", "date": "date"}[question.type]
