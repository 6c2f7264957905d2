"""Organizations: the list, one of them, entered and changed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.actions.organizations import change_organization, enter_organization
from consultations.actions.versions import ChangedMeanwhile, NotPossible, last_event
from consultations.forms.organizations import OrganizationForm, OrganizationsForm
from consultations.forms.refusals import add_refusal
from consultations.models import Consultation, Organization
from consultations.models.consultations import STATUS_WORDS
from consultations.overview.history import of_organization
from consultations.permissions import may_keep_register, may_read_register
from consultations.register.standing import Status
from consultations.views.conflicts import conflict_of, last_of, refuse_reuse
from consultations.views.editing import who
from consultations.views.frame import frame, status_of
from surveys.actions.write_keys import KeyReused
from surveys.models import Survey


def fetch_organization(request, code, permission=may_read_register):
    """The organization, for a person who may."""
    if not permission(request.user):
        raise Http404
    return get_object_or_404(Organization.objects.visible_to(request.user).select_related("parent"), code=code)


def steps_to(*organizations):
    """The way from the list: pairs of address and words."""
    steps = [(reverse("consultations:organizations"), _("Organizations"))]
    return [*steps, *((one.get_absolute_url(), str(one)) for one in organizations)]


@require_safe
def organizations(request):
    """All organizations that fit."""
    if not may_read_register(request.user):
        raise Http404
    form = OrganizationsForm(request.GET)
    visible = Organization.objects.visible_to(request.user).select_related("parent")
    shown, language = form.chosen(visible) if form.is_valid() else [], get_language()
    lines = [(one, one.name(language), one.acronym(language)) for one in shown]
    context = frame(request, form=form, lines=lines, surveys=Survey.objects.order_by("-pk"))
    return render(request, "consultations/organizations.html", context, status=200 if form.is_valid() else 400)


@require_safe
def organization(request, code):
    """One organization, with the consultations that name it and what it contributed."""
    found, language = fetch_organization(request, code), get_language()
    context = frame(
        request,
        organization=found,
        names=[(one, text) for one, text in found.names.items()],
        acronym=found.acronym(language),
        parts=list(found.parts.all()),
        named=named_in(found, request.today, language),
        contributions=list(found.contributions.select_related("survey")),
        steps=steps_to(),
    )
    return render(request, "consultations/organization.html", context)


def named_in(found, day, language):
    """The consultations that name an organization, each with its part, time and standing."""
    parts = {}
    for one in found.participations.all():
        parts.setdefault(one.consultation_id, []).append(str(one.get_part_display()))
    known = Consultation.objects.filter(pk__in=parts).with_standing(day).select_related("survey").in_time()
    return [
        (one, ", ".join(parts[one.pk]), one.period.words(language), one.standing, STATUS_WORDS[Status(one.standing)])
        for one in known
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def organization_new(request):
    """Enter an organization."""
    if not may_keep_register(request.user):
        raise Http404
    form = OrganizationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = enter_organization(code=form.cleaned_data["code"], values=form.values(), **who(request, form))
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form)
        else:
            messages.success(request, _("The organization is entered."))
            return redirect(made)
    context = frame(request, form=form, steps=steps_to())
    return render(request, "consultations/organization_edit.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def organization_edit(request, code):
    """Change an organization."""
    found = fetch_organization(request, code, may_keep_register)
    now, conflict = last_event(found), None
    data = request.POST if request.method == "POST" else None
    form = OrganizationForm(data, organization=found, initial={"seen": now})
    if form.is_valid():
        try:
            change_organization(
                organization=found, values=form.values(), seen=form.cleaned_data["seen"], **who(request, form)
            )
        except ChangedMeanwhile:
            conflict = conflict_of(form, OrganizationForm(organization=found), last_of(found), seen=now)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form, seen=now)
        else:
            messages.success(request, _("The organization is changed."))
            return redirect(found)
    context = frame(request, form=form, organization=found, conflict=conflict, steps=steps_to(found))
    return render(request, "consultations/organization_edit.html", context, status=status_of(form))


@require_safe
def organization_history(request, code):
    """Who changed what when."""
    found = fetch_organization(request, code)
    context = frame(request, thing=found, history=of_organization(found), steps=steps_to(found))
    return render(request, "consultations/history.html", context)
