"""The words of an edition in one language: its content holds codes only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from surveys.models import Attribution, Instrument
from surveys.questionnaire.definition import Definition, Group, Question

ABSENCE_CODES = ("not_available", "not_applicable", "dont_know", "confidential")
# Django names Chinese by its script; the portal has one Chinese.
LANGUAGE_CODES = {"zh": "zh-hans"}


@dataclass(frozen=True)
class Words:
    """Names and labels in `language`; codes without a name are shown as they are, never left out.

    `subregions` are named by their names in English, `cut_offs` by their days in ISO; `versions` are those of the
    questionnaire that were answered.
    """

    language: str
    title: str
    definition: Definition
    states: Mapping[str, str]
    regions: Mapping[str, str]
    channels: Mapping[str, str] = field(default_factory=dict)
    synthetic: bool = False
    subregions: Mapping[str, str] = field(default_factory=dict)
    cut_offs: Mapping[str, str] = field(default_factory=dict)
    versions: Sequence[str] = ()

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

    def language_name(self, code: str) -> str:
        """A language's name in the language that is active."""
        try:
            return str(get_language_info(LANGUAGE_CODES.get(code, code))["name_translated"])
        except KeyError:
            return code

    def use(self, code: str) -> str:
        """What may be done with an answer."""
        return str(Attribution(code).label) if code in Attribution else code

    def treatment(self, kind: str) -> str:
        """What was done to an answer before it was counted."""
        return {
            "set_aside": _("set aside"),
            "unit": _("unit corrected"),
            "recode": _("“other” recoded"),
        }.get(kind, kind)

    def day(self, iso: str) -> str:
        """A day written out in the language that is active."""
        return date_format(date.fromisoformat(iso), "DATE_FORMAT")

    def cut_off(self, day: str) -> str:
        """What a cut-off is for; its day where it has no name."""
        return self.cut_offs.get(day) or self.day(day)

    def division(self, by: str) -> str:
        """What the States are divided by in the rates of a content."""
        return {
            "region": _("Region"),
            "subregion": _("Subregion"),
            "language": _("Language of correspondence"),
            "channel": _("Channel"),
        }.get(by) or (str(Instrument(by).label) if by in Instrument else by)

    def rate(self, by: str, key: str) -> str:
        """The part of the States that a line of the rates is about."""
        if by == "language":
            return self.language_name(key)
        names = {
            "region": self.regions,
            "subregion": self.subregions,
            "channel": self.channels,
        }.get(by) or {"bound": _("ratified"), "not_bound": _("not ratified")}
        return names.get(key, key)

    def measure(self, code: str) -> str:
        """What a figure counts; the words of the glossary."""
        return {
            "answered": _("answered"),
            "blank": _("blank"),
            "not_asked": _("not asked"),
            "set_aside": _("set aside"),
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
