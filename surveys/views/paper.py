"""Register paper replies on arrival."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys.actions.attachments import store
from surveys.actions.events import NotNow
from surveys.actions.paper import (
    NotWaiting,
    SamePerson,
    add_scan,
    ask_to_void,
    keep_paper,
    register_paper,
    void_paper,
)
from surveys.actions.write_keys import KeyReused
from surveys.file_types.refused import Refused
from surveys.forms.paper import KeyForm, NewPaperForm, PaperForm, ScanForm, VoidForm
from surveys.forms.uploads import words_of_refusal
from surveys.models import Attachment, PaperReturn
from surveys.models.history import acting_as
from surveys.models.member_states import alphabetical
from surveys.permissions import may_register_paper
from surveys.views.keying import around_paper, fetch_paper, to_office
from surveys.views.office import fetch_return, fetch_survey, frame


@require_http_methods(["GET", "HEAD", "POST"])
def paper_new(request, slug):
    """Register one paper reply after the other: the State is typed, and the page comes back empty for the next."""
    survey = fetch_survey(request, slug, may_register_paper)
    form = NewPaperForm(*posted(request), survey=survey, today=request.today)
    if form.is_valid():
        try:
            paper = register(request.user, form)
        except NotNow:
            form.refuse_second()
        except Refused as refused:
            form.add_error("scan", words_of_refusal(refused))
        except KeyReused:
            return render(request, "409.html", {"path": request.path}, status=409)
        else:
            return redirect(f"{reverse('surveys:paper_new', args=[slug])}?registered={paper.ledger_no}")
    context = frame(survey) | {
        "form": form,
        "states": state_names(survey),
        "registered": registered_just_now(request, survey),
        "other": form.survey_return if form.has_error("state") else None,
    }
    return render(request, "surveys/paper/new.html", context, status=400 if form.is_bound else 200)


def state_names(survey):
    """Pairs of name and code of the States that were asked, in the order of the names."""
    asked = survey.returns.exclude(status="not_sent").select_related("member_state")
    names = [(str(survey_return.member_state), survey_return.member_state.iso3) for survey_return in asked]
    return alphabetical(names, key=lambda pair: pair[0])


def registered_just_now(request, survey):
    """The paper reply after whose registration the page came back; None for an address that names none."""
    number = request.GET.get("registered", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    own = PaperReturn.objects.filter(survey=survey, registered_by=request.user, ledger_no=number)
    return own.select_related("member_state", "receipt").first()


@require_http_methods(["GET", "HEAD", "POST"])
def paper_register(request, slug, iso3):
    """Register a paper reply of this State, from the page of its return."""
    survey_return = fetch_return(request, slug, iso3, may_register_paper)
    survey = survey_return.survey
    form = PaperForm(*posted(request), survey=survey, survey_return=survey_return, today=request.today)
    if form.is_valid():
        try:
            register(request.user, form)
        except NotNow:
            form.refuse_second()
        except Refused as refused:
            form.add_error("scan", words_of_refusal(refused))
        except KeyReused:
            return render(request, "409.html", {"path": request.path}, status=409)
        else:
            messages.success(request, _("The paper reply is registered."))
            return redirect("surveys:return_office", slug, iso3)
    context = {**frame(survey), "member_state": survey_return.member_state, "form": form}
    return render(request, "surveys/paper/register.html", context, status=400 if form.is_bound else 200)


def posted(request):
    """What a form of this request is bound to; twice None for a page that is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def register(user, form):
    """Register what the form says; the history names the person and the State on whose behalf it is done."""
    survey_return, key, at = form.survey_return, form.cleaned_data["key"], timezone.now()
    channel, upload = form.cleaned_data["channel"], form.cleaned_data["scan"]
    with acting_as(user, on_behalf_of=survey_return.member_state.iso3, channel=channel, key=key):
        scan = stored(survey_return, upload, user, at) if upload else None
        return register_paper(survey_return=survey_return, arrival=form.arrival(scan), by=user, key=key, at=at)


def stored(survey_return, upload, user, at):
    """The uploaded scan as a file of the return. Raises Refused."""
    return store(survey_return=survey_return, upload=upload, purpose=Attachment.Purpose.SCAN, by=user, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_scan(request, slug, iso3):
    """Add a scan to a paper reply that is registered."""
    paper = fetch_paper(request, slug, iso3)
    form = ScanForm(*posted(request))
    if form.is_valid():
        try:
            with acting_as(request.user, on_behalf_of=iso3, channel=paper.channel):
                upload = form.cleaned_data["scan"]
                scan = stored(paper.survey_return, upload, request.user, timezone.now())
                add_scan(paper=paper, scan=scan)
        except Refused as refused:
            form.add_error("scan", words_of_refusal(refused))
        else:
            messages.success(request, _("The scan is stored with the paper reply."))
            return to_office(paper)
    context = around_paper(paper) | {"form": form}
    return render(request, "surveys/paper/scan.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_void(request, slug, iso3):
    """Confirm, as a second person, that the reply was registered in error; without a wish for it, ask here."""
    paper = fetch_paper(request, slug, iso3)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        return confirm_void(request, paper, form)
    context = around_paper(paper) | {"form": form, "reason_form": VoidForm(), "asked_it": asked_it(request, paper)}
    return render(request, "surveys/paper/void.html", context)


def asked_it(request, paper):
    """Whether this person asked for the voiding, and so cannot confirm it."""
    return paper.void_asked_by_id == request.user.pk


def confirm_void(request, paper, form):
    """Void the registration, or say why not."""
    if not form.is_valid():
        raise BadRequest("key")
    try:
        with acting_as(request.user, on_behalf_of=paper.member_state.iso3, channel=paper.channel):
            void_paper(paper=paper, by=request.user, key=form.cleaned_data["key"], at=timezone.now())
    except SamePerson:
        messages.warning(request, _("A colleague has to confirm this: who asks for it does not confirm it."))
    except (NotWaiting, KeyReused):
        messages.warning(request, _("The paper reply stands at another step meanwhile. Nothing was changed."))
    else:
        messages.success(request, _("The registration is void. The ledger keeps it, and says so."))
    return to_office(paper)


@require_POST
def paper_void_ask(request, slug, iso3):
    """Ask a colleague to confirm that the reply was registered in error."""
    paper = fetch_paper(request, slug, iso3)
    form = VoidForm(request.POST)
    if not form.is_valid():
        context = around_paper(paper) | {"form": KeyForm(), "reason_form": form, "asked_it": asked_it(request, paper)}
        return render(request, "surveys/paper/void.html", context, status=400)
    done = _("A colleague can now confirm that the reply was registered in error.")
    return unless_over(
        request, paper, done, lambda: ask_to_void(paper=paper, reason=form.cleaned_data["reason"], by=request.user)
    )


@require_POST
def paper_keep(request, slug, iso3):
    """The registration stands after all."""
    paper = fetch_paper(request, slug, iso3)
    return unless_over(request, paper, _("The registration stands."), lambda: keep_paper(paper=paper))


def unless_over(request, paper, done, act):
    """Do it and say so, or say that the reply has been submitted or voided meanwhile."""
    try:
        with acting_as(request.user, on_behalf_of=paper.member_state.iso3, channel=paper.channel):
            act()
    except NotWaiting:
        messages.warning(request, _("The paper reply stands at another step meanwhile. Nothing was changed."))
    else:
        messages.success(request, done)
    return to_office(paper)
