"""Who owes what to a report on a day: contributors their contributions, leads their chapters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from consultations.models import Contribution, ContributionLetter, ContributionStanding
from reports.models import Chapter
from surveys.models import Survey, User
from surveys.models.member_states import alphabetical


@dataclass(frozen=True)
class ContributionLine:
    """A contribution on the day, with its reminders, the last one first."""

    contribution: Contribution
    standing: ContributionStanding
    reminders: Sequence[ContributionLetter]
    days_late: int
    may_be_reminded: bool


@dataclass(frozen=True)
class Contributor:
    """Somebody who contributes, with all that is or was owed."""

    name: str
    email: str
    lines: Sequence[ContributionLine]


@dataclass(frozen=True)
class ChapterLine:
    """A chapter on the day."""

    chapter: Chapter
    is_late: bool
    is_final: bool


@dataclass(frozen=True)
class Lead:
    """Somebody who leads chapters; None for those that nobody leads."""

    person: User | None
    lines: Sequence[ChapterLine]


def contributors_on(survey: Survey, day: date, language: str, today: date) -> list[Contributor]:
    """The contributors by name; reminders are those written until `day`."""
    found: dict[int, list[ContributionLine]] = {}
    who = {}
    for contribution, standing in contributions_on(survey, day):
        who[contribution.contributor_id] = contribution.contributor
        found.setdefault(contribution.contributor_id, []).append(line_of(contribution, standing, day, today))
    named = [Contributor(one.full_name(language), one.email, found[pk]) for pk, one in who.items()]
    return alphabetical(named, key=lambda contributor: contributor.name)


def line_of(contribution: Contribution, standing: ContributionStanding, day: date, today: date) -> ContributionLine:
    """One contribution; a reminder is of today, whatever day is looked at."""
    reminders = [one for one in contribution.letters.all() if one.kind == ContributionLetter.Kind.REMINDER]
    late = standing == ContributionStanding.LATE and contribution.due_on is not None
    return ContributionLine(
        contribution=contribution,
        standing=standing,
        reminders=[one for one in reminders if one.occasion <= day.isoformat()],
        days_late=(day - contribution.due_on).days if late and contribution.due_on else 0,
        may_be_reminded=day == today and contribution.may_be_reminded_on(today),
    )


def leads_on(survey: Survey, day: date) -> list[Lead]:
    """The leads by name, last the chapters that nobody leads."""
    chapters = Chapter.objects.filter(report__survey=survey).select_related("lead", "report__survey")
    found: dict[int | None, list[ChapterLine]] = {}
    people: dict[int | None, User | None] = {}
    for chapter in chapters.order_by("order"):
        people[chapter.lead_id] = chapter.lead
        line = ChapterLine(chapter, chapter.is_late_on(day), chapter.is_final_on(day))
        found.setdefault(chapter.lead_id, []).append(line)
    named = [Lead(person, found[pk]) for pk, person in people.items() if person]
    return [
        *alphabetical(named, key=lambda lead: str(lead.person)),
        *([Lead(None, found[None])] if None in found else []),
    ]


def contributions_on(survey: Survey, day: date) -> list[tuple[Contribution, ContributionStanding]]:
    """What was known of on `day`, and where each stood; those that are due first before the others."""
    known = Contribution.objects.filter(survey=survey).known_on(day).with_letters()
    pairs = [(one, standing) for one in known if (standing := one.standing_on(day))]
    return sorted(pairs, key=lambda pair: (pair[0].due_on or date.max, pair[0].code))
