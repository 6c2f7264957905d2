"""What is read from the file of a report, as plain values. Knows no framework."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from consultations.register.organizations import OrganizationRow
from consultations.register.periods import Period
from consultations.register.texts import Texts


@dataclass(frozen=True)
class TopicRow:
    """A subject that goes through the chapters."""

    code: str
    order: int
    titles: Texts


@dataclass(frozen=True)
class ChapterRow:
    """A chapter; `themes` and `topics` are codes."""

    order: int
    titles: Texts
    themes: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    due_on: date | None = None


@dataclass(frozen=True)
class ContributionRow:
    """What an organization was asked for, or gave; the organizations and outcomes are codes."""

    code: str
    contributor: str
    kind: str
    titles: Texts
    recorded_on: date
    partner: str = ""
    requested_by: str = ""
    is_received: bool = True
    invited_on: date | None = None
    due_on: date | None = None
    received_on: date | None = None
    new_information: bool = False
    previously_unassembled: bool = False
    year: int | None = None
    stated_languages: int | None = None
    languages: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    source: str = ""
    notes: str = ""


@dataclass(frozen=True)
class MilestoneRow:
    """Something that has to be done by a time; `done_on` where it was done by the day of the file."""

    code: str
    titles: Texts
    period: Period
    done_on: date | None = None


@dataclass(frozen=True)
class ReportContent:
    """All of it, checked. `organizations` are contributors that no other file names."""

    titles: Texts
    facts: dict[str, Any]
    topics_open: bool
    topics: list[TopicRow]
    chapters: list[ChapterRow]
    contributions: list[ContributionRow]
    milestones: list[MilestoneRow]
    organizations: list[OrganizationRow]
