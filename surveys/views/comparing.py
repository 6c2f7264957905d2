"""The two keyings of a paper reply side by side: what differs, texts against the paper, then on to submitting."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from surveys.actions.comparing import NotCompared, check_texts, compare, settle
from surveys.actions.paper import NotWaiting
from surveys.actions.write_keys import KeyReused
from surveys.forms.comparing import SettlingForm, TextsForm, seen_as, value_as_typed
from surveys.models import PaperReturn
from surveys.models.history import acting_as
from surveys.models.surveys import evaluator_for
from surveys.questionnaire.keying import Place
from surveys.rendering import shown
from surveys.views.fetching import questionnaire_language
from surveys.views.keying import around_paper, fetch_paper
from surveys.views.second_keying import not_your_turn

MANY_CHOICES = 12
PARTS = {
    "comment": gettext_lazy("Remark"),
    "source": gettext_lazy("Source"),
    "year": gettext_lazy("Reference year"),
}


@dataclass(frozen=True)
class PlaceRow:
    """A place as its page shows it."""

    name: str
    label: str
    first: str
    second: str
    seen: str
    control: str
    choices: list[tuple[str, str, bool]]
    typed: str
    chosen: str
    agrees: bool
    error: str


def rows_of(form, places, language):
    """The places in words, with what was typed at them."""
    return [row_of(form, place, language) for place in places]


def row_of(form, place: Place, language):
    """One place."""
    definition, raw = form.definition, form.raw(place)
    listed = definition.choices_of(place.question) if place.question.type.startswith("select") else ()
    return PlaceRow(
        name=place.name,
        label=label_of(definition, place, language),
        first=words_at(definition, place, place.first, language),
        second=words_at(definition, place, place.second, language),
        seen=seen_as(place),
        control=control_of(place, len(listed)),
        choices=[(choice.name, definition.label(choice.labels, language), choice.name in raw) for choice in listed],
        typed=raw[0] if raw else value_as_typed(place),
        chosen=form.posted("choice", place),
        agrees=bool(form.posted("agrees", place)),
        error=form.errors.get(place.name, ""),
    )


def label_of(definition, place, language):
    """The question in words, and which part of what stands beside its answer."""
    label = definition.label(place.question.labels, language)
    return f"{label} · {PARTS[place.part]}" if place.part else label


def words_at(definition, place, value, language):
    """What one of the two wrote, in words."""
    if value is None:
        return ""
    return str(value) if place.part else shown(definition, place.question, value, language)


def control_of(place, choices):
    """With what a third value is typed."""
    if place.part:
        return "line" if place.part == "year" else "text"
    kinds = {"select_one": "select", "select_multiple": "checkboxes", "text": "text"}
    kind = kinds.get(place.question.type, "line")
    return "many" if kind == "checkboxes" and choices > MANY_CHOICES else kind


def definition_of(paper):
    """The questionnaire that the reply answers."""
    return evaluator_for(paper.survey_return.questionnaire_id).definition


@require_http_methods(["GET", "HEAD", "POST"])
def paper_compare(request, slug, iso3):
    """Only where the two differ: take the first, the second, or a third; who decided is kept."""
    paper = fetch_paper(request, slug, iso3)
    if paper.state != PaperReturn.State.COMPARED:
        return not_your_turn(request, paper)
    form = SettlingForm(compare(paper), definition_of(paper), request.POST if request.method == "POST" else None)
    if request.method == "POST":
        decisions = form.decisions()
        if not form.errors:
            return settled(request, paper, decisions, form.key)
    return show_differences(request, paper, form, 422 if form.errors else 200)


def settled(request, paper, decisions, key):
    """Take the decisions, and show what is left."""
    try:
        with acting_as(request.user, on_behalf_of=paper.member_state.iso3, channel=paper.channel, key=key):
            number, stale = settle(paper=paper, by=request.user, key=key, decisions=decisions, at=timezone.now())
    except (NotCompared, NotWaiting, KeyReused):
        return not_your_turn(request, paper)
    if stale:
        messages.warning(request, _("Somebody else has settled some of these meanwhile. Look at what is left."))
    words = ngettext("%(n)d difference was settled.", "%(n)d differences were settled.", number)
    messages.success(request, words % {"n": number})
    return redirect("surveys:paper_compare", paper.survey.slug, paper.member_state.iso3)


def show_differences(request, paper, form, status):
    """The page of differences."""
    language = questionnaire_language(request, form.definition)
    texts = TextsForm(form.places, form.definition)
    context = around_paper(paper) | {
        "form": form,
        "rows": rows_of(form, form.open, language),
        "settled": settled_rows(paper, form, language),
        "unchecked": len(texts.open),
        "checks_texts": paper.second_keyed_by_id == request.user.pk,
        "language": language,
        "problems": problems_of(form, form.open, language),
    }
    return render(request, "surveys/paper/compare.html", context, status=status)


def settled_rows(paper, form, language):
    """Pairs of a place in words and the settlement that stands for it."""
    settlements = {entry.place: entry for entry in paper.settlements.select_related("decided_by")}
    decided = [place for place in form.places if place.name in settlements and not place.is_open]
    return [(row_of(form, place, language), settlements[place.name]) for place in decided]


def problems_of(form, places, language):
    """What the summary above the form lists."""
    return [
        {
            "anchor": f"p-{place.name}",
            "message": form.errors[place.name],
            "label": label_of(form.definition, place, language),
        }
        for place in places
        if place.name in form.errors
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def paper_texts(request, slug, iso3):
    """Every text beside the scan: a tick that it agrees, or the text as the paper has it."""
    paper = fetch_paper(request, slug, iso3)
    if paper.state != PaperReturn.State.COMPARED or paper.second_keyed_by_id != request.user.pk:
        return not_your_turn(request, paper)
    form = TextsForm(compare(paper), definition_of(paper), request.POST if request.method == "POST" else None)
    if request.method == "POST":
        checked = form.checked()
        if not form.errors:
            return texts_checked(request, paper, checked, form.key)
    language = questionnaire_language(request, form.definition)
    context = around_paper(paper) | {
        "form": form,
        "written": rows_of(form, form.written, language),
        "blank": rows_of(form, form.blank, language),
        "language": language,
        "problems": problems_of(form, form.open, language),
    }
    return render(request, "surveys/paper/texts.html", context, status=422 if form.errors else 200)


def texts_checked(request, paper, checked, key):
    """Keep what was checked, and show what is left."""
    try:
        with acting_as(request.user, on_behalf_of=paper.member_state.iso3, channel=paper.channel, key=key):
            number = check_texts(paper=paper, by=request.user, key=key, texts=checked, at=timezone.now())
    except (NotCompared, NotWaiting, KeyReused):
        return not_your_turn(request, paper)
    words = ngettext("%(n)d text was checked.", "%(n)d texts were checked.", number)
    messages.success(request, words % {"n": number})
    return redirect("surveys:paper_compare", paper.survey.slug, paper.member_state.iso3)
