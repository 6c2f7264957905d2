"""Sign and submit: who signs, in which language the reply is, and why it is amended."""

from secrets import token_hex

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from surveys.actions.submissions import Signatory
from surveys.forms.misfits import words_of
from surveys.questionnaire.validation import Misfit, check_text, clean

LONGEST = 200
LONGEST_REASON = 5_000


class Words(forms.CharField):
    """Text by the rules of text answers: it stands in the ledger for good."""

    def to_python(self, value):
        """The text in NFC with plain newlines."""
        text = super().to_python(value)
        try:
            check_text(text)
        except Misfit as misfit:
            raise ValidationError(words_of(misfit)) from misfit
        return clean(text)


class SubmissionForm(forms.Form):
    """The signature under a reply; `languages` are (code, name) of the questionnaire.

    `amends` asks for a reason; `from_paper`: the Office keys in what somebody else has signed.
    """

    signatory_name = Words(label=_("Name of the signatory"), max_length=LONGEST)
    signatory_title = Words(label=_("Title of the signatory"), max_length=LONGEST)
    signatory_authority = Words(
        label=_("Authority of the signatory"),
        max_length=LONGEST,
        help_text=_("On whose behalf the reply is signed, such as: for the Government of …"),
    )
    language = forms.ChoiceField(label=_("Language of the reply"))
    reason = Words(
        label=_("Reason for the amendment"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST_REASON
    )
    declared = forms.BooleanField(
        label=_("I am authorized to submit this reply in the name of the Government."),
        error_messages={"required": _("Confirm that you are authorized.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, amends, draft_open, from_paper, languages, **kwargs):
        initial = {"key": token_hex(16), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["language"].choices = languages
        # The second press of the button finds the draft closed: it is to lead to the same receipt.
        self.fields["reason"].required = draft_open
        if not amends:
            del self.fields["reason"]
        if from_paper:
            self.fields["declared"].label = _("The answers and the signature are those of the paper reply.")
            self.fields["declared"].error_messages["required"] = _("Confirm that this is what the paper says.")

    def with_new_key(self) -> "SubmissionForm":
        """The form to be sent once more, after its key has turned out to be used."""
        self.data = {**dict(self.data.items()), "key": token_hex(16)}
        return self

    def stands_under(self, last_save: int) -> "SubmissionForm":
        """The form under answers as they were after this save: what is signed is what was read."""
        if self.is_bound:
            self.data = {**dict(self.data.items()), "seen": last_save}
        else:
            self.initial["seen"] = last_save
        return self

    @property
    def signatory(self) -> Signatory:
        """Who signs, once the form is valid."""
        cleaned = self.cleaned_data
        return Signatory(cleaned["signatory_name"], cleaned["signatory_title"], cleaned["signatory_authority"])
