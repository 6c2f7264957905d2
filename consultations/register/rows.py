"""What is read from the files of a register, as plain values. Knows no framework."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from consultations.register.organizations import OrganizationRow
from consultations.register.periods import Period
from consultations.register.texts import Texts


@dataclass(frozen=True)
class Known:
    """What the files may refer to and other files say: the days of membership of each State by its ISO3 code, the
    codes of regions and of groups of States, and organizations that the portal has already."""

    states: Mapping[str, tuple[date, date | None]]
    regions: Collection[str]
    groups: Collection[str]
    organizations: Sequence[OrganizationRow] = ()


@dataclass(frozen=True)
class ThemeRow:
    """A theme of the round."""

    code: str
    titles: Texts
    order: int


@dataclass(frozen=True)
class ParticipantRow:
    """One who organized or took part: one of organization (code), State (ISO3), group of States (code) or people."""

    part: str = "participant"
    organization: str = ""
    state: str = ""
    group_of_states: str = ""
    described: Texts | None = None
    group: str = ""


@dataclass(frozen=True)
class ConsultationRow:
    """A consultation, or the session of others in which one took place; `parent` and `country` are codes or empty."""

    code: str
    titles: Texts
    kind: str
    period: Period
    status: str
    announced_on: date | None
    recorded_on: date | None
    about: Texts = field(default_factory=dict)
    places: Texts = field(default_factory=dict)
    country: str = ""
    parent: str = ""
    status_word: str = ""
    groups: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    series: str = ""
    stated_participants: int | None = None
    participant_list: str = "not_stated"
    source: str = ""
    notes: str = ""
    participants: list[ParticipantRow] = field(default_factory=list)


@dataclass(frozen=True)
class OutcomeRow:
    """An outcome, and the codes of the consultations from which it comes."""

    code: str
    texts: Texts
    kind: str
    consultations: list[str]
    theme: str = ""
    instruments: list[str] = field(default_factory=list)
    source: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Register:
    """All of it, checked; parents stand before their parts."""

    as_of: date | None = None
    organizations: list[OrganizationRow] = field(default_factory=list)
    themes: list[ThemeRow] = field(default_factory=list)
    consultations: list[ConsultationRow] = field(default_factory=list)
    outcomes: list[OutcomeRow] = field(default_factory=list)
