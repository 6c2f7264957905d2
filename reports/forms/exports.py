"""Ask for a file of an edition, or for all returns."""

from secrets import token_hex

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reports.actions.files import EDITION_WRITERS
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
