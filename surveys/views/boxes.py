"""A section page: headings, notes, questions, matrices, tables and repeats in order, each with all that it shows.

Everything has its element whether it is asked or not, so that one answer's save can bring single boxes up to date.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from surveys.forms.answers import SectionForm, row_of
from surveys.questionnaire.answers import path_of
from surveys.questionnaire.definition import Choice, Group, Node, Note, Question, Repeat
from surveys.questionnaire.layout import Matrix, Part, Table, common_beginning, parts_of_page, split_label
from surveys.rendering import direction, marked_line, marked_text
from surveys.views.controls import Box, question_box


@dataclass(frozen=True)
class Row:
    """A row of a repeat: its id, its number among the others, what stands in it."""

    id: str
    number: int
    boxes: list[Box]


@dataclass(frozen=True)
class RemovedRow:
    """A row that was taken out of a repeat: its id, and its first answers by which it is known again."""

    id: str
    words: str


@dataclass
class Page:
    """A section: its title, its boxes, and answers that are kept although they are not asked for now.

    `lists` are long lists of choices that controls of the page share: the names by the name of the list.
    """

    title: str
    boxes: list[Box]
    kept: list[tuple[str, str]]
    direction: str
    lists: dict[str, list[str]]


def page_of(form: SectionForm, conflicts: Sequence[str] = ()) -> Page:
    """The page for a form; `conflicts` are paths whose answer somebody else had changed."""
    definition = form.evaluator.definition
    index = [section.name for section in definition.sections].index(form.section.name)
    builder = Builder(form, set(conflicts), f"{index}.")
    boxes = builder.boxes_of(form.section.children, 2)
    title = form.evaluation.text(form.section.labels, form.language)
    return Page(title, boxes, builder.kept, direction(form.language), builder.lists)


@dataclass
class Builder:
    """Goes through a section once; `prefix` begins the numbers of its questions."""

    form: SectionForm
    conflicts: set[str]
    prefix: str
    kept: list[tuple[str, str]] = field(default_factory=list)
    lists: dict[str, list[str]] = field(default_factory=dict)
    counted: int = 0

    def boxes_of(self, nodes: tuple[Node, ...], level: int, row: str = "") -> list[Box]:
        """The boxes of these rows of the questionnaire, in `row` where they stand in a repeat."""
        return [box for part in parts_of_page(nodes) for box in self.boxes_of_part(part, level, row)]

    def boxes_of_part(self, part: Part, level: int, row: str) -> list[Box]:
        """The boxes of one part."""
        if isinstance(part, Matrix):
            return [self.matrix(part, row)]
        if isinstance(part, Table):
            return [self.table(part, row)]
        if isinstance(part, Repeat):
            return [self.repeat(part, level)]
        if isinstance(part, Group):
            return self.group(part, level, row)
        if isinstance(part, Note):
            return [self.note(part, row)]
        if isinstance(part, Question) and part.type != "calculate":
            return [self.question(part, row)]
        return []

    def next_number(self, row: str) -> str:
        """The number of the next question; in the rows of a repeat the repeat's number stands for all."""
        if row:
            return ""
        self.counted += 1
        return f"{self.prefix}{self.counted}"

    def is_shown(self, question: Question, path: str) -> bool:
        """Whether a question is asked, or was typed into: that stays on the page, whoever made it not asked."""
        return path in self.form.evaluation.asked or path in self.form.typed

    def question(self, question: Question, row: str) -> Box:
        """A question; an empty place for it, and the note that its answer is kept, when it is not asked."""
        path = path_of(question, row)
        number = self.next_number(row)
        if path in self.form.evaluation.asked and question.name in self.form.evaluator.definition.not_rendered:
            return Box("unavailable", path, self.form.label_of(path))
        if self.is_shown(question, path):
            box = question_box(self.form, question, path, self.conflicts, number)
            if box.control == "names":
                self.offer(box.source, self.form.evaluation.choices(path))
            return box
        self.keep(question, path)
        return Box("absent", path, control="none")

    def offer(self, source: str, choices: Sequence[Choice]) -> None:
        """Put the names of a long list on the page once."""
        label = self.form.evaluator.definition.label
        self.lists.setdefault(source, [label(choice.labels, self.form.language) for choice in choices])

    def keep(self, question: Question, path: str) -> None:
        """Note the answer to a question that is not asked now."""
        stored = self.form.answers.get(path)
        if stored and stored.value is not None:
            self.kept.append((self.form.label_of(path), self.form.in_words(question, stored.value)))

    def words(self, node: Node, row: str) -> dict[str, Any]:
        """Label, hint and guidance of a node."""
        form = self.form
        return {
            "label": marked_line(form.evaluation, node.labels, form.language, row),
            "hint": marked_line(form.evaluation, node.hints, form.language, row),
            "guidance": marked_text(form.evaluation, node.guidance, form.language, row),
        }

    def note(self, note: Note, row: str) -> Box:
        """A text to read, or its empty place."""
        path = f"{row}/{note.name}" if row else note.name
        if not self.form.evaluation.relevant(note, row):
            return Box("absent", path)
        return Box("note", path, marked_text(self.form.evaluation, note.labels, self.form.language, row))

    def group(self, group: Group, level: int, row: str) -> list[Box]:
        """A heading, if anything below it is shown, and what is below it."""
        inside = self.boxes_of(group.children, min(level + 1, 4), row)
        path = f"{row}/{group.name}" if row else group.name
        if all(box.kind == "absent" for box in inside):
            return [Box("absent", path), *inside]
        heading = Box("heading", path, level=level, **self.words(group, row))
        for box in inside:
            if box.kind == "table":
                box.label = box.label or heading.label
        return [heading, *inside]

    def matrix(self, matrix: Matrix, row: str) -> Box:
        """Questions with one scale of answers, as a table; with a twin, two columns of answers."""
        form, number = self.form, self.next_number(row)
        rows = [self.cells(questions, row) for questions in matrix.rows]
        shown_rows = [cells for cells in rows if cells]
        path = f"{row}/{matrix.name}" if row else matrix.name
        if not shown_rows:
            return Box("absent", path)
        definition = form.evaluator.definition
        box = Box("matrix" if len(matrix.groups) == 1 else "pairs", path, number=number, rows=shown_rows)
        for name, words in self.words(matrix.groups[0], row).items():
            setattr(box, name, words)
        if box.kind == "matrix":
            choices = definition.choices_of(matrix.rows[0][0])
            box.columns = [definition.label(choice.labels, form.language) for choice in choices]
        else:
            box.columns = [marked_line(form.evaluation, group.labels, form.language, row) for group in matrix.groups]
        return box

    def cells(self, questions: tuple[Question, ...], row: str) -> tuple[str, list[Box]] | None:
        """A row of a matrix: its words, and a box for each question that is shown; None when none is."""
        places = [(question, path_of(question, row)) for question in questions]
        shown_places = [(question, path) for question, path in places if self.is_shown(question, path)]
        for question, path in places:
            if (question, path) not in shown_places:
                self.keep(question, path)
        if not shown_places:
            return None
        boxes = [question_box(self.form, question, path, self.conflicts) for question, path in shown_places]
        return common_beginning([str(box.label) for box in boxes]), boxes

    def table(self, table: Table, row: str) -> Box:
        """Figures by row and column, each with its words split between the two."""
        number = self.next_number(row)
        rows = [self.line_of_figures(line, table.columns, row) for line in table.rows]
        if not any(cell for _name, cells in rows for cell in cells):
            return Box("absent", table.name)
        box = Box("table", table.name, number=number, rows=[line for line in rows if any(line[1])])
        labels = {ending: question for line in table.rows for ending, question in line.items()}
        language, label = self.form.language, self.form.evaluator.definition.label
        box.columns = [split_label(label(labels[ending].labels, language))[1] for ending in table.columns]
        return box

    def line_of_figures(self, line, columns: tuple[str, ...], row: str) -> tuple[str, list[Box | None]]:
        """A row of a table: its words, and for each column a box or nothing."""
        cells: list[Box | None] = []
        for ending in columns:
            question = line.get(ending)
            path = path_of(question, row) if question else ""
            if question and self.is_shown(question, path):
                cells.append(question_box(self.form, question, path, self.conflicts))
            else:
                cells.append(None)
                if question:
                    self.keep(question, path)
        first = next(iter(line.values()))
        label = self.form.evaluator.definition.label(first.labels, self.form.language)
        return split_label(label)[0], cells

    def repeat(self, repeat: Repeat, level: int) -> Box:
        """The rows of a repeat, and those taken out of it that can be put back."""
        form, number = self.form, self.next_number("")
        if not form.evaluation.relevant(repeat, ""):
            return Box("absent", repeat.name)
        ids = form.evaluation.rows_of(repeat.name)
        posted = {row_of(path) for path in form.typed if path.startswith(f"{repeat.name}[")}
        # What was typed into a row that somebody took out meanwhile is shown, to be saved or copied.
        ids = [*ids, *(row for row in form.removed[repeat.name] if row in posted)]
        rows = [Row(row, place, self.boxes_of(repeat.children, level + 1, row)) for place, row in enumerate(ids, 1)]
        removed = [self.removed_row(repeat, row) for row in form.removed[repeat.name] if row not in posted]
        box = Box("repeat", repeat.name, level=level, number=number, rows=rows, removed=removed)
        for name, words in self.words(repeat, "").items():
            setattr(box, name, words)
        return box

    def removed_row(self, repeat: Repeat, row: str) -> RemovedRow:
        """A row taken out, by its first answers in words."""
        form = self.form
        found = []
        for question in (node for node in repeat.children if isinstance(node, Question)):
            stored = form.answers.get(path_of(question, row))
            if stored and stored.value is not None:
                found.append(form.in_words(question, stored.value))
        return RemovedRow(row, ", ".join(found[:2])[:120] or _("without words"))
