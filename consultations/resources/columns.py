"""The columns that several tables of the register have: texts by language, the round, a time as exactly as known."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation, Organization, Theme
from consultations.register.periods import Period, Precision, period_of
from surveys.imports.columns import Cell, Column, Text
from surveys.imports.languages import TextColumn
from surveys.imports.references import Reference, ReferenceWithin
from surveys.imports.refused import Unfit
from surveys.models import Survey

LANGUAGES = [(code.split("-")[0], name) for code, name in settings.LANGUAGES]
LONGEST_TEXT = 20_000
OPEN = "open"
WITHIN = {"within": "survey", "path": "survey.slug"}
ROUND = Reference(Survey.objects.all, "slug", "no_such_round")
SURVEY = Column("survey", _("Short name of the round, such as ilms2003"), ROUND)
CODE = Column("code", _("Code, by which the row is found within the round"), Text(50, required=True))
SOURCE = Column("source", _("Where it is told"), Text(300))
NOTES = Column("notes", _("Notes"), Text(LONGEST_TEXT))


def texts(field: str, heading: str, label: Any, *, required: bool = False, **options: Any) -> tuple[TextColumn, ...]:
    """A column for each language of the portal; English first, which stands in where another is left empty."""
    return tuple(
        TextColumn(
            field,
            heading,
            code,
            format_lazy("{what} ({language})", what=label, language=language),
            required=required and code == "en",
            **options,
        )
        for code, language in LANGUAGES
    )


def organization(heading: str, label: Any, *, required: bool = False) -> Column:
    """A column that names an organization."""
    return Column(heading, label, Reference(Organization.objects.all, "code", "no_such_organization", required))


def consultation(heading: str, label: Any, *, required: bool = False) -> Column:
    """A column that names a consultation of the row's round."""
    known = Consultation.objects.select_related("survey").order_by
    return Column(heading, label, ReferenceWithin(known, "code", "no_such_consultation", required, **WITHIN))


def themes_by_round() -> dict[str, list[str]]:
    """The codes of themes by the short name of their round."""
    found: dict[str, list[str]] = {}
    for slug, code in Theme.objects.order_by("survey", "order", "code").values_list("survey__slug", "code"):
        found.setdefault(slug, []).append(code)
    return found


class RoundOf(Column):
    """The round of a row that has none of its own: it says which consultation a code means."""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **options: Any) -> None:
        """Nothing but a look whether there is such a round."""
        self.clean(row, **options)


class Lines(Cell):
    """Several texts, one to a line."""

    def blank(self) -> Any:
        """None of them."""
        return []

    def read(self, value: Any, *, is_text: bool) -> Any:
        """The lines that hold anything."""
        if not isinstance(value, str):
            raise Unfit("not_text")
        return [line.strip() for line in value.removeprefix("'" if is_text else "").splitlines() if line.strip()]

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        """The texts, one to a line; nothing for none."""
        return "\n".join(value or ()) or None


class Time(Cell):
    """A day, a month or a year, as it is typed; Excel's own day is one to the day."""

    def blank(self) -> str:
        """No time."""
        return ""

    def read(self, value: Any, *, is_text: bool) -> str:
        """The time as it is typed: 2003-07-02, 2003-07 or 2003."""
        if isinstance(value, datetime):
            raise Unfit("day_with_hour")
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = value.isoformat() if isinstance(value, date) else str(value)
        if text != OPEN:
            read_time(text)
        return text

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        """The time as it is typed; nothing where none is known."""
        return value or None


def read_time(beginning: str, end: str = "") -> Period:
    """The time that is typed. Raises Unfit."""
    try:
        first, last = period_of(beginning), period_of(end or beginning)
    except ValueError as fault:
        raise Unfit("not_time") from fault
    if first.precision != last.precision:
        raise Unfit("other_exactness")
    if first.first and last.last and last.last < first.first:
        raise Unfit("ends_first")
    return Period(first.first, last.last, first.precision)


class Begins(Column):
    """The beginning; what it makes of the row is said by `Ends`, which stands after it."""

    is_text = True

    def get_value(self, instance: Any) -> str:
        """The beginning as it is typed."""
        return str(instance.period.written()[0])

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **options: Any) -> None:
        """Keep what is typed until the end is read."""
        instance.typed = ""
        beginning = self.clean(row, **options)
        if beginning == OPEN:
            raise Unfit("not_time")
        instance.typed = beginning


class Ends(Column):
    """The end: empty where it is told by the beginning alone, `open` while the consultation goes on."""

    is_text = True

    def get_value(self, instance: Any) -> str:
        """The end as it is typed."""
        if instance.first_day and instance.last_day is None:
            return OPEN
        beginning, end = instance.period.written()
        return "" if beginning == end else str(end)

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **options: Any) -> None:
        """Put the time into the row, with its exactness. Raises Unfit."""
        end = self.clean(row, **options)
        period = time_of(instance.typed, end)
        instance.first_day, instance.last_day, instance.precision = period.first, period.last, period.precision.value


def time_of(beginning: str, end: str) -> Period:
    """The time that the two cells tell. Raises Unfit."""
    if beginning:
        return Period(*start_of(beginning)) if end == OPEN else read_time(beginning, end)
    if end == OPEN:
        raise Unfit("open_without_beginning")
    by_then = read_time(end) if end else Period()
    if end and by_then.precision != Precision.DAY:
        raise Unfit("end_not_a_day")
    return Period(None, by_then.last, Precision.NONE)


def start_of(beginning: str) -> tuple[date | None, None, Precision]:
    """The time that begins so and has no end yet."""
    period = read_time(beginning)
    return period.first, None, period.precision
