"""Files for download: asked for, followed, cancelled, tried again, taken."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reports.actions.exports import cancel_export, record_download, request_export
from reports.forms.exports import EditionExportForm, MatrixForm
from reports.models import Export
from reports.views.editions import fetch_edition, fetch_survey, frame
from surveys.actions.jobs import try_again
from surveys.actions.ledger import last_position
from surveys.actions.write_keys import KeyReused, once
from surveys.models import Job

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
MOST_SHOWN = 50


@require_safe
def exports(request, slug):
    """The files of a survey that were asked for last, and the form that asks for all returns."""
    survey = fetch_survey(request, slug)
    form = MatrixForm(initial={"as_of": request.today}, last_position=last_position(survey)[0])
    return render(request, "reports/exports.html", list_of_files(request, survey, form))


def list_of_files(request, survey, form):
    """What the page of a survey's files shows."""
    found = Export.objects.visible_to(request.user).filter(survey=survey)
    related = found.select_related("job", "survey", "summary", "requested_by").defer(
        "summary__content", "summary__inputs"
    )
    return frame(survey, exports=list(related[:MOST_SHOWN]), form=form)


@require_POST
def summary_export(request, slug, number):
    """Ask for a file of an edition; answers at once, whatever broker and worker do."""
    edition = fetch_edition(request, slug, number)
    form = EditionExportForm(request.POST)
    if not form.is_valid():
        context = frame(edition.survey, edition=edition, export_form=form)
        return render(request, "reports/export_edition.html", context, status=422)
    now, asked = timezone.now(), {name: form.cleaned_data[name] for name in ("format", "language")}

    def act():
        return request_export(summary=edition, by=request.user, at=now, **asked).pk

    wanted = {"export": edition.pk, **asked}
    try:
        pk = once(user=request.user, key=form.cleaned_data["key"], request=wanted, at=now, act=act)
    except KeyReused:
        context = frame(edition.survey, edition=edition, export_form=EditionExportForm(initial=asked))
        return render(request, "reports/export_edition.html", context, status=409)
    return redirect("reports:export", pk)


def fetch_export(request, pk):
    """The request for a file, for a person who may follow it."""
    visible = Export.objects.visible_to(request.user).defer("summary__content", "summary__inputs")
    return get_object_or_404(visible.select_related("survey", "job", "summary", "requested_by"), pk=pk)


@require_safe
def export(request, pk):
    """How far the work is, then the file. The page asks again by itself while it is open, without any script."""
    found = fetch_export(request, pk)
    is_own = found.requested_by_id == request.user.pk
    context = frame(found.survey, export=found, job=found.job, is_own=is_own, is_there=is_there(found))
    response = render(request, "reports/export.html", context)
    if found.job.is_open:
        response["Refresh"] = "1"
    return response


def is_there(export):
    """Whether the file is whole and still kept."""
    return bool(export.file) and export.path.is_file()


@require_safe
def export_file(request, pk):
    """The file, to be saved and never shown in place; who takes it is recorded."""
    found = fetch_export(request, pk)
    if not is_there(found):
        raise Http404
    if request.method == "HEAD":
        return HttpResponse(content_type=found.media_type, headers=HEADERS)
    record_download(export=found, by=request.user, at=timezone.now())
    return file_answer(found)


def file_answer(export):
    """The bytes of a file that is whole, streamed under its name."""
    return FileResponse(
        export.path.open("rb"),
        as_attachment=True,
        filename=export.name_of_file,
        content_type=export.media_type,
        headers=HEADERS,
    )


def fetch_own(request, pk):
    """The request for a file, for the person who made it."""
    found = fetch_export(request, pk)
    if found.requested_by_id != request.user.pk:
        raise Http404
    return found


@require_POST
def export_cancel(request, pk):
    """No longer write the file."""
    found = fetch_own(request, pk)
    cancel_export(export=found)
    return redirect(found)


@require_POST
def export_again(request, pk):
    """Try once more to write a file that failed."""
    found = fetch_own(request, pk)
    if found.job.state == Job.State.FAILED:
        try_again(found.job)
    return redirect(found)
