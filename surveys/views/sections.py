"""A section of the questionnaire: show it, save it."""

from contextlib import contextmanager
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.forms.answers import SectionForm
from surveys.forms.typed import NotThisForm
from surveys.forms.uploads import receive
from surveys.models.surveys import evaluator_for
from surveys.permissions import answerable_sections, keys_in
from surveys.views.boxes import page_of
from surveys.views.fetching import around, fetch_for_answering, questionnaire_language
from surveys.views.kept import owner_of
from surveys.views.keyed_meanwhile import keyed_meanwhile
from surveys.views.saving import CONFLICT, OF_SOMEBODY_ELSE, OK, Outcome, attempt, words_of_save
from surveys.views.shapes import shapes_of

SEE_OTHER = 303
NOTHING_SAVED = Outcome()


@require_http_methods(["GET", "HEAD", "POST"])
def section(request, slug, iso3, section):
    """One section as a plain form. A save leads on; 422 with reasons; 409 with both texts; JSON to who asks."""
    survey_return = fetch_for_answering(request, slug, iso3)
    if refusal := keyed_meanwhile(request, survey_return, section):
        return refusal
    form = form_for(request, survey_return, section)
    if not survey_return.draft_open and request.method != "POST":
        return redirect(survey_return)
    if request.method != "POST":
        return show(request, survey_return, form)
    with refusing_other_forms():
        if is_of_somebody_else(request, survey_return):
            return answer(request, survey_return, form, Outcome(CONFLICT, problem=_(OF_SOMEBODY_ELSE)))
        saved, refusal = save(request, survey_return, form)
    return refusal or saved_well(request, survey_return, form, saved)


def is_of_somebody_else(request, survey_return):
    """Whether the page was made for another person than who is signed in now: what they typed is shown, not saved."""
    return request.POST.get("owner", "") not in {"", owner_of(request.user, survey_return)}


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
    section = next(section for section in evaluator.definition.sections if section.name == name)
    data, errors = received(request, survey_return, evaluator.definition, section)
    return SectionForm(
        survey_return=survey_return,
        section=section,
        evaluator=evaluator,
        answers=survey_return.answers.select_related("saved_by").by_path(),
        language=questionnaire_language(request, evaluator.definition),
        today=request.today,
        own=own,
        data=data,
        errors=errors,
    )


def received(request, survey_return, definition, section):
    """What was posted, its files stored and named in it, and which were not taken; nothing but for a POST."""
    if request.method != "POST":
        return None, {}
    return receive(
        data=request.POST,
        files=request.FILES,
        definition=definition,
        section=section,
        survey_return=survey_return,
        by=request.user,
        at=timezone.now(),
    )


def save(request, survey_return, form):
    """Save what was posted: what the save did, and where something is not saved, the answer that says why."""
    outcome = attempt(request, survey_return, form)
    return outcome.saved, answer(request, survey_return, form, outcome) if outcome.is_refused else None


def saved_well(request, survey_return, form, saved):
    """Go on after a save: to the next section, the task list, or the same page."""
    if wants_json(request):
        return JsonResponse({"saved": saved.revisions, "conflicts": [], "at": saved.at.isoformat()})
    messages.success(request, words_of_save(saved))
    slug, iso3 = survey_return.survey.slug, survey_return.member_state.iso3
    target = request.POST.get("next", "")
    is_section = target in form.own
    leads_to = (
        reverse("surveys:section", args=[slug, iso3, target]) if is_section else survey_return.get_absolute_url()
    )
    return HttpResponseRedirect(leads_to, status=SEE_OTHER)


def answer(request, survey_return, form, outcome):
    """Say why not everything was saved: as JSON to who asks for it, else as the page with all that was typed."""
    saved = outcome.saved
    if wants_json(request):
        told = {
            "conflicts": conflicts_told(form, outcome.conflicts),
            "errors": form.errors,
            "problem": outcome.problem,
        }
        done = {"saved": saved.revisions if saved else {}, "at": saved.at.isoformat() if saved else None}
        return JsonResponse({**done, **told, "dropped": list(outcome.dropped)}, status=outcome.status)
    if saved and saved.revisions:
        messages.success(request, words_of_save(saved))
    # For a person it is a question and no error that answers would be dropped.
    return show(request, survey_return, form, outcome, status=OK if outcome.dropped else outcome.status)


def conflicts_told(form, paths):
    """What a program needs in order to choose: the answer that somebody else has saved, who and when."""
    return [
        {
            "path": path,
            "value": answer.value,
            "remark": answer.remark,
            "revision": answer.revision,
            "saved_by": str(answer.saved_by),
            "saved_at": answer.saved_at.isoformat(),
        }
        for path, answer in ((path, form.answers[path]) for path in paths)
    ]


def wants_json(request):
    """Whether the client is a program."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def show(request, survey_return, form, outcome=NOTHING_SAVED, *, status=OK):
    """The page of a section."""
    context = context_of(request, survey_return, form, outcome)
    # Of what is stored, also where the page shows what was typed: that has to stay until it is saved.
    stored = form if form.data is None else replace(form, data=None, errors={}, changes=[], undecided={})
    context["shapes"] = shapes_of(elements_of({**context, "page": page_of(stored)}))
    return render(request, "surveys/returns/section.html", context, status=status)


def context_of(request, survey_return, form, outcome=NOTHING_SAVED):
    """What the page of a section shows."""
    slug, iso3 = survey_return.survey.slug, survey_return.member_state.iso3
    definition = form.evaluator.definition
    asked = [section for section in definition.sections if form.evaluation.is_section_asked(section)]
    own = [section for section in asked if section.name in form.own]
    return around(survey_return) | {
        "page": page_of(form, outcome.conflicts),
        "form": form,
        "sections": [(section.name, definition.label(section.labels, form.language)) for section in own],
        "after": next_after(form, own),
        "going_to": request.POST.get("next", ""),
        "dropped": [form.label_of(path) for path in outcome.dropped],
        "confirmed": ",".join(outcome.dropped),
        "problem": outcome.problem,
        "problems": problems_of(form, outcome.conflicts),
        "keys_in": keys_in(request.user, survey_return),
        "steps": [(reverse("surveys:return_tasks", args=[slug, iso3]), _("Task list"))],
        "owner": owner_of(request.user, survey_return),
    }


def elements_of(context):
    """What the page consists of, by the ids of the elements."""
    page = context["page"]
    boxes = {box.element_id: box for box in page.boxes}
    return {**boxes, "page-sections": context["sections"], "page-kept": page.kept, "page-lists": page.lists}


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
