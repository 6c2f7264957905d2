"""A section of the questionnaire: show it, save it."""

from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods

from surveys.actions.answers import DraftClosed, save_answers
from surveys.actions.write_keys import KeyReused
from surveys.forms.answers import SectionForm
from surveys.forms.typed import NotThisForm
from surveys.models.surveys import evaluator_for
from surveys.permissions import answerable_sections, keys_in
from surveys.views.boxes import page_of
from surveys.views.fetching import around, fetch_for_answering, questionnaire_language

OK, UNPROCESSABLE, CONFLICT = 200, 422, 409
USED_BEFORE = gettext_noop("This page was saved before with other answers. Check them and save again.")
SUBMITTED_MEANWHILE = gettext_noop(
    "The reply has been submitted meanwhile. Nothing of this page was saved; what you typed is here to be copied."
)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request, slug, iso3, section):
    """One section as a plain form. A save leads on; 422 with reasons; 409 with both texts; JSON to who asks."""
    survey_return = fetch_for_answering(request, slug, iso3)
    form = form_for(request, survey_return, section)
    if not survey_return.draft_open and request.method != "POST":
        return redirect(survey_return)
    if request.method != "POST":
        return show(request, survey_return, form)
    with refusing_other_forms():
        saved, refusal = save(request, survey_return, form)
    return refusal or saved_well(request, survey_return, form, saved)


@contextmanager
def refusing_other_forms():
    """What does not come from this section's form is a bad request."""
    try:
        yield
    except NotThisForm as fault:
        raise BadRequest(str(fault)) from fault


def form_for(request, survey_return, name):
    """The form of a section that this person may answer."""
    evaluator = evaluator_for(survey_return.questionnaire_id)
    names = [section.name for section in evaluator.definition.sections]
    own = answerable_sections(request.user, survey_return, names, on=request.today)
    if name not in own:
        raise Http404
    return SectionForm(
        survey_return=survey_return,
        section=next(section for section in evaluator.definition.sections if section.name == name),
        evaluator=evaluator,
        answers=survey_return.answers.select_related("saved_by").by_path(),
        language=questionnaire_language(request, evaluator.definition),
        today=request.today,
        own=own,
        data=request.POST if request.method == "POST" else None,
    )


def save(request, survey_return, form):
    """Save what was posted: what the save did, or else the answer that says why not."""
    if not form.is_valid():
        return None, answer(request, survey_return, form, UNPROCESSABLE)
    if form.dropped and request.POST.get("confirmed") != ",".join(form.dropped):
        # For a person this is a question and no error; for a program it is: nothing has been saved.
        status = UNPROCESSABLE if wants_json(request) else OK
        return None, answer(request, survey_return, form, status, dropped=form.dropped)
    try:
        saved = save_answers(
            survey_return=survey_return,
            user=request.user,
            key=form.key,
            changes=form.changes,
            on=request.today,
            at=timezone.now(),
        )
    except KeyReused:
        return None, answer(request, survey_return, form, CONFLICT, problem=_(USED_BEFORE))
    except DraftClosed:
        return None, answer(request, survey_return, form, CONFLICT, problem=_(SUBMITTED_MEANWHILE))
    if saved.conflicts:
        form.answers = survey_return.answers.select_related("saved_by").by_path()
        return saved, answer(request, survey_return, form, CONFLICT, saved=saved)
    return saved, None


def saved_well(request, survey_return, form, saved):
    """Go on after a save: to the next section, the task list, or the same page."""
    if wants_json(request):
        return JsonResponse({"saved": saved.revisions, "conflicts": [], "at": saved.at.isoformat()})
    messages.success(request, words_of_save(saved))
    slug, iso3 = survey_return.survey.slug, survey_return.member_state.iso3
    target = request.POST.get("next", "")
    if target in form.own:
        return redirect("surveys:section", slug, iso3, target)
    return redirect("surveys:return_tasks", slug, iso3)


def words_of_save(saved):
    """When the save was and how much it stored; a double click says the same as the first."""
    number = len(saved.revisions)
    if not number:
        return _("Nothing had changed, so nothing was saved.")
    time = time_format(timezone.localtime(saved.at), "H:i")
    words = ngettext(
        "Saved %(time)s, Geneva time: %(number)d answer.", "Saved %(time)s, Geneva time: %(number)d answers.", number
    )
    return words % {"time": time, "number": number}


def answer(request, survey_return, form, status, *, dropped=(), saved=None, problem=""):
    """Say why not everything was saved: as JSON to who asks for it, else as the page with all that was typed."""
    conflicts = saved.conflicts if saved else []
    if wants_json(request):
        body = {"saved": saved.revisions if saved else {}, "conflicts": conflicts, "errors": form.errors}
        at = saved.at.isoformat() if saved else None
        return JsonResponse({**body, "at": at, "dropped": list(dropped), "problem": problem}, status=status)
    if saved and saved.revisions:
        messages.success(request, words_of_save(saved))
    return show(request, survey_return, form, status=status, dropped=dropped, conflicts=conflicts, problem=problem)


def wants_json(request):
    """Whether the client is a program."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def show(request, survey_return, form, *, status=200, dropped=(), conflicts=(), problem=""):
    """The page of a section."""
    slug, iso3 = survey_return.survey.slug, survey_return.member_state.iso3
    definition = form.evaluator.definition
    asked = [section for section in definition.sections if form.evaluation.is_section_asked(section)]
    own = [section for section in asked if section.name in form.own]
    context = around(survey_return) | {
        "page": page_of(form, conflicts),
        "form": form,
        "sections": [(section.name, definition.label(section.labels, form.language)) for section in own],
        "after": next_after(form, own),
        "going_to": request.POST.get("next", ""),
        "dropped": [form.label_of(path) for path in dropped],
        "confirmed": ",".join(dropped),
        "problem": problem,
        "problems": problems_of(form, conflicts),
        "keys_in": keys_in(request.user, survey_return),
        "steps": [(reverse("surveys:return_tasks", args=[slug, iso3]), _("Task list"))],
    }
    return render(request, "surveys/returns/section.html", context, status=status)


def next_after(form, own):
    """The name of the next section that this person has and that applies; empty after the last."""
    names = [section.name for section in own]
    later = form.own[form.own.index(form.section.name) + 1 :]
    return next((name for name in later if name in names), "")


def problems_of(form, conflicts):
    """What the summary above the form lists: each question with its message, in the questionnaire's order."""
    told = {**dict.fromkeys(conflicts, _("Somebody else changed this answer meanwhile.")), **form.errors}
    return [
        {"anchor": f"q-{path}", "message": told[path], "label": form.label_of(path)}
        for path in form.questions
        if path in told
    ]
