"""Which groups' choices and statistics are not told, since they would show what a State permits only without its
name (docs/summary.md)."""

from collections.abc import Iterable, Mapping

from reports.summary.counts import FEW, Count


def hidden_groups(groups: Mapping[str, Count], *, in_repeat: bool) -> set[str]:
    """The groups of one question whose figures are not told, when those of all groups together are.

    `groups` are the counts of groups that have no State in common. Hidden is where fewer than three States answered
    and one of the answers is not to be named, and further groups, the smallest first, until what all hidden ones
    come to, which subtraction shows, is no such group itself.
    """
    hidden = {group for group, found in groups.items() if is_revealing(found, in_repeat=in_repeat)}
    others = [group for group, found in groups.items() if found.answered and group not in hidden]
    others.sort(key=lambda group: (groups[group].answered, group), reverse=True)
    while hidden and others and is_revealing(together(groups[group] for group in hidden), in_repeat=in_repeat):
        hidden.add(others.pop())
    return hidden


def is_revealing(found: Count, *, in_repeat: bool) -> bool:
    """Whether fewer than three States answered and one of the answers is not to be named."""
    states = len(found.states) if in_repeat else found.answered
    return found.restricted > 0 and states < FEW


def could_be_anybodys(groups: Mapping[str, Count], returns: Mapping[str, int]) -> bool:
    """Whether a text without its State could be of any of `FEW` States, as far as the figures of all groups tell:
    of those in groups with answers that are not to be named, less those that stand with their own."""
    secret = [
        (returns[group], found.answered - found.restricted) for group, found in groups.items() if found.restricted
    ]
    return sum(base - named for base, named in secret) >= FEW


def together(counts: Iterable[Count]) -> Count:
    """As much of the counts' sum as tells whether it is revealing."""
    total = Count()
    for found in counts:
        total.answered += found.answered
        total.restricted += found.restricted
        total.note_states(found.states)
    return total
