"""A table brought back from a spreadsheet: the file, and the confirmation of what was looked at."""

from secrets import token_hex

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.imports.plan import make_plan
from surveys.imports.reading import MOST_BYTES, read_sheet
from surveys.imports.refused import FileRefused
from surveys.imports.words import of_file


class SheetForm(forms.Form):
    """The file of a table; a valid form has its `content` and its `plan`, which may refuse rows."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("An Excel workbook (.xlsx) or CSV in UTF-8, with the headings of this table; at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args, table, by, on, **options):
        super().__init__(*args, **options)
        self.table, self.by, self.on = table, by, on
        self.content, self.plan = b"", None

    def clean_file(self):
        """The file, read and compared with what the portal holds. Raises ValidationError."""
        upload = self.cleaned_data["file"]
        try:
            if upload.size > MOST_BYTES:
                raise FileRefused("too_large", most=MOST_BYTES)
            self.content = upload.read()
            sheet = read_sheet(self.content, upload.name, self.table.slug)
            self.plan = make_plan(self.table, sheet, by=self.by, on=self.on)
        except FileRefused as refused:
            raise forms.ValidationError(of_file(refused), code=refused.code) from refused
        return upload


class ImportForm(forms.Form):
    """That exactly what was looked at is imported: the digests of the file and of the plan."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: token_hex(16))
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    plan = forms.CharField(widget=forms.HiddenInput, max_length=64)
