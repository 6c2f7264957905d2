"""Sign and submit: who signs, in which language the reply is, and why it is amended."""

from secrets import token_hex

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.actions.submissions import Signatory


class SubmissionForm(forms.Form):
    """The signature under a reply; `amends` asks for a reason, `languages` are (code, name) of the questionnaire."""

    signatory_name = forms.CharField(label=_("Name of the signatory"), max_length=200)
    signatory_title = forms.CharField(label=_("Title of the signatory"), max_length=200)
    signatory_authority = forms.CharField(
        label=_("Authority of the signatory"),
        max_length=200,
        help_text=_("On whose behalf the reply is signed, such as: for the Government of …"),
    )
    language = forms.ChoiceField(label=_("Language of the reply"))
    reason = forms.CharField(
        label=_("Reason for the amendment"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000
    )
    declared = forms.BooleanField(
        label=_("I am authorized to submit this reply in the name of the Government."),
        error_messages={"required": _("Confirm that you are authorized.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, amends, draft_open, languages, **kwargs):
        initial = {"key": token_hex(16), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["language"].choices = languages
        # The second press of the button finds the draft closed: it is to lead to the same receipt.
        self.fields["reason"].required = draft_open
        if not amends:
            del self.fields["reason"]

    @property
    def signatory(self) -> Signatory:
        """Who signs, once the form is valid."""
        cleaned = self.cleaned_data
        return Signatory(cleaned["signatory_name"], cleaned["signatory_title"], cleaned["signatory_authority"])
