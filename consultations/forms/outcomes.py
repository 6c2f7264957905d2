"""Outcomes: which are listed, and one as it is entered and changed, with where it comes from."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.forms.fields import ByLanguage, ConsultationField, KeyedForm, consultations_of
from consultations.models import Contribution, Outcome
from consultations.register.listing import fits, words_of
from surveys.alphabet import sought
from surveys.forms.submission import Words
from surveys.models import Instrument
from surveys.models.member_states import alphabetical

LONGEST_TEXT, LONGEST_SOURCE = 5_000, 300
PLAIN = ("kind", "source", "notes")
MORE_AT_ONCE = 3
EVERY = pgettext_lazy("every one", "All")


class OutcomesForm(forms.Form):
    """Which outcomes are listed."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", EVERY), *Outcome.Kind.choices])
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    used = forms.ChoiceField(
        label=_("Chapters"),
        required=False,
        choices=[("", EVERY), ("yes", _("used by a chapter")), ("no", _("used by no chapter"))],
    )

    def __init__(self, *args, survey, **options):
        super().__init__(*args, **options)
        self.fields["theme"].choices = [("", EVERY), *((theme.code, str(theme)) for theme in survey.themes.all())]

    def chosen(self, outcomes):
        """Those that fit."""
        wanted = self.cleaned_data
        if wanted["kind"]:
            outcomes = outcomes.filter(kind=wanted["kind"])
        if wanted["theme"]:
            outcomes = outcomes.filter(theme__code=wanted["theme"])
        if wanted["used"]:
            outcomes = outcomes.filter(chapter_sources__isnull=wanted["used"] == "no").distinct()
        words = sought(wanted["q"])
        return [one for one in outcomes if fits(words_of([one.code, one.texts, *titles_of(one)]), words)]


def titles_of(outcome):
    """The titles of what an outcome comes from."""
    return [(source.consultation or source.contribution).titles for source in outcome.sources.all()]


class OutcomeForm(KeyedForm):
    """One outcome of the survey; `outcome` is the one that is changed, None for a new one.

    The sources that it has are boxes, ticked; more are typed by their titles.
    """

    kind = forms.ChoiceField(label=_("Kind"), choices=Outcome.Kind.choices, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    instruments = forms.MultipleChoiceField(
        label=_("Conventions"),
        required=False,
        choices=Instrument.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    sources = forms.MultipleChoiceField(label=_("Comes from"), required=False, widget=forms.CheckboxSelectMultiple)
    contribution = forms.ChoiceField(label=_("Another contribution"), required=False)
    source = Words(label=_("Source"), required=False, max_length=LONGEST_SOURCE)
    notes = Words(label=_("Notes"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 3}))
    code = forms.SlugField(
        label=_("Code"),
        required=False,
        help_text=_("It stands in the address and stays; empty, it is made from the text."),
    )

    def __init__(self, *args, survey, outcome=None, **options):
        self.survey, self.outcome = survey, outcome
        initial = initial_of(outcome) if outcome else {}
        super().__init__(*args, initial={**initial, **options.pop("initial", {})}, **options)
        self.fields["theme"].choices = [("", "–"), *((theme.code, str(theme)) for theme in survey.themes.all())]
        self.known = {}
        if outcome:
            del self.fields["code"]
            for source in outcome.sources.select_related("consultation", "contribution"):
                self.known[key_of(source)] = source.consultation or source.contribution
        self.fields["sources"].choices = [(key, str(thing)) for key, thing in self.known.items()]
        if not self.known:
            del self.fields["sources"]
        among = consultations_of(survey)
        for number in range(1, MORE_AT_ONCE + 1):
            label = _("Consultation") if number == 1 and not outcome else _("Another consultation")
            self.fields[f"consultation_{number}"] = ConsultationField(among=among, label=label, required=False)
        self.contributions = {one.code: one for one in Contribution.objects.filter(survey=survey)}
        words = [(code, str(one)) for code, one in self.contributions.items()]
        self.fields["contribution"].choices = [("", "–"), *alphabetical(words, key=lambda pair: pair[1])]
        if not words:
            del self.fields["contribution"]
        self.texts = ByLanguage(self, "text", _("What it says"), lines=4, most=LONGEST_TEXT)
        self.order_fields([*self.texts.names, "kind", "sources"])

    def more_fields(self):
        """The fields in which further consultations are typed."""
        return [self[f"consultation_{number}"] for number in range(1, MORE_AT_ONCE + 1)]

    def clean(self):
        """It comes from somewhere."""
        cleaned = super().clean()
        if not self.errors and not any(self.wanted_sources()):
            field = "sources" if "sources" in self.fields else "consultation_1"
            self.add_error(field, _("Name the consultation or the contribution that it comes from."))
        return cleaned

    def wanted_sources(self):
        """The ids of the consultations and of the contributions that it comes from."""
        cleaned = self.cleaned_data
        kept = [self.known[key] for key in cleaned.get("sources", [])]
        added = [cleaned.get(f"consultation_{number}") for number in range(1, MORE_AT_ONCE + 1)]
        given = self.contributions.get(cleaned.get("contribution", ""))
        named = [thing for thing in [*kept, *added, given] if thing]
        contributions = {thing.pk for thing in named if isinstance(thing, Contribution)}
        consultations = {thing.pk for thing in named if not isinstance(thing, Contribution)}
        return sorted(consultations), sorted(contributions)

    def values(self):
        """The columns of the outcome, once the form is valid."""
        cleaned = self.cleaned_data
        theme = self.survey.themes.filter(code=cleaned["theme"]).first() if cleaned["theme"] else None
        return {
            **{name: cleaned[name] for name in (*PLAIN, "instruments")},
            "texts": self.texts.texts(),
            "theme": theme,
        }


def key_of(source):
    """What stands for a source in the form."""
    return f"c{source.consultation_id}" if source.consultation_id else f"g{source.contribution_id}"


def initial_of(outcome):
    """What the form shows of an outcome."""
    return {
        **{name: getattr(outcome, name) for name in (*PLAIN, "instruments")},
        **ByLanguage.initial("text", outcome.texts),
        "theme": outcome.theme.code if outcome.theme else "",
        "sources": [key_of(source) for source in outcome.sources.all()],
    }
