"""Letters about contributions, one by one: what they say, where they stand, what a person decides about them."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations.actions.contribution_letters import let_go
from consultations.forms.contributions import LetGoForm
from consultations.models import ContributionLetter
from consultations.permissions import may_keep_register
from consultations.views.contributions import fetch_contribution, steps_to
from consultations.views.frame import frame
from surveys.actions.dispatch import (
    NotSo,
    SurveyClosed,
    cancel_letter,
    send_again,
    settle_as_not_sent,
    settle_as_sent,
)
from surveys.actions.write_keys import KeyReused
from surveys.forms.letters import CancelForm, KeyForm
from surveys.models import LetterStanding
from surveys.models.history import acting_as
from surveys.rendering import direction


def fetch_letter(request, slug, code, pk):
    """A letter about the contribution, for a person who keeps the register."""
    contribution = fetch_contribution(request, slug, code, may_keep_register)
    related = ContributionLetter.objects.select_related("letter__job", "contribution__survey")
    return get_object_or_404(related.select_related("contribution__contributor"), pk=pk, contribution=contribution)


@require_safe
def contribution_letter(request, slug, code, pk):
    """What it says, to whom, where it stands, and what can be done about it."""
    return letter_page(request, fetch_letter(request, slug, code, pk))


def letter_page(request, about, *, status=200, notice="", release_form=None, cancel_form=None):
    """The page of a letter, with the forms that fit where it stands."""
    about.letter.refresh_from_db()
    letter, contribution = about.letter, about.contribution
    standing = letter.standing
    fresh = LetGoForm(letter=letter, languages=contribution.survey.languages)
    context = frame(
        request,
        contribution.survey,
        about=about,
        contribution=contribution,
        letter=letter,
        standing=standing,
        direction=direction(letter.language),
        notice=notice,
        release_form=(release_form or fresh) if standing == LetterStanding.HELD else None,
        cancel_form=(cancel_form or CancelForm()) if standing in {"held", "failed"} else None,
        key_form=KeyForm(),
        steps=steps_to(contribution.survey, contribution),
    )
    return render(request, "consultations/contribution_letter.html", context, status=status)


def decide(request, about, form, told, act):
    """Act under the form's key, and tell; what somebody else has decided meanwhile stays so."""
    if not form.is_valid():
        return letter_page(request, about, status=400)
    key = form.cleaned_data["key"]
    try:
        with acting_as(request.user, key=key):
            act(by=request.user, key=key, at=timezone.now())
    except NotSo:
        words = _("This was not done: the letter has been dealt with meanwhile.")
        return letter_page(request, about, status=409, notice=words)
    except SurveyClosed:
        words = _("This was not done: the survey is closed, and its letters stay held.")
        return letter_page(request, about, status=409, notice=words)
    except KeyReused:
        return render(request, "409.html", {"path": request.path}, status=409)
    messages.success(request, told)
    return redirect(about)


@require_POST
def contribution_letter_release(request, slug, code, pk):
    """Let a held letter go, its language and addressees corrected where they have to be."""
    about = fetch_letter(request, slug, code, pk)
    form = LetGoForm(request.POST, letter=about.letter, languages=about.contribution.survey.languages)
    if not form.is_valid():
        return letter_page(request, about, status=400, release_form=form)
    wanted = {name: form.cleaned_data[name] for name in ("language", "addressees")}
    return decide(request, about, form, _("The letter was let go."), partial(let_go, about=about, **wanted))


@require_POST
def contribution_letter_cancel(request, slug, code, pk):
    """Do not send a letter, for a reason."""
    about = fetch_letter(request, slug, code, pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return letter_page(request, about, status=400, cancel_form=form)
    reason, told = form.cleaned_data["reason"], _("The letter will not be sent.")
    return decide(request, about, form, told, partial(cancel_letter, letter=about.letter, reason=reason))


@require_POST
def contribution_letter_again(request, slug, code, pk):
    """Try to send a letter once more whose delivery was given up."""
    about = fetch_letter(request, slug, code, pk)
    form, told = KeyForm(request.POST), _("The letter is sent again.")
    return decide(request, about, form, told, partial(send_again, letter=about.letter))


@require_POST
def contribution_letter_went_out(request, slug, code, pk):
    """A person has found out that the letter went out."""
    about = fetch_letter(request, slug, code, pk)
    form, told = KeyForm(request.POST), _("The letter is recorded as sent.")
    return decide(request, about, form, told, partial(settle_as_sent, letter=about.letter))


@require_POST
def contribution_letter_not_out(request, slug, code, pk):
    """A person has found out that the letter did not go out: send it."""
    about = fetch_letter(request, slug, code, pk)
    form, told = KeyForm(request.POST), _("The letter is sent again.")
    return decide(request, about, form, told, partial(settle_as_not_sent, letter=about.letter))
