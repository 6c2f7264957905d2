"""What the pages of a chapter's versions share: who may have them, what their frame shows."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from reports.actions.moved import moved_figures
from reports.models import Chapter, ChapterDraft, Report
from reports.permissions import may_write_chapters
from reports.views.editions import fetch_survey, frame


def fetch_report(request, slug):
    """The survey's report, for who may read editions that are not published."""
    survey = fetch_survey(request, slug)
    return get_object_or_404(Report.objects.select_related("survey"), survey=survey)


def fetch_chapter(request, slug, order):
    """A chapter of the report."""
    chapters = Chapter.objects.visible_to(request.user).select_related("report__survey", "lead")
    return get_object_or_404(chapters, report=fetch_report(request, slug), order=order)


def fetch_draft(request, slug, order, number):
    """A version of a chapter."""
    chapter = fetch_chapter(request, slug, order)
    drafts = ChapterDraft.objects.visible_to(request.user).select_related(
        "author", "based_on", "chapter__report__survey"
    )
    return get_object_or_404(drafts.defer("based_on__paragraphs", "based_on__source"), chapter=chapter, number=number)


def require_writer(request):
    """Everybody who may not write gets what an address that is not there gives."""
    if not may_write_chapters(request.user):
        raise Http404


def page_of(request, chapter, **context):
    """What every page of a chapter's versions shows."""
    return frame(
        chapter.report.survey,
        chapter=chapter,
        # Titles stand in languages of their own: isolated, so that the quotation marks around them stay in place.
        chapter_title=f"\u2068{chapter.title(get_language())}\u2069",
        may_write=may_write_chapters(request.user),
        **context,
    )


def drafts_context(request, chapter):
    """What the page of a chapter tells of its versions (templates/reports/report/_drafts.html reads it): the current
    version, how many there are, those that stand aside, and the figures that a later edition has moved."""
    drafts = chapter.drafts.meta().select_related("author")
    return {
        "current_draft": drafts.current().first(),
        "number_of_drafts": drafts.count(),
        "aside_drafts": list(drafts.undecided().order_by("number")),
        "moved_figures": moved_figures(chapter),
    }
