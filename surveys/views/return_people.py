"""Who works on a return: contributors with their sections, the focal point and a successor."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.actions.appointments import Ended, end_appointment
from surveys.actions.people import MayNotInvite, grouped, link_to, withdraw
from surveys.actions.write_keys import KeyReused
from surveys.forms.return_people import ContributorForm, HandOverForm, SectionsForm
from surveys.models import Appointment, Invitation, LetterTemplate, Role
from surveys.permissions import may_end, may_hand_over, may_manage_people, may_withdraw_offer
from surveys.views.fetching import around, fetch_return, questionnaire_language


def fetch_for_people(request, slug, iso3):
    """The return of a person who looks after its people."""
    return fetch_return(request, slug, iso3, may_manage_people)


def fetch_appointment(request, slug, iso3, pk, **of):
    """The return, and one of the appointments to its State that are in force."""
    survey_return = fetch_for_people(request, slug, iso3)
    people = Appointment.objects.of_return(survey_return.member_state_id, on=request.today)
    return survey_return, get_object_or_404(people, pk=pk, **of)


def sections_of(request, survey_return):
    """Pairs of name and title of the questionnaire's sections."""
    definition = survey_return.questionnaire.definition
    language = questionnaire_language(request, definition)
    return [(section.name, definition.label(section.labels, language)) for section in definition.sections]


@require_safe
def return_people(request, slug, iso3):
    """Who has which sections since when, and who is invited."""
    survey_return = fetch_for_people(request, slug, iso3)
    state, titles = survey_return.member_state, dict(sections_of(request, survey_return))
    people = Appointment.objects.of_return(state.pk, on=request.today)
    open_ones = Invitation.objects.usable(timezone.now()).filter(member_state=state).select_related("invited_by")
    context = around(survey_return) | {
        "rows": [
            (
                row,
                titles_of(row, titles),
                may_end(request.user, row, survey_return, on=request.today),
                may_hand_over(request.user, row),
            )
            for row in people
        ],
        "invitations": [
            (row, titles_of(row, titles), may_withdraw_offer(request.user, row)) for row in open_ones.order_by("pk")
        ],
        "CONTRIBUTOR": Role.CONTRIBUTOR,
    }
    return render(request, "surveys/people/return_people.html", context)


def titles_of(row, titles):
    """The titles of the sections that an appointment or an invitation is for."""
    return [titles[name] for name in titles if name in row.sections]


@require_http_methods(["GET", "HEAD", "POST"])
def contributor_invite(request, slug, iso3):
    """Ask somebody for some sections."""
    survey_return = fetch_for_people(request, slug, iso3)
    data = request.POST if request.method == "POST" else None
    about = {"by": request.user, "survey_return": survey_return, "sections": sections_of(request, survey_return)}
    form = ContributorForm(data, **about)
    context = around(survey_return) | {"form": form}
    return offered(request, form, context) or form_page(request, "surveys/people/contributor.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def focal_point_hand_over(request, slug, iso3, pk):
    """Name the successor of a focal point; nothing changes before the successor accepts."""
    survey_return, appointment = fetch_appointment(request, slug, iso3, pk, role=Role.FOCAL_POINT)
    if not may_hand_over(request.user, appointment):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = HandOverForm(data, by=request.user, survey_return=survey_return, appointment=appointment)
    context = around(survey_return) | {"form": form, "appointment": appointment}
    return offered(request, form, context) or form_page(request, "surveys/people/hand_over.html", context)


def offered(request, form, context):
    """The page with what to pass on, once the invitation has gone out; None while there is something to correct."""
    if not form.is_valid():
        return None
    try:
        invited = form.save(on=request.today, at=timezone.now())
    except MayNotInvite:
        raise Http404 from None
    except KeyReused:
        return render(request, "409.html", {"path": request.path}, status=409)
    except IntegrityError:
        form.add_error(None, _("Somebody else has just invited this address. See the list of invitations."))
    except LetterTemplate.DoesNotExist:
        form.add_error(None, _("There is no text for this letter: load the texts of letters first."))
    else:
        once = {"link": link_to(invited.token), "code": grouped(invited.code)} if invited.token else {}
        response = render(request, "surveys/people/offered.html", context | {"invitation": invited.invitation} | once)
        response["Cache-Control"] = "no-store"
        return response
    return None


def form_page(request, template, context):
    """The page of a form: fresh, or with what is wrong and everything typed still there."""
    return render(request, template, context, status=400 if context["form"].is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def contributor_sections(request, slug, iso3, pk):
    """Change the sections of a contributor."""
    survey_return, appointment = fetch_appointment(request, slug, iso3, pk, role=Role.CONTRIBUTOR)
    data = request.POST if request.method == "POST" else None
    form = SectionsForm(data, appointment=appointment, sections=sections_of(request, survey_return))
    if not form.is_valid():
        context = around(survey_return) | {"form": form, "appointment": appointment}
        return form_page(request, "surveys/people/sections.html", context)
    try:
        form.save()
    except Ended:
        raise Http404 from None
    messages.success(request, _("The sections are changed."))
    return redirect("surveys:return_people", slug, iso3)


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_end(request, slug, iso3, pk):
    """End an appointment at once; asks before."""
    survey_return, appointment = fetch_appointment(request, slug, iso3, pk)
    if not may_end(request.user, appointment, survey_return, on=request.today):
        raise Http404
    if request.method != "POST":
        context = around(survey_return) | {"appointment": appointment}
        return render(request, "surveys/people/end.html", context)
    try:
        end_appointment(appointment=appointment, on=request.today, at=timezone.now())
    except Ended:
        raise Http404 from None
    messages.success(request, _("The appointment has ended."))
    return redirect("surveys:return_people", slug, iso3)


@require_POST
def offer_withdraw(request, slug, iso3, pk):
    """Take back an invitation to the return's State."""
    survey_return = fetch_for_people(request, slug, iso3)
    invitation = get_object_or_404(Invitation, member_state=survey_return.member_state_id, pk=pk)
    if not may_withdraw_offer(request.user, invitation):
        raise Http404
    withdraw(invitation=invitation, at=timezone.now())
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("surveys:return_people", slug, iso3)
