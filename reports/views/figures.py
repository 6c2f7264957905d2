"""The figure bank: the figures that have a code, and the way from a cell of an edition to its code."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.actions.figures import NotAFigure, chapters_using, give_code
from reports.actions.files import words_of
from reports.forms.figures import CellForm, CodeForm, EditionForm, FigureFilter
from reports.models import Figure, Summary
from reports.permissions import may_write_chapters
from reports.rendering.figure_texts import figure_text
from reports.rendering.sentences import sentence
from reports.rendering.words import Words
from reports.summary.parts import Address
from reports.summary.tables import COUNTED, STATISTICS
from reports.summary.told import told
from reports.views.comparison import query_of
from reports.views.draft_pages import fetch_report, require_writer
from reports.views.editions import frame
from surveys.actions.write_keys import KeyReused, once

PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """A figure in words."""

    figure: Figure
    question: str
    group: str
    sentence: str
    text: str


@require_safe
def figures(request, slug):
    """The figures of the report, newest first; those that have the words of `q`."""
    report = fetch_report(request, slug)
    form = FigureFilter(request.GET)
    found = list(report.figures.meta().order_by("-number"))
    words = words_of(found[0].summary, get_language()) if found else None
    lines = [line_of(figure, words) for figure in found] if words else []
    wanted = form.cleaned_data["q"] if form.is_valid() else ""
    page = Paginator([line for line in lines if has_words(line, wanted)], PER_PAGE).get_page(request.GET.get("page"))
    uses = chapters_using([line.figure for line in page])
    context = frame(
        report.survey,
        form=form,
        page=page,
        query=query_of(request),
        lines=[(line, uses.get(line.figure.pk, [])) for line in page],
        may_write=may_write_chapters(request.user),
    )
    return render(request, "reports/figures/figures.html", context, status=200 if form.is_valid() else 400)


def line_of(figure, words: Words) -> Line:
    """A figure in the words of the questionnaire."""
    cell = figure.cell
    return Line(
        figure=figure,
        question=words.question(cell.question),
        group=words.group(cell.group),
        sentence=sentence(cell, words, in_repeat=figure.in_repeat),
        text=figure_text(cell, words.language),
    )


def has_words(line: Line, wanted: str) -> bool:
    """Whether a figure has all of these words; a code, with brackets or not, is that one figure."""
    text = f"{line.question} {line.group} {line.sentence} {line.figure.address}".casefold()
    codes = {line.figure.code.casefold(), f"[[{line.figure.code}]]".casefold()}
    return all(word in codes or word in text for word in wanted.casefold().split())


@require_http_methods(["GET", "HEAD", "POST"])
def figure_new(request, slug):
    """Choose edition, question, measure and group, see the value, give it its code."""
    require_writer(request)
    report = fetch_report(request, slug)
    if request.method == "POST":
        return code_given(request, report)
    return render(request, "reports/figures/new.html", chosen(request, report))


def chosen(request, report):
    """The forms as far as they are filled in, and the value once all of them are."""
    editions = Summary.objects.visible_to(request.user).filter(survey=report.survey)
    edition = edition_wanted(request, editions, report.survey)
    context = frame(report.survey, report=report, edition=edition)
    if edition is None:
        return context
    words, content = words_of(edition, get_language()), edition.content
    form = EditionForm(
        {"edition": edition.number, "question": request.GET.get("question", "")},
        editions=editions.meta(),
        questions=questions_of(content, words),
    )
    question = form.cleaned_data["question"] if form.is_valid() else ""
    block = next((block for block in content["questions"] if block["question"] == question), None)
    if block is None:
        return context | {"form": form}
    return context | {"form": form, "question": question} | value_wanted(request, edition, block, words)


def edition_wanted(request, editions, survey):
    """The edition that the address names, else the newest."""
    number = request.GET.get("edition", "")
    if number.isascii() and number.isdecimal() and len(number) < 10:
        return get_object_or_404(editions, number=int(number))
    return editions.newest(survey)


def questions_of(content, words: Words):
    """The questions of an edition, by section."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for block in content["questions"]:
        name = block["question"]
        sections.setdefault(words.section(block["section"]), []).append((name, words.question(name)))
    return list(sections.items())


def value_wanted(request, edition, block, words: Words):
    """What is counted and of which group, and the value, or why there is none."""
    measures = measures_of(block, words)
    groups = [(found["group"], words.group(found["group"])) for found in block["groups"]]
    what, group = request.GET.get("what", ""), request.GET.get("group", "all")
    known = {value for value, _label in measures}
    form = CellForm(
        {"what": what if what in known else measures[0][0], "group": group}, measures=measures, groups=groups
    )
    context = {"cell_form": form, "question_label": words.question(block["question"])}
    if what not in known or not form.is_valid():
        return context
    address = f"{block['question']}/{what}/{group}"
    found = told(edition.content, {block["question"]})
    cell = found.cells.get(address)
    if cell is None:
        return context | {"is_hidden": found.is_hidden(address), "is_gone": not found.is_hidden(address)}
    return context | {
        "cell": cell,
        "sentence": sentence(cell, words, in_repeat=bool(block["repeat"])),
        "text": figure_text(cell, words.language),
        "code_form": CodeForm(initial={"edition": edition.number, "cell": address}),
    }


def measures_of(block, words: Words):
    """What is counted of a question, the choices first, as parts of addresses."""
    # The choices that the questionnaire has come first: where all groups are hidden, the page still has to say so.
    asked = words.definition.questions.get(block["question"])
    listed = words.definition.choices_of(asked) if asked and not block["type"].endswith("_from_file") else ()
    codes = dict.fromkeys(choice.name for choice in listed)
    codes |= dict.fromkeys(code for found in block["groups"] for code, _times in found.get("choices", ()))
    other = dict.fromkeys(code for found in block["groups"] for code, _times in found.get("unmapped", ()))
    statistics = [
        name for name in STATISTICS if any(found.get("numbers") or found.get("days") for found in block["groups"])
    ]
    rows = ["rows"] if any("rows" in found for found in block["groups"]) else []
    counted = [name for name in COUNTED if name in block["groups"][0]]
    return [
        *((f"choice/{code}", words.choice(block["question"], code)) for code in codes),
        *((f"{name}/-", words.measure(name)) for name in (*statistics, *rows, *counted)),
        *((f"unmapped/{code}", f"{words.measure('unmapped')}: {code}") for code in other),
    ]


def code_given(request, report):
    """The cell gets its code, then its place in the list; what can have none says why."""
    form = CodeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("The page was not sent whole. Choose the figure again."))
        return render(request, "reports/figures/new.html", chosen(request, report), status=422)
    wanted, now = form.cleaned_data, timezone.now()
    editions = Summary.objects.visible_to(request.user).filter(survey=report.survey)
    edition = get_object_or_404(editions, number=wanted["edition"])
    asked = {"figure": report.pk, "edition": edition.pk, "cell": wanted["cell"]}

    def act():
        return give_code(report=report, summary=edition, address=wanted["cell"], by=request.user, at=now).code

    try:
        code = once(user=request.user, key=wanted["key"], request=asked, at=now, act=act)
    except NotAFigure as refused:
        return refused_page(request, report, edition, wanted["cell"], refused)
    except KeyReused:
        messages.warning(request, _("This page was sent before with something else in it."))
        return redirect("reports:figure_new", report.survey.slug)
    messages.success(request, _("The figure has the code [[%(code)s]]. Type it in your text.") % {"code": code})
    return redirect(f"{reverse('reports:figures', args=[report.survey.slug])}?{urlencode({'q': code})}")


def refused_page(request, report, edition, address, refused: NotAFigure):
    """Why a cell gets no code."""
    words = words_of(edition, get_language())
    try:
        question = words.question(Address.read(address).question)
    except ValueError:
        question = ""
    is_hidden = refused.code == "hidden"
    context = frame(report.survey, report=report, edition=edition, question_label=question)
    context |= {"is_hidden": is_hidden, "is_gone": not is_hidden}
    return render(request, "reports/figures/new.html", context, status=422)
