"""The page of a consultation, its history, and taking it out."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Max
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.actions.consultations import InUse, delete_consultation
from consultations.actions.versions import ChangedMeanwhile, NotPossible, last_event
from consultations.forms.fields import KeyedForm
from consultations.forms.refusals import add_refusal
from consultations.models import ConstituentGroup, Consultation, Outcome, Participation
from consultations.models.consultations import STATUS_WORDS
from consultations.overview.history import of_consultation
from consultations.overview.uses import uses_of_consultation
from consultations.permissions import may_keep_register
from consultations.register.standing import Status
from consultations.views.conflicts import refuse_reuse
from consultations.views.editing import who
from consultations.views.frame import fetch_consultation, frame, status_of, steps_to
from consultations.views.register import place_of
from surveys.actions.write_keys import KeyReused
from surveys.models import GroupMembership, Region

# What stands above those who had a part.
PARTS = {
    Participation.Part.ORGANIZER: gettext_lazy("Organized by"),
    Participation.Part.COOPERATION: gettext_lazy("In cooperation with"),
    Participation.Part.PARTICIPANT: gettext_lazy("Participants"),
}


@dataclass(frozen=True)
class Named:
    """One who organized or took part, as a page tells it."""

    participation: Participation
    name: str
    address: str
    group: str
    seen: int


@require_safe
def consultation(request, slug, code):
    """Everything that is known of a consultation."""
    found = fetch_consultation(request, slug, code)
    language, standing = get_language(), found.standing_on(request.today)
    context = frame(
        request,
        found.survey,
        consultation=found,
        standing=standing.value if standing else "",
        standing_words=STATUS_WORDS[standing] if standing else "",
        when=found.period.words(language),
        place=place_of(found, language),
        groups=[ConstituentGroup(group).label for group in found.groups],
        regions=[str(region) for region in Region.objects.all() if region.code in found.regions],
        themes=[str(theme) for theme in found.survey.themes.all() if theme.code in found.themes],
        parts=by_part(found),
        inside=inside(found, request.today),
        shortfall=shortfall(found),
        outcomes=outcomes_of(found),
        documents=[(one, filesizeformat(one.size)) for one in found.documents.all()],
        is_open=found.status == Status.PLANNED,
        texts=texts_of(found, language),
        steps=steps_to(found.survey),
    )
    return render(request, "consultations/consultation.html", context)


def texts_of(found, language):
    """What it was about, in the reader's language or else in the one there is."""
    short = language.split("-")[0]
    code = next((one for one in (short, "en", *found.about) if one in found.about), "")
    return {"language": code, "about": found.about.get(code, "")}


def by_part(found):
    """Pairs of part and those who had it, in the order of the parts; parts that nobody had are left out."""
    language, events = get_language(), last_events(found)
    related = found.participations.select_related("organization", "member_state", "group_of_states")
    groups = dict(ConstituentGroup.choices)
    named = [
        Named(
            participation=one,
            name=one.organization.full_name(language) if one.organization else one.name(language),
            address=one.organization.get_absolute_url() if one.organization else "",
            group=str(groups.get(one.group, "")),
            seen=events.get(one.pk, 0),
        )
        for one in related.order_by("order", "pk")
    ]
    parts = [(part, words, [one for one in named if one.participation.part == part]) for part, words in PARTS.items()]
    return [(part, words, ones) for part, words, ones in parts if ones]


def last_events(found):
    """The last event of each participation's history."""
    history = Participation._meta.get_field("changes").related_model
    events = history.objects.filter(consultation_id=found.pk)
    return dict(events.values_list("pgh_obj_id").annotate(last=Max("pgh_id")))


def shortfall(found):
    """How many States are missing from a list that is said to be complete; 0 where none are, or nobody knows. Of a
    group of States that is named, those that belonged to it then are named."""
    is_complete = found.participant_list == Consultation.ParticipantList.COMPLETE
    if not is_complete or found.stated_participants is None:
        return 0
    named = set(found.participations.filter(member_state__isnull=False).values_list("member_state", flat=True))
    day = found.first_day or found.recorded_on or found.announced_on
    groups = found.participations.filter(group_of_states__isnull=False).values("group_of_states")
    members = GroupMembership.objects.in_force(day).filter(group__in=groups)
    named.update(members.values_list("member_state", flat=True))
    return max(found.stated_participants - len(named), 0)


def inside(found, day):
    """The consultations that took place inside it, each with its time and standing."""
    language, lines = get_language(), []
    for part in found.parts.with_standing(day).select_related("survey").in_time():
        lines.append((part, part.period.words(language), part.standing, STATUS_WORDS[Status(part.standing)]))
    return lines


def outcomes_of(found):
    """What it came to, each with the chapters that use it and the other consultations it comes from."""
    related = (
        Outcome.objects.filter(sources__consultation=found)
        .select_related("survey", "theme")
        .prefetch_related("sources__consultation__survey", "chapter_sources__chapter__report__survey")
        .order_by("code")
    )
    lines = []
    for outcome in related:
        others = [
            source.consultation for source in outcome.sources.all() if source.consultation_id not in (None, found.pk)
        ]
        chapters = [source.chapter for source in outcome.chapter_sources.all()]
        lines.append({"outcome": outcome, "others": others, "chapters": chapters})
    return lines


@require_safe
def consultation_history(request, slug, code):
    """Who changed what when, cell by cell."""
    found = fetch_consultation(request, slug, code)
    steps = steps_to(found.survey, found)
    context = frame(request, found.survey, thing=found, history=of_consultation(found), steps=steps)
    return render(request, "consultations/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_delete(request, slug, code):
    """Take a consultation out, unless something rests on it: then the page says what."""
    found = fetch_consultation(request, slug, code, may_keep_register)
    form = KeyedForm(request.POST if request.method == "POST" else None, initial={"seen": last_event(found)})
    if form.is_valid():
        try:
            delete_consultation(consultation=found, seen=form.cleaned_data["seen"], **who(request, form))
        except InUse:
            form.again()
        except ChangedMeanwhile:
            form.add_error(None, _("Somebody has changed this meanwhile. Look at it again before it goes."))
            form.again(seen=last_event(found))
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form)
        else:
            messages.success(request, _("The consultation is taken out of the register. The history keeps it."))
            return redirect("consultations:register", slug)
    context = frame(
        request,
        found.survey,
        thing=found,
        form=form,
        uses=uses_of_consultation(found),
        steps=steps_to(found.survey, found),
    )
    return render(request, "consultations/delete.html", context, status=status_of(form))
