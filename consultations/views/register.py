"""The register: which consultations there are, as of any day."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from consultations.forms.register import RegisterForm
from consultations.models import ConstituentGroup, Consultation, Participation
from consultations.models.consultations import STATUS_WORDS
from consultations.register.standing import Status
from consultations.views.frame import fetch_survey, frame

PER_PAGE, ALL = 50, "all"
HEADS = [
    ("date", _("Date")),
    ("title", _("Consultation")),
    ("kind", _("Kind")),
    ("standing", pgettext_lazy("consultation", "Status")),
]
ORGANIZING = (Participation.Part.ORGANIZER, Participation.Part.COOPERATION)


@dataclass(frozen=True)
class Line:
    """A consultation as a row of the register."""

    consultation: Consultation
    title: str
    when: str
    place: list[str]
    organizers: list[str]
    groups: list[str]
    standing: str
    standing_words: str


@require_safe
def register(request, slug):
    """The consultations that fit, counted, in pages or all of them."""
    survey = fetch_survey(request, slug)
    form = RegisterForm(request.GET, survey=survey, today=request.today)
    if not form.is_valid():
        return render(request, "consultations/register.html", frame(request, survey, form=form), status=400)
    shown = form.chosen()
    ids = form.in_order(shown)
    is_whole = request.GET.get("page") == ALL
    page = Paginator(ids, max(len(ids), 1) if is_whole else PER_PAGE).get_page(request.GET.get("page"))
    context = frame(
        request,
        survey,
        form=form,
        day=form.cleaned_data["as_of"],
        page=page,
        query=query_of(request),
        counts=counts_of(shown),
        lines=lines_of(shown.filter(pk__in=page.object_list), page.object_list),
        heads=heads(form),
    )
    return render(request, "consultations/register.html", context)


def lines_of(consultations, ids):
    """The rows of these ids, in their order."""
    found = {one.pk: line_of(one, get_language()) for one in consultations.with_all()}
    return [found[pk] for pk in ids if pk in found]


def line_of(consultation, language):
    """What a row tells of a consultation that carries its standing."""
    named = [one for one in consultation.participations.all() if one.part in ORGANIZING]
    named.sort(key=lambda one: (ORGANIZING.index(one.part), one.order, one.pk))
    groups = dict(ConstituentGroup.choices)
    return Line(
        consultation=consultation,
        title=consultation.title(language),
        when=consultation.period.words(language),
        place=place_of(consultation, language),
        organizers=[short_name(one, language) for one in named],
        groups=[str(groups[code]) for code in consultation.groups],
        standing=consultation.standing,
        standing_words=str(STATUS_WORDS[Status(consultation.standing)]),
    )


def place_of(consultation, language):
    """Town and country, as far as they are known: each for itself, since they may be in two scripts."""
    country = consultation.country.name(language) if consultation.country else ""
    place = consultation.place(language)
    return [part for part in (place, country if country not in place else "") if part]


def short_name(participation, language):
    """Who it is, by the acronym where an organization has one."""
    organization = participation.organization
    return organization.short_name(language) if organization else participation.name(language)


def counts_of(consultations):
    """How many there are, and how many of them stand where; those that go on are held ones too."""
    numbers = consultations.numbers()
    return {
        "all": sum(numbers.values()),
        "held": numbers.get("held", 0) + numbers.get("continuing", 0),
        **{standing: numbers.get(standing, 0) for standing in ("continuing", "planned", "unrecorded", "cancelled")},
    }


def query_of(request):
    """The filter as it stands in the address, without the page."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def heads(form):
    """The heads of the table: word, what choosing it orders by, and how it is ordered now (aria-sort)."""
    column, backwards = form.column(), form.cleaned_data["sort"].startswith("-")
    return [
        {
            "name": name,
            "word": word,
            "next": f"-{name}" if name == column and not backwards else name,
            "now": ("descending" if backwards else "ascending") if name == column else "",
        }
        for name, word in HEADS
    ]
