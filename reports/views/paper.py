"""The paper for the governing body as of a day, with the records behind its figures, and its files."""

import io

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from reports.actions.paper.writing import NoOutline, write
from reports.forms.paper import KeepForm, PaperForm
from reports.models import PaperLanguage, Report
from reports.permissions import may_edit_paper, may_read_paper
from reports.rendering.paper import PAPER_WRITERS
from reports.views.editions import frame
from reports.views.paper_margin import shown_blocks

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}


def fetch_report(request, slug, permission=may_read_paper):
    """The report of a survey, for a person who may; everybody else gets what one that is not there gives."""
    if not permission(request.user):
        raise Http404
    return get_object_or_404(Report.objects.select_related("survey"), survey__slug=slug)


@require_safe
def paper(request, slug):
    """The paper of the day and language that were asked for; today's without a day."""
    report = fetch_report(request, slug)
    form = PaperForm({**wanted(request), **request.GET.dict()}, today=request.today)
    if not form.is_valid():
        return render(request, "reports/paper.html", frame(report.survey, form=form), status=422)
    context = page_of(request, report, form.cleaned_data["as_of"], form.cleaned_data["language"])
    return render(request, "reports/paper.html", context | {"form": form})


def page_of(request, report, as_of, language):
    """What the page of a paper shows."""
    written = written_or_404(report, as_of, language)
    may_edit = may_edit_paper(request.user)
    asked = {"as_of": as_of.isoformat(), "language": language}
    return frame(
        report.survey,
        paper=written,
        blocks=shown_blocks(written, report.survey.slug),
        kinds=list(KINDS),
        asked=asked,
        records=bool(request.GET.get("records")),
        as_of=as_of,
        may_edit=may_edit,
        keep_form=KeepForm(initial=asked, today=request.today, auto_id="keep_%s") if may_edit else None,
        versions=list(report.paper_versions.select_related("by").defer("content")[:20]),
        cut_offs=[(cut_off.name(get_language()), cut_off.day) for cut_off in report.survey.cut_offs.all()],
    )


def wanted(request):
    """The paper that somebody gets who has not chosen: today's, in their own language if it is one of the paper's."""
    language = (get_language() or "en").split("-")[0]
    return {
        "as_of": request.today.isoformat(),
        "language": language if language in PaperLanguage.values else PaperLanguage.EN.value,
    }


def written_or_404(report, as_of, language):
    """The paper; a round without an outline has none."""
    try:
        return write(report, as_of=as_of, language=language)
    except NoOutline as fault:
        raise Http404 from fault


@require_safe
def paper_file(request, slug, kind):
    """The paper as a file."""
    report = fetch_report(request, slug)
    form = PaperForm({**wanted(request), **request.GET.dict()}, today=request.today)
    if kind not in KINDS:
        raise Http404
    if not form.is_valid():
        return render(request, "reports/paper.html", frame(report.survey, form=form), status=422)
    found = written_or_404(report, form.cleaned_data["as_of"], form.cleaned_data["language"])
    return file_answer(found, kind)


def file_answer(found, kind):
    """A paper as a file to be kept, never shown by the browser as a page."""
    target = io.BytesIO()
    PAPER_WRITERS[kind](found, target)
    name = f"{found.survey}-paper-{found.as_of}-{found.language}.{kind}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(target.getvalue(), content_type=KINDS[kind], headers=headers)
