"""Where a round stands at the end of a day: what one page tells the head of unit, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.models import Consultation, Contribution, Outcome
from consultations.models.contributions import ContributionStanding
from consultations.register.standing import Status
from reports.models import Chapter, Milestone
from surveys.figures import Figures, report
from surveys.models import CutOff, Survey
from surveys.standing import StateRow, report_on, states_on


class MilestoneState(models.TextChoices):
    """Where a milestone stands on a day."""

    DONE = "done", pgettext_lazy("milestone", "done")
    LATE = "late", pgettext_lazy("milestone", "late")
    NEXT = "next", pgettext_lazy("milestone", "next")
    TO_COME = "to_come", _("to come")


@dataclass(frozen=True)
class CutOffLine:
    """A cut-off date: how many of the replies of the day had come by it, how many after; None: it is to come."""

    cut_off: CutOff
    returned: int | None
    after: int | None


@dataclass(frozen=True)
class Replies:
    """The replies as of a day, and by each cut-off date; `total.sent` is the base of all of them."""

    total: Figures
    cut_offs: list[CutOffLine]


@dataclass(frozen=True)
class Standing:
    """All blocks of the page."""

    milestones: list[tuple[Milestone, MilestoneState]]
    replies: Replies
    chapters: list[Chapter]
    contributions: list[Contribution]
    meetings: list[Consultation]
    outcomes: list[Outcome]


def standing_of(survey: Survey, day: date) -> Standing:
    """Where the survey, its consultations and its report stood at the end of `day`, as far as is recorded."""
    milestones = list(survey.milestones.select_related("owner"))
    states = milestone_states([(one.last_day, one.is_done_by(day)) for one in milestones], day)
    return Standing(
        milestones=list(zip(milestones, states, strict=True)),
        replies=replies_of(survey, day),
        chapters=late_chapters(survey, day),
        contributions=late_contributions(survey, day),
        meetings=unrecorded_meetings(survey, day),
        outcomes=unused_outcomes(survey, day),
    )


def milestone_states(milestones: Sequence[tuple[date, bool]], day: date) -> list[MilestoneState]:
    """The state of each, from its last day and whether it was done; next are those of the nearest last day."""
    open_days = [last_day for last_day, is_done in milestones if not is_done and last_day >= day]
    nearest = min(open_days, default=None)
    return [_state(last_day, is_done, day, nearest) for last_day, is_done in milestones]


def _state(last_day: date, is_done: bool, day: date, nearest: date | None) -> MilestoneState:
    if is_done:
        return MilestoneState.DONE
    if last_day < day:
        return MilestoneState.LATE
    return MilestoneState.NEXT if last_day == nearest else MilestoneState.TO_COME


def replies_of(survey: Survey, day: date) -> Replies:
    """The replies that count on `day`, parted by the cut-off dates by the day on which the first one came."""
    rows = states_on(survey, day)
    total = report_on(survey, rows).total
    return Replies(total, [cut_off_line(survey, cut_off, rows, day, total) for cut_off in survey.cut_offs.all()])


def cut_off_line(survey: Survey, cut_off: CutOff, rows: Sequence[StateRow], day: date, total: Figures) -> CutOffLine:
    """How a cut-off date parts the replies."""
    if cut_off.day > day:
        return CutOffLine(cut_off, None, None)
    by_then = (row.standing for row in rows if came_by(row, cut_off.day))
    returned = report(by_then, regions=(), reply_by=survey.reply_by).total.received
    return CutOffLine(cut_off, returned, total.received - returned)


def came_by(row: StateRow, day: date) -> bool:
    """Whether the State's first reply came on the day or before."""
    first = row.standing.first_received_on
    return first is not None and first <= day


def late_chapters(survey: Survey, day: date) -> list[Chapter]:
    """Chapters that were due before `day` and not final on it, the longest overdue first."""
    due = Chapter.objects.filter(report__survey=survey, due_on__lt=day).select_related("lead")
    return [chapter for chapter in due.order_by("due_on", "order") if chapter.is_late_on(day)]


def late_contributions(survey: Survey, day: date) -> list[Contribution]:
    """Contributions that were asked for by a day before `day` and had neither come nor been declined."""
    due = Contribution.objects.filter(survey=survey, due_on__lt=day).known_on(day).select_related("contributor")
    in_order = due.order_by("due_on", "code")
    return [one for one in in_order if one.standing_on(day) == ContributionStanding.LATE]


def unrecorded_meetings(survey: Survey, day: date) -> list[Consultation]:
    """Consultations that were planned, are over, and of which nobody has recorded what became."""
    found: Any = Consultation.objects.filter(survey=survey).consultations().with_standing(day)
    return list(found.filter(standing=Status.UNRECORDED).select_related("survey").in_time())


def unused_outcomes(survey: Survey, day: date) -> list[Outcome]:
    """Outcomes known on `day` that no chapter rests on."""
    known = Outcome.objects.filter(survey=survey, chapter_sources__isnull=True).known_on(day).select_related("survey")
    return list(known.order_by("code"))
