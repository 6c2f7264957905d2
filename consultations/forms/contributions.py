"""Contributions: which are listed, and one as it is entered, changed, invited, received or declined."""

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consultations.forms.fields import LANGUAGES, ByLanguage, KeyedForm
from consultations.models import Contribution, ContributionStanding, Organization
from consultations.register.listing import fits, words_of
from surveys.alphabet import sought
from surveys.forms.letters import AddresseesField
from surveys.forms.office import DayField, named_languages, not_in_the_future
from surveys.forms.submission import Words
from surveys.models.member_states import alphabetical

EVERY = pgettext_lazy("every one", "All")
FLAGS = ("new_information", "previously_unassembled")
PAST = ("invited_on", "received_on", "declined_on", "recorded_on")
PLAIN = ("kind", "due_on", "is_received", "year", "stated_languages", "languages", "source", "notes", *FLAGS, *PAST)
ORGANIZATIONS = ("contributor", "partner", "requested_by")
FIRST_YEAR = 1900


class ContributionsForm(forms.Form):
    """Which contributions are listed, as of which day."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    standing = forms.ChoiceField(
        label=_("Standing"), required=False, choices=[("", EVERY), *ContributionStanding.choices]
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", EVERY), *Contribution.Kind.choices])
    brings = forms.ChoiceField(
        label=_("Brings"),
        required=False,
        choices=[("", EVERY), (FLAGS[0], _("new information")), (FLAGS[1], _("previously unassembled"))],
    )
    as_of = DayField(label=_("As of"), required=False)

    def __init__(self, data, *, today):
        super().__init__({"as_of": today, **data.dict()})
        self.today = today

    def clean_as_of(self):
        """The day asked for, else today; nobody knows what comes after."""
        return not_in_the_future(self.cleaned_data["as_of"], self.today) or self.today

    def chosen(self, contributions):
        """Pairs of contribution and standing of those that fit."""
        wanted, day = self.cleaned_data, self.cleaned_data["as_of"]
        found = contributions.known_on(day)
        if wanted["kind"]:
            found = found.filter(kind=wanted["kind"])
        if wanted["brings"]:
            found = found.filter(**{wanted["brings"]: True})
        words = sought(wanted["q"])
        pairs = [(one, one.standing_on(day)) for one in found if fits(words_in(one), words)]
        return [pair for pair in pairs if not wanted["standing"] or pair[1] == wanted["standing"]]


def words_in(contribution):
    """The words by which a contribution is found."""
    who = [one for one in (contribution.contributor, contribution.partner) if one]
    named = [texts for one in who for texts in (one.names, one.acronyms, one.aliases)]
    return words_of([contribution.code, contribution.titles, *named])


class ContributionForm(KeyedForm):
    """One contribution of the survey; `contribution` is the one that is changed, None for a new one."""

    contributor = forms.ChoiceField(label=_("Contributor"))
    partner = forms.ChoiceField(label=_("Together with"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose")), *Contribution.Kind.choices])
    requested_by = forms.ChoiceField(label=_("At the request of"), required=False)
    invited_on = DayField(label=_("Invited on"), required=False)
    due_on = DayField(label=_("Requested by"), required=False)
    is_received = forms.BooleanField(label=_("It has been received"), required=False)
    received_on = DayField(label=_("Received on"), required=False, help_text=_("Empty where nobody knows the day."))
    declined_on = DayField(label=_("Declined on"), required=False)
    recorded_on = DayField(
        label=_("Known since"), help_text=_("Reports as of an earlier day do not tell of the contribution.")
    )
    new_information = forms.BooleanField(label=_("Brings new information"), required=False)
    previously_unassembled = forms.BooleanField(
        label=_("Brings together what had not been assembled before"), required=False
    )
    year = forms.IntegerField(
        label=_("Year of publication"), required=False, min_value=FIRST_YEAR, max_value=2100, localize=False
    )
    stated_languages = forms.IntegerField(
        label=_("Number of languages stated"), required=False, min_value=1, max_value=100
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, choices=LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    source = Words(label=_("Source"), required=False, max_length=300)
    notes = Words(label=_("Notes"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 3}))
    code = forms.SlugField(
        label=_("Code"),
        required=False,
        help_text=_("It stands in the address and stays; empty, it is made from the title."),
    )

    def __init__(self, *args, survey, today, contribution=None, **options):
        self.survey, self.today = survey, today
        initial = initial_of(contribution) if contribution else {"recorded_on": today}
        super().__init__(*args, initial={**initial, **options.pop("initial", {})}, **options)
        language = get_language()
        self.organizations = {one.code: one for one in Organization.objects.all()}
        words = [(code, one.full_name(language)) for code, one in self.organizations.items()]
        for name in ORGANIZATIONS:
            self.fields[name].choices = [("", "–"), *alphabetical(words, key=lambda pair: pair[1])]
        for name in ("year", "stated_languages"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric"})
        self.titles = ByLanguage(self, "title", _("What is contributed"))
        if contribution:
            del self.fields["code"]

    def clean(self):
        """What fits together, told at the field."""
        cleaned = super().clean()
        for name in PAST:
            try:
                not_in_the_future(cleaned.get(name), self.today)
            except forms.ValidationError as error:
                self.add_error(name, error)
        if cleaned.get("received_on") and not cleaned.get("is_received"):
            self.add_error("received_on", _("Only what was received has a day of receipt."))
        if cleaned.get("declined_on") and cleaned.get("is_received"):
            self.add_error("declined_on", _("A contribution is received or declined, not both."))
        invited, due = cleaned.get("invited_on"), cleaned.get("due_on")
        if invited and due and due < invited:
            self.add_error("due_on", _("It cannot be requested for a day before the invitation."))
        return cleaned

    def values(self):
        """The columns."""
        cleaned = self.cleaned_data
        named = {name: self.organizations.get(cleaned[name]) for name in ORGANIZATIONS}
        return {"titles": self.titles.texts(), **named, **{name: cleaned[name] for name in PLAIN}}

    def first_fields(self):
        """Who contributes what."""
        return [self[name] for name in ("contributor", "partner", "kind", "requested_by")]

    def day_fields(self):
        """What happened when."""
        return [self[name] for name in ("invited_on", "due_on", "is_received", "received_on", "declined_on")]

    def last_fields(self):
        """What it brings, and where that is known from."""
        names = (*FLAGS, "year", "stated_languages", "languages", "source", "notes", "recorded_on", "code")
        return [self[name] for name in names if name in self.fields]


def initial_of(contribution):
    """What the form shows of a contribution."""
    named = {name: getattr(contribution, name) for name in ORGANIZATIONS}
    return {
        **ByLanguage.initial("title", contribution.titles),
        **{name: one.code if one else "" for name, one in named.items()},
        **{name: getattr(contribution, name) for name in PLAIN},
    }


class InviteForm(KeyedForm):
    """By when it is asked for."""

    due_on = DayField(label=_("Requested by"), help_text=_("This day is included; the letter names it."))

    def __init__(self, *args, today, **options):
        super().__init__(*args, auto_id="invite_%s", **options)
        self.today = today

    def clean_due_on(self):
        """A day that has not passed."""
        if self.cleaned_data["due_on"] < self.today:
            raise forms.ValidationError(_("This day has passed."))
        return self.cleaned_data["due_on"]


class ReceiveForm(KeyedForm):
    """It has come, on which day, and what it brings."""

    received_on = DayField(label=_("Received on"))
    new_information = forms.BooleanField(label=_("Brings new information"), required=False)
    previously_unassembled = forms.BooleanField(
        label=_("Brings together what had not been assembled before"), required=False
    )

    def __init__(self, *args, today, **options):
        super().__init__(*args, auto_id="receive_%s", **options)
        self.today = today

    def clean_received_on(self):
        """A day that has come."""
        return not_in_the_future(self.cleaned_data["received_on"], self.today)

    def flags(self):
        """What it brings."""
        return {name: self.cleaned_data[name] for name in FLAGS}


class DeclineForm(KeyedForm):
    """The contributor declined."""

    declined_on = DayField(label=_("Declined on"))
    notes = Words(
        label=_("Reason, if one was given"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, today, **options):
        super().__init__(*args, auto_id="decline_%s", **options)
        self.today = today

    def clean_declined_on(self):
        """A day that has come."""
        return not_in_the_future(self.cleaned_data["declined_on"], self.today)


class RemindForm(KeyedForm):
    """Remind of one."""


class LetGoForm(KeyedForm):
    """In which language and to whom a held letter goes."""

    language = forms.ChoiceField(label=_("Language of the letter"))
    addressees = AddresseesField(label=_("To"), help_text=_("E-mail addresses, one on a line."))

    def __init__(self, *args, letter, languages, **options):
        initial = {"language": letter.language, "addressees": "\n".join(letter.addressees)}
        super().__init__(*args, initial=initial, auto_id="release_%s", **options)
        self.fields["language"].choices = named_languages(languages)
