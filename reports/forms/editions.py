"""Forms on the life of an edition: proposing, approving, sending back, publishing, correcting."""

from secrets import token_hex

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from reports.models import Summary
from surveys.forms.submission import LONGEST_REASON, Words


def new_key():
    """The key of a page: sending it twice is one act."""
    return token_hex(16)


class KeyedForm(forms.Form):
    """A form that is sent once; several stand on one page, so each has ids of its own by `auto_id`."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)

    def with_new_key(self):
        """The form to be sent once more, after its key has turned out to be used."""
        self.data = {**dict(self.data.items()), "key": new_key()}
        return self


def area(rows=3):
    """A text of a few lines."""
    return forms.Textarea(attrs={"rows": rows})


class StepForm(KeyedForm):
    """Propose or approve, with a note or without."""

    note = Words(label=_("Note, if there is one"), widget=area(2), max_length=LONGEST_REASON, required=False)


class SendBackForm(KeyedForm):
    """Send back: the note says what has to change."""

    note = Words(label=_("What has to change"), widget=area(), max_length=LONGEST_REASON)


class PublishForm(KeyedForm):
    """Publish an approved edition."""


class CorrectForm(KeyedForm):
    """Publish in the place of a published edition, one of `editions`; the note is published too."""

    corrects = forms.ModelChoiceField(
        label=_("Corrects"), queryset=Summary.objects.none(), to_field_name="number", empty_label=None
    )
    note = Words(
        label=_("Reason for the correction"),
        widget=area(),
        max_length=LONGEST_REASON,
        help_text=_("It is published with the edition."),
    )

    def __init__(self, *args, editions, **options):
        super().__init__(*args, **options)
        self.fields["corrects"].queryset = editions
        self.fields["corrects"].label_from_instance = edition_label


def edition_label(edition):
    """An edition as it is chosen from a list."""
    return _("Edition %(number)s, as of %(day)s") % {"number": edition.number, "day": date_format(edition.as_of)}
