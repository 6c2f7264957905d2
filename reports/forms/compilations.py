"""Ask for an edition."""

from secrets import token_hex

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import refused_day


class CompileForm(forms.Form):
    """As of which day; the key makes a double click one request."""

    as_of = forms.DateField(
        label=_("As of"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a day in the form 2003-12-31.")},
        help_text=_("The last day of receipt that counts."),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, survey=None, today=None, **kwargs):
        super().__init__(*args, initial={"key": token_hex(16), **kwargs.pop("initial", {})}, **kwargs)
        self.survey, self.today = survey, today

    def clean_as_of(self):
        """A day since the survey was sent, today at the latest."""
        as_of = self.cleaned_data["as_of"]
        if refused := refused_day(self.survey, as_of, today=self.today):
            raise forms.ValidationError(refused.label, code=refused.value)
        return as_of
