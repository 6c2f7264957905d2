"""What the pages of a return list: tasks, answers to check, what is missing."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from surveys.questionnaire.evaluation import Evaluation, Progress, Violation
from surveys.rendering import Line, lines_of

LANGUAGE_NAMES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ar": "العربية",
    "zh": "中文",
    "de": "Deutsch",
    "ru": "Русский",
}


@dataclass(frozen=True)
class Task:
    """A section in the task list."""

    name: str
    title: str
    progress: Progress
    is_own: bool
    is_asked: bool

    @property
    def is_open(self) -> bool:
        """Whether something is left to answer in it for this person."""
        return self.is_own and self.is_asked and self.progress.answered < self.progress.asked

    @property
    def state(self) -> str:
        """How far it is, as a word."""
        if not self.is_asked:
            return _("not asked")
        if self.progress.answered == 0:
            return _("not begun")
        return _("in progress") if self.progress.answered < self.progress.asked else pgettext("section", "answered")


def tasks_of(evaluation: Evaluation, own: list[str], language: str) -> list[Task]:
    """The sections of the questionnaire; who has only some sees only those."""
    definition = evaluation.definition
    return [
        Task(
            name=section.name,
            title=definition.label(section.labels, language),
            progress=evaluation.progress(section),
            is_own=section.name in own,
            is_asked=evaluation.is_section_asked(section),
        )
        for section in definition.sections
        if section.name in own
    ]


@dataclass(frozen=True)
class Sheet:
    """A section with its answers in words."""

    name: str
    title: str
    lines: list[Line] = field(default_factory=list)

    @property
    def asked(self) -> list[Line]:
        """The lines of what was asked."""
        return [line for line in self.lines if line.asked]

    @property
    def not_asked(self) -> int:
        """How many questions did not apply."""
        return sum(not line.asked for line in self.lines)


def sheets_of(definition, document, languages, language) -> list[Sheet]:
    """All sections of a document in words."""
    return [
        Sheet(
            section.name,
            definition.label(section.labels, language),
            list(lines_of(definition, section, document, languages, language)),
        )
        for section in definition.sections
    ]


def check_sections(evaluation: Evaluation, languages, language: str) -> list[Sheet]:
    """The draft in words, as it would be submitted."""
    return sheets_of(evaluation.definition, evaluation.document(), languages, language)


@dataclass(frozen=True)
class Missing:
    """Something that keeps the reply from being submitted."""

    section: str
    path: str
    label: str
    message: str


def missing_lines(evaluation: Evaluation, language: str) -> list[Missing]:
    """What keeps the reply from being submitted, each with the place to mend it."""
    return [missing_of(evaluation, violation, language) for violation in evaluation.violations]


def missing_of(evaluation: Evaluation, violation: Violation, language: str) -> Missing:
    """One violation in words."""
    definition = evaluation.definition
    name = violation.path.partition("]/")[2] or violation.path
    section = definition.section_of(name)
    words = evaluation.text(violation.messages, language) if violation.messages else ""
    return Missing(
        section=section.name if section else "",
        path=violation.path,
        label=definition.label(definition.questions[name].labels, language),
        message=words or (_("An answer is required.") if violation.kind == "required" else _("This does not fit.")),
    )
