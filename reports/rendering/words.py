"""The words of an edition in one language: its content holds codes only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from surveys.questionnaire.definition import Definition, Group, Question

ABSENCE_CODES = ("not_available", "not_applicable", "dont_know", "confidential")


@dataclass(frozen=True)
class Words:
    """Names and labels in `language`; codes without a name are shown as they are, never left out."""

    language: str
    title: str
    definition: Definition
    states: Mapping[str, str]
    regions: Mapping[str, str]
    channels: Mapping[str, str] = field(default_factory=dict)
    synthetic: bool = False

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language is written from the right."""
        return self.language.split("-")[0] in {"ar", "fa", "he", "ur"}

    def question(self, name: str) -> str:
        """A question's label, or that of a repeat."""
        asked = self.definition.questions.get(name) or self.definition.repeats.get(name)
        return (self.label(asked.labels) if asked else "") or name

    def choice(self, question_name: str, code: str) -> str:
        """A choice's label."""
        question = self.definition.questions.get(question_name)
        choices = self.definition.choices_of(question) if isinstance(question, Question) else ()
        return next((self.label(choice.labels) for choice in choices if choice.name == code), "") or code

    def section(self, name: str) -> str:
        """A section's title."""
        section = next((section for section in self.definition.sections if section.name == name), None)
        return (self.label(section.labels) if isinstance(section, Group) else "") or name

    def label(self, texts: Mapping[str, str]) -> str:
        """A text of the questionnaire in the language."""
        return self.definition.label(texts, self.language)

    def state(self, iso3: str) -> str:
        """A State's name."""
        return self.states.get(iso3, iso3)

    def group(self, code: str) -> str:
        """A group's name: all States asked, or a region."""
        return _("All States asked") if code == "all" else self.regions.get(code, code)

    def channel(self, code: str) -> str:
        """How a reply came."""
        return self.channels.get(code, code)

    def measure(self, code: str) -> str:
        """What a figure counts; the words of the glossary."""
        return {
            "answered": _("answered"),
            "blank": _("blank"),
            "not_asked": _("not asked"),
            "not_available": _("not available"),
            "not_applicable": _("not applicable"),
            "dont_know": _("don’t know"),
            "confidential": _("confidential"),
            "choice": _("choice"),
            "unmapped": _("does not fit the question"),
            "rows": _("entries"),
            "minimum": _("Minimum"),
            "median": _("Median"),
            "maximum": _("Maximum"),
        }.get(code, code)
