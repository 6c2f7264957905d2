"""Register a paper reply: which State, which days and which of them counts, channel, note, pages."""

import re
from datetime import date
from secrets import token_hex

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from surveys.actions.paper import Arrival
from surveys.forms.office import named_languages, not_in_the_future
from surveys.forms.uploads import limits
from surveys.models import MemberState, PaperReturn, Status
from surveys.models.life import status_on
from surveys.models.member_states import alphabetical
from surveys.models.paper import MOST_OF_A_REASON
from surveys.models.submissions import PAPER_CHANNELS

DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
MOST_PAGES = 10_000
MOST_NAMED = 5
# Of a zero typed for today; an integer of thousands of digits is refused by Python itself.
MOST_DIGITS = 20
# Not type="number": a browser empties what it cannot read there, and what was typed must stay.
NUMERIC = forms.TextInput(attrs={"inputmode": "numeric"})


class TypedDayField(forms.Field):
    """A day typed without looking up: 0 is today, else 2003-12-31 or 31.12.2003, in the digits of any script.

    Not the browser's calendar, whose day, month and year are three stops of the keyboard, in an order of its own.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 20, "autocomplete": "off", "dir": "ltr"})
    default_error_messages = {"invalid": _("Enter a day in the form 2003-12-31, or 0 for today.")}

    def __init__(self, **options):
        super().__init__(**options)
        self.today = None

    def to_python(self, value):
        """The day, None when nothing was typed. Raises ValidationError."""
        text = (value or "").strip()
        if not text:
            return None
        is_zero = len(text) <= MOST_DIGITS and text.isdecimal() and int(text) == 0
        day = self.today if is_zero else day_of(text)
        if day is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return not_in_the_future(day, self.today)


def day_of(text):
    """The day that the text names, or None."""
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


class PaperForm(forms.Form):
    """How and when a paper reply arrived. `key` is made with the page, so that sending it twice is one act."""

    in_geneva_on = TypedDayField(label=_("In Geneva on"), required=False, help_text=_("0 is today."))
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[(channel.value, channel.label) for channel in PAPER_CHANNELS]
    )
    note_number = forms.CharField(label=_("Number of the note"), max_length=100, required=False)
    at_mission_on = TypedDayField(label=_("At the mission on"), required=False)
    at_field_office_on = TypedDayField(label=_("At the field office on"), required=False)
    counts = forms.ChoiceField(
        label=_("Which day counts"),
        choices=PaperReturn.Counts.choices,
        initial=PaperReturn.Counts.GENEVA,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language of the reply"), required=False)
    pages = forms.IntegerField(label=_("Pages"), min_value=1, max_value=MOST_PAGES, required=False, widget=NUMERIC)
    scan = forms.FileField(label=_("Scan"), required=False, allow_empty_file=True)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: token_hex(16))

    DAYS = {
        PaperReturn.Counts.FIELD_OFFICE: "at_field_office_on",
        PaperReturn.Counts.MISSION: "at_mission_on",
        PaperReturn.Counts.GENEVA: "in_geneva_on",
    }
    OUTSIDE_THE_ARRIVAL = frozenset({"key", "state", "scan"})

    def __init__(self, *args, survey, today, survey_return=None, **options):
        super().__init__(*args, **options)
        self.survey = survey
        self.survey_return = survey_return
        for name in self.DAYS.values():
            self.fields[name].today = today
        accept_scans(self.fields["scan"])
        as_usual = ("", _("The State’s language of correspondence"))
        self.fields["language"].choices = [as_usual, *named_languages(survey.languages)]

    def clean(self):
        """The day that counts is given, and was one on which the State had been asked and was a member."""
        cleaned = super().clean()
        name = self.DAYS.get(cleaned.get("counts"))
        if name and name not in self.errors:
            refusal = self._refusal(cleaned.get(name))
            if refusal:
                self.add_error(name, refusal)
        return cleaned

    def _refusal(self, day):
        if day is None:
            return _("The day that counts has to be given.")
        if self.survey_return is None:
            return None
        if not self.survey_return.member_state.was_member_on(day):
            return _("The State was not a member on this day.")
        if status_on(self.survey_return.events.values_list("kind", "effective_on"), day) == Status.NOT_SENT:
            return _("The survey had not been sent to the State by this day.")
        return None

    def arrival(self, scan=None):
        """What was entered, as the action takes it; `scan` is what was uploaded, once it is stored."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in self.OUTSIDE_THE_ARRIVAL}
        language = given["language"] or self.survey_return.member_state.correspondence_language
        return Arrival(**{**given, "language": language}, scan=scan)

    def refuse_second(self):
        """Say, at the State where it is chosen here, that there is a reply already, and which."""
        self.add_error("state" if "state" in self.fields else None, words_of_first(self.survey_return))


class KeyForm(forms.Form):
    """Nothing but the key, which makes pressing a button twice one act."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: token_hex(16))


class VoidForm(forms.Form):
    """Why a reply was registered in error."""

    reason = forms.CharField(
        label=_("What is wrong with the registration"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST_OF_A_REASON,
    )


class ScanForm(forms.Form):
    """One more scan of a paper reply."""

    scan = forms.FileField(label=_("Scan"), allow_empty_file=True)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        accept_scans(self.fields["scan"])


def accept_scans(field):
    """Say beforehand what is taken, and how large it may be."""
    allowed = limits()
    field.widget.attrs["accept"] = allowed["accept"]
    field.help_text = _now("%(kinds)s; at most %(size)s.") % {"kinds": allowed["kinds"], "size": allowed["size"]}


def words_of_first(survey_return):
    """Which reply of the State was there first."""
    paper = survey_return.paperreturns.waiting().last()
    if paper is None:
        return _now("A reply of this State has already been registered or submitted.")
    words = _now(
        "A paper reply of this State is registered already: %(channel)s, %(day)s, ledger position %(number)s."
    )
    day = date_format(paper.received_on)
    return words % {"channel": paper.get_channel_display(), "day": day, "number": paper.ledger_no}


class NewPaperForm(PaperForm):
    """The same with the State first, chosen by typing."""

    state = forms.CharField(
        label=_("Member State"),
        max_length=100,
        help_text=_("The beginning of its name in any language, or its code of three letters."),
        widget=forms.TextInput(attrs={"list": "states", "autocomplete": "off", "autofocus": True}),
    )
    field_order = ["state"]

    def clean_state(self):
        """The State that was meant; its return is kept as `survey_return`. Raises ValidationError."""
        found = MemberState.objects.recognized(self.cleaned_data["state"])
        if not found:
            raise forms.ValidationError(_("No member State has this name or code."))
        if len(found) > 1:
            raise forms.ValidationError(words_of_several(found))
        self.survey_return = self.survey.returns.filter(member_state=found[0]).select_related("member_state").first()
        if self.survey_return is None or self.survey_return.status == Status.NOT_SENT:
            raise forms.ValidationError(_("The survey has not been sent to this State."))
        return found[0]


def words_of_several(states):
    """Which States the text may mean."""
    names = alphabetical([f"{state} ({state.iso3})" for state in states], key=str)
    more = "" if len(names) <= MOST_NAMED else " …"
    words = _now("Write more of the name, or the code. This may be: %(names)s.")
    return words % {"names": " · ".join(names[:MOST_NAMED]) + more}
