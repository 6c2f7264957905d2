"""Editions of the summary: the list, one edition by section, its files, two compared."""

import io
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from reports.actions.files import content_file, words_of, write_workbook
from reports.forms.compilations import CompareForm, CompileForm
from reports.models import Compilation, Summary
from reports.permissions import may_read_editions
from reports.summary.compare import compare
from reports.views.blocks import blocks_of, moved_of, rates_of, states_of
from surveys.models import Survey

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CELLS = 500


def fetch_survey(request, slug):
    """The survey, for a person who may read its editions; everybody else gets what one that is not there gives."""
    if not may_read_editions(request.user):
        raise Http404
    return get_object_or_404(Survey, slug=slug)


def fetch_edition(request, slug, number):
    """The edition, for a person who may read it before it is published."""
    visible = Summary.objects.visible_to(request.user).select_related("survey")
    return get_object_or_404(visible, survey__slug=slug, number=number)


def frame(survey, **context):
    """What the frame of every page here shows."""
    return {"survey": survey, "demonstration": survey.synthetic, **context}


@require_safe
def summaries(request, slug):
    """The editions of a survey, and the form that asks for another."""
    survey = fetch_survey(request, slug)
    language = get_language()
    running = Compilation.objects.visible_to(request.user).filter(survey=survey, summary__isnull=True)
    context = frame(
        survey,
        editions=list(Summary.objects.visible_to(request.user).filter(survey=survey).meta().with_stage()),
        running=list(running.select_related("job")[:20]),
        form=CompileForm(initial={"as_of": day_wanted(request)}),
        cut_offs=[(cut_off.name(language), cut_off.day) for cut_off in survey.cut_offs.all()],
    )
    return render(request, "reports/summaries.html", context)


def day_wanted(request):
    """The day that a link to a cut-off date fills in; today for anything that is no day."""
    try:
        return date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        return request.today


@require_safe
def summary(request, slug, number):
    """An edition: what it is, replies by region, who is in it, and the way to its sections."""
    edition = fetch_edition(request, slug, number)
    words = words_of(edition, get_language())
    context = frame(
        edition.survey,
        edition=edition,
        sections=sections_of(words),
        rates=rates_of(edition.content, words),
        states=states_of(edition.content["states"], words),
        registered=states_of(edition.content["registered"], words),
        total=edition.content["total"],
        unknown=list(edition.content["unmapped_questions"].items()),
    )
    return render(request, "reports/summary.html", context)


def sections_of(words):
    """Name and title of each section."""
    return [(section.name, words.label(section.labels)) for section in words.definition.sections]


@require_safe
def summary_section(request, slug, number, section):
    """One section of an edition, a block for each question."""
    edition = fetch_edition(request, slug, number)
    words = words_of(edition, get_language())
    sections = sections_of(words)
    if section not in dict(sections):
        raise Http404
    context = frame(
        edition.survey,
        edition=edition,
        sections=sections,
        section=section,
        title=dict(sections)[section],
        blocks=blocks_of(edition.content, section, words),
    )
    return render(request, "reports/section.html", context)


@require_safe
def summary_xlsx(request, slug, number):
    """The edition as an Excel workbook in the reader's language."""
    edition = fetch_edition(request, slug, number)
    target = io.BytesIO()
    write_workbook(edition, target, language=get_language())
    return attachment(target.getvalue(), XLSX, f"{slug}-{edition.as_of}-{edition.number}.xlsx")


@require_safe
def summary_json(request, slug, number):
    """The content of the edition: the file's SHA-256 is the edition's digest."""
    edition = fetch_edition(request, slug, number)
    return attachment(content_file(edition), "application/json", f"{slug}-{edition.as_of}-{edition.number}.json")


def attachment(body, content_type, name):
    """A file to be kept, never shown by the browser as a page."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=content_type, headers=headers)


@require_safe
def summary_compare(request, slug):
    """What is new in a later edition: States, superseded submissions, every figure that moved."""
    survey = fetch_survey(request, slug)
    editions = Summary.objects.visible_to(request.user).filter(survey=survey)
    form = CompareForm(request.GET, editions=editions)
    if not form.is_valid():
        return redirect("reports:summaries", slug)
    old, new = form.cleaned_data["from"], form.cleaned_data["to"]
    words = words_of(new, get_language())
    difference = compare(old.content, new.content)
    context = frame(
        survey,
        old=old,
        new=new,
        added=[words.state(iso3) for iso3 in difference["states_added"]],
        removed=[words.state(iso3) for iso3 in difference["states_removed"]],
        superseded=[words.state(change["iso3"]) for change in difference["superseded"]],
        moved=moved_of(difference["cells"][:MOST_CELLS], words),
        number_moved=len(difference["cells"]),
    )
    return render(request, "reports/compare.html", context)
