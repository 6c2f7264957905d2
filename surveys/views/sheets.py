"""What the pages of a return list: tasks, answers to check, what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from surveys.models import Answer, Appointment, Attachment
from surveys.models.returns import Attribution
from surveys.questionnaire.answers import parts_of
from surveys.questionnaire.definition import Definition
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


def named(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of code and the language's own name."""
    return [(code, LANGUAGE_NAMES.get(code, code)) for code in codes]


@dataclass(frozen=True)
class Task:
    """A section in the task list."""

    name: str
    title: str
    progress: Progress
    is_asked: bool
    people: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is left to answer in it."""
        return self.is_asked and self.progress.answered < self.progress.asked

    @property
    def state(self) -> str:
        """How far it is, as a word."""
        if not self.is_asked:
            return _("not asked")
        if self.progress.answered == 0:
            return _("not begun")
        return _("in progress") if self.progress.answered < self.progress.asked else pgettext("section", "answered")


def tasks_of(
    evaluation: Evaluation, own: list[str], contributors: Iterable[Appointment], language: str
) -> list[Task]:
    """The sections of the questionnaire, with the contributors who have them; who has only some sees only those."""
    definition = evaluation.definition
    given = [(str(appointment.user), appointment.sections) for appointment in contributors]
    return [
        Task(
            name=section.name,
            title=definition.label(section.labels, language),
            progress=evaluation.progress(section),
            is_asked=evaluation.is_section_asked(section),
            people=tuple(name for name, sections in given if section.name in sections),
        )
        for section in definition.sections
        if section.name in own
    ]


@dataclass(frozen=True)
class Entry:
    """A line with remark, permitted use and file of its answer; `can_change`: whether the pages have a control."""

    line: Line
    remark: Mapping[str, Any]
    can_change: bool
    use: str = ""
    file: Attachment | None = None


@dataclass(frozen=True)
class Sheet:
    """A section with its answers in words."""

    name: str
    title: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def asked(self) -> list[Entry]:
        """The entries of what was asked."""
        return [entry for entry in self.entries if entry.line.asked]

    @property
    def not_asked(self) -> int:
        """How many questions did not apply."""
        return sum(not entry.line.asked for entry in self.entries)


@dataclass(frozen=True)
class Answered:
    """Answers with what stands beside them: a submission, or a draft as it would be submitted."""

    document: Mapping[str, Any]
    languages: Mapping[str, str]
    remarks: Mapping[str, Mapping[str, Any]]
    uses: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Attachment] = field(default_factory=dict)

    def use_of(self, line: Line) -> str:
        """The permitted use in words; none for what was left blank."""
        use = self.uses.get(line.path)
        return str(Attribution(use).label) if use and line.value else ""


def sheets_of(definition: Definition, answered: Answered, language: str) -> list[Sheet]:
    """All sections of a document in words."""
    hidden = definition.not_rendered
    return [
        Sheet(
            section.name,
            definition.label(section.labels, language),
            [
                Entry(
                    line,
                    answered.remarks.get(line.path, {}),
                    parts_of(line.path)[1] not in hidden,
                    answered.use_of(line),
                    answered.files.get(line.value) if line.is_file else None,
                )
                for line in lines_of(definition, section, answered.document, answered.languages, language)
            ],
        )
        for section in definition.sections
    ]


def check_sections(
    evaluation: Evaluation, answers: Mapping[str, Answer], files: Mapping[str, Attachment], language: str
) -> list[Sheet]:
    """The draft in words, as it would be submitted."""
    languages = {path: answer.language for path, answer in answers.items()}
    remarks = {path: answer.remark for path, answer in answers.items()}
    return sheets_of(
        evaluation.definition, Answered(evaluation.document(), languages, remarks, files=files), language
    )


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
    _row, name = parts_of(violation.path)
    section = definition.section_of(name)
    words = evaluation.text(violation.messages, language) if violation.messages else ""
    return Missing(
        section=section.name if section else "",
        path=violation.path,
        label=definition.label(definition.questions[name].labels, language),
        message=words or (_("An answer is required.") if violation.kind == "required" else _("This does not fit.")),
    )
