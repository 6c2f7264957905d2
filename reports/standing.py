"""Where the work for a report stands at the end of a day: what is done, what is late, what nobody has said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from consultations.models import Consultation, Contribution, ContributionStanding, Outcome
from consultations.register.standing import Status
from reports.models import Chapter, Milestone
from surveys.figures import Figures
from surveys.models import CutOff, Survey
from surveys.standing import report_on, states_on

DONE, LATE, OPEN = "done", "late", "open"
AWAITED = frozenset({ContributionStanding.INVITED, ContributionStanding.LATE})


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone, and whether it is done, late or still to come."""

    milestone: Milestone
    standing: str


@dataclass(frozen=True)
class CutOffLine:
    """How many had replied by a cut-off; by the day itself where that has not come."""

    cut_off: CutOff
    figures: Figures
    is_over: bool


@dataclass(frozen=True)
class Stand:
    """All of it, as of `day`."""

    day: date
    figures: Figures
    milestones: Sequence[MilestoneLine]
    cut_offs: Sequence[CutOffLine]
    late_chapters: Sequence[Chapter]
    number_of_chapters: int
    final_chapters: int
    late_contributions: Sequence[Contribution]
    awaited_contributions: int
    unrecorded: Sequence[Consultation]
    unused: Sequence[Outcome]
    number_of_outcomes: int


def where_we_stand(survey: Survey, day: date) -> Stand:
    """Where the survey and its report stand on `day`, in a number of queries that does not grow with the rows."""
    chapters = list(Chapter.objects.filter(report__survey=survey).select_related("lead", "report__survey"))
    awaited = contributions_on(survey, day, AWAITED)
    outcomes = list(Outcome.objects.filter(survey=survey).known_on(day).select_related("survey"))
    used = set(Outcome.objects.filter(survey=survey, chapter_sources__isnull=False).values_list("pk", flat=True))
    return Stand(
        day=day,
        figures=figures_on(survey, day),
        milestones=milestones_on(survey, day),
        cut_offs=cut_offs_on(survey, day),
        late_chapters=[chapter for chapter in chapters if chapter.is_late_on(day)],
        number_of_chapters=len(chapters),
        final_chapters=sum(chapter.is_final_on(day) for chapter in chapters),
        late_contributions=[one for one, standing in awaited if standing == ContributionStanding.LATE],
        awaited_contributions=len(awaited),
        unrecorded=unrecorded_on(survey, day),
        unused=[outcome for outcome in outcomes if outcome.pk not in used],
        number_of_outcomes=len(outcomes),
    )


def figures_on(survey: Survey, day: date) -> Figures:
    """How many were asked and have replied."""
    return report_on(survey, states_on(survey, day)).total


def milestones_on(survey: Survey, day: date) -> list[MilestoneLine]:
    """The milestones in the order of their days."""
    milestones = Milestone.objects.filter(survey=survey).select_related("owner", "survey")
    return [MilestoneLine(one, standing_of(one, day)) for one in milestones]


def standing_of(milestone: Milestone, day: date) -> str:
    """Whether it was done by `day`, is late, or open."""
    if milestone.is_done_by(day):
        return DONE
    return LATE if milestone.last_day < day else OPEN


def cut_offs_on(survey: Survey, day: date) -> list[CutOffLine]:
    """The replies by each cut-off."""
    return [
        CutOffLine(cut_off, figures_on(survey, min(cut_off.day, day)), cut_off.day <= day)
        for cut_off in survey.cut_offs.all()
    ]


def contributions_on(
    survey: Survey, day: date, standings: frozenset[ContributionStanding]
) -> list[tuple[Contribution, ContributionStanding]]:
    """The contributions that stand at one of these on `day`, those that are due first before the others."""
    known = Contribution.objects.filter(survey=survey).known_on(day).with_letters()
    pairs = [(one, standing) for one in known if (standing := one.standing_on(day)) in standings]
    return sorted(pairs, key=lambda pair: (pair[0].due_on or date.max, pair[0].code))


def unrecorded_on(survey: Survey, day: date) -> list[Consultation]:
    """Consultations whose time is past and of which nobody has said whether they were held."""
    known = Consultation.objects.filter(survey=survey).consultations().with_standing(day).select_related("survey")
    return list(known.filter(standing=Status.UNRECORDED).in_time())
