"""Why this number? From a figure to the States behind it."""

from dataclasses import dataclass, field
from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.actions.files import words_of
from reports.actions.why import Said, said_to
from reports.rendering.sentences import sentence
from reports.rendering.words import Words
from reports.summary.frame import REPEAT
from reports.summary.parts import Address
from reports.summary.tables import CODED, COUNTED, STATISTICS, cell
from reports.views.editions import fetch_edition, frame
from surveys.models.member_states import alphabetical
from surveys.models.surveys import evaluator_for
from surveys.rendering import shown

PLACES = BEHIND, OTHERS, TAKEN_BACK = "behind", "others", "taken_back"


@dataclass(frozen=True)
class Line:
    """A State with its answer in words: one value, or one for each row of a repeat; `path` is that of the answer."""

    name: str
    iso3: str
    number: int | None
    received_on: date | None
    values: list[tuple[str, str]]
    treatments: list[tuple[str, str]] = field(default_factory=list)


@require_safe
def why(request, slug, number):
    """The sentence of a figure, the States behind it, and those that said something else."""
    edition = fetch_edition(request, slug, number)
    address, block = fetch_address(edition, request.GET.get("cell", ""))
    words = words_of(edition, get_language())
    context = frame(
        edition.survey,
        edition=edition,
        address=request.GET["cell"],
        question=words.question(address.question),
        section=block["section"],
        group=words.group(address.group),
    )
    if is_hidden(block, address):
        return render(request, "reports/why_hidden.html", context)
    found = figure_at(edition, request.GET["cell"])
    said = said_to(edition, address, repeat=block["repeat"], user=request.user, on=request.today)
    lines = alphabetical([(place_of(one), line_of(one, block, words)) for one in said], key=lambda pair: pair[1].name)
    context |= {
        "sentence": sentence(found, words, in_repeat=bool(block["repeat"])),
        **{place: [line for stands_in, line in lines if stands_in == place] for place in PLACES},
        "without_reply": max(0, states_asked(edition, address) - len(said)),
    }
    return render(request, "reports/why.html", context)


def fetch_address(edition, text):
    """The address taken apart, and the block of its question in the edition; 404 for what it does not have."""
    try:
        address = Address.read(text)
    except ValueError as not_one:
        raise Http404 from not_one
    block = next((block for block in edition.content["questions"] if block["question"] == address.question), None)
    if block is None:
        raise Http404
    return address, block


def is_hidden(block, address):
    """Whether the edition does not tell the figure, so that no State is revealed."""
    is_told = address.measure not in {*CODED, *STATISTICS}
    groups = {found["group"] for found in block["groups"] if found.get("hidden")}
    return address.group in groups and not is_told


def figure_at(edition, text):
    """The cell, or 404."""
    try:
        return cell(edition.content, text)
    except KeyError as unknown:
        raise Http404 from unknown


def states_asked(edition, address):
    """How many States were asked in the cell's group."""
    regions = {region["region"]: region["sent"] for region in edition.content["regions"]}
    return regions.get(address.group, edition.content["total"]["sent"])


def place_of(said: Said) -> str:
    """Where on the page a State stands; of a reply that was taken back it is not told whether it is behind."""
    if said.submission is None:
        return TAKEN_BACK
    return BEHIND if said.is_behind else OTHERS


def line_of(said: Said, block, words: Words) -> Line:
    """What one State said, in words."""
    submission = said.submission or {}
    return Line(
        name=words.state(said.iso3),
        iso3=said.iso3,
        number=submission.get("number"),
        received_on=submission.get("received_on"),
        values=values_of(said, block, words) if submission else [],
        treatments=[(words.treatment(found["kind"]), found["reason"]) for found in said.treatments],
    )


def values_of(said: Said, block, words: Words) -> list[tuple[str, str]]:
    """Pairs of path and answer as it was given, in the words of the version that was answered."""
    name = block["question"]
    if block["type"] == REPEAT:
        return [("", _("Entries: %(number)s") % {"number": said.parts.found.get((name, "rows", "-"), 0)})]
    if block["repeat"]:
        return [
            (f"{block['repeat']}[{row}]/{name}", told(value, said, name, words)) for row, value in said.value.items()
        ]
    return [(name if said.value is not None else "", told(said.value, said, name, words))]


def told(value, said, name: str, words: Words) -> str:
    """An answer in words; where there is none, what it is counted as."""
    definition = evaluator_for(said.submission["questionnaire_id"]).definition
    question = definition.questions.get(name)
    if value is None or question is None:
        counted = (measure for measure in COUNTED if said.parts.found.get((name, measure, "-")))
        return words.measure(next(counted, "blank"))
    return shown(definition, question, value, words.language)
