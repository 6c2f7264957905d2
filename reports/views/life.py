"""The life of an edition: where it stands, who may do what next, what was done and by whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from reports.actions.editions import NotCorrectable, NotNow, NotYours, TakenBack, approve, propose, publish, send_back
from reports.forms.editions import CorrectForm, PublishForm, SendBackForm, StepForm
from reports.models import Step, Summary
from reports.models.life import follows
from reports.permissions import is_second, may_take, takes_part
from reports.views.editions import fetch_edition, frame
from surveys.actions.write_keys import KeyReused


@dataclass(frozen=True)
class Offer:
    """A step as the page offers it: its form, its address, its words."""

    name: str
    step: Step
    form: type[forms.Form]
    act: Callable[..., None]
    title: Any
    lead: Any
    button: Any
    done: Any

    @property
    def view(self):
        """The name of the address that takes it."""
        return f"reports:edition_{self.name}"

    def bound_to(self, edition, data=None):
        """The form for this edition; ids of its own, since several stand on one page."""
        options: dict[str, Any] = {"auto_id": f"{self.name}_%s"}
        if self.form is CorrectForm:
            options["editions"] = Summary.objects.correctable_by(edition).meta()
        return self.form(data, **options)


OFFERS = {
    "propose": Offer(
        "propose",
        Step.PROPOSED,
        StepForm,
        propose,
        gettext_lazy("Propose for review"),
        gettext_lazy("A second person then looks at the edition and approves it or sends it back."),
        gettext_lazy("Propose for review"),
        gettext_lazy("The edition is proposed for review."),
    ),
    "approve": Offer(
        "approve",
        Step.APPROVED,
        StepForm,
        approve,
        pgettext_lazy("an edition", "Approve"),
        gettext_lazy("You are the second person: you have looked at the figures and at what changed."),
        gettext_lazy("Approve the edition"),
        gettext_lazy("The edition is approved."),
    ),
    "publish": Offer(
        "publish",
        Step.PUBLISHED,
        PublishForm,
        publish,
        pgettext_lazy("an edition", "Publish"),
        gettext_lazy("Everybody can then read it. A published edition never changes and is never taken away."),
        gettext_lazy("Publish the edition"),
        gettext_lazy("The edition is published."),
    ),
    "correct": Offer(
        "correct",
        Step.PUBLISHED,
        CorrectForm,
        publish,
        gettext_lazy("Publish as a correction"),
        gettext_lazy("The earlier edition stays in the archive and says which one corrects it, and why."),
        gettext_lazy("Publish as a correction"),
        gettext_lazy("The edition is published as a correction."),
    ),
    "send_back": Offer(
        "send_back",
        Step.SENT_BACK,
        SendBackForm,
        send_back,
        gettext_lazy("Send back"),
        gettext_lazy("It can be proposed again; another edition can be compiled meanwhile."),
        gettext_lazy("Send back"),
        gettext_lazy("The edition is sent back."),
    ),
}


@require_safe
def edition_life(request, slug, number):
    """Where the edition stands, what may be done next, and its history."""
    return life_page(request, fetch_edition(request, slug, number))


@require_POST
def edition_propose(request, slug, number):
    """Propose the edition for review."""
    return take(request, slug, number, "propose")


@require_POST
def edition_approve(request, slug, number):
    """Approve it as a second person."""
    return take(request, slug, number, "approve")


@require_POST
def edition_send_back(request, slug, number):
    """Send it back with a note."""
    return take(request, slug, number, "send_back")


@require_POST
def edition_publish(request, slug, number):
    """Publish it."""
    return take(request, slug, number, "publish")


@require_POST
def edition_correct(request, slug, number):
    """Publish it in the place of a published one."""
    return take(request, slug, number, "correct")


def take(request, slug, number, name):
    """Take the step, or show the page again with the reason why not and everything that was typed."""
    edition, offer = fetch_edition(request, slug, number), OFFERS[name]
    if not takes_part(request.user, offer.step):
        raise Http404
    form = offer.bound_to(edition, request.POST)
    if not form.is_valid():
        return life_page(request, edition, {name: form}, status=400)
    try:
        offer.act(summary=edition, by=request.user, at=timezone.now(), **form.cleaned_data)
    except (NotNow, NotYours, NotCorrectable, TakenBack, KeyReused) as refusal:
        form.with_new_key().add_error(None, words_of(refusal))
        return life_page(request, edition, {name: form}, status=409)
    messages.success(request, offer.done)
    return redirect("reports:edition_life", slug, number)


def words_of(refusal):
    """Why the step cannot be taken."""
    if isinstance(refusal, NotYours):
        return _("A second person has to approve the edition: neither who asked for it nor who proposed it.")
    if isinstance(refusal, NotCorrectable):
        return _("The edition to be corrected has been corrected by another one meanwhile.")
    if isinstance(refusal, TakenBack):
        return _("A Government has taken back a reply that is in this edition: compile a new one.")
    if isinstance(refusal, KeyReused):
        return _(
            "This page was sent before with something else in it. Nothing was changed; send it again if you mean it."
        )
    return _("Somebody else has taken a step meanwhile, and this one does not follow it. Nothing was changed.")


def life_page(request, edition, refused=None, status=200):
    """The page; `refused` holds a form that came back, by the name of its offer."""
    stage, refused = edition.steps.stage(), refused or {}
    context = frame(
        edition.survey,
        edition=edition,
        stage=stage,
        steps=list(edition.steps.select_related("by", "corrects")),
        correction=edition.corrections.select_related("summary").first(),
        offers=offers_for(request.user, edition, stage, refused),
        waits_for_second=follows(Step.APPROVED, stage) and not is_second(request.user, edition),
        waits_for_staff=follows(Step.PUBLISHED, stage) and not takes_part(request.user, Step.PUBLISHED),
    )
    return render(request, "reports/life.html", context, status=status)


def offers_for(user, edition, stage, refused):
    """Pairs of offer and form: what this person may do now, and what came back."""
    may = {step: follows(step, stage) and may_take(user, step, edition) for step in Step}
    offered = ((OFFERS[name], refused.get(name)) for name in OFFERS if name in refused or may[OFFERS[name].step])
    pairs = [(offer, form or offer.bound_to(edition)) for offer, form in offered]
    return [(offer, form) for offer, form in pairs if form.is_bound or has_a_choice(form)]


def has_a_choice(form):
    """Whether the form can be filled in: a correction needs an edition to correct."""
    return "corrects" not in form.fields or form.fields["corrects"].queryset.exists()
