"""The versions of a chapter: the list, one of them, its file, and a new one from Word."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.actions.drafts import Made, NotBound, digest_of, store_draft
from reports.actions.word_files import name_of, read_upload
from reports.forms.drafts import UploadForm, words_of_file_refusal
from reports.models import ChapterDraft
from reports.models.drafts import WORD
from reports.views.draft_choices import choice_form
from reports.views.draft_pages import drafts_context, fetch_chapter, fetch_draft, page_of, require_writer
from reports.views.exports import HEADERS
from surveys.actions.write_keys import KeyReused
from surveys.file_types.refused import Refused
from surveys.forms.uploads import status_of


@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request, slug, order):
    """All versions of a chapter; a file that is sent becomes the next one."""
    chapter = fetch_chapter(request, slug, order)
    if request.method != "POST":
        form = UploadForm(initial=begun(chapter), versions=versions_of(chapter))
        return render(request, "reports/drafts/drafts.html", list_of(request, chapter, form))
    require_writer(request)
    form = UploadForm(request.POST, request.FILES, versions=versions_of(chapter))
    if not form.is_valid():
        return render(request, "reports/drafts/drafts.html", list_of(request, chapter, form), status=422)
    try:
        return stored(request, taken(request, chapter, form))
    except Refused as refused:
        form.add_error("file", words_of_file_refusal(refused))
        status, faults = status_of(refused), []
    except NotBound as not_bound:
        form.add_error("file", _("The file names figures that there are not. Nothing of it was stored."))
        status, faults = 422, not_bound.faults
    except KeyReused:
        form.with_new_key().add_error(None, _("This page was sent before with something else in it."))
        status, faults = 409, []
    context = list_of(request, chapter, form) | {"faults": faults}
    return render(request, "reports/drafts/drafts.html", context, status=status)


def taken(request, chapter, form):
    """The version that comes of a file. Raises Refused, NotBound, KeyReused."""
    wanted = form.cleaned_data
    content, file = read_upload(wanted["file"])
    facts = {name: wanted[name] for name in ("language", "note")}
    return store_draft(
        chapter=chapter,
        file=file,
        made=Made(ChapterDraft.Origin.WORD, name=name_of(wanted["file"]), **facts),
        based_on=wanted["based_on"],
        by=request.user,
        at=timezone.now(),
        key=wanted["key"],
        request={"draft": chapter.pk, "sha256": digest_of(content), "based_on": wanted["based_on"], **facts},
    )


def stored(request, draft):
    """To the new version; 409 where it stands aside, with both versions and the way to choose."""
    if not draft.is_aside:
        messages.success(request, _("Version %(number)s is stored.") % {"number": draft.number})
        return redirect(draft)
    current = draft.chapter.drafts.meta().current().select_related("author").first()
    context = page_of(request, draft.chapter, draft=draft, current=current, form=choice_form(current))
    return render(request, "reports/drafts/conflict.html", context, status=409)


def begun(chapter):
    """What stands in a form for a new version: the version before, and its language."""
    current = chapter.drafts.meta().current().first()
    language = current.language if current else (get_language() or "en").split("-")[0]
    return {"based_on": current.number if current else 0, "language": language}


def versions_of(chapter):
    """The numbers of all versions, the newest first."""
    return list(chapter.drafts.order_by("-number").values_list("number", flat=True))


def list_of(request, chapter, form):
    """What the page of all versions shows."""
    found = chapter.drafts.meta().select_related("author", "based_on", "decision__taken_as").order_by("-number")
    deferred = [
        f"{related}__{name}" for related in ("based_on", "decision__taken_as") for name in ("paragraphs", "source")
    ]
    context = drafts_context(request, chapter)
    return page_of(
        request, chapter, form=form, drafts=list(found.defer("paragraphs", "source", *deferred)), **context
    )


@require_safe
def draft(request, slug, order, number):
    """One version: who, when, what it says, its figures."""
    found = fetch_draft(request, slug, order, number)
    figures = found.figures.select_related("figure__summary").defer(
        "figure__summary__content", "figure__summary__inputs"
    )
    current = found.chapter.drafts.meta().current().first()
    context = page_of(
        request,
        found.chapter,
        draft=found,
        figures=list(figures),
        is_current=current is not None and current.pk == found.pk,
        current=current,
        decision=getattr(found, "decision", None),
    )
    return render(request, "reports/drafts/draft.html", context)


@require_safe
def draft_file(request, slug, order, number):
    """The Word file of a version, to be saved."""
    found = fetch_draft(request, slug, order, number)
    if not found.path.is_file():
        raise Http404
    if request.method == "HEAD":
        return HttpResponse(content_type=WORD, headers=HEADERS)
    return FileResponse(
        found.path.open("rb"), as_attachment=True, filename=file_name(found), content_type=WORD, headers=HEADERS
    )


def file_name(draft):
    """The name under which a version is saved: chapter and version, so that nobody mistakes one for another."""
    return f"{draft.chapter.report.survey.slug}-chapter-{draft.chapter.order}-version-{draft.number}.docx"
