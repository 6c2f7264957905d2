"""Choose two editions to compare, and which of the figures that moved to look at."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CompareForm(forms.Form):
    """Two editions of one survey by their numbers: `from` the earlier, `to` the later."""

    def __init__(self, *args, editions, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("from", "to"):
            self.fields[name] = forms.ModelChoiceField(queryset=editions, to_field_name="number")


class MovedFilter(forms.Form):
    """Which figures: of one question, of one group; `questions` stand under sections, `groups` are (code, name)."""

    question = forms.ChoiceField(label=_("Question"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)

    def __init__(self, *args, questions, groups, **options):
        super().__init__(*args, **options)
        self.fields["question"].choices = [("", _("All questions")), *questions]
        self.fields["group"].choices = [("", _("All groups")), *groups]

    def chosen(self, cells):
        """Those of the cells that fit; the form is valid."""
        question, group = self.cleaned_data["question"], self.cleaned_data["group"]
        return [cell for cell in cells if question in {"", cell.question} and group in {"", cell.group}]

    def told(self):
        """What was chosen, in words by the words of its field; the form is valid."""
        return {
            str(field.label): str(dict(flat(field.field.choices))[self.cleaned_data[field.name]]) for field in self
        }


def flat(choices):
    """The pairs of these choices, those that stand under a heading included."""
    for value, name in choices:
        yield from name if isinstance(name, list) else [(value, name)]
