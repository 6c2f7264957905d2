"""Forms on the versions of a chapter: sending a file, typing a text, checking a document, choosing between two."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from reports.forms.editions import KeyedForm, area
from reports.models import AsideDecision
from reports.rendering.chapters.markup import blocks_of
from surveys.file_types.refused import Refused
from surveys.forms.submission import LONGEST_REASON, Words
from surveys.forms.uploads import messages, words_of_refusal

LANGUAGES = [(code.split("-")[0], name) for code, name in settings.LANGUAGES]
# Some two hundred pages.
LONGEST_TEXT = 500_000
ACCEPT = ".docx"


def word_file(label):
    """A control that offers Word files."""
    return forms.FileField(
        label=label,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a Word file (.docx).")},
    )


class VersionForm(KeyedForm):
    """What every version has: its language, a note, and the version that its author had before them."""

    language = forms.ChoiceField(label=_("Language of the chapter"), choices=LANGUAGES)
    note = Words(label=_("What is new in it"), widget=area(2), max_length=LONGEST_REASON, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class UploadForm(VersionForm):
    """A Word file as the next version."""

    file = word_file(_("Word file"))
    field_order = ("file", "based_on", "language", "note")

    def __init__(self, *args, versions=(), **options):
        super().__init__(*args, **options)
        if versions:
            field = self.fields["based_on"]
            field.label = _("The file was made from")
            field.help_text = _("Where it is not the current version, yours is kept beside that one.")
            field.widget = forms.Select(choices=[(number, version_label(number)) for number in versions])


def version_label(number):
    """A version as it is chosen from a list."""
    return _("Version %(number)s") % {"number": number}


class TextForm(VersionForm):
    """A text typed in the browser as the next version."""

    text = Words(
        label=_("Text of the chapter"),
        widget=forms.Textarea(attrs={"rows": 24, "dir": "auto"}),
        max_length=LONGEST_TEXT,
        help_text=_(
            "A line that begins with # is a heading, with ## one below it, with - an item of a list. An empty line "
            "begins a new paragraph. [[F12]] stands for a figure, ^[words] makes a footnote."
        ),
    )
    field_order = ("text", "language", "note")

    def clean_text(self):
        """The text, which has to say something."""
        text = self.cleaned_data["text"]
        if not blocks_of(text):
            raise ValidationError(_("There is no text in it."))
        return text


class CheckForm(forms.Form):
    """A document to be checked; nothing of it is kept."""

    file = word_file(_("Word file"))


class ChooseForm(KeyedForm):
    """What becomes of a version that stands aside; `seen` is the current version that was looked at."""

    kind = forms.ChoiceField(
        label=_("Which one is to be the chapter?"),
        widget=forms.RadioSelect,
        choices=[
            (AsideDecision.Kind.KEPT, pgettext_lazy("version", "The current version stays")),
            (AsideDecision.Kind.TAKEN, pgettext_lazy("version", "The other version becomes the next one")),
        ],
        error_messages={"required": _("Choose one of the two.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class RenewForm(KeyedForm):
    """Take the figures from a later edition, into a file or into the next version."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    into = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[("file", ""), ("version", "")], required=False, initial="version"
    )


class WholeForm(forms.Form):
    """The whole report as a file."""

    format = forms.ChoiceField(
        label=_("Kind of file"), choices=[("docx", _("Word document (.docx)")), ("pdf", _("PDF document (.pdf)"))]
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


def words_of_file_refusal(refused: Refused) -> str:
    """Why a Word file is not taken, in the reader's language."""
    own = {
        "not_word": gettext("This is no Word file. Save the chapter as a Word document (.docx)."),
        "old_format": gettext("The file is in Word’s old format (.doc). Save it as a Word document (.docx)."),
        "strict": gettext(
            "The file is saved as “Strict Open XML”. Save it as an ordinary Word document (.docx) instead."
        ),
        "unpacks_too_large": gettext(
            "Unpacked, the file is too large for a chapter. Make its pictures smaller, or divide it."
        ),
    }
    return own.get(refused.code) or words_of_refusal(refused if refused.code in messages() else Refused("damaged"))
