"""Steps for a signature: with which letters and papers, and which step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.fields import KeyedForm
from reports.models import ClearanceStep
from surveys.forms.submission import Words


class StepForm(KeyedForm):
    """The next step with what is ticked; each subject goes by kind, code and the digest of what the page showed."""

    step = forms.ChoiceField(choices=ClearanceStep.choices)
    subjects = forms.MultipleChoiceField(
        error_messages={
            "required": _("Tick at least one."),
            "invalid_choice": _("This is not as it was when the page was made. Look at it again."),
        }
    )
    note = Words(label=_("Note, if there is one"), required=False, max_length=1_000)

    def __init__(self, *args, among, **options):
        super().__init__(*args, **options)
        self.among = {name_of(subject): subject for subject in among}
        self.fields["subjects"].choices = [(name, name) for name in self.among]

    def chosen(self):
        """The subjects that are ticked."""
        return [self.among[name] for name in self.cleaned_data["subjects"]]


def name_of(subject):
    """How a box names a subject."""
    return f"{subject.kind}:{subject.code}:{subject.digest}"
