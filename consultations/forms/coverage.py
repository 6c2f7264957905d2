"""As of which day the coverage is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.forms.office import DayField, not_in_the_future


class CoverageForm(forms.Form):
    """The day; it stands in the address, so that it can be linked."""

    as_of = DayField(label=_("As of"), required=False)

    def __init__(self, data, *, today):
        super().__init__({"as_of": today, **data.dict()}, auto_id="id_%s")
        self.today = today

    def clean_as_of(self):
        """The day asked for, else today; nobody knows what comes after."""
        return not_in_the_future(self.cleaned_data["as_of"], self.today) or self.today
