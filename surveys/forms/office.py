"""Forms of the Office: which day and which States, sending the survey, registering a paper reply."""

from secrets import token_hex

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from surveys.actions.paper import Arrival
from surveys.models import PaperReturn, Status
from surveys.models.life import status_on
from surveys.models.submissions import PAPER_CHANNELS

ISO_DAY = ["%Y-%m-%d"]
MOST_PAGES = 10_000
# Not type="number": a browser empties what it cannot read there, and what was typed must stay.
NUMERIC = forms.TextInput(attrs={"inputmode": "numeric"})


class DayInput(forms.DateInput):
    """The browser's own calendar; the value is an ISO date in every language."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day as the calendar of a browser gives it, and as people may type it: 2003-12-31."""

    widget = DayInput
    default_error_messages = {"invalid": _("Enter a day in the form 2003-12-31.")}

    def __init__(self, **options):
        super().__init__(input_formats=ISO_DAY, **options)


def not_in_the_future(day, today):
    """The day, which must have come. Raises ValidationError."""
    if day and day > today:
        raise forms.ValidationError(_("This day has not come yet."))
    return day


class SendForm(forms.Form):
    """On which day the survey was, or is, sent."""

    day = DayField(label=_("Sent on"), help_text=_("The members of this day are asked."))

    def __init__(self, *args, today, **options):
        super().__init__(*args, **options)
        self.today = today

    def clean_day(self):
        """A day that has come."""
        return not_in_the_future(self.cleaned_data["day"], self.today)


class PaperForm(forms.Form):
    """How and when a paper reply arrived. `key` is made with the page, so that sending it twice is one act."""

    at_field_office_on = DayField(label=_("At the field office on"), required=False)
    at_mission_on = DayField(label=_("At the mission on"), required=False)
    in_geneva_on = DayField(label=_("In Geneva on"), required=False)
    counts = forms.ChoiceField(
        label=_("Which day counts"),
        choices=PaperReturn.Counts.choices,
        initial=PaperReturn.Counts.GENEVA,
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[(channel.value, channel.label) for channel in PAPER_CHANNELS]
    )
    language = forms.ChoiceField(label=_("Language of the reply"))
    note_number = forms.CharField(label=_("Number of the note"), max_length=100, required=False)
    pages = forms.IntegerField(label=_("Pages"), min_value=1, max_value=MOST_PAGES, required=False, widget=NUMERIC)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: token_hex(16))

    DAYS = {
        PaperReturn.Counts.FIELD_OFFICE: "at_field_office_on",
        PaperReturn.Counts.MISSION: "at_mission_on",
        PaperReturn.Counts.GENEVA: "in_geneva_on",
    }

    def __init__(self, *args, survey_return, today, **options):
        super().__init__(*args, **options)
        self.survey_return = survey_return
        self.today = today
        self.fields["language"].choices = named_languages(survey_return.survey.languages)
        self.fields["language"].initial = survey_return.member_state.correspondence_language

    def clean_at_field_office_on(self):
        """A day that has come, or none."""
        return not_in_the_future(self.cleaned_data["at_field_office_on"], self.today)

    def clean_at_mission_on(self):
        """A day that has come, or none."""
        return not_in_the_future(self.cleaned_data["at_mission_on"], self.today)

    def clean_in_geneva_on(self):
        """A day that has come, or none."""
        return not_in_the_future(self.cleaned_data["in_geneva_on"], self.today)

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
        if not self.survey_return.member_state.was_member_on(day):
            return _("The State was not a member on this day.")
        if status_on(self.survey_return.events.values_list("kind", "effective_on"), day) == Status.NOT_SENT:
            return _("The survey had not been sent to the State by this day.")
        return None

    def arrival(self):
        """What was entered, as the action takes it."""
        return Arrival(**{name: value for name, value in self.cleaned_data.items() if name != "key"})


def named_languages(codes):
    """Pairs of code and the language's own name."""
    names = {code.split("-")[0]: name for code, name in settings.LANGUAGES}
    return [(code, names.get(code, code)) for code in codes]
