"""Forms of the figure bank: which figures to list, and which cell of an edition gets a code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.editions import KeyedForm, edition_label
from reports.models import Summary

LONGEST_QUERY = 200


class FigureFilter(forms.Form):
    """Which figures: those that have these words."""

    q = forms.CharField(
        label=_("Words, a code or a question"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class EditionForm(forms.Form):
    """From which edition, and which question of it; `questions` are groups of choices."""

    edition = forms.ModelChoiceField(
        label=_("Edition"), queryset=Summary.objects.none(), to_field_name="number", empty_label=None
    )
    question = forms.ChoiceField(label=_("Question"), required=False)

    def __init__(self, *args, editions, questions=(), **options):
        super().__init__(*args, **options)
        self.fields["edition"].queryset = editions
        self.fields["edition"].label_from_instance = edition_label
        self.fields["question"].choices = [("", _("Choose")), *questions]


class CellForm(forms.Form):
    """What is counted, and of which group of States."""

    what = forms.ChoiceField(label=_("What is counted"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)

    def __init__(self, *args, measures, groups, **options):
        super().__init__(*args, **options)
        self.fields["what"].choices = measures
        self.fields["group"].choices = groups


class CodeForm(KeyedForm):
    """Give a cell its code."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    cell = forms.CharField(widget=forms.HiddenInput, max_length=400)
