"""The save of each answer as it is given: the page's script posts some questions of the section's form.

The answer holds elements of the page, each to take the place of the one with its id: of the questions that were
posted the revision, error or conflict, and who saved; of everything else what has changed. No control in which
somebody may be typing is among them.
"""

import json
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.forms.typed import NotThisForm
from surveys.views.boxes import page_of
from surveys.views.fetching import fetch_for_answering
from surveys.views.kept import owner_of
from surveys.views.keyed_meanwhile import keyed_meanwhile
from surveys.views.saving import attempt, time_of
from surveys.views.sections import context_of, elements_of, form_for, refusing_other_forms
from surveys.views.shapes import boxes_within, changed, shapes_of


@require_POST
def section_save(request, slug, iso3, section):
    """Save the posted questions; 422 with what does not fit or has to be asked first, 409 with both texts."""
    survey_return = fetch_for_answering(request, slug, iso3)
    if refusal := keyed_meanwhile(request, survey_return, section):
        return refusal
    form = form_for(request, survey_return, section)
    with refusing_other_forms():
        if not is_theirs(request, survey_return):
            return HttpResponse(status=401)
        outcome = attempt(request, survey_return, form)
        return answer(request, survey_return, form, outcome)


def is_theirs(request, survey_return) -> bool:
    """Whether the page belongs to who is signed in now: another tab may have signed in somebody else.

    Raises NotThisForm when the page does not say whose it is.
    """
    owner = request.POST.get("owner", "")
    if not owner:
        raise NotThisForm("owner")
    return owner == owner_of(request.user, survey_return)


def answer(request, survey_return, form, outcome):
    """The elements that take the place of others, and in a header what to say of it."""
    # Of a draft that is closed or in other hands meanwhile only what this person was let in to.
    stored = form.answers if outcome.problem else survey_return.answers.select_related("saved_by").by_path()
    now = replace(form, answers=stored, data=None, errors={}, changes=[], undecided={})
    context = context_of(request, survey_return, now)
    elements = elements_of(context)
    resolved = {path for path, typed in form.typed.items() if typed.resolve} if not outcome.is_refused else set()
    moved = {*changed(elements, request.POST.get("shapes", "")), *containing(context["page"].boxes, resolved)}
    context |= {
        "questions": list(questions_posted(form, outcome, context["page"])),
        "moved": [box for box in context["page"].boxes if box.element_id in moved],
        "parts": moved - {box.element_id for box in context["page"].boxes},
        "shapes": shapes_of(elements),
        "dropped": [form.label_of(path) for path in outcome.dropped],
        "confirmed": ",".join(outcome.dropped),
    }
    response = render(request, "surveys/returns/_saved.html", context, status=outcome.status)
    response["HX-Trigger"] = json.dumps({"answers-saved": {"words": words_of(outcome)}})
    return response


def questions_posted(form, outcome, page):
    """A box for each question that was posted, as it was posted, with the revision and the save of now."""
    stored = {box.path: box for box in boxes_within(page.boxes)}
    revisions = outcome.saved.revisions if outcome.saved else {}
    for box in boxes_within(page_of(form, outcome.conflicts).boxes):
        if box.path not in form.typed:
            continue
        if box.path not in outcome.conflicts and not box.error:
            # The control keeps the text that was seen, and so the page its revision, unless this save made a new one.
            box.seen = revisions.get(box.path, form.typed[box.path].seen)
            box.stored = stored[box.path].stored if box.path in stored else box.stored
        box.error = box.error or outcome.problem
        yield box


def containing(boxes, paths) -> set[str]:
    """The ids of the boxes in which one of these questions stands."""
    return {box.element_id for box in boxes for inner in boxes_within(box) if inner.path in paths}


def words_of(outcome) -> str:
    """What the line at the foot says after this save."""
    if outcome.is_refused:
        return _("Not saved: see the question marked")
    return _("Saved %(time)s, Geneva time") % {"time": time_of(outcome.saved)}
