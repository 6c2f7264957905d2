"""The whole report as one file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from typst import TypstError

from reports.actions.moved import moved_by_chapter
from reports.actions.whole_report import whole_report
from reports.forms.drafts import WholeForm
from reports.models import ChapterDraft
from reports.models.exports import MEDIA_TYPES
from reports.rendering.chapters.package import Unreadable
from reports.views.draft_pages import fetch_report
from reports.views.editions import frame
from reports.views.exports import HEADERS


@require_safe
def whole(request, slug):
    """Which versions the file would be made of, and what a later edition has moved in them."""
    report = fetch_report(request, slug)
    language = (get_language() or "en").split("-")[0]
    form = WholeForm(initial={"language": language})
    return render(request, "reports/drafts/whole.html", page_of_whole(report, form))


def page_of_whole(report, form):
    """What the page of the whole report shows."""
    language, moved = get_language(), moved_by_chapter(report)
    current = ChapterDraft.objects.current().filter(chapter__report=report).meta().select_related("author")
    drafts = {draft.chapter_id: draft for draft in current}
    lines = [
        (chapter, chapter.title(language), drafts.get(chapter.pk), len(moved.get(chapter.pk, [])))
        for chapter in report.chapters.all()
    ]
    return frame(report.survey, report=report, report_title=report.title(language), lines=lines, form=form)


@require_safe
def whole_file(request, slug):
    """The file, made of the current versions as they are now."""
    report = fetch_report(request, slug)
    form = WholeForm(request.GET)
    if not form.is_valid():
        return render(request, "reports/drafts/whole.html", page_of_whole(report, form), status=400)
    wanted = form.cleaned_data
    try:
        content = whole_report(report=report, day=request.today, **wanted)
    except (Unreadable, OSError, TypstError):
        form.add_error(None, _("The file could not be made: the file of a chapter is damaged or not there."))
        return render(request, "reports/drafts/whole.html", page_of_whole(report, form), status=409)
    name = f"{slug}-report-{request.today}-{wanted['language']}.{wanted['format']}"
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=MEDIA_TYPES[wanted["format"]], headers=headers)
