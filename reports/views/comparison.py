"""Two editions compared: States, submissions, treatments, and every figure that moved, with who moved it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.actions.files import words_of
from reports.actions.parts import moved_by
from reports.forms.comparison import CompareForm, MovedFilter
from reports.models import Summary
from reports.rendering.words import Words
from reports.summary.compare import Moved, by_state, compare
from reports.summary.tables import ALL
from reports.views.editions import fetch_survey, frame
from surveys.models.member_states import alphabetical

PER_PAGE = 100


@dataclass(frozen=True)
class Line:
    """A cell that moved, in words; `movers` are the States whose replies moved it."""

    cell: Moved
    label: str
    group: str
    movers: list[str]


@dataclass(frozen=True)
class Question:
    """The lines of one question; `section` is told with the first of a section."""

    section: str
    label: str
    lines: list[Line]


@require_safe
def compare_editions(request, slug):
    """What is new in a later edition; the figures by question and group, a page at a time."""
    survey = fetch_survey(request, slug)
    editions = fetch_editions(request, survey)
    if editions is None:
        return redirect("reports:summaries", slug)
    old, new = editions
    words, difference = words_of(new, get_language()), compare(old.content, new.content)
    chosen = filter_of(request.GET, difference["cells"], words)
    cells = chosen.chosen(difference["cells"]) if chosen.is_valid() else []
    page = Paginator(cells, PER_PAGE).get_page(request.GET.get("page"))
    context = frame(
        survey,
        old=old,
        new=new,
        form=chosen,
        page=page,
        query=query_of(request),
        number_moved=len(difference["cells"]),
        questions=questions_of(page.object_list, old, new, words),
        **what_changed(old, new, difference, words),
    )
    return render(request, "reports/compare.html", context, status=200 if chosen.is_valid() else 400)


def fetch_editions(request, survey):
    """The earlier and the later edition that the address names, or None where it does not name two."""
    form = CompareForm(request.GET, editions=Summary.objects.visible_to(request.user).filter(survey=survey))
    return (form.cleaned_data["from"], form.cleaned_data["to"]) if form.is_valid() else None


def filter_of(data, cells: Sequence[Moved], words: Words):
    """The filter with the questions and groups of which something moved."""
    by_section = groupby(cells, key=lambda cell: cell.section)
    questions = [
        (words.section(section), [(name, words.question(name)) for name in unique(cell.question for cell in of_it)])
        for section, of_it in by_section
    ]
    groups = unique(cell.group for cell in cells)
    return MovedFilter(data, questions=questions, groups=[(group, words.group(group)) for group in groups])


def unique(names: Iterable[str]) -> list[str]:
    """Each name once, in the order of the first."""
    return list(dict.fromkeys(names))


def query_of(request):
    """The comparison as it stands in the address, without the page."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def questions_of(cells: Sequence[Moved], old: Summary, new: Summary, words: Words) -> list[Question]:
    """The cells in words, by question."""
    movers, found, section = moved_by(old, new, cells), [], None
    for name, of_it in groupby(cells, key=lambda cell: cell.question):
        lines = [line_of(cell, movers, words) for cell in of_it]
        own = lines[0].cell.section
        found.append(Question(words.section(own) if own != section else "", words.question(name), lines))
        section = own
    return found


def line_of(cell: Moved, movers: Mapping[str, list[str]], words: Words) -> Line:
    """One cell in words."""
    label = words.choice(cell.question, cell.choice) if cell.choice else words.measure(cell.measure)
    return Line(cell, label, words.group(cell.group), names_of(movers[cell.address], words))


def names_of(codes: Iterable[str], words: Words) -> list[str]:
    """The States' names in the order of the reader's language."""
    return alphabetical([words.state(iso3) for iso3 in codes], key=lambda name: name)


def what_changed(old: Summary, new: Summary, difference, words: Words):
    """States, submissions, treatments and the figures of the replies, in words."""
    return {
        "added": names_of(difference["states_added"], words),
        "removed": names_of(difference["states_removed"], words),
        "superseded": superseded_of(old, new, difference["superseded"], words),
        "treatments_added": [treatment_of(found, words) for found in difference["treatments_added"]],
        "treatments_removed": [treatment_of(found, words) for found in difference["treatments_removed"]],
        "replies": [(figure_words(found["figure"]), found["old"], found["new"]) for found in difference["replies"]],
        "formats_differ": old.format_version != new.format_version,
        "all_states": ALL,
    }


def superseded_of(old: Summary, new: Summary, superseded, words: Words):
    """Name, code and the numbers of both submissions of each State that sent anew."""
    before, after = by_state(old.content), by_state(new.content)
    rows = [
        {
            "iso3": change["iso3"],
            "name": words.state(change["iso3"]),
            "old": before[change["iso3"]]["number"],
            "new": after[change["iso3"]]["number"],
        }
        for change in superseded
    ]
    return alphabetical(rows, key=lambda row: row["name"])


def treatment_of(treatment, words: Words):
    """A treatment as a line: its number, State where it is told, question, kind and reason."""
    return {
        **treatment,
        "state": words.state(treatment["iso3"]) if treatment["iso3"] else _("State not named"),
        "question": words.question(treatment["path"].rpartition("/")[2]),
        "kind_words": words.treatment(treatment["kind"]),
    }


def figure_words(name):
    """What a figure of the replies counts."""
    return {
        "members": _("Member States"),
        "sent": _("States asked"),
        "received": _("Replies received"),
        "compiled": _("Replies compiled"),
        "outstanding": _("Outstanding"),
        "late": _("Late"),
    }[name]
