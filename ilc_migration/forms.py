"""Forms of the project itself."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInLinkForm(forms.Form):
    """Where the link is to go."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email(self):
        """In lower case, as addresses are kept."""
        return self.cleaned_data["email"].lower()
