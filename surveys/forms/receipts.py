"""The form of the page that checks a receipt."""

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.ledger import read_receipt

MOST_BYTES = 64 * 1024


class ReceiptForm(forms.Form):
    """A receipt as a file or as pasted text."""

    file = forms.FileField(label=_("Receipt as a file"), required=False)
    text = forms.CharField(
        label=_("or the text of the receipt"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr"}),
        max_length=MOST_BYTES,
        strip=True,
    )

    def clean_file(self):
        """The text of the file; empty when there is none."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too long to be a receipt."))
        try:
            return file.read().decode("utf-8")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("This file is not a receipt.")) from error

    def clean(self):
        """Adds `receipt`: what the file, else the text, holds."""
        cleaned = super().clean()
        field = "file" if cleaned.get("file") else "text"
        if not self.errors:
            try:
                cleaned["receipt"] = read_receipt(cleaned.get(field, ""))
            except (ValueError, RecursionError):
                self.add_error(field, _("This is not a receipt: give the whole JSON text."))
        return cleaned
