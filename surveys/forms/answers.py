"""A section of the questionnaire as a plain form: what was typed becomes changes, or stays with the reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from secrets import token_hex
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from surveys.actions.answers import Change
from surveys.forms.misfits import words_of
from surveys.forms.typed import PARTS, NotThisForm, Typed, typed_at
from surveys.forms.uploads import limits
from surveys.models import Answer, Attachment, Return
from surveys.questionnaire.answers import is_row_id, parts_of, path_of
from surveys.questionnaire.definition import Group, Question, Repeat, walk
from surveys.questionnaire.evaluation import Evaluation, Evaluator
from surveys.questionnaire.validation import ONE_CODE, Misfit, named_choices, parse, parse_absence
from surveys.rendering import shown

OUTSIDE = frozenset({"csrfmiddlewaretoken", "key", "language", "next", "confirmed", "owner", "shapes"})
LONGEST_KEY = 64
TAKEN_BACK = "blank"


@dataclass
class SectionForm:
    """One section of one return, for one person, in one language; `data` is what was posted, if anything.

    `own` are the names of the sections that this person may answer. `undecided` are changes to answers that somebody
    else has changed too, and of which nobody has said which one is to be saved.
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
    undecided: dict[str, Change] = field(default_factory=dict)

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
        """The section's questions by path, once for each row that a repeat has or had."""
        asked = [node for node in walk(self.section.children) if isinstance(node, Question)]
        places = ((node, row) for node in asked if node.type != "calculate" for row in self.rows_around(node))
        return {path_of(node, row): node for node, row in places}

    def rows_around(self, question: Question) -> list[str]:
        """The rows in which a question stands: `[""]` outside repeats."""
        return self.rows_known(question.repeat) if question.repeat else [""]

    def rows_known(self, repeat: str) -> list[str]:
        """The rows of a repeat in their order, then those that were taken out of it."""
        return [*self.evaluation.rows_of(repeat), *self.removed[repeat]]

    @cached_property
    def removed(self) -> dict[str, list[str]]:
        """For each repeat of the section the rows that are not in its list: those in which something is stored,
        and those that somebody took out while this person was typing into them."""
        found: dict[str, list[str]] = {}
        for repeat in (node.name for node in walk(self.section.children) if isinstance(node, Repeat)):
            known = self.evaluation.rows_of(repeat)
            rows = [row for row in rows_with_answers(self.answers, repeat) if row not in known]
            posted = [row for row in self.posted_rows(repeat) if row not in {*known, *rows}]
            if posted:
                ever = self.survey_return.answers.rows_ever(repeat)
                rows += [row for row in posted if row in ever]
            found[repeat] = rows
        return found

    def posted_rows(self, repeat: str) -> list[str]:
        """The rows of a repeat for which something was posted."""
        names = (name.partition(":")[2] for name in self.data or ())
        return list(dict.fromkeys(row_of(path) for path in names if path.startswith(f"{repeat}[")))

    @cached_property
    def files(self) -> dict[str, Attachment]:
        """The files that answers of this return may name, by digest."""
        return self.survey_return.attachments.answers().by_digest()

    @property
    def limits(self) -> dict[str, str]:
        """Which files are taken, to be told before one is chosen."""
        return limits()

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
        return {path: typed_at(data, path) for path in paths}

    def is_valid(self) -> bool:
        """Read what was posted into `changes`; where something does not fit, `errors` says what, by path."""
        before = self.as_seen()
        for path, typed in self.typed.items():
            try:
                change = self.change_at(path, typed, before[path])
            except Misfit as misfit:
                self.errors[path] = words_of(misfit)
                continue
            if typed.resolve == "theirs" or not self.differs(change, before[path]):
                continue
            if typed.asked_which and not typed.resolve:
                self.undecided[path] = change
                self.errors[path] = _("Choose which of the two answers is to be saved.")
            else:
                self.changes.append(change)
        if not self.errors:
            self.check_constraints()
        return not self.errors

    def differs(self, change: Change, seen: tuple[Any, dict[str, Any]]) -> bool:
        """Whether this is another answer than the one seen; the same text said to be in another language is."""
        stored = self.answers.get(change.path)
        is_seen = stored is not None and stored.revision == change.seen
        other_language = is_seen and bool(stored and stored.language and change.language != stored.language)
        return (change.value, change.remark) != seen or (change.value is not None and other_language)

    def one_of(self, question: Question, given: Any, absence: str, seen: Any) -> Any:
        """The answer or the stated absence. Raises Misfit when both were given.

        A browser cannot untick the last of several radio buttons: beside a stated absence, or the wish to take the
        answer back, one that is still ticked as it was seen is no answer.
        """
        if absence and question.type in ONE_CODE and given == seen:
            given = None
        if absence and given is not None:
            if question.type in ONE_CODE and parse_or_nothing(absence) == seen:
                return given
            raise Misfit("answer_and_absence")
        return parse_or_nothing(absence) if absence else given

    def change_at(self, path: str, typed: Typed, seen: tuple[Any, dict[str, Any]]) -> Change:
        """The answer as it was typed; the remark seen is kept where no remark was sent. Raises Misfit."""
        question, definition = self.questions[path], self.evaluator.definition
        own_remark = typed.remark
        given = parse(question, [*typed.answer, *named_choices(question, typed.more, definition)], definition)
        if question.type == "file" and given is not None and given not in self.files:
            raise Misfit("unknown_file")
        value = self.one_of(question, given, typed.absence, seen[0])
        stored = self.answers.get(path)
        return Change(
            path=path,
            value=value,
            seen=typed.seen,
            language=self.language_of(typed, stored) if question.type == "text" and isinstance(value, str) else "",
            remark=own_remark if typed.has_remark else seen[1],
            **({"attribution": stored.attribution} if stored else {}),
        )

    def language_of(self, typed: Typed, stored: Answer | None) -> str:
        """The language of a text: as chosen beside it; what was stored stays in its own until a person says so.

        Raises NotThisForm for a language that the questionnaire does not have.
        """
        if typed.written and typed.written not in self.evaluator.definition.languages:
            raise NotThisForm("written")
        of_the_page = self.text_language
        return typed.written or (stored.language if stored and stored.value else "") or of_the_page

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

    def in_words(self, question: Question, value: Any) -> str:
        """An answer in the reader's words; a file by its name."""
        file = self.files.get(value) if question.type == "file" and isinstance(value, str) else None
        return str(file) if file else shown(self.evaluator.definition, question, value, self.language)

    def label_of(self, path: str) -> str:
        """The question at a path in words, in a repeat with the number of its row."""
        row, name = parts_of(path)
        question = self.evaluator.definition.questions[name]
        label = self.evaluation.text(question.labels, self.language, row)
        rows = self.evaluation.rows_of(question.repeat) if question.repeat else []
        return f"{rows.index(row) + 1}. {label}" if row in rows else label


def parse_or_nothing(absence: str) -> dict[str, str] | None:
    """The stated absence; nothing for an answer that is taken back. Raises Misfit."""
    return None if absence == TAKEN_BACK else parse_absence(absence)


def row_of(path: str) -> str:
    """The id of the row in which a path lies; empty outside repeats."""
    return path.partition("[")[2].partition("]")[0]


def rows_with_answers(answers: Mapping[str, Answer], repeat: str) -> Iterator[str]:
    """The ids of a repeat's rows in which something is stored, each once, the oldest first."""
    inside = sorted(
        (answer.pk or 0, path) for path, answer in answers.items() if path.startswith(f"{repeat}[") and answer.value
    )
    rows = dict.fromkeys(row_of(path) for _pk, path in inside)
    return (row for row in rows if is_row_id(row))
