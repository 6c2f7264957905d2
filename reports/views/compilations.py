"""Ask for an edition and follow the work."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reports.actions.compile import request_compilation
from reports.forms.compilations import CompileForm
from reports.models import Compilation
from reports.permissions import may_compile
from reports.views.editions import fetch_survey, frame
from surveys.actions.jobs import try_again
from surveys.actions.write_keys import KeyReused, once
from surveys.models import Job


@require_POST
def compile_summary(request, slug):
    """Ask for the edition as of a day; answers at once, whatever broker and worker do."""
    survey = fetch_survey(request, slug)
    if not may_compile(request.user):
        raise Http404
    form = CompileForm(request.POST, survey=survey, today=request.today)
    if not form.is_valid():
        return render(request, "reports/compile.html", frame(survey, form=form), status=422)
    as_of, now = form.cleaned_data["as_of"], timezone.now()

    def act():
        cut_off = survey.cut_offs.filter(day=as_of).first()
        return request_compilation(survey=survey, as_of=as_of, due_at=now, by=request.user, cut_off=cut_off).pk

    wanted = {"compile": survey.pk, "as_of": as_of.isoformat()}
    try:
        pk = once(user=request.user, key=form.cleaned_data["key"], request=wanted, at=now, act=act)
    except KeyReused:
        return render(
            request, "reports/compile.html", frame(survey, form=CompileForm(initial={"as_of": as_of})), status=409
        )
    return redirect("reports:compilation", pk)


def fetch_compilation(request, pk):
    """The request, for a person who may follow it."""
    visible = Compilation.objects.visible_to(request.user).select_related("survey", "job", "summary__survey")
    return get_object_or_404(visible, pk=pk)


@require_safe
def compilation(request, pk):
    """How far the work is. The page asks again by itself while it is open, without any script."""
    found = fetch_compilation(request, pk)
    if found.summary:
        return redirect(found.summary)
    response = render(request, "reports/compilation.html", frame(found.survey, compilation=found, job=found.job))
    if found.job.is_open:
        response["Refresh"] = "1"
    return response


@require_POST
def compilation_again(request, pk):
    """Try a failed compilation once more."""
    found = fetch_compilation(request, pk)
    if not may_compile(request.user):
        raise Http404
    if found.job.state == Job.State.FAILED:
        try_again(found.job)
    return redirect(found)
