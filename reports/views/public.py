"""Published editions for everybody: no sign-in, no cookie, one address for each language, to be kept by caches."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse

from reports.actions.charts import digests_of, drawn, specs_of
from reports.actions.files import EDITION_WRITERS, content_file, words_of
from reports.models import EditionStep, Export, Step, Summary
from reports.views.blocks import blocks_of
from reports.views.charts import picture_answer
from reports.views.editions import in_section, replies_of, sections_of, with_charts
from reports.views.sharing import FOR_EVER, addresses_in, shared
from surveys.models import Survey
from surveys.models.member_states import alphabetical


@shared()
def editions(request, language):
    """All published editions, the newest first."""
    return page(request, "editions", language, steps=list(publications()))


@shared()
def archive(request, language, slug):
    """The published editions of a survey, with what each corrects and why. Raises Http404 while there is none."""
    survey = get_object_or_404(Survey, slug=slug)
    steps = list(publications().filter(summary__survey=survey))
    if not steps:
        raise Http404
    return page(request, "archive", language, survey=survey, steps=steps)


@shared()
def edition(request, language, slug, number):
    """An edition: what it is, how many replied, who, its sections, its files, how to check it."""
    found = fetch_published(slug, number)
    words = words_of(found, language)
    replies = replies_of(found, words)
    names = alphabetical([*replies["states"], *replies["registered"]], key=lambda entry: entry["name"])
    context = of_published(found, words, names=names, files=files_by_format(found), **replies)
    return page(request, "edition", language, **context)


@shared()
def section(request, language, slug, number, section):
    """One section of an edition, a block for each question, with the charts that are drawn."""
    found = fetch_published(slug, number)
    words = words_of(found, language)
    title = dict(sections_of(words)).get(section)
    if title is None:
        raise Http404
    listed = {digest for drawing in found.drawings.filter(language=language) for digest in drawing.digests}
    there = drawn(digests_of(specs_of(in_section(found, section), words)))
    there = {name: digest for name, digest in there.items() if digest in listed}
    blocks = with_charts(blocks_of(found.content, section, words), there, "published:chart", language, slug, number)
    context = of_published(found, words, section, title=title, blocks=blocks)
    return page(request, "section", language, **context)


@shared(FOR_EVER)
def content(request, language, slug, number):
    """The content of an edition; the SHA-256 of this file is the edition's digest."""
    found = fetch_published(slug, number)
    name = f"{slug}-{found.as_of}-{found.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content_file(found), content_type="application/json", headers=headers)


@shared()
def file(request, language, slug, number, format):
    """A file of a published edition in the language of the address, once a worker has written it."""
    found = (
        files_of(fetch_published(slug, number, Summary.objects.meta()))
        .filter(language=language, format=format)
        .first()
    )
    if found is None or not found.path.is_file():
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="{found.name_of_file}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(found.path.read_bytes(), content_type=found.media_type, headers=headers)


@shared(FOR_EVER)
def chart(request, language, slug, number, picture):
    """A chart of a published edition."""
    found = fetch_published(slug, number, Summary.objects.meta())
    if not found.drawings.filter(language=language, digests__contains=[picture]).exists():
        raise Http404
    return picture_answer(picture)


def fetch_published(slug, number, editions=None):
    """The edition, when it is published; one that is not answers as one that is not there."""
    among = (Summary.objects.all() if editions is None else editions).published().select_related("survey")
    return get_object_or_404(among, survey__slug=slug, number=number)


def files_of(found):
    """The files of an edition that are whole, the newest first."""
    return Export.objects.of_edition(found).whole().order_by("-pk")


def files_by_format(found):
    """Name of each format of which there is a file, with its code and the languages in which there is one."""
    pairs = set(files_of(found).values_list("format", "language"))
    by_format = {
        format: [code for code, _name in settings.LANGUAGES if (format, code) in pairs] for format in EDITION_WRITERS
    }
    return [(Export.Format(format).label, format, codes) for format, codes in by_format.items() if codes]


def publications():
    """The steps that published editions, the newest first, with the edition that each corrects."""
    steps = EditionStep.objects.filter(kind=Step.PUBLISHED).select_related("summary__survey", "corrects")
    heavy = [f"{edition}__{name}" for edition in ("summary", "corrects") for name in ("content", "inputs")]
    return steps.prefetch_related("summary__corrections__summary").defer(*heavy).order_by("-at", "-pk")


def of_published(found, words, section="", **context):
    """What every page of a published edition shows beside its own content."""
    steps = publications()
    return {
        "survey": found.survey,
        "edition": found,
        "published": steps.get(summary=found),
        "correction": steps.filter(corrects=found).first(),
        "sections": sections_of(words),
        "section": section,
        **context,
    }


def page(request, name, language, survey=None, **context):
    """A page that knows nothing of who asks: no user, no message, no token."""
    frame = {"survey": survey, "demonstration": bool(survey and survey.synthetic), "language": language}
    addresses = {"translations": addresses_in(request), "home": reverse("published:editions", args=[language])}
    return HttpResponse(render_to_string(f"reports/public/{name}.html", {**frame, **addresses, **context}))
