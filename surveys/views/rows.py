"""The rows of a repeat: buttons of the section's form, so that what was typed is saved before anything moves."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.actions.answers import DraftClosed
from surveys.actions.rows import MOST_ROWS, TooManyRows, change_rows
from surveys.actions.write_keys import KeyReused
from surveys.questionnaire.definition import names_below
from surveys.questionnaire.rows import OPERATIONS
from surveys.views.fetching import fetch_for_answering
from surveys.views.keyed_meanwhile import keyed_meanwhile
from surveys.views.saving import CONFLICT, UNPROCESSABLE, USED_BEFORE, Outcome, words_of_closed
from surveys.views.sections import answer, form_for, refusing_other_forms, save


@require_POST
def row_add(request, slug, iso3, section, repeat):
    """Save what was typed, then add a row to the repeat and go to it."""
    return change(request, fetch_for_answering(request, slug, iso3), section, repeat, "add")


@require_POST
def row_change(request, slug, iso3, section, repeat, row, operation):
    """Save what was typed, then remove, restore or move a row."""
    survey_return = fetch_for_answering(request, slug, iso3)
    if operation not in OPERATIONS or operation == "add":
        raise Http404
    return change(request, survey_return, section, repeat, operation, row)


def change(request, survey_return, section, repeat, operation, row=""):
    """Save, do it, go to the row; where something cannot be saved, the page with all that was typed."""
    if refusal := keyed_meanwhile(request, survey_return, section):
        return refusal
    form = form_for(request, survey_return, section)
    if repeat not in form.evaluator.definition.repeats or repeat not in names_below(form.section):
        raise Http404
    if row and row not in form.rows_known(repeat):
        raise Http404
    with refusing_other_forms():
        _saved, refusal = save(request, survey_return, form)
    if refusal:
        return refusal
    try:
        row = change_rows(
            survey_return=survey_return,
            user=request.user,
            # The section's save has the key itself; this is the second half of the same request.
            key=f"{form.key[:60]}.row",
            repeat=repeat,
            operation=operation,
            row=row,
            on=request.today,
            at=timezone.now(),
        )
    except TooManyRows:
        problem = _("There are %(most)d entries: no more can be added.") % {"most": MOST_ROWS}
        return answer(request, survey_return, form, Outcome(UNPROCESSABLE, problem=problem))
    except (KeyReused, DraftClosed) as refused:
        problem = _(USED_BEFORE) if isinstance(refused, KeyReused) else words_of_closed(refused)
        return answer(request, survey_return, form, Outcome(CONFLICT, problem=problem))
    return go_to(request, survey_return, form, repeat, operation, row)


def go_to(request, survey_return, form, repeat, operation, row):
    """Back to the page, at the row; at the repeat when the row was taken out, with the word how it comes back."""
    if operation == "remove":
        messages.success(request, _("The entry was removed. It can be put back below the others."))
    place = f"g-{repeat}" if operation == "remove" else f"r-{repeat}[{row}]"
    address = [survey_return.survey.slug, survey_return.member_state.iso3, form.section.name]
    return redirect(f"{reverse('surveys:section', args=address)}#{place}")
