"""Forms over the two keyings of a paper reply: what differs is decided, texts are checked against the paper."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from secrets import token_hex
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from surveys.actions.comparing import Decision
from surveys.forms.misfits import words_of
from surveys.ledger import canonical_json
from surveys.models import Settlement
from surveys.questionnaire.definition import Definition
from surveys.questionnaire.keying import DIFFERS, UNCHECKED, Place
from surveys.questionnaire.validation import Misfit, as_typed, check_text, clean, parse

LONGEST_KEY = 64
YEAR_DIGITS = 4


def seen_as(place: Place) -> str:
    """A short word for what both wrote there, so that nobody decides about what they have not seen."""
    return hashlib.sha256(canonical_json([place.first, place.second])).hexdigest()[:16]


def typed_value(place: Place, raw: list[str], definition: Definition) -> Any:
    """What was typed for a place, as it is stored; None for nothing. Raises Misfit."""
    if not place.part:
        return parse(place.question, raw, definition)
    text = raw[0] if raw else ""
    check_text(text)
    written = clean(text)
    if place.part != "year" or not written:
        return written or None
    if not (written.isdecimal() and len(written) == YEAR_DIGITS):
        raise Misfit("not_a_year")
    return int(written)


@dataclass
class PlacesForm:
    """Some places of a paper reply on a page; `data` is what was posted, if anything; errors by place."""

    places: list[Place]
    definition: Definition
    data: QueryDict | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        """The write key of this page; one that is none is replaced, and the request refused as unseen."""
        given = self.data.get("key", "") if self.data is not None else ""
        return given if given.isascii() and given.isprintable() and 0 < len(given) <= LONGEST_KEY else token_hex(16)

    def posted(self, part: str, place: Place) -> str:
        """What came in a field of a place."""
        return self.data.get(f"{part}:{place.name}", "") if self.data is not None else ""

    def raw(self, place: Place) -> list[str]:
        """What was typed in the place's own control."""
        return self.data.getlist(f"value:{place.name}") if self.data is not None else []

    def was_seen(self, place: Place) -> bool:
        """Whether the page showed what stands there now."""
        return self.posted("seen", place) == seen_as(place)

    def stale(self) -> str:
        """The message at a place that has changed since the page was made."""
        return _("This has changed meanwhile. Look at it again.")


class SettlingForm(PlacesForm):
    """Where the two differ: the first, the second, or a third value typed."""

    @cached_property
    def open(self) -> list[Place]:
        """The places at which the two differ."""
        return [place for place in self.places if place.state == DIFFERS]

    def decisions(self) -> list[Decision]:
        """What was decided; places left alone are not in it. Fills `errors`."""
        found = []
        for place in self.open:
            if choice := self.posted("choice", place):
                decision = self.decision(place, choice)
                found += [decision] if decision else []
        return found

    def decision(self, place: Place, choice: str) -> Decision | None:
        """The decision at a place; None, with the reason in `errors`, when it cannot be taken."""
        value = None
        try:
            if not self.was_seen(place):
                self.errors[place.name] = self.stale()
            elif choice not in Settlement.Choice.values:
                self.errors[place.name] = _("Choose one of these.")
            elif choice == Settlement.Choice.THIRD:
                value = typed_value(place, self.raw(place), self.definition)
        except Misfit as misfit:
            self.errors[place.name] = words_of(misfit)
        if place.name in self.errors:
            return None
        return Decision(place.name, choice, place.first, place.second, value)


class TextsForm(PlacesForm):
    """Texts held against the paper by the second person: agrees, or as corrected."""

    @cached_property
    def open(self) -> list[Place]:
        """The places that have not been looked at."""
        return [place for place in self.places if place.state == UNCHECKED]

    @cached_property
    def written(self) -> list[Place]:
        """Those at which something was keyed in."""
        return [place for place in self.open if place.first is not None]

    @cached_property
    def blank(self) -> list[Place]:
        """Those at which nothing was keyed in."""
        return [place for place in self.open if place.first is None]

    def checked(self) -> dict[str, Any]:
        """What the person read on the paper, by place; what was neither ticked nor corrected is not in it."""
        return dict(self._read())

    def _read(self) -> Iterable[tuple[str, Any]]:
        none_there = self.data is not None and "blank" in self.data
        for place in self.open:
            raw, ticked = self.raw(place), bool(self.posted("agrees", place))
            try:
                typed = typed_value(place, raw, self.definition) if raw and raw[0].strip() else None
            except Misfit as misfit:
                self.errors[place.name] = words_of(misfit)
                continue
            is_corrected = typed is not None and typed != place.first
            if not (ticked or is_corrected or (none_there and place.first is None)):
                continue
            if not self.was_seen(place):
                self.errors[place.name] = self.stale()
            elif ticked and is_corrected:
                self.errors[place.name] = _("Either it agrees, or it is corrected: not both.")
            else:
                yield place.name, typed if is_corrected else place.first


def value_as_typed(place: Place) -> str:
    """What the control of a place shows of the first keying."""
    if place.first is None or isinstance(place.first, dict):
        return ""
    return str(place.first) if place.part else as_typed(place.question, place.first)
