"""A step towards a signature: on which text, with a note or without."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.editions import KeyedForm, area
from reports.models.clearances import ClearanceStep
from surveys.forms.letters import LetterFilter
from surveys.forms.submission import LONGEST_REASON, Words


class ClearanceForm(KeyedForm):
    """The step that follows; `digest` is that of the text which the page shows."""

    step = forms.ChoiceField(widget=forms.HiddenInput, choices=ClearanceStep.choices)
    digest = forms.RegexField(r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)
    note = Words(label=_("Note, if there is one"), widget=area(2), max_length=LONGEST_REASON, required=False)

    def again(self, course):
        """The form to be sent once more, for the text and the step as they are now."""
        self.with_new_key()
        self.data.update({"digest": course.subject.digest, "step": course.step or ClearanceStep.SIGNED})
        return self


class HeldLetters(LetterFilter):
    """Which of the held letters that nobody has put forward."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        del self.fields["standing"]

    def clean(self):
        """All of them are held."""
        return {**super().clean(), "standing": ""}
