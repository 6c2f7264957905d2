"""Who organized and who took part, as a register's file says. Knows no framework."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from consultations.register.items import Item
from consultations.register.organizations import Names
from consultations.register.periods import Period
from consultations.register.rows import Known, ParticipantRow
from consultations.register.texts import by_language

PARTS = ("organizer", "cooperation", "participant")
GROUPS = ("governments", "employers", "workers", "others")
KEYS = ("organizations", "states", "groups", "groups_of_states")
OPEN_END = "and others"
COOPERATION = "(cooperation)"


def read_participants(item: Item, period: Period, names: Names, known: Known | None) -> list[ParticipantRow]:
    """The organizers and those who took part, in the order of the file."""
    listed = item.values.get("participants") or {}
    if not isinstance(listed, dict) or any(not isinstance(part, list) for part in listed.values()):
        item.wrong("participants", f"participants of {item.name} are not lists of {', '.join(KEYS)}")
        listed = {}
    for key in listed.keys() - set(KEYS):
        item.wrong(key, f"nobody knows what {key} of {item.name} means")
    rows = [
        *_organizations(item, item.entries("organizers"), "organizers", names),
        *_organizations(item, listed.get("organizations", []), "participants", names),
        *_states(item, listed.get("states", []), period, known),
        *_groups_of_states(item, listed.get("groups_of_states", []), known),
        *_people(item, listed.get("groups", [])),
    ]
    for row in rows:
        if row.group and row.group not in GROUPS:
            item.wrong(
                "participants", f"{item.name} names a group that is none of {', '.join(GROUPS)}: {row.group!r}"
            )
    named = Counter((row.part, row.organization or row.state) for row in rows if row.organization or row.state)
    for (_part, code), times in named.items():
        if times > 1:
            item.wrong("participants", f"{item.name} names {code} twice")
    return rows


def names_an_open_list(item: Item) -> bool:
    """Whether the file says that others took part whom it does not name."""
    listed = item.values.get("participants")
    named = listed.get("organizations", []) if isinstance(listed, dict) else []
    return isinstance(named, list) and any(isinstance(name, str) and name.endswith(OPEN_END) for name in named)


def _organizations(item: Item, listed: Iterable[Any], key: str, names: Names) -> Iterator[ParticipantRow]:
    for entry in listed:
        values = {"organization": entry} if isinstance(entry, str) else entry
        name = values.get("organization") if isinstance(values, dict) else None
        if not isinstance(name, str):
            item.wrong(key, f"{key} of {item.name} holds what is no organization: {entry!r}")
            continue
        part = values.get("part") or ("organizer" if key == "organizers" else "participant")
        part = "cooperation" if name.endswith(COOPERATION) else part
        code = names.find(name)
        if part not in PARTS:
            item.wrong(key, f"part in {item.name} is none of {', '.join(PARTS)}: {part!r}")
        elif code:
            yield ParticipantRow(part, organization=code, group=values.get("group", ""))
        elif key == "participants" and name.endswith(OPEN_END):
            yield ParticipantRow(described={"en": name}, group=values.get("group", ""))
        else:
            item.wrong(key, f"{key} of {item.name}: there is no organization {name!r}")


def _states(item: Item, listed: Iterable[Any], period: Period, known: Known | None) -> Iterator[ParticipantRow]:
    for entry in listed:
        values = {"state": entry} if isinstance(entry, str) else entry
        iso3 = values.get("state") if isinstance(values, dict) else None
        if not isinstance(iso3, str) or not iso3:
            item.wrong("states", f"states of {item.name} holds what is no State: {entry!r}")
            continue
        if known is not None and iso3 not in known.states:
            item.wrong("states", f"states of {item.name}: there is no member State {iso3!r}")
        elif known is not None and not _was_member(*known.states[iso3], period):
            item.wrong("states", f"{iso3} took part in {item.name} and was no member then")
        yield ParticipantRow(state=iso3, group=values.get("group", ""))


def _was_member(first: Any, last: Any, period: Period) -> bool:
    """A meeting without a date cannot tell who was a member then."""
    if period.first is None:
        return True
    return first <= (period.last or period.first) and (last is None or last >= period.first)


def _groups_of_states(item: Item, listed: Iterable[Any], known: Known | None) -> Iterator[ParticipantRow]:
    for code in listed:
        if not isinstance(code, str) or (known is not None and code not in known.groups):
            item.wrong("groups_of_states", f"participants of {item.name}: there is no group of States {code!r}")
        else:
            yield ParticipantRow(group_of_states=code)


def _people(item: Item, listed: Iterable[Any]) -> Iterator[ParticipantRow]:
    for entry in listed:
        values = entry if isinstance(entry, dict) and "described" in entry else {"described": entry}
        described = by_language(values["described"])
        if described:
            yield ParticipantRow(described=described, group=values.get("group", ""))
        else:
            item.wrong("groups", f"groups of {item.name} holds what is no description: {entry!r}")
