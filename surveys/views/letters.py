"""Letters of a survey, for the Office: all of them, one of them, and what a person decides about it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from surveys.actions.dispatch import (
    NotSo,
    SurveyClosed,
    cancel_letter,
    release,
    release_all,
    send_again,
    settle_as_not_sent,
    settle_as_sent,
)
from surveys.actions.write_keys import KeyReused
from surveys.forms.letters import CancelForm, KeyForm, LetterFilter, ReleaseAllForm, ReleaseForm
from surveys.models import Letter, LetterStanding, MemberState
from surveys.models.history import acting_as
from surveys.permissions import may_handle_letters, may_see_account_letters
from surveys.rendering import direction
from surveys.views.office import fetch_survey, frame

PER_PAGE = 100


@require_safe
def letters(request, slug):
    """All letters of a survey, by kind, standing, language and State."""
    survey = fetch_survey(request, slug, may_handle_letters)
    return render_letters(request, survey, KeyForm())


def render_letters(request, survey, form, status=200):
    """The list as its filter says; `form` is what was made of the ticked ones."""
    asked = MemberState.objects.filter(returns__survey=survey).distinct()
    chosen = LetterFilter(request.GET, survey=survey, states=asked)
    found = Letter.objects.of_survey(survey)
    if chosen.is_valid():
        found = chosen.chosen(found)
    page = Paginator(found.defer("body", "html", "facts"), PER_PAGE).get_page(request.GET.get("page"))
    context = {**frame(survey), "form": chosen, "batch": form, "page": page, "query": query_of(request)}
    context["some_held"] = any(may_go(letter) for letter in page)
    return render(request, "surveys/letters/letters.html", context, status=status if chosen.is_valid() else 400)


def may_go(letter):
    """Whether a held letter could go as it stands."""
    survey_return = letter.survey_return
    return letter.state == Letter.State.HELD and bool(letter.addressees) and not survey_return.survey.closed


def query_of(request):
    """The filter as it stands in the address, without the page."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@require_POST
def letters_release(request, slug):
    """Let the ticked letters go as they stand."""
    survey = fetch_survey(request, slug, may_handle_letters)
    form = ReleaseAllForm(request.POST, held=Letter.objects.of_survey(survey))
    if not form.is_valid():
        return render_letters(request, survey, form, status=400)
    chosen, key = list(form.cleaned_data["letters"]), form.cleaned_data["key"]
    try:
        with acting_as(request.user, key=key):
            number = release_all(letters=chosen, by=request.user, key=key, at=timezone.now())
    except KeyReused:
        return render(request, "409.html", {"path": request.path}, status=409)
    told = ngettext("%(n)s letter was let go.", "%(n)s letters were let go.", number) % {"n": number}
    messages.success(request, told)
    return redirect("surveys:letters", slug)


def fetch_letter(request, pk):
    """A letter on a return, for a person of the Office who may."""
    if not may_handle_letters(request.user):
        raise Http404
    visible = Letter.objects.visible_to(request.user, on=request.today)
    related = visible.select_related("job", "survey_return__survey", "survey_return__member_state")
    return get_object_or_404(related, pk=pk)


@require_safe
def letter(request, pk):
    """One letter: what it says, to whom, where it stands, and what can be done about it."""
    return render_letter(request, fetch_letter(request, pk))


def render_letter(request, letter, *, status=200, notice="", release_form=None, cancel_form=None):
    """The page of a letter, with the forms that fit where it stands."""
    standing = letter.standing
    is_held = standing == LetterStanding.HELD
    context = {
        **frame(letter.survey_return.survey),
        "member_state": letter.survey_return.member_state,
        "letter": letter,
        "standing": standing,
        "direction": direction(letter.language),
        "notice": notice,
        "release_form": (release_form or ReleaseForm(letter=letter)) if is_held else None,
        "cancel_form": (cancel_form or CancelForm()) if standing in {"held", "failed"} else None,
        "key_form": KeyForm(),
    }
    return render(request, "surveys/letters/letter.html", context, status=status)


@require_POST
def letter_release(request, pk):
    """Let a held letter go, its language and addressees corrected where they have to be."""
    letter = fetch_letter(request, pk)
    form = ReleaseForm(request.POST, letter=letter)
    if not form.is_valid():
        return render_letter(request, letter, status=400, release_form=form)
    decision = {name: form.cleaned_data.get(name, False) for name in ("language", "addressees", "confirms_language")}
    return decide(request, letter, release, form, _("The letter was let go."), **decision)


@require_POST
def letter_cancel(request, pk):
    """Do not send a letter, for a reason."""
    letter = fetch_letter(request, pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return render_letter(request, letter, status=400, cancel_form=form)
    return decide(
        request, letter, cancel_letter, form, _("The letter will not be sent."), reason=form.cleaned_data["reason"]
    )


@require_POST
def letter_again(request, pk):
    """Try to send a letter once more whose delivery was given up."""
    return decide(
        request, fetch_letter(request, pk), send_again, KeyForm(request.POST), _("The letter is sent again.")
    )


@require_POST
def letter_went_out(request, pk):
    """A person has found out that the letter went out."""
    letter = fetch_letter(request, pk)
    return decide(request, letter, settle_as_sent, KeyForm(request.POST), _("The letter is recorded as sent."))


@require_POST
def letter_not_out(request, pk):
    """A person has found out that the letter did not go out: send it."""
    letter = fetch_letter(request, pk)
    return decide(request, letter, settle_as_not_sent, KeyForm(request.POST), _("The letter is sent again."))


def decide(request, letter, act, form, told, **decision):
    """Act on the letter under the form's key, and tell; what somebody else has decided meanwhile stays so."""
    if not form.is_valid():
        return render_letter(request, letter, status=400)
    key = form.cleaned_data["key"]
    try:
        with acting_as(request.user, key=key):
            act(letter=letter, by=request.user, key=key, at=timezone.now(), **decision)
    except NotSo as other:
        words = _("This was not done: the letter has been dealt with meanwhile.")
        return render_letter(request, other.letter, status=409, notice=words)
    except SurveyClosed:
        words = _("This was not done: the survey is closed, and its letters stay held.")
        return render_letter(request, letter, status=409, notice=words)
    except KeyReused:
        return render(request, "409.html", {"path": request.path}, status=409)
    messages.success(request, told)
    return redirect(letter)


@require_safe
def account_letters(request):
    """Letters about accounts, for administrators: to whom and where they stand, never what they say."""
    if not may_see_account_letters(request.user):
        raise Http404
    page = Paginator(Letter.objects.about_accounts(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "surveys/letters/account_letters.html", {"office": True, "page": page})
