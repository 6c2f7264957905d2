"""Pages on the life of a return: the government takes a reply back; the Office decides."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.actions.events import NotNow
from surveys.actions.life import NoCutOff, NotLater, complete, decline, extend, reopen
from surveys.actions.withdrawals import OpenedMeanwhile, is_known_to_the_office, recall
from surveys.actions.write_keys import KeyReused
from surveys.forms.life import CompleteForm, DeclineForm, ExtensionForm, RecallForm, ReopenForm
from surveys.models import Happening
from surveys.permissions import is_focal_point, may_decide
from surveys.views.fetching import around
from surveys.views.fetching import fetch_return as fetch_own
from surveys.views.office import fetch_return, frame


@require_http_methods(["GET", "HEAD", "POST"])
def return_recall(request, slug, iso3):
    """Take the reply back, as long as the Office has not opened it."""
    survey_return = fetch_own(request, slug, iso3, is_focal_point)
    in_force = survey_return.submissions.in_effect().newest()
    if in_force is None and request.method != "POST":
        return redirect(survey_return)
    form = RecallForm(
        request.POST if request.method == "POST" else None,
        initial={"number": in_force.number if in_force else None},
        survey_return=survey_return,
        today=request.today,
    )
    if form.is_valid() and went_well(form, lambda: take_back(request, form)):
        messages.success(request, _("The reply is taken back. All answers are here again, open to be changed."))
        return redirect(survey_return)
    context = around(survey_return) | {
        "form": form,
        "submission": in_force,
        "is_opened": in_force is not None and is_known_to_the_office(in_force),
    }
    return render(request, "surveys/returns/recall.html", context, status=status_of(form))


def take_back(request, form):
    """Take back what the form names."""
    recall(
        survey_return=form.survey_return,
        number=form.cleaned_data["number"],
        user=request.user,
        key=form.cleaned_data["key"],
        reason=form.cleaned_data["reason"],
        on=request.today,
        at=timezone.now(),
    )


@dataclass(frozen=True)
class Words:
    """What a page of the Office says around its form."""

    title: str
    lead: str
    button: str
    done: str


@require_http_methods(["GET", "HEAD", "POST"])
def return_extend(request, slug, iso3):
    """Grant a State more time."""
    words = Words(
        _("Grant an extension"),
        _("The new date applies to this Government only. A letter tells it so."),
        _("Grant the extension"),
        _("The extension is granted."),
    )

    def act(form):
        extend(
            survey_return=form.survey_return, until=form.cleaned_data["until"], on=request.today, **who(request, form)
        )

    return decide(request, slug, iso3, Happening.EXTENDED, ExtensionForm, words, act)


@require_http_methods(["GET", "HEAD", "POST"])
def return_decline(request, slug, iso3):
    """Note that a Government does not take part."""
    words = Words(
        _("Does not take part"),
        _("A letter confirms what the Government has told the Office. A later reply is still accepted."),
        _("Note that the Government does not take part"),
        _("It is noted that the Government does not take part."),
    )

    def act(form):
        received_on, reason = form.cleaned_data["received_on"], form.cleaned_data["reason"]
        decline(survey_return=form.survey_return, received_on=received_on, reason=reason, **who(request, form))

    return decide(request, slug, iso3, Happening.DECLINED, DeclineForm, words, act)


@require_http_methods(["GET", "HEAD", "POST"])
def return_reopen(request, slug, iso3):
    """Open a submitted return again until a day."""
    words = Words(
        _("Reopen the return"),
        _("The submission in force stays so until the Government submits again. A letter tells it so."),
        _("Reopen the return"),
        _("The return is reopened."),
    )

    def act(form):
        until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
        reopen(survey_return=form.survey_return, until=until, reason=reason, on=request.today, **who(request, form))

    return decide(request, slug, iso3, Happening.REOPENED, ReopenForm, words, act)


@require_http_methods(["GET", "HEAD", "POST"])
def return_complete(request, slug, iso3):
    """Note that the Office asks nothing more."""
    words = Words(
        _("Complete"),
        _("The Office asks nothing more about this reply. The Government can still amend it."),
        _("Note as complete"),
        _("The return is complete."),
    )

    def act(form):
        complete(survey_return=form.survey_return, on=request.today, **who(request, form))

    return decide(request, slug, iso3, Happening.COMPLETED, CompleteForm, words, act)


def who(request, form):
    """Who acts, under which key and when, as the actions take it."""
    return {"by": request.user, "key": form.cleaned_data["key"], "at": timezone.now()}


def decide(request, slug, iso3, happening, form_class, words, act):
    """A page of the Office with one form: do what it says, or show it again with the reason why not."""
    survey_return = fetch_return(request, slug, iso3, may_decide)
    if request.method != "POST" and happening not in survey_return.possible:
        messages.error(request, _("This cannot be done with a return that stands where this one does."))
        return redirect("surveys:return_office", slug, iso3)
    data = request.POST if request.method == "POST" else None
    form = form_class(data, survey_return=survey_return, today=request.today)
    if form.is_valid() and went_well(form, lambda: act(form)):
        messages.success(request, words.done)
        return redirect("surveys:return_office", slug, iso3)
    context = {
        **frame(survey_return.survey),
        "member_state": survey_return.member_state,
        "survey_return": survey_return,
        "form": form,
        "words": words,
    }
    return render(request, "surveys/office/decide.html", context, status=status_of(form))


def went_well(form, act):
    """Whether it could be done; if not, the form says why, and everything typed is still in it."""
    try:
        act()
    except NotLater:
        form.add_error("until", _("The new date has to come after the one in force."))
    except NoCutOff:
        form.add_error(None, _("The letter names a cut-off date, and this survey has none yet."))
    except (NotNow, OpenedMeanwhile, KeyReused) as refusal:
        form.with_new_key().add_error(None, words_of(refusal))
        form.came_too_late = True
    else:
        return True
    return False


def words_of(refusal):
    """Why it cannot be done any more."""
    if isinstance(refusal, OpenedMeanwhile):
        return _("The Office has opened this submission meanwhile, so it cannot be taken back. It can be amended.")
    if isinstance(refusal, KeyReused):
        return _(
            "This page was sent before with something else in it. Nothing was changed; send it again if you mean it."
        )
    return _("The return has changed meanwhile, and this cannot be done with it any more. Nothing was changed.")


def status_of(form):
    """409 for what comes too late, 400 for what does not fit, 200 for a fresh page."""
    if getattr(form, "came_too_late", False):
        return 409
    return 400 if form.is_bound else 200
