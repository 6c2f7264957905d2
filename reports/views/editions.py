"""Editions of the summary: the list, one edition by section, its files."""

from dataclasses import replace
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from reports.actions.charts import digests_of, drawn, request_drawing, specs_of
from reports.actions.files import content_file, words_of
from reports.forms.compilations import CompileForm
from reports.forms.exports import EditionExportForm
from reports.models import Compilation, Summary
from reports.models.drawings import chart_size
from reports.permissions import may_read_editions
from reports.views.blocks import Picture, blocks_of
from reports.views.groups import explored, group_context, group_names
from reports.views.replies import other_rates, rates_by_region, states_of
from reports.views.search import search
from surveys.models import Survey

MOST_LETTERS = 200


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
    """An edition: what it is, how many replied, who is in it, and the way to its sections."""
    edition = fetch_edition(request, slug, number)
    words = words_of(edition, get_language())
    return render(
        request,
        "reports/summary.html",
        frame(
            edition.survey,
            export_form=EditionExportForm(),
            **of_edition(edition, words),
            **replies_of(edition, words),
        ),
    )


def of_edition(edition, words, section="", **context):
    """What every page of an edition shows beside its own content: badge, contents, search, the way to why."""
    why = reverse("reports:why", args=[edition.survey.slug, edition.number])
    return {"edition": edition, "sections": sections_of(words), "section": section, "why": why, **context}


def replies_of(edition, words):
    """How many of how many replied, and who is in the edition."""
    content = edition.content
    return {
        "total": content["total"],
        "rates": rates_by_region(content, words),
        "other_rates": other_rates(content, words),
        "states": states_of(content["states"], words),
        "registered": states_of(content["registered"], words),
        "unknown": list(content["unmapped_questions"].items()),
    }


def sections_of(words):
    """Name and title of each section."""
    return [(section.name, words.label(section.labels)) for section in words.definition.sections]


@require_safe
def summary_section(request, slug, number, section):
    """One section of an edition, a block for each question; charts that are missing are asked for."""
    edition = fetch_edition(request, slug, number)
    words = words_of(edition, get_language())
    title = dict(sections_of(words)).get(section)
    if title is None:
        raise Http404
    digests = digests_of(specs_of(in_section(edition, section), words))
    there = drawn(digests)
    if there != digests:
        request_drawing(summary=edition, language=get_language(), due_at=timezone.now())
    names, wanted = group_names(edition, words), request.GET.get("group", "")
    chosen = explored(edition, names, wanted)
    blocks = blocks_of(edition.content, section, words, chosen)
    # Charts are of all States: beside a group's figures they would mislead.
    shown = blocks if chosen else with_charts(blocks, there, "reports:chart")
    groups = {**group_context(names, wanted), "chosen": chosen}
    context = of_edition(edition, words, section, title=title, blocks=shown, **groups)
    return render(request, "reports/section.html", frame(edition.survey, **context))


def in_section(edition, section):
    """The questions of a section in an edition's content."""
    return [block for block in edition.content["questions"] if block["section"] == section]


def with_charts(blocks, digests, view, *arguments):
    """The blocks, each with its chart where that is drawn."""

    def picture(digest):
        return Picture(reverse(view, args=[*arguments, digest]), *chart_size(digest))

    return [
        replace(block, chart=picture(digests[block.name])) if block.name in digests else block for block in blocks
    ]


@require_safe
def summary_search(request, slug, number):
    """Questions and open answers that have the words of `q`."""
    edition = fetch_edition(request, slug, number)
    words = words_of(edition, get_language())
    query = request.GET.get("q", "").strip()[:MOST_LETTERS]
    context = of_edition(edition, words, query=query, found=search(edition.content, query, words))
    return render(request, "reports/search.html", frame(edition.survey, **context))


@require_safe
def summary_json(request, slug, number):
    """The content of the edition: the file's SHA-256 is the edition's digest."""
    edition = fetch_edition(request, slug, number)
    return attachment(content_file(edition), "application/json", f"{slug}-{edition.as_of}-{edition.number}.json")


def attachment(body, content_type, name):
    """A file to be kept, never shown by the browser as a page."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=content_type, headers=headers)
