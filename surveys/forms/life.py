"""Forms on the life of a return: taking a reply back, more time, does not take part, reopened, complete."""

from secrets import token_hex

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from surveys.actions.returns import reply_language
from surveys.forms.office import DayField, named_languages, not_in_the_future
from surveys.forms.submission import LONGEST_REASON, Words
from surveys.models import Status
from surveys.models.life import status_on

LONGEST_LINE = 500


def new_key():
    """The key of a page: sending it twice is one act."""
    return token_hex(16)


class KeyedForm(forms.Form):
    """A form about one return that is sent once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)

    def __init__(self, *args, survey_return, today, **options):
        super().__init__(*args, **options)
        self.survey_return = survey_return
        self.today = today

    def with_new_key(self):
        """The form to be sent once more, after its key has turned out to be used."""
        self.data = {**dict(self.data.items()), "key": new_key()}
        return self


class RecallForm(KeyedForm):
    """Take submission `number` back."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    reason = Words(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("The Office can read it."),
    )


class CompleteForm(KeyedForm):
    """The Office asks nothing more."""


class ExtensionForm(KeyedForm):
    """More time for one State."""

    until = DayField(label=_("New date for the reply"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.in_force = self.survey_return.reply_by_on(self.today)
        self.fields["until"].help_text = _("The date in force is %(day)s; the new date is included.") % {
            "day": date_format(self.in_force)
        }

    def clean_until(self):
        """A day after the one in force that has not passed."""
        until = self.cleaned_data["until"]
        if until <= self.in_force:
            raise forms.ValidationError(_("The new date has to come after the one in force."))
        return still_to_come(until, self.today)


class DeclineForm(KeyedForm):
    """The Government's word that it does not take part."""

    received_on = DayField(label=_("Word received on"))
    reason = Words(
        label=_("Reason, if one was given"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("The Office keeps it. It is neither published nor repeated in the letter."),
    )

    def clean_received_on(self):
        """A day that has come, and on which the State had the survey."""
        day = not_in_the_future(self.cleaned_data["received_on"], self.today)
        if status_on(self.survey_return.events.values_list("kind", "effective_on"), day) == Status.NOT_SENT:
            raise forms.ValidationError(_("The survey had not been sent to the State by this day."))
        return day


class ReopenForm(KeyedForm):
    """Open a submitted return again until a day."""

    until = DayField(label=_("Last day open"), help_text=_("After this day the return closes again, as it was."))
    reason = Words(label=_("Reason"), max_length=LONGEST_LINE)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        [(_code, name)] = named_languages([reply_language(self.survey_return)])
        self.fields["reason"].help_text = _(
            "It stands in the letter after a colon: write it in this language, without a full stop: %(language)s."
        ) % {"language": name}

    def clean_until(self):
        """A day that has not passed."""
        return still_to_come(self.cleaned_data["until"], self.today)

    def clean_reason(self):
        """One line: it is an item of a list in the letter."""
        return " ".join(self.cleaned_data["reason"].split())


def still_to_come(day, today):
    """The day, which must not have passed. Raises ValidationError."""
    if day < today:
        raise forms.ValidationError(_("This day has passed."))
    return day
