"""Look into an edition: its questions counted for any group of States.

It reads the submissions of the edition's inputs, so it is for people who may read submissions: many groups laid over
each other can show what a single one does not.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from reports.actions.inputs import Inputs, count_range, frame_of
from reports.models import Summary
from reports.summary.grouping import blocks_for
from surveys.models import Channel, GroupMembership, MemberState, Ratification, Region, Subregion
from surveys.models.groups import GroupOfStates
from surveys.models.ratifications import Instrument

Group = tuple[str, str]
BOUND, NOT_BOUND = "bound", "not_bound"


def groups_for(summary: Summary) -> list[Group]:
    """The groups by which an edition can be counted, as kind and key: regions, subregions, languages of
    correspondence, channels, States bound or not by each Convention, groups of States such as SADC as of its day."""
    members = members_of(summary)
    return [
        *(("region", code) for code in Region.objects.values_list("code", flat=True)),
        *(("subregion", name) for name in Subregion.objects.values_list("name_en", flat=True)),
        *sorted(group for group in members if group[0] == "language"),
        *(("channel", channel) for channel in Channel.values if ("channel", channel) in members),
        *((instrument, key) for instrument in Instrument.values for key in (BOUND, NOT_BOUND)),
        *(("group", code) for code in GroupOfStates.objects.values_list("code", flat=True)),
    ]


def members_of(summary: Summary) -> dict[Group, set[str]]:
    """The States of the edition by group."""
    entries = {entry["iso3"]: entry for entry in summary.content["states"]}
    found: dict[Group, set[str]] = {}
    for state, groups in groups_of_states(entries, summary.as_of):
        entry = entries[state]
        for group in [("region", entry["region"]), ("channel", entry["channel"]), *groups]:
            found.setdefault(group, set()).add(state)
    return found


def groups_of_states(codes: Iterable[str], day: date) -> Iterable[tuple[str, list[Group]]]:
    """The groups of each of these States that do not depend on its reply, on that day."""
    by_day = GroupMembership.objects.groups_of_states(day)
    bound = set(Ratification.objects.values_list("instrument", "member_state"))
    for state in MemberState.objects.filter(iso3__in=list(codes)):
        conventions = [
            (instrument, BOUND if (instrument, state.pk) in bound else NOT_BOUND) for instrument in Instrument.values
        ]
        groups = [("group", code) for code in sorted(by_day.get(state.pk, ()))]
        standing = [("subregion", state.subregion), ("language", state.correspondence_language)]
        yield state.iso3, [*standing, *conventions, *groups]


def counted_for(summary: Summary, group: Group) -> dict[str, Any]:
    """The questions of the edition counted for the States of a group.

    Gives `kind`, `key`, `states` (the States of the group that are in the edition, by code; none for a group that
    has none or does not exist) and `questions`, blocks as in the content with this one group in each; N is the number
    of `states`, since who of a group was asked is not among an edition's inputs.
    """
    kind, key = group
    states = members_of(summary).get(group, set())
    inputs = Inputs.from_json(summary.inputs)
    frame, places = frame_of(inputs), list(zip(inputs.submissions, inputs.states, strict=True))
    inside = [pk for pk, entry in places if entry["iso3"] in states]
    outside = [pk for pk, entry in places if entry["iso3"] not in states]
    return {
        "kind": kind,
        "key": key,
        "states": sorted(states),
        "questions": blocks_for(key, count_range(frame, inputs, inside), count_range(frame, inputs, outside)),
    }
