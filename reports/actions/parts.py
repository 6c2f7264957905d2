"""Which replies stand behind the figures of an edition, and which moved those of a later one.

What it gives is of submissions: only who may read these may have it.
"""

from collections.abc import Collection, Sequence
from typing import Any

from reports.actions.inputs import Inputs, frame_of, rows_of
from reports.models import Summary
from reports.summary.compare import Moved
from reports.summary.parts import Parts, movers, parts
from surveys.models import Submission


def parts_in(summary: Summary, questions: Collection[str], states: Collection[str] | None = None) -> list[Parts]:
    """What each submission of the edition adds to the cells of these questions, treated as the edition treats it;
    `states` limits it to these. Raises LookupError when a submission is no longer there."""
    inputs = Inputs.from_json(summary.inputs)
    pairs = zip(inputs.submissions, inputs.states, strict=True)
    wanted = [pk for pk, state in pairs if states is None or state["iso3"] in states]
    return parts(frame_of(inputs), questions, rows_of(inputs, wanted))


def moved_by(old: Summary, new: Summary, cells: Sequence[Moved]) -> dict[str, list[str]]:
    """By address the States whose replies moved these cells. Only what is not counted alike in both is read.

    A State whose reply was taken back unread is left out: what it moved would tell what is a draft again.
    """
    states = changed_states(old, new) - taken_back_in(old) - taken_back_in(new)
    names = {cell.question for cell in cells}
    if not states or not names:
        return {cell.address: [] for cell in cells}
    before, after = (parts_in(edition, names, states) for edition in (old, new))
    return movers(before, after, [cell.address for cell in cells])


def changed_states(old: Summary, new: Summary) -> set[str]:
    """The States that are not counted alike in both editions: another submission, region or treatment."""
    before, after = counted_as(old), counted_as(new)
    return {state for state in before.keys() | after.keys() if before.get(state) != after.get(state)}


def taken_back_in(summary: Summary) -> set[str]:
    """The States whose submission in the edition was taken back since, before the Office had opened it."""
    inputs = Inputs.from_json(summary.inputs)
    unread = set(Submission.objects.filter(pk__in=inputs.submissions).taken_back().values_list("pk", flat=True))
    return {state["iso3"] for pk, state in zip(inputs.submissions, inputs.states, strict=True) if pk in unread}


def counted_as(summary: Summary) -> dict[str, Any]:
    """What decides how each State is counted: its submission, its region, what was done to its answers."""
    inputs = Inputs.from_json(summary.inputs)
    return {
        state["iso3"]: (pk, state["region"], [found for found in inputs.treatments if found["submission"] == pk])
        for pk, state in zip(inputs.submissions, inputs.states, strict=True)
    }
