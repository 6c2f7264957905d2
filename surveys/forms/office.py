"""Forms of the Office: which day and which States, sending the survey."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

ISO_DAY = ["%Y-%m-%d"]


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


def named_languages(codes):
    """Pairs of code and the language's own name."""
    names = {code.split("-")[0]: name for code, name in settings.LANGUAGES}
    return [(code, names.get(code, code)) for code in codes]
