"""What is known on a day, as plain values: the paper is composed of these and of nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from consultations.register.periods import Period
from consultations.register.standing import Status

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Named:
    """A record by its code, its names by language, and how many it stands for (None: for itself)."""

    kind: str
    code: str
    names: Texts
    size: int | None = None


@dataclass(frozen=True)
class ConsultationFact:
    """A consultation, or the session inside which some took place, as it was known on the day."""

    code: str
    titles: Texts
    kind: str
    standing: Status
    period: Period
    series: str = ""
    places: Texts = field(default_factory=dict)
    country: Texts = field(default_factory=dict)
    parent: str = ""
    is_frame: bool = False
    organizers: tuple[Named, ...] = ()
    cooperating: tuple[Named, ...] = ()
    participants: tuple[Named, ...] = ()
    stated: int | None = None
    participant_list: str = ""


@dataclass(frozen=True)
class ContributionFact:
    """A contribution as it stood on the day."""

    code: str
    titles: Texts
    kind: str
    standing: str
    contributor: Named
    contributor_kind: str
    partner: Named | None = None
    requested_by: Named | None = None
    due: Period = Period()
    new_information: bool = False
    previously_unassembled: bool = False
    year: int | None = None
    stated_languages: int | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutcomeFact:
    """An outcome with the consultations and contributions from which it comes, those known on the day."""

    code: str
    texts: Texts
    kind: str
    instruments: tuple[str, ...]
    consultations: frozenset[str]
    contributions: frozenset[str]


@dataclass(frozen=True)
class MilestoneFact:
    """Something to be done by a time, and whether it had been done by the day."""

    code: str
    titles: Texts
    period: Period
    is_done: bool


@dataclass(frozen=True)
class CutOffFact:
    """A cut-off, and how many replies had been received by it, as far as the day has come."""

    slug: str
    names: Texts
    day: date
    received: int


@dataclass(frozen=True)
class SurveyFact:
    """The survey and its replies at the end of the day; `sent` is when, None as long as it has not been sent."""

    titles: Texts
    languages: tuple[str, ...]
    synthetic: bool
    sent: Period | None
    asked: int
    received: int
    late: int
    outstanding: int
    reply_by: date
    cut_offs: tuple[CutOffFact, ...] = ()


@dataclass(frozen=True)
class MembersFact:
    """How many States were members on the day, in all and by region."""

    total: int
    regions: tuple[tuple[Named, int], ...]


@dataclass(frozen=True)
class Facts:
    """All that was known on `day`."""

    slug: str
    day: date
    titles: Texts
    facts: Mapping[str, Any]
    survey: SurveyFact
    members: MembersFact
    themes: tuple[Named, ...] = ()
    chapters: tuple[Named, ...] = ()
    topics: tuple[Named, ...] = ()
    topics_open: bool = False
    consultations: tuple[ConsultationFact, ...] = ()
    contributions: tuple[ContributionFact, ...] = ()
    outcomes: tuple[OutcomeFact, ...] = ()
    milestones: tuple[MilestoneFact, ...] = ()
    organizations: tuple[Named, ...] = ()
