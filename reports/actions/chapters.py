"""Chapters, topics and milestones: entered, changed, moved, and what a chapter rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Max, Value, When
from django.utils.text import slugify

from consultations.actions.versions import ChangedMeanwhile, Refusing, as_json, locked, set_values
from reports.models import Chapter, ChapterSource, Milestone, Report, Topic
from surveys.actions.write_keys import once
from surveys.models import Survey, User

LONGEST_CODE = 40


@dataclass(frozen=True)
class Sources:
    """What a chapter rests on: outcomes and contributions by their numbers, questions by their names."""

    outcomes: frozenset[int] = field(default_factory=frozenset)
    contributions: frozenset[int] = field(default_factory=frozenset)
    questions: frozenset[str] = field(default_factory=frozenset)

    def by_column(self) -> dict[str, frozenset[Any]]:
        """The same by the columns of a source."""
        return {"outcome_id": self.outcomes, "contribution_id": self.contributions, "question": self.questions}


def report_of(survey: Survey) -> Report:
    """The survey's report; begun under the survey's own titles where there is none."""
    return Report.objects.get_or_create(survey=survey, defaults={"titles": survey.titles})[0]


def enter_chapter(*, survey: Survey, values: Mapping[str, Any], by: User, key: str, at: datetime) -> Chapter:
    """A new chapter, the last one. Raises NotPossible, KeyReused."""

    def act() -> int:
        report = _held(report_of(survey))
        with Refusing(), transaction.atomic():
            return int(Chapter.objects.create(report=report, order=_next(report.chapters), **values).pk)

    request = {"enter chapter": survey.pk, **as_json(values)}
    return Chapter.objects.get(pk=once(user=by, key=key, request=request, at=at, act=act))


def enter_topic(*, survey: Survey, values: Mapping[str, Any], by: User, key: str, at: datetime) -> Topic:
    """A new topic, the last one. Raises NotPossible, KeyReused."""

    def act() -> int:
        report = _held(report_of(survey))
        with Refusing(), transaction.atomic():
            code = _free_code(report, values["titles"]["en"])
            return int(Topic.objects.create(report=report, code=code, order=_next(report.topics), **values).pk)

    request = {"enter topic": survey.pk, **as_json(values)}
    return Topic.objects.get(pk=once(user=by, key=key, request=request, at=at, act=act))


def change(
    *, row: Chapter | Topic | Milestone, values: Mapping[str, Any], seen: int | None, by: User, key: str, at: datetime
) -> None:
    """Give the row these columns, unless it is no longer what was seen. Raises ChangedMeanwhile, NotPossible,
    KeyReused."""

    def act() -> None:
        found = locked(row, seen)
        with Refusing(), transaction.atomic():
            if set_values(found, values):
                found.save()

    request = {"change": type(row).__name__, "row": row.pk, "seen": seen, **as_json(values)}
    once(user=by, key=key, request=request, at=at, act=act)


def move_up(*, row: Chapter | Topic, by: User, key: str, at: datetime) -> None:
    """Change places with the one before; the first one stays. Raises KeyReused."""

    def act() -> None:
        _held(row.report)
        rows = type(row)._base_manager
        found = rows.get(pk=row.pk)
        before = rows.filter(report=found.report_id, order__lt=found.order).order_by("order").last()
        if before:
            place = Case(When(pk=found.pk, then=Value(before.order)), default=Value(found.order))
            rows.filter(pk__in=[found.pk, before.pk]).update(order=place)

    once(user=by, key=key, request={"move up": type(row).__name__, "row": row.pk}, at=at, act=act)


def rest_on(*, chapter: Chapter, sources: Sources, seen: int | None, by: User, key: str, at: datetime) -> None:
    """Have the chapter rest on exactly these, unless its sources are no longer what was seen.

    Raises ChangedMeanwhile, NotPossible, KeyReused.
    """

    def act() -> None:
        Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
        if sources_version(chapter) != seen:
            raise ChangedMeanwhile
        with Refusing(), transaction.atomic():
            for column, wanted in sources.by_column().items():
                _set(chapter, column, wanted)

    by_column = {column: sorted(wanted) for column, wanted in sources.by_column().items()}
    once(user=by, key=key, request={"rest on": chapter.pk, "seen": seen, **by_column}, at=at, act=act)


def sources_of(chapter: Chapter) -> Sources:
    """What the chapter rests on now."""
    rows = list(chapter.sources.values_list("outcome", "contribution", "question"))
    return Sources(
        frozenset(outcome for outcome, _contribution, _question in rows if outcome),
        frozenset(contribution for _outcome, contribution, _question in rows if contribution),
        frozenset(question for _outcome, _contribution, question in rows if question),
    )


def sources_version(chapter: Chapter) -> int:
    """What a page knows of the sources: the last event of any of them."""
    changes: Any = ChapterSource._meta.get_field("changes").related_model
    last = changes._base_manager.filter(chapter_id=chapter.pk).aggregate(last=Max("pgh_id"))
    return int(last["last"] or 0)


def _set(chapter: Chapter, column: str, wanted: frozenset[Any]) -> None:
    nothing = "" if column == "question" else None
    rows = {getattr(row, column): row for row in chapter.sources.exclude(**{column: nothing})}
    for gone in sorted(rows.keys() - wanted):
        rows[gone].delete()
    for new in sorted(wanted - rows.keys()):
        ChapterSource.objects.create(chapter=chapter, **{column: new})


def _held(report: Report) -> Report:
    held: Report = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    return held


def _next(rows: Any) -> int:
    return int(rows.aggregate(last=Max("order"))["last"] or 0) + 1


def _free_code(report: Report, words: str) -> str:
    stem = slugify(words)[:LONGEST_CODE].strip("-") or "topic"
    taken = set(report.topics.filter(code__startswith=stem).values_list("code", flat=True))
    numbered: Sequence[str] = [f"{stem}-{number}" for number in range(2, len(taken) + 3)]
    return next(code for code in (stem, *numbered) if code not in taken)
