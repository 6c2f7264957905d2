"""Object to an answer that the Office entered from paper; answer an objection."""

from secrets import token_hex

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.forms.submission import Words
from surveys.models.paper import MOST_OF_A_REASON

LONGEST_LABEL = 120


class ObjectionForm(forms.Form):
    """Which answer, and what is wrong with it; `questions` are pairs of path and label of what was asked."""

    path = forms.ChoiceField(label=_("Question"))
    text = Words(
        label=_("What is wrong, and what the paper says"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        max_length=MOST_OF_A_REASON,
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: token_hex(16))

    def __init__(self, *args, questions, **options):
        super().__init__(*args, **options)
        self.fields["path"].choices = [("", ""), *((path, label[:LONGEST_LABEL]) for path, label in questions)]


class AnswerForm(forms.Form):
    """What the Office says to an objection."""

    answer = Words(
        label=_("Answer of the Office"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        max_length=MOST_OF_A_REASON,
    )
