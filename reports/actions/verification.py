"""Editions against what they were made of: the content against its digest, and compiled anew from the inputs."""

from dataclasses import dataclass

from reports.actions.compile import compiled
from reports.actions.inputs import Inputs
from reports.models import Summary
from reports.summary.tables import FORMAT_VERSION, content_digest


@dataclass(frozen=True)
class Verdict:
    """What was found of an edition. `fault` is "" where nothing is wrong, "content" where the stored content is not
    what its digest says, "lost" where a submission is no longer there, "recomputed" where the inputs give something
    else. `recomputed` is false for an edition of an earlier format, of which only the content can be checked."""

    number: int
    fault: str = ""
    recomputed: bool = True


def verify_edition(summary: Summary) -> Verdict:
    """Recompute an edition from its inputs alone, as every later reader may (design.md, section 7)."""
    if content_digest(summary.content) != summary.digest:
        return Verdict(summary.number, "content")
    if summary.format_version != FORMAT_VERSION:
        return Verdict(summary.number, recomputed=False)
    try:
        again = compiled(Inputs.from_json(summary.inputs), parts=1)
    except LookupError:
        return Verdict(summary.number, "lost")
    return Verdict(summary.number, "" if content_digest(again) == summary.digest else "recomputed")
