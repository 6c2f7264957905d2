"""Ask that a second step which is lost be removed."""

from secrets import token_hex

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.actions.accounts import ask_for_reset
from surveys.models import User


class AskForResetForm(forms.Form):
    """For whom, and how the administrator knows that it is really them."""

    email = forms.EmailField(label=_("E-mail address of the account"), max_length=254)
    reason = forms.CharField(
        label=_("How you recognized the person"),
        max_length=500,
        help_text=_("For instance: called back on the number in the letter of appointment."),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: token_hex(16))

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        self.by = by

    def clean_email(self):
        """The open account of somebody else."""
        email = self.cleaned_data["email"].lower()
        if email == self.by.email:
            raise forms.ValidationError(_("Another administrator has to ask for you."))
        self.person = User.objects.filter(email=email, is_active=True).first()
        if self.person is None:
            raise forms.ValidationError(_("There is no open account with this address."))
        return email

    def save(self, *, at):
        """Ask for it (surveys.actions.accounts.ask_for_reset)."""
        cleaned = self.cleaned_data
        return ask_for_reset(person=self.person, reason=cleaned["reason"], by=self.by, key=cleaned["key"], at=at)
