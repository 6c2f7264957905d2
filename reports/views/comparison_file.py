"""The figures that moved between two editions, as a workbook to be taken along."""

from io import BytesIO

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from reports.actions.files import words_of
from reports.actions.parts import moved_by
from reports.models.exports import MEDIA_TYPES
from reports.rendering.xlsx import write_comparison
from reports.summary.compare import compare
from reports.views.comparison import fetch_editions, filter_of, query_of
from reports.views.editions import attachment, fetch_survey


@require_safe
def comparison_file(request, slug):
    """All figures that fit the filter of the page, in the reader's language; what does not fit leads back to it."""
    survey = fetch_survey(request, slug)
    editions = fetch_editions(request, survey)
    if editions is None:
        return redirect("reports:summaries", slug)
    old, new = editions
    words, moved = words_of(new, get_language()), compare(old.content, new.content)["cells"]
    chosen = filter_of(request.GET, moved, words)
    if not chosen.is_valid():
        return redirect(f"{reverse('reports:compare', args=[slug])}?{query_of(request)}")
    body = written(chosen.chosen(moved), old, new, words, chosen.told())
    return attachment(body, MEDIA_TYPES["xlsx"], f"{slug}-{old.number}-{new.number}.xlsx")


def written(cells, old, new, words, chosen):
    """The bytes of the workbook."""
    target = BytesIO()
    first, second = ((edition.content, edition.number, edition.digest) for edition in (old, new))
    write_comparison(cells, moved_by(old, new, cells), target, old=first, new=second, words=words, chosen=chosen)
    return target.getvalue()
