"""Who changed what in a record when, cell by cell, newest first: read from the events of its history."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import ForeignKey, JSONField, Model
from django.utils.formats import date_format, localize
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultations.models import (
    ConstituentGroup,
    Consultation,
    Contribution,
    Document,
    Organization,
    Outcome,
    OutcomeSource,
    Participation,
    Theme,
)
from surveys.models import Instrument, Region, User

MADE, CHANGED, GONE = "insert", "update", "delete"
# What says nothing to people, or what the page says already.
UNTOLD = frozenset({"survey_id", "order", "size", "sha256", "file", "media_type", "uploaded_by_id", "uploaded_at"})
COMMAND = "command:"


@dataclass(frozen=True)
class Cell:
    """A column that changed: its label, what it said and says."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Step:
    """One event: when, by whom, of which thing, what happened to it, and the cells that changed."""

    at: datetime
    actor: str
    about: str
    kind: str
    cells: list[Cell]


def history_of(model: type[Model], *, about: str, words: "Words", **chosen: Any) -> list[tuple[Any, Step]]:
    """The steps of the rows of `model` whose events fit `chosen`, each with its event, in the order of time.

    The columns by which they are chosen are those of the record itself, which a page need not repeat.
    """
    events = model._meta.get_field("changes").related_model
    rows = list(events.objects.filter(**chosen).order_by("pgh_id"))  # type: ignore[union-attr]
    before: dict[int, Any] = {}
    steps = []
    for row in rows:
        kind = row.pgh_label
        old = before.get(row.pgh_obj_id)
        told_before = None if kind == GONE else old
        cells = words.cells(model, told_before, row, but=UNTOLD.union(chosen))
        if kind == GONE:
            cells = [Cell(cell.label, cell.new, "") for cell in cells]
        if kind != CHANGED or cells:
            steps.append((row, Step(row.pgh_created_at, words.actor(row), about, kind, cells)))
        before[row.pgh_obj_id] = row
    return steps


class Words:
    """How columns and people of a history are told, looked up once for all of its steps."""

    def __init__(self) -> None:
        self.language = get_language() or "en"
        self.people: dict[Any, str] = {}
        self.names: dict[tuple[type[Model], Any], str] = {}
        self.coded: dict[str, dict[str, str]] = {}

    def actor(self, event: Any) -> str:
        """Who made the event: a person's name, or the name of the command."""
        actor = (event.pgh_context or {}).get("actor", "")
        if actor not in self.people:
            person = User.objects.filter(pk=actor).first() if isinstance(actor, int) else None
            self.people[actor] = str(person) if person else _of_program(str(actor))
        return self.people[actor]

    def cells(self, model: type[Model], old: Any, new: Any, *, but: frozenset[str] = UNTOLD) -> list[Cell]:
        """The columns, `but` some, in which two events of a row differ; of a first event, those that say anything."""
        found = []
        for field in model._meta.concrete_fields:
            name = field.attname
            if field.primary_key or name in but or not hasattr(new, name):
                continue
            before, after = getattr(old, name, None) if old is not None else None, getattr(new, name)
            if before != after and not (old is None and after in (None, "", [], {}, False)):
                found += self.cells_of(field, before, after)
        return found

    def cells_of(self, field: Any, before: Any, after: Any) -> list[Cell]:
        """A text by languages changes language by language, everything else as a whole."""
        label = str(field.verbose_name)
        if isinstance(field, JSONField):
            before, after = before or {}, after or {}
            codes = [code for code in {**before, **after} if before.get(code) != after.get(code)]
            return [Cell(f"{label} ({code})", before.get(code, ""), after.get(code, "")) for code in codes]
        return [Cell(label, self.said(field, before), self.said(field, after))]

    def said(self, field: Any, value: Any) -> str:
        """A value as people say it."""
        if value in (None, "", []):
            return ""
        if isinstance(field, ForeignKey):
            return self.name(field.related_model, value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, list):
            return ", ".join(self.code(field.name, one) for one in value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return date_format(value) if isinstance(value, date) else str(localize(value))

    def name(self, model: Any, pk: Any) -> str:
        """The name of the row that a column points to; its number where it is gone."""
        if (model, pk) not in self.names:
            row = model._base_manager.filter(pk=pk).first()
            self.names[model, pk] = str(row) if row is not None else f"No. {pk}"
        return self.names[model, pk]

    def code(self, column: str, code: str) -> str:
        """The name of a code in a list: of a region, of a theme, of a choice."""
        if column not in self.coded:
            self.coded[column] = {key: str(word) for key, word in CODED.get(column, list)()}
        return self.coded[column].get(code, code)


def _of_program(actor: str) -> str:
    """How a program is told that has written something."""
    is_command = actor.startswith(COMMAND)
    return _("the command %(name)s") % {"name": actor.removeprefix(COMMAND)} if is_command else actor


def regions() -> Iterable[tuple[str, Any]]:
    """Pairs of code and region."""
    return [(region.code, region) for region in Region.objects.all()]


def themes() -> Iterable[tuple[str, Any]]:
    """Pairs of code and theme; of whichever survey."""
    return [(theme.code, theme) for theme in Theme.objects.all()]


CODED: dict[str, Callable[[], Iterable[tuple[str, Any]]]] = {
    "regions": regions,
    "themes": themes,
    "groups": lambda: ConstituentGroup.choices,
    "instruments": lambda: Instrument.choices,
}


def newest_first(steps: Iterable[tuple[Any, Step]]) -> list[Step]:
    """The steps, the last one first."""
    return [step for _event, step in sorted(steps, key=lambda pair: (pair[1].at, pair[0].pgh_id), reverse=True)]


def of_consultation(consultation: Consultation) -> list[Step]:
    """Of the consultation, of who took part in it, and of its documents."""
    words = Words()
    own = history_of(Consultation, about="", words=words, pgh_obj_id=consultation.pk)
    named = history_of(Participation, about=_("Participation"), words=words, consultation_id=consultation.pk)
    files = history_of(Document, about=_("Document"), words=words, consultation_id=consultation.pk)
    return newest_first([*own, *named, *files])


def of_outcome(outcome: Outcome) -> list[Step]:
    """Of the outcome and of its sources."""
    words = Words()
    own = history_of(Outcome, about="", words=words, pgh_obj_id=outcome.pk)
    sources = history_of(OutcomeSource, about=_("Source of the outcome"), words=words, outcome_id=outcome.pk)
    return newest_first([*own, *sources])


def of_organization(organization: Organization) -> list[Step]:
    """Of the organization."""
    return newest_first(history_of(Organization, about="", words=Words(), pgh_obj_id=organization.pk))


def of_contribution(contribution: Contribution) -> list[Step]:
    """Of the contribution and of its documents."""
    words = Words()
    own = history_of(Contribution, about="", words=words, pgh_obj_id=contribution.pk)
    files = history_of(Document, about=_("Document"), words=words, contribution_id=contribution.pk)
    return newest_first([*own, *files])
