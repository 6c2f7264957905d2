"""Which consultations the register shows, as of which day, in which order: all of it stands in the address."""

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consultations.forms.fields import TimeField
from consultations.models import ConstituentGroup, Consultation, Organization
from consultations.models.consultations import STATUS_WORDS
from consultations.overview.search import found
from consultations.querysets import FRAMES
from surveys.alphabet import plain
from surveys.forms.office import DayField, not_in_the_future
from surveys.models import Region
from surveys.models.member_states import alphabetical

LONGEST_SEARCH = 100
STANDINGS = [(status.value, words) for status, words in STATUS_WORDS.items()]
SORTS = [direction + column for column in ("date", "title", "kind", "standing") for direction in ("", "-")]
EVERY = pgettext_lazy("every one", "All")
# Of what nobody has stated.
NONE = "none"
LISTS = {"region": "regions", "group": "groups", "theme": "themes"}


class RegisterForm(forms.Form):
    """The filter of the register."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    as_of = DayField(label=_("As of"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    group = forms.ChoiceField(label=_("Constituent group"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=pgettext_lazy("consultation", "Status"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    since = TimeField(label=_("From"), required=False)
    until = TimeField(label=_("Until"), required=False)
    organizer = forms.ChoiceField(label=_("Organizer"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, widget=forms.HiddenInput)

    FIRST = ("q", "as_of", "region", "group", "status")
    MORE = ("kind", "theme", "since", "until", "organizer")

    def __init__(self, data, *, survey, today):
        super().__init__({"as_of": today, **data.dict()}, auto_id="id_%s")
        self.survey, self.today = survey, today
        choices = {
            "region": [(region.code, str(region)) for region in Region.objects.all()],
            "group": ConstituentGroup.choices,
            "kind": Consultation.Kind.choices,
            "status": STANDINGS,
            "theme": [(theme.code, str(theme)) for theme in survey.themes.all()],
            "organizer": organizers(survey),
        }
        for name, rest in choices.items():
            unstated = [(NONE, _("not stated"))] if name in LISTS else []
            self.fields[name].choices = [("", EVERY), *rest, *unstated]
        self.fields["sort"].choices = [("", ""), *((sort, sort) for sort in SORTS)]

    def clean_as_of(self):
        """The day asked for, else today; nobody knows what comes after."""
        return not_in_the_future(self.cleaned_data["as_of"], self.today) or self.today

    def clean(self):
        """The time has an order."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since.first > until.last:
            self.add_error("until", _("The end lies before the beginning."))
        return cleaned

    def chosen(self):
        """The consultations that fit, each with its standing on the day. A kind that is only where consultations
        take place is shown when it is asked for, and never among them."""
        wanted, kind = self.cleaned_data, self.cleaned_data["kind"]
        shown = Consultation.objects.filter(survey=self.survey).with_standing(wanted["as_of"])
        shown = shown.filter(kind=kind) if kind else shown.consultations()
        for field, column in LISTS.items():
            if wanted[field] == NONE:
                shown = shown.filter(**{column: []})
            elif wanted[field]:
                shown = shown.filter(**{f"{column}__contains": [wanted[field]]})
        if wanted["status"]:
            shown = shown.filter(standing=wanted["status"])
        if wanted["organizer"]:
            shown = shown.organized_by(int(wanted["organizer"]))
        since, until = wanted["since"], wanted["until"]
        shown = shown.touching(since and since.first, until and until.last)
        return shown.filter(pk__in=found(shown, wanted["q"])) if wanted["q"] else shown

    def in_order(self, shown):
        """The ids of those that fit in the order that was asked for; time where nothing else was."""
        column, backwards = self.column(), self.cleaned_data["sort"].startswith("-")
        if column == "date":
            return list(shown.in_time(latest_first=backwards).values_list("pk", flat=True))
        in_time = list(shown.in_time().only("pk", "titles", "kind"))
        return [one.pk for one in sorted(in_time, key=self.word_of(column), reverse=backwards)]

    def word_of(self, column):
        """What rows are compared by, in the reader's words: ordered here and not by the database's collation."""
        language, words = get_language(), dict(STANDINGS)
        return {
            "title": lambda one: plain(one.title(language)),
            "kind": lambda one: plain(str(one.get_kind_display())),
            "standing": lambda one: plain(str(words[one.standing])),
        }[column]

    def column(self):
        """By what the rows are ordered."""
        return self.cleaned_data["sort"].removeprefix("-") or "date"

    def shows_frames(self):
        """Whether it is asked for what consultations take place in, and not for consultations."""
        return self.cleaned_data["kind"] in FRAMES

    def first_fields(self):
        """The fields that are always in sight."""
        return [self[name] for name in self.FIRST]

    def more_fields(self):
        """The fields that most people need seldom."""
        return [self[name] for name in self.MORE]

    def uses_more(self):
        """Whether one of them says something, or is wrong."""
        return any(self.data.get(name) or name in self.errors for name in self.MORE)


def organizers(survey):
    """Pairs of id and name of the organizations that organize a consultation of the survey."""
    parts = ("organizer", "cooperation")
    named = Organization.objects.filter(
        participations__consultation__survey=survey, participations__part__in=parts
    ).distinct()
    language = get_language()
    return alphabetical([(str(one.pk), one.full_name(language)) for one in named], key=lambda pair: pair[1])
