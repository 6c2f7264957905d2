"""The margin of a paper: for each figure the records behind it, with the way to them."""

from dataclasses import dataclass

from django.urls import reverse

LONGEST_FIGURE = 90


@dataclass(frozen=True)
class Record:
    """A record by its words, and its page where it has one."""

    label: str
    address: str


@dataclass(frozen=True)
class Figures:
    """Figures, dates and names of a paragraph that rest on the same records."""

    texts: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Shown:
    """A block of the paper as the page shows it."""

    block: object
    margin: tuple[Figures, ...]


def shown_blocks(paper, slug):
    """The blocks of a paper, each with its margin."""
    return [Shown(block, margin_of(block, slug)) for block in paper.blocks]


def margin_of(block, slug):
    """The figures of a block by the records behind them, in the order in which these come first."""
    behind = {}
    for text, references in block.references:
        behind.setdefault(tuple(references), []).append(shortened(text))
    return tuple(
        Figures(tuple(dict.fromkeys(texts)), tuple(Record(found.label, address(found, slug)) for found in references))
        for references, texts in behind.items()
    )


def shortened(text):
    """The beginning of a text that is long."""
    return text if len(text) <= LONGEST_FIGURE else f"{text[:LONGEST_FIGURE].rsplit(' ', 1)[0]} …"


def address(reference, slug):
    """The page of a record; empty where it has none."""
    if reference.kind in ("status", "members"):
        return f"{reverse('surveys:status', args=[slug])}?as_of={reference.code}"
    if reference.kind == "survey":
        return reverse("surveys:status", args=[slug])
    places = {
        "consultation": ("consultations:consultation", [slug, reference.code]),
        "contribution": ("consultations:contribution", [slug, reference.code]),
        "outcome": ("consultations:outcome", [slug, reference.code]),
        "organization": ("consultations:organization", [reference.code]),
        "report": ("reports:report", [slug]),
        "chapter": ("reports:chapter", [slug, reference.code]),
    }
    if reference.kind not in places:
        return ""
    name, arguments = places[reference.kind]
    return reverse(name, args=arguments)
