"""Ask for a file of an edition, or for all returns."""

from secrets import token_hex

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reports.actions.files import EDITION_WRITERS
from reports.actions.matrix import PREFIX
from reports.matrix.options import Options
from reports.models import Export


class EditionExportForm(forms.Form):
    """Which kind of file, in which language; the key makes a double click one request."""

    format = forms.ChoiceField(label=_("Kind of file"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, **kwargs):
        initial = {"key": token_hex(16), "language": get_language(), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["format"].choices = [pair for pair in Export.Format.choices if pair[0] in EDITION_WRITERS]


class MatrixForm(forms.Form):
    """All returns as of a day: which kind of file, in which language, and how it is laid out."""

    as_of = forms.DateField(
        label=_("As of"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a day in the form 2003-12-31.")},
        help_text=_("The last day of receipt that counts."),
    )
    upto = forms.IntegerField(
        label=_("Ledger position"),
        required=False,
        min_value=0,
        help_text=_("Empty: all that is known now."),
    )
    format = forms.ChoiceField(label=_("Kind of file"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    labels = forms.ChoiceField(
        label=_("Choices as"), choices=[("codes", _("codes")), ("labels", _("labels in the language"))]
    )
    repeats = forms.ChoiceField(
        label=_("Entries of lists"),
        choices=[("long", _("a table of their own")), ("wide", _("beside one another in the row of the State"))],
    )
    states = forms.ChoiceField(
        label=_("States"), choices=[("all", _("all States")), ("answered", _("those that have replied"))]
    )
    remarks = forms.BooleanField(label=_("With comment, source and year of each answer"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, last_position, **kwargs):
        initial = {"key": token_hex(16), "language": get_language(), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.last_position = last_position
        self.fields["format"].choices = [pair for pair in Export.Format.choices if pair[0].startswith(PREFIX)]

    def clean_upto(self):
        """The position, where the ledger has it."""
        upto = self.cleaned_data["upto"]
        if upto is not None and upto > self.last_position:
            message = _("The last position of the ledger is %(last)s.")
            raise forms.ValidationError(message, params={"last": self.last_position})
        return upto

    @property
    def asked(self):
        """What is asked for, as JSON values but for the day."""
        values = {name: self.cleaned_data[name] for name in ("labels", "repeats", "states", "remarks")}
        return {
            "format": self.cleaned_data["format"],
            "language": self.cleaned_data["language"],
            "options": Options(**values).to_json(),
            "upto": self.cleaned_data["upto"],
        }
