"""The sentences on a question: n of N Governments indicated …; never a share, a mean or an order of States."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.rendering.blocks import Paragraph
from reports.rendering.narrative.values import number_of
from reports.rendering.words import Words
from reports.summary.frame import REPEAT
from reports.summary.tables import ALL

# So many of the most frequent choices are told in a sentence.
TOLD = 3
OF_STATES = "_from_file"
# What stands between sentences, where it is not a space.
BETWEEN = {"zh": ""}


def sentences_of(
    block: Mapping[str, Any], bases: Mapping[str, int], words: Words, *, label: str = ""
) -> Iterator[Paragraph]:
    """How many answered, and what most of them indicated; behind `label` where two questions are told together."""
    overall, base = block["groups"][0], bases[ALL]
    found = [answered(block, overall["answered"], base)]
    found += [indicated(block, code, n, base, words) for code, n in most_frequent(block)]
    told = BETWEEN.get(words.language, " ").join(found)
    yield Paragraph(_("%(question)s: %(sentences)s") % {"question": label, "sentences": told} if label else told)
    if any(group.get("hidden") for group in block["groups"]):
        yield Paragraph(
            _("Some figures are not shown: they would tell the answer of a State that did not permit it."), "note"
        )


def answered(block: Mapping[str, Any], n: int, base: int) -> str:
    """How many answered."""
    told = {"n": number_of(n), "base": number_of(base)}
    if block["type"] == REPEAT:
        return (
            ngettext(
                "%(n)s of %(base)s Governments listed entries.", "%(n)s of %(base)s Governments listed entries.", n
            )
            % told
        )
    if block["repeat"]:
        return ngettext("%(n)s of %(base)s entries tell this.", "%(n)s of %(base)s entries tell this.", n) % told
    return (
        ngettext(
            "%(n)s of %(base)s Governments answered this question.",
            "%(n)s of %(base)s Governments answered this question.",
            n,
        )
        % told
    )


def indicated(block: Mapping[str, Any], code: str, n: int, base: int, words: Words) -> str:
    """How many indicated a choice."""
    told = {"n": number_of(n), "base": number_of(base), "choice": words.choice(block["question"], code)}
    if block["repeat"]:
        return (
            ngettext(
                "%(n)s of %(base)s entries indicate “%(choice)s”.",
                "%(n)s of %(base)s entries indicate “%(choice)s”.",
                n,
            )
            % told
        )
    return (
        ngettext(
            "%(n)s of %(base)s Governments indicated “%(choice)s”.",
            "%(n)s of %(base)s Governments indicated “%(choice)s”.",
            n,
        )
        % told
    )


def most_frequent(block: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The choices that most indicated; none where the choices are States, which are never ranked."""
    if block["type"].endswith(OF_STATES):
        return []
    chosen = [(code, n) for code, n in block["groups"][0].get("choices", ()) if n]
    return sorted(chosen, key=lambda choice: -choice[1])[:TOLD]
