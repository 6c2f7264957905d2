"""The coverage matrix of a round with all that a page or a workbook tells of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from consultations.models import ConstituentGroup, Consultation, Outcome, OutcomeSource
from consultations.register.coverage import NOT_STATED, WHATEVER, Covered, coverage
from consultations.register.matrix import Matrix
from consultations.register.standing import Status
from surveys.models import Region, Survey

TOOK_PLACE = (Status.HELD, Status.CONTINUING)


def matrix_of(survey: Survey, day: date, language: str) -> Matrix:
    """The matrix of the consultations that were known on `day`."""
    regions = {region.code: region.name(language) for region in Region.objects.all()}
    groups = {code: str(words) for code, words in ConstituentGroup.choices}
    themes = {theme.code: theme.title(language) for theme in survey.themes.all()}
    found = Consultation.objects.filter(survey=survey).consultations().with_standing(day).in_time()
    consultations = {one.code: one for one in found.select_related("survey")}
    chapters_of = chapters_by_consultation(survey, consultations.values())
    return Matrix(
        survey=survey,
        day=day,
        coverage=coverage(
            [covered(one, chapters_of.get(one.pk, ())) for one in consultations.values()],
            regions=list(regions),
            groups=list(groups),
            themes=list(themes),
        ),
        regions=regions | {NOT_STATED: _("No region stated")},
        groups=groups | {NOT_STATED: _("No group stated")},
        themes=themes | {WHATEVER: _("Whatever the theme"), NOT_STATED: _("No theme stated")},
        consultations=consultations,
        chapters=chapters_by_number(survey, chapters_of),
        chapters_of=chapters_of,
    )


def covered(one: Any, chapters: Sequence[int]) -> Covered:
    """A consultation as the computation takes it."""
    return Covered(one.code, Status(one.standing), one.regions, one.groups, one.themes, chapters)


def chapters_by_consultation(survey: Survey, found: Any) -> dict[int, list[int]]:
    """The numbers of the chapters that use an outcome of a consultation, by its id; of what has taken place."""
    number = "outcome__chapter_sources__chapter__order"
    of_report = {"outcome__chapter_sources__chapter__report__survey": survey}
    took_place = [one.pk for one in found if one.standing in TOOK_PLACE]
    pairs = OutcomeSource.objects.filter(consultation__in=took_place, **of_report).order_by(number)
    numbers: dict[int, list[int]] = {}
    for consultation, order in pairs.values_list("consultation", number).distinct():
        numbers.setdefault(consultation, []).append(order)
    return numbers


def chapters_by_number(survey: Survey, chapters_of: Mapping[int, Sequence[int]]) -> dict[int, Any]:
    """The chapters that are named, by number. They are reached through the outcomes: reports knows this app, and this
    app does not know reports."""
    named = {number for numbers in chapters_of.values() for number in numbers}
    if not named:
        return {}
    source: Any = Outcome._meta.get_field("chapter_sources").related_model
    chapter: Any = source._meta.get_field("chapter").related_model
    found = chapter._default_manager.filter(report__survey=survey, order__in=named).select_related("report__survey")
    return {one.order: one for one in found}
