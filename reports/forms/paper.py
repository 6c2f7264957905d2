"""Which paper is wanted, and what an editor adds to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.editions import KeyedForm, area
from reports.models import PaperLanguage
from surveys.forms.submission import Words

LONGEST_ADDITION = 20_000
LANGUAGE_CHOICES = [(language.value, language.label) for language in PaperLanguage]


class PaperForm(forms.Form):
    """The day and the language of a paper; a day that is still to come is refused."""

    as_of = forms.DateField(
        label=_("As of"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a day in the form 2003-12-31.")},
    )
    language = forms.ChoiceField(label=_("Language of the paper"), choices=LANGUAGE_CHOICES)

    def __init__(self, *args, today, **options):
        super().__init__(*args, **options)
        self.today = today

    def clean_as_of(self):
        """Today at the latest: nothing is known of tomorrow."""
        as_of = self.cleaned_data["as_of"]
        if as_of > self.today:
            raise forms.ValidationError(_("Choose a day that is not in the future."), code="future")
        return as_of


class KeepForm(KeyedForm, PaperForm):
    """Keep the paper of a day and a language as a version."""

    as_of = forms.DateField(input_formats=["%Y-%m-%d"], widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=LANGUAGE_CHOICES, widget=forms.HiddenInput)


class AdditionForm(KeyedForm):
    """A block of an editor's own; `seen` is the revision that was read, nothing for a new one."""

    text = Words(
        label=_("Text of the addition"),
        widget=area(8),
        max_length=LONGEST_ADDITION,
        help_text=_("In the language of the paper. It stands without a number behind the paragraph."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RemoveForm(KeyedForm):
    """Take a block out."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
