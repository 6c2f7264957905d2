"""A section of the questionnaire as a plain form: what was typed becomes changes, or stays with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from secrets import token_hex
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from surveys.actions.answers import Change
from surveys.forms.misfits import words_of
from surveys.models import Answer, Return
from surveys.questionnaire.definition import Group, Question, walk
from surveys.questionnaire.evaluation import Evaluation, Evaluator
from surveys.questionnaire.validation import Misfit, check_text, clean, parse, parse_absence

PARTS = ("value", "absence", "seen", "comment", "source", "year", "resolve")
REMARK_PARTS = ("comment", "source", "year")
OUTSIDE = frozenset({"csrfmiddlewaretoken", "key", "language", "next", "confirmed"})
LONGEST_KEY = 64


class NotThisForm(Exception):
    """The request holds fields that this section's form does not have, or lacks its key."""


@dataclass(frozen=True)
class Typed:
    """What came from the form for one question, as it came; `has_remark`: whether the fields of the remark did."""

    values: list[str]
    absence: str
    comment: str
    source: str
    year: str
    seen: int
    resolve: str
    has_remark: bool = True

    @property
    def remark(self) -> dict[str, Any]:
        """The remark as it is stored: only what was written. Raises Misfit."""
        texts = {name: clean(text) for name, text in (("comment", self.comment), ("source", self.source))}
        remark: dict[str, Any] = {name: text for name, text in texts.items() if text}
        if year := clean(self.year):
            if not (year.isdecimal() and len(year) == 4):
                raise Misfit("not_a_year")
            remark["year"] = int(year)
        return remark


@dataclass
class SectionForm:
    """One section of one return, for one person, in one language; `data` is what was posted, if anything.

    `own` are the names of the sections that this person may answer.
    """

    survey_return: Return
    section: Group
    evaluator: Evaluator
    answers: Mapping[str, Answer]
    language: str
    today: date
    own: list[str]
    data: QueryDict | None = None
    errors: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    @cached_property
    def key(self) -> str:
        """The write key: made with the page, given back by the form. Raises NotThisForm for a key that is none."""
        if self.data is None:
            return token_hex(16)
        key = self.data.get("key", "")
        if not key or len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
            raise NotThisForm("key")
        return key

    @property
    def key_to_send(self) -> str:
        """The key for the next save from this page: a new one, since this save has had its answer."""
        return token_hex(16)

    @cached_property
    def text_language(self) -> str:
        """The language of the texts: that of the page they were typed into, whatever was chosen in another window.

        Raises NotThisForm for a language that the questionnaire does not have.
        """
        language = self.language if self.data is None else self.data.get("language", self.language)
        if language not in self.evaluator.definition.languages:
            raise NotThisForm("language")
        return language

    @cached_property
    def values(self) -> dict[str, Any]:
        """The values of the draft as stored, by path."""
        return {path: answer.value for path, answer in self.answers.items() if answer.value is not None}

    @cached_property
    def evaluation(self) -> Evaluation:
        """What the questionnaire makes of the stored draft."""
        return self.evaluator.evaluate(self.values, self.today)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The section's questions that the page shows controls for, by path."""
        hidden = self.evaluator.definition.not_rendered
        nodes = (node for node in walk(self.section.children) if isinstance(node, Question))
        return {node.name: node for node in nodes if node.type != "calculate" and node.name not in hidden}

    @cached_property
    def typed(self) -> dict[str, Typed]:
        """What was posted, by path. Raises NotThisForm."""
        data = self.data if self.data is not None else QueryDict()
        for name in data:
            part, _colon, path = name.partition(":")
            if name not in OUTSIDE and (part not in PARTS or path not in self.questions):
                raise NotThisForm(name)
        # Of every question that has any field: a value without the revision seen is refused, never left out.
        paths = dict.fromkeys(name.partition(":")[2] for name in data if name not in OUTSIDE)
        return {path: self.typed_at(data, path) for path in paths}

    def typed_at(self, data: QueryDict, path: str) -> Typed:
        """What was posted for one question."""
        seen = data.get(f"seen:{path}", "")
        if not (seen.isascii() and seen.isdecimal() and len(seen) < 10):
            raise NotThisForm(f"seen:{path}")
        parts = {part: data.get(f"{part}:{path}", "") for part in ("absence", "comment", "source", "year", "resolve")}
        has_remark = any(f"{part}:{path}" in data for part in REMARK_PARTS)
        return Typed(values=data.getlist(f"value:{path}"), seen=int(seen), has_remark=has_remark, **parts)

    def is_valid(self) -> bool:
        """Read what was posted into `changes`; where something does not fit, `errors` says what, by path."""
        before = self.as_seen()
        for path, typed in self.typed.items():
            try:
                change = self.change_at(path, typed, before[path][1])
            except Misfit as misfit:
                self.errors[path] = words_of(misfit)
                continue
            if typed.resolve != "theirs" and (change.value, change.remark) != before[path]:
                self.changes.append(change)
        if not self.errors:
            self.check_constraints()
        return not self.errors

    def change_at(self, path: str, typed: Typed, remark: dict[str, Any]) -> Change:
        """The answer as it was typed; `remark` is the one seen, kept where no remark was sent. Raises Misfit."""
        question = self.questions[path]
        for text in (typed.comment, typed.source, typed.year):
            check_text(text)
        given = parse(question, typed.values, self.evaluator.definition)
        if typed.absence and given is not None:
            raise Misfit("answer_and_absence")
        value = parse_absence(typed.absence) if typed.absence else given
        stored = self.answers.get(path)
        return Change(
            path=path,
            value=value,
            seen=typed.seen,
            language=self.text_language if question.type == "text" and isinstance(value, str) else "",
            remark=typed.remark if typed.has_remark else remark,
            **({"attribution": stored.attribution} if stored else {}),
        )

    def as_seen(self) -> dict[str, tuple[Any, dict[str, Any]]]:
        """Value and remark of each posted answer as its editor saw it: from the history where it has moved on.

        So that a field which somebody else changed meanwhile, and this person did not touch, is no conflict.
        """
        found: dict[str, tuple[Any, dict[str, Any]]] = {}
        moved: dict[int, tuple[str, int]] = {}
        for path, typed in self.typed.items():
            stored = self.answers.get(path)
            found[path] = (None, {})
            if stored and stored.revision == typed.seen:
                found[path] = (stored.value, stored.remark)
            elif stored and typed.seen:
                moved[stored.pk] = (path, typed.seen)
        if moved:
            wanted = {pk: seen for pk, (_path, seen) in moved.items()}
            for pk, value, remark in Answer.objects.at_revisions(wanted):
                found[moved[pk][0]] = (value, remark)
        return found

    def check_constraints(self) -> None:
        """Hold the changed answers against the questionnaire's constraints, with all the others as they are."""
        changed = {change.path for change in self.changes if self.evaluator.is_constrained(change.path)}
        if not changed:
            return
        evaluation = self.evaluator.evaluate(self.values_after(), self.today)
        for violation in evaluation.violations:
            if violation.kind == "constraint" and violation.path in changed:
                words = evaluation.text(violation.messages, self.language) if violation.messages else ""
                self.errors[violation.path] = words or _("This answer does not fit the rule of the question.")

    def values_after(self) -> dict[str, Any]:
        """The draft's values once the changes are saved."""
        after = {**self.values, **{change.path: change.value for change in self.changes}}
        return {path: value for path, value in after.items() if value is not None}

    @cached_property
    def dropped(self) -> list[str]:
        """The given answers that these changes would make not asked."""
        changes = {change.path: change.value for change in self.changes}
        return self.evaluator.dropped(self.values, changes, self.today)
