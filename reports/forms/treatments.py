"""Forms on treatments of answers: proposing one, deciding on one, which ones to look at."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reports.forms.editions import KeyedForm, area
from reports.models import Treatment, TreatmentDecision
from surveys.forms.misfits import words_of
from surveys.forms.submission import LONGEST_REASON, Words
from surveys.questionnaire.validation import Misfit, number_typed

LONGEST_UNIT = 100
Kind = Treatment.Kind
PROPOSED = "proposed"
STANDINGS = [
    (PROPOSED, _("waits for a decision")),
    (TreatmentDecision.Kind.APPROVED, _("in force")),
    (TreatmentDecision.Kind.REFUSED, _("refused")),
    (TreatmentDecision.Kind.REVOKED, _("revoked")),
]


class FactorField(forms.CharField):
    """A number as people type it, exactly."""

    def clean(self, value):
        """The number, None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return Decimal(number_typed(text))
        except Misfit as misfit:
            raise ValidationError(words_of(misfit)) from misfit


class ProposeForm(KeyedForm):
    """A treatment of one answer: of the kinds that fit it, with what each of them needs."""

    path = forms.CharField(widget=forms.HiddenInput, max_length=200)
    kind = forms.ChoiceField(label=_("Treatment"), widget=forms.RadioSelect)
    factor = FactorField(
        label=_("Factor"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("The answer is multiplied by it. An answer in thousands has the factor 1000."),
    )
    unit = Words(
        label=_("Unit in which the answer was given"),
        required=False,
        max_length=LONGEST_UNIT,
    )
    code = forms.ChoiceField(label=_("Choice in the place of “other”"), required=False)
    reason = Words(
        label=_("Reason"),
        widget=area(),
        max_length=LONGEST_REASON,
        help_text=_("It is listed in the workbook of every edition that counts the treatment."),
    )

    def __init__(self, *args, kinds, choices, **options):
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind, label) for kind, label in Kind.choices if kind in kinds]
        self.fields["code"].choices = [("", _("Choose")), *choices]
        for kind, names in ((Kind.UNIT, ("factor", "unit")), (Kind.RECODE, ("code",))):
            if kind not in kinds:
                for name in names:
                    del self.fields[name]


class DecideForm(KeyedForm):
    """A decision on a treatment, with a note or without."""

    note = Words(label=_("Note, if there is one"), widget=area(2), max_length=LONGEST_REASON, required=False)


class TreatmentFilter(forms.Form):
    """Which treatments: where they stand, of which question, of which State."""

    standing = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *STANDINGS])
    question = forms.ChoiceField(label=_("Question"), required=False)
    state = forms.ChoiceField(label=_("Member State"), required=False)

    def __init__(self, *args, questions, states, **options):
        super().__init__(*args, **options)
        self.fields["question"].choices = [("", _("All questions")), *questions]
        self.fields["state"].choices = [("", _("All")), *states]

    def chosen(self, treatments):
        """Those of the treatments that fit; the form is valid."""
        wanted = self.cleaned_data
        if wanted["standing"]:
            treatments = treatments.filter(standing=wanted["standing"])
        if wanted["state"]:
            treatments = treatments.filter(submission__member_state__iso3=wanted["state"])
        return treatments.of_question(wanted["question"]) if wanted["question"] else treatments


class StateForm(forms.Form):
    """Of which State an answer is to be treated."""

    state = forms.ChoiceField(label=_("Member State"))

    def __init__(self, *args, states, **options):
        super().__init__(*args, **options)
        self.fields["state"].choices = states
