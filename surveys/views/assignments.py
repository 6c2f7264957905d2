"""Who is responsible for which returns: preview, then confirm."""

from urllib.parse import parse_qsl

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from surveys.actions.assignments import assign_staff
from surveys.actions.write_keys import KeyReused
from surveys.board import ordered, shown
from surveys.forms.board import AssignForm, BoardForm, ConfirmForm, board_query
from surveys.lines import lines_on
from surveys.models import MemberState, User
from surveys.permissions import may_assign
from surveys.standing import states_on
from surveys.views.board import answer_with_faults
from surveys.views.office import fetch_survey, frame


@require_safe
def assign(request, slug):
    """Exactly which returns would change hands, from whom to whom; nothing is written."""
    survey = fetch_survey(request, slug, may_assign)
    board = BoardForm(request.GET, survey=survey, today=request.today)
    if not board.is_valid():
        return answer_with_faults(request, survey, board)
    day = board.cleaned_data["as_of"]
    lines = [line for line in lines_on(survey, day, states_on(survey, day), get_language()) if line.has_return]
    form = AssignForm(
        request.GET if "to" in request.GET else None,
        initial={"state": request.GET.getlist("state")},
        states=[(line.iso3, line.name) for line in ordered(lines, "")],
        shown=[line.iso3 for line in shown(lines, board.wish())],
    )
    context = {**frame(survey), "form": form, **back_to(survey, board_query(request.GET))}
    if not form.is_valid():
        return render(request, "surveys/office/assign.html", context, status=400 if form.is_bound else 200)
    return render(request, "surveys/office/assign.html", {**context, **preview_of(form, lines, context["query"])})


def back_to(survey, query):
    """The way back to the board as it was, and its query as pairs for a form."""
    address = reverse("surveys:status", args=[survey.slug])
    return {"back": f"{address}?{query}", "query": query, "rest": parse_qsl(query), "may_choose": True}


def preview_of(form, lines, query):
    """The lines that would change hands, in the order of their names, and the form that does it."""
    to, chosen = form.cleaned_data["to"], form.chosen()
    wanted = [line for line in ordered(lines, "") if line.iso3 in chosen]
    changing = [line for line in wanted if line.staff != (to and to.pk)]
    confirm = ConfirmForm.of(to, changing, query)
    return {"to": to, "lines": changing, "same": len(wanted) - len(changing), "confirm": confirm}


@require_POST
def assign_confirm(request, slug):
    """Let the returns change hands that have not done so meanwhile; those that have are named."""
    survey = fetch_survey(request, slug, may_assign)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        context = {**frame(survey), "form": form, "back": survey.get_absolute_url()}
        return render(request, "surveys/office/assign.html", context, status=400)
    to, seen = form.cleaned_data["to"], form.cleaned_data["seen"]
    key = form.cleaned_data["key"]
    try:
        done = assign_staff(survey=survey, to=to, seen=seen, by=request.user, key=key, at=timezone.now())
    except KeyReused:
        return render(request, "409.html", {"path": request.path}, status=409)
    tell(request, to, done)
    return redirect(back_to(survey, form.cleaned_data["back"])["back"])


def tell(request, to, done):
    """Say what changed, and name every return that somebody else had given away meanwhile."""
    number = len(done.changed)
    if to is None:
        text = ngettext("Nobody is responsible for %(n)s return.", "Nobody is responsible for %(n)s returns.", number)
    else:
        text = ngettext(
            "%(person)s is responsible for %(n)s more return.",
            "%(person)s is responsible for %(n)s more returns.",
            number,
        )
    messages.success(request, text % {"n": number, "person": to})
    names = {state.iso3: str(state) for state in MemberState.objects.filter(iso3__in=done.meanwhile)}
    people = User.objects.in_bulk([pk for pk in done.meanwhile.values() if pk])
    for iso3, staff in done.meanwhile.items():
        warn(request, names[iso3], people.get(staff))


def warn(request, state, person):
    """Name a return that was left as a colleague had made it."""
    if person is None:
        text = _("%(state)s was left as it is: meanwhile nobody is responsible for it.")
    else:
        text = _("%(state)s was left as it is: meanwhile %(person)s is responsible for it.")
    messages.warning(request, text % {"state": state, "person": person})
