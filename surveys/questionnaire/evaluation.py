"""What a questionnaire makes of answers: what is asked, required, calculated, violated; the submission document.

Answers are canonical values by path; a repeat's own path holds its row ids. A stated absence counts as empty in
expressions, and so does the answer to a question that is not asked.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from surveys.questionnaire.answers import (
    NOT_ASKED,
    Answers,
    as_value,
    is_absence,
    is_answered,
    is_row_id,
    parts_of,
    path_of,
)
from surveys.questionnaire.definition import Choice, Definition, Group, Node, Question, Repeat, Texts, walk
from surveys.questionnaire.expressions import Compiled
from surveys.questionnaire.rules import REFERENCE, Violation, compiled_rule, decisive_in, in_order, needs_of, rules_of
from surveys.questionnaire.values import Value, string

__all__ = [
    "Answers",
    "Evaluation",
    "Evaluator",
    "Progress",
    "Violation",
    "is_absence",
    "is_answered",
    "parts_of",
    "path_of",
]


@dataclass(frozen=True)
class Progress:
    """How many of the questions asked have an answer; a stated absence is one."""

    answered: int
    asked: int


class Evaluator:
    """A questionnaire compiled once; evaluates any number of answer sets."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.parents: dict[str, Group] = {}
        self.nodes = {node.name: node for node in definition.nodes()}
        self.compiled: dict[tuple[str, str], Compiled] = {
            (node.name, column): compiled_rule(column, text) for node, column, text in rules_of(definition)
        }
        for node in definition.nodes():
            if isinstance(node, Group):
                self.parents.update((child.name, node) for child in node.children)
        self.order = in_order(needs_of(definition, self.compiled))
        self.decisive = decisive_in(self.compiled)

    def evaluate(self, answers: Answers, today: date | None = None) -> "Evaluation":
        """What the questionnaire makes of these answers on this day."""
        evaluation = Evaluation(self, answers, today)
        evaluation.settle()
        return evaluation

    def document(self, answers: Answers, today: date | None = None) -> dict[str, Any]:
        """The answers as a submission holds them: what was asked and given, and what was not asked."""
        return self.evaluate(answers, today).document()

    def dropped(self, answers: Answers, changes: Answers, today: date | None = None) -> list[str]:
        """The given answers that these changes would make not asked, in the questionnaire's order."""
        if not any(self.decides(path) for path in changes):
            return []
        before = self.evaluate(answers, today)
        after = self.evaluate({**answers, **changes}, today)
        return [path for path in before.asked if is_answered(answers.get(path)) and path not in after.asked]

    def decides(self, path: str) -> bool:
        """Whether the answer at this path can have a say in what is asked: most saves are of texts that have none."""
        name = parts_of(path)[1]
        return name in self.decisive or name not in self.definition.questions

    def is_constrained(self, path: str) -> bool:
        """Whether the question at this path has a constraint."""
        return (parts_of(path)[1], "constraint") in self.compiled


@dataclass(frozen=True)
class RowScope:
    """What an expression at one place reads; `row` is the id of the row inside a repeat, else nothing."""

    evaluation: "Evaluation"
    path: str
    row: str
    choice: Choice | None = None

    @property
    def today(self) -> date | None:
        return self.evaluation.today

    @property
    def current(self) -> Value:
        return self.evaluation.value_at(self.path)

    def value(self, name: str) -> Value:
        """The answer to a question, as seen from this place."""
        return self.evaluation.value(name, self.row)

    def column(self, name: str) -> Value:
        """What a column says of the choice at hand."""
        if self.choice is None:
            return ""
        return self.choice.name if name == "name" else self.choice.columns.get(name, "")


@dataclass
class Evaluation:
    """One set of answers under a questionnaire: what applies and is calculated; the rest when it is asked for."""

    evaluator: Evaluator
    answers: Answers
    today: date | None
    known: dict[tuple[str, str], bool] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)

    @property
    def definition(self) -> Definition:
        return self.evaluator.definition

    def settle(self) -> None:
        """Work out what applies and what is calculated, each after what it needs: no deep stack in a long chain."""
        for name in self.evaluator.order:
            node = self.evaluator.nodes.get(name)
            if isinstance(node, Question):
                for row in self.rows_of(node.repeat) if node.repeat else [""]:
                    self.value_at(path_of(node, row))
            elif isinstance(node, Repeat):
                self.relevant(node, "")

    @cached_property
    def asked(self) -> dict[str, Question]:
        """The questions that are asked, by path in the questionnaire's order; calculations are not asked."""
        return {
            path: question
            for path, question, row in self.places()
            if question.type != "calculate" and self.relevant(question, row)
        }

    @cached_property
    def not_asked(self) -> list[str]:
        """The names of questions outside repeats, and of repeats, that are not asked; sorted."""
        outside = [node for node in self.definition.nodes() if self.is_asked_once(node)]
        return sorted(node.name for node in outside if not self.relevant(node, ""))

    @cached_property
    def calculated(self) -> dict[str, str]:
        """The calculated values that are not empty, as text."""
        found = (
            (path, string(self.value_at(path)))
            for path, question, _row in self.places()
            if question.type == "calculate"
        )
        return {path: text for path, text in found if text not in ("", "NaN")}

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """What keeps these answers from being submitted, in the questionnaire's order."""
        return tuple(
            found for path, question, row in self.places() for found in self.violations_at(path, question, row)
        )

    def violations_at(self, path: str, question: Question, row: str) -> Iterator[Violation]:
        """The rules that the answer at one place breaks."""
        if path not in self.asked:
            return
        value = self.answers.get(path)
        if not is_answered(value):
            if self.required(path):
                yield Violation(path, "required", question.required_messages)
        elif not is_absence(value) and not self.holds(question, "constraint", path, row, otherwise=True):
            yield Violation(path, "constraint", question.constraint_messages)

    def required(self, path: str) -> bool:
        """Whether the question at this path has to be answered before submitting."""
        row, name = parts_of(path)
        return self.holds(self.definition.questions[name], "required", path, row, otherwise=False)

    def relevant(self, node: Node, row: str) -> bool:
        """Whether a row of the questionnaire applies: it and all groups around it."""
        key = (node.name, row)
        if key not in self.known:
            # What asks for itself while it is worked out is taken for relevant; circles are refused at import.
            self.known[key] = True
            parent = self.evaluator.parents.get(node.name)
            above = parent is None or self.relevant(parent, "" if isinstance(parent, Repeat) else row)
            self.known[key] = above and self.holds(node, "relevant", node.name, row, otherwise=True)
        return self.known[key]

    def holds(self, node: Node, column: str, path: str, row: str, *, otherwise: bool) -> bool:
        """Whether the expression in a column holds at this place; `otherwise` where there is none."""
        compiled = self.evaluator.compiled.get((node.name, column))
        return otherwise if compiled is None else compiled.is_true(RowScope(self, path, row))

    def value(self, name: str, row: str) -> Value:
        """The value of a question as an expression in `row` sees it; from outside, all rows of a repeat."""
        question = self.definition.questions.get(name)
        if question is None:
            repeat = self.definition.repeats.get(name)
            return list(self.rows_of(name)) if repeat and self.relevant(repeat, "") else []
        if not question.repeat:
            return self.value_at(name)
        if row and row in self.rows_of(question.repeat):
            return self.value_at(path_of(question, row))
        rows = (other for other in self.rows_of(question.repeat) if self.relevant(question, other))
        return [self.value_at(path_of(question, other)) for other in rows]

    def value_at(self, path: str) -> Value:
        """The value at a path in the terms of expressions: empty when not asked or not answered."""
        if path not in self.values:
            self.values[path] = ""
            row, name = parts_of(path)
            question = self.definition.questions[name]
            if self.relevant(question, row):
                self.values[path] = self.computed(question, path, row)
        return self.values[path]

    def computed(self, question: Question, path: str, row: str) -> Value:
        """A calculation's result, or the answer turned into a value."""
        compiled = self.evaluator.compiled.get((question.name, "calculation"))
        if question.type == "calculate" and compiled is not None:
            return compiled(RowScope(self, path, row))
        return as_value(question, self.answers.get(path))

    def rows_of(self, repeat: str) -> list[str]:
        """The ids of a repeat's rows, in their order."""
        if repeat not in self.rows:
            rows = self.answers.get(repeat) if repeat in self.definition.repeats else None
            self.rows[repeat] = list(filter(is_row_id, rows)) if isinstance(rows, list) else []
        return self.rows[repeat]

    def places(self) -> Iterator[tuple[str, Question, str]]:
        """Every question with its path and row: once, or once for each row of its repeat."""
        for question in self.definition.questions.values():
            for row in self.rows_of(question.repeat) if question.repeat else [""]:
                yield path_of(question, row), question, row

    def is_asked_once(self, node: Node) -> bool:
        """Whether the row is a question outside repeats, or a repeat."""
        if isinstance(node, Repeat):
            return True
        return isinstance(node, Question) and node.type != "calculate" and not node.repeat

    def progress(self, section: Group) -> Progress:
        """How far a section is answered; what the pages cannot show yet is not held against anybody."""
        below = {node.name for node in walk(section.children)} - self.definition.not_rendered.keys()
        paths = [path for path, question in self.asked.items() if question.name in below]
        return Progress(sum(is_answered(self.answers.get(path)) for path in paths), len(paths))

    def is_section_asked(self, section: Group) -> bool:
        """Whether anything of the section applies."""
        return self.relevant(section, "")

    def text(self, texts: Texts, language: str, row: str = "", written: Callable[[str], str] = str) -> str:
        """A label in `language` with `${x}` replaced by the values of now, each as `written` writes it."""
        label = self.definition.label(texts, language)
        return REFERENCE.sub(lambda match: written(string(self.value(match[1], row))), label)

    def choices(self, path: str) -> tuple[Choice, ...]:
        """The choices that the question at this path offers now: those its choice_filter lets through."""
        row, name = parts_of(path)
        question = self.definition.questions[name]
        compiled = self.evaluator.compiled.get((name, "choice_filter"))
        choices = self.definition.choices_of(question)
        if compiled is None:
            return choices
        return tuple(choice for choice in choices if compiled.is_true(RowScope(self, path, row, choice)))

    def document(self) -> dict[str, Any]:
        """What a submission holds (docs/architecture.md): no key for what was not given."""
        given = {path: self.answers[path] for path in self.asked if is_answered(self.answers.get(path))}
        found = {path: value for path, value in given.items() if "[" not in path}
        for name, repeat in self.definition.repeats.items():
            if self.relevant(repeat, "") and self.rows_of(name):
                found[name] = [self.row_document(repeat, row, given) for row in self.rows_of(name)]
        return {**found, NOT_ASKED: self.not_asked}

    def row_document(self, repeat: Repeat, row: str, given: Answers) -> dict[str, Any]:
        """One row of a repeat: its id, what was given, and what was not asked in it."""
        questions = [
            node for node in walk(repeat.children) if isinstance(node, Question) and node.type != "calculate"
        ]
        answers = {node.name: given[path] for node in questions if (path := path_of(node, row)) in given}
        skipped = sorted(node.name for node in questions if path_of(node, row) not in self.asked)
        return {"id": row, **answers, **({NOT_ASKED: skipped} if skipped else {})}
