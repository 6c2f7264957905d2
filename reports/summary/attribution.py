"""What a government permits to be done with an answer, and what is left of the answer by that (docs/summary.md).

The values are those of `surveys.models.Attribution`; one that nobody knows permits as little as the strictest.
"""

from collections.abc import Mapping

OFFICE, COUNTED, UNNAMED, NAMED = "office", "counted", "unnamed", "named"
FROM_THE_STRICTEST = (OFFICE, COUNTED, UNNAMED, NAMED)


def permitted(use: str) -> str:
    """The permitted use; the strictest for a value that nobody knows."""
    return use if use in FROM_THE_STRICTEST else OFFICE


def strictest(*uses: str) -> str:
    """What all of these permit."""
    return min(map(permitted, uses), key=FROM_THE_STRICTEST.index)


def restrictions(attributions: Mapping[str, str]) -> dict[str, str]:
    """The uses by path where not everything is permitted: few, and most often none."""
    return {path: permitted(use) for path, use in attributions.items() if use != NAMED}
