"""For my signature: letters and papers, drafted, cleared, signed; editions with the way to their own review."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from consultations.views.conflicts import refuse_reuse
from consultations.views.editing import who
from consultations.views.frame import status_of
from reports.actions.clearances import NotNow, NotYours, of_letter, standings, take_step
from reports.forms.clearances import StepForm, name_of
from reports.models import ClearanceStep, Stage, Summary
from reports.permissions import may_keep_report
from reports.views.report import fetch_survey, frame, steps_to
from surveys.actions.write_keys import KeyReused
from surveys.models import Letter

PER_PAGE = 50
WAITING = (Stage.PROPOSED, Stage.APPROVED)
BUTTONS = {
    ClearanceStep.DRAFTED: gettext_lazy("Put forward as drafted"),
    ClearanceStep.CLEARED: gettext_lazy("Clear"),
    ClearanceStep.SIGNED: gettext_lazy("Sign"),
}


@require_safe
def signature(request, slug):
    """What waits for a signature, and what was signed and has not gone out."""
    survey = fetch_survey(request, slug, may_keep_report)
    return signature_page(request, survey, StepForm(among=[]))


def signature_page(request, survey, form):
    """The page; `form` is what was made of the ticked ones."""
    letters = letters_of(survey)
    page = Paginator(letters.filter(clearances__isnull=True), PER_PAGE).get_page(request.GET.get("page"))
    put_forward = [subject_of(letter) for letter in letters.filter(clearances__isnull=False).distinct()]
    named = [
        (_("Letters put forward"), put_forward),
        *papers_of(survey),
        (_("Other letters that are held"), [subject_of(letter) for letter in page]),
    ]
    groups = [(title, lines_of(request, survey, subjects)) for title, subjects in named]
    context = frame(
        request,
        survey,
        form=form,
        page=page,
        groups=groups,
        steps_offered=[(step, BUTTONS[step]) for step in ClearanceStep],
        editions=list(Summary.objects.filter(survey=survey).meta().with_stage().filter(stage__in=WAITING)),
        steps=steps_to(survey),
    )
    return render(request, "reports/report/signature.html", context, status=status_of(form))


def letters_of(survey):
    """The letters of the survey that are held: on returns, and about contributions."""
    of_survey = Q(survey_return__survey=survey) | Q(contribution_letter__contribution__survey=survey)
    related = ["survey_return__survey", "survey_return__member_state", "contribution_letter__contribution__survey"]
    held = Letter.objects.filter(of_survey, state=Letter.State.HELD).select_related(
        "job", "contribution_letter__contribution__contributor", *related
    )
    return held.order_by("-pk")


def subject_of(letter):
    """A letter as something to be signed, with the address of its page."""
    about = getattr(letter, "contribution_letter", None)
    return of_letter(letter, address=about.get_absolute_url() if about else letter.get_absolute_url())


def papers_of(survey):
    """Pairs of title and subjects of whatever else goes out for a signature; other parts of the portal add theirs."""
    return []


def lines_of(request, survey, subjects):
    """Where each of these stands, and whether the reader may take the next step."""
    return [
        {
            "standing": one,
            "name": name_of(one.subject),
            "to": addressee_of(one.subject.letter),
            "may": one.may_be_taken_by(request.user),
            "next_words": BUTTONS[one.next] if one.next else "",
        }
        for one in standings(survey, subjects)
    ]


def addressee_of(letter):
    """To whom a letter goes: a State, or a contributor."""
    if letter is None:
        return ""
    about = getattr(letter, "contribution_letter", None)
    return str(about.contribution.contributor if about else letter.survey_return.member_state)


@require_POST
def signature_step(request, slug):
    """Take a step with what is ticked."""
    survey = fetch_survey(request, slug, may_keep_report)
    subjects = [subject_of(letter) for letter in letters_of(survey)]
    subjects += [subject for _title, found in papers_of(survey) for subject in found]
    form = StepForm(request.POST, among=subjects)
    if not form.is_valid():
        return signature_page(request, survey, form)
    cleaned = form.cleaned_data
    try:
        take_step(
            survey=survey, subjects=form.chosen(), step=cleaned["step"], note=cleaned["note"], **who(request, form)
        )
    except NotYours:
        form.add_error(None, _("A second person signs: neither who drafted it nor who cleared it. Nothing was done."))
        form.again()
    except NotNow:
        form.add_error(None, _("This step does not follow the last one of all that are ticked. Nothing was done."))
        form.again()
    except KeyReused:
        refuse_reuse(form)
    else:
        messages.success(request, _("The step is recorded."))
        return redirect("reports:signature", slug)
    return signature_page(request, survey, form)
