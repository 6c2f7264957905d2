"""Names of columns as SPSS and Stata take them: letters, digits and underscores, at most 28 of them."""

import re
from collections.abc import Iterable

# Stata has room for 32, of which pyreadstat takes up to four for the number of a variable's labels.
LONGEST = 28
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]+")
# What SPSS keeps for itself.
RESERVED = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})


def names_for_statistics(names: Iterable[str]) -> list[str]:
    """A name for each, in their order; they differ whatever the case. The codebook says which is which."""
    taken: set[str] = set()
    found = []
    for name in names:
        own = fitting(name, taken)
        taken.add(own.lower())
        found.append(own)
    return found


def fitting(name: str, taken: set[str]) -> str:
    """The name cut to what fits, with a number where that is taken."""
    plain = NOT_IN_NAMES.sub("_", name).strip("_") or "v"
    if not plain[0].isalpha() or plain.lower() in RESERVED:
        plain = f"v_{plain}"
    own, number = plain[:LONGEST].rstrip("_"), 1
    while own.lower() in taken:
        number += 1
        own = f"{plain[: LONGEST - len(str(number)) - 1].rstrip('_')}_{number}"
    return own
