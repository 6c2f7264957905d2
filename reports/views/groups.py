"""An edition counted for a group that a reader chooses: which groups there are, and what is shown of one."""

from itertools import groupby

from django.utils.translation import gettext as _

from reports.actions.explore import counted_for, groups_for
from reports.views.blocks import Explored
from surveys.models.groups import GroupOfStates


def group_names(edition, words):
    """The groups by which the edition can be counted: the value that an address carries, with division and name."""
    states = {group.code: group.name(words.language) for group in GroupOfStates.objects.all()}
    return {
        f"{kind}:{key}": (
            _("Groups of States") if kind == "group" else words.division(kind),
            states[key] if kind == "group" else words.rate(kind, key),
        )
        for kind, key in groups_for(edition)
    }


def group_context(names, wanted):
    """The groups by division, as a list to choose from; `group` is what was wanted, known or not."""
    by_division = groupby(names.items(), key=lambda item: item[1][0])
    divisions = [(division, [(value, name) for value, (_division, name) in found]) for division, found in by_division]
    return {"divisions": divisions, "group": wanted}


def explored(edition, names, wanted):
    """The edition's questions for the group that is wanted; None where no group is, or none of that name."""
    if wanted not in names:
        return None
    counted = counted_for(edition, tuple(wanted.split(":", 1)))
    division, name = names[wanted]
    blocks = {block["question"]: block for block in counted["questions"]}
    return Explored(f"{division}: {name}", len(counted["states"]), blocks)
