"""Ask for all returns as a matrix."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from reports.actions.exports import request_matrix
from reports.forms.exports import MatrixForm
from reports.views.editions import fetch_survey
from reports.views.exports import list_of_files
from surveys.actions.ledger import last_position
from surveys.actions.write_keys import KeyReused, once


@require_POST
def matrix_ask(request, slug):
    """Ask for all returns as of a day; answers at once, whatever broker and worker do."""
    survey = fetch_survey(request, slug)
    last = last_position(survey)[0]
    form = MatrixForm(request.POST, last_position=last)
    if not form.is_valid():
        return render(request, "reports/exports.html", list_of_files(request, survey, form), status=422)
    as_of, now = form.cleaned_data["as_of"], timezone.now()

    def act():
        return request_matrix(survey=survey, as_of=as_of, by=request.user, at=now, **form.asked).pk

    wanted = {"matrix": survey.pk, "as_of": as_of.isoformat(), **form.asked}
    try:
        pk = once(user=request.user, key=form.cleaned_data["key"], request=wanted, at=now, act=act)
    except KeyReused:
        again = {name: value for name, value in form.cleaned_data.items() if name != "key"}
        form = MatrixForm(initial=again, last_position=last)
        context = {**list_of_files(request, survey, form), "reused": True}
        return render(request, "reports/exports.html", context, status=409)
    return redirect("reports:export", pk)
