"""Forms of the page on where a round stands: as of which day, and what becomes of a milestone."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.forms.fields import KeyedForm
from surveys.forms.office import DayField, not_in_the_future
from surveys.models import User


class DayForm(forms.Form):
    """As of which day; it stands in the address, so that it can be linked."""

    as_of = DayField(label=_("As of"), required=False)

    def __init__(self, data, *, today):
        super().__init__({"as_of": data.get("as_of") or today})
        self.today = today

    def clean_as_of(self):
        """The day asked for; nobody knows what comes after today."""
        return not_in_the_future(self.cleaned_data["as_of"], self.today)


class MilestoneForm(KeyedForm):
    """Who is responsible for a milestone, and when it was done."""

    owner = forms.ChoiceField(label=_("Responsible"), required=False)
    done_on = DayField(label=_("Done on"), required=False, help_text=_("Empty as long as it has not been done."))

    def __init__(self, *args, milestone, today, **options):
        initial = {"owner": milestone.owner_id or "", "done_on": milestone.done_on, **options.pop("initial", {})}
        super().__init__(*args, initial=initial, **options)
        self.today = today
        open_or_own = Q(is_active=True, groups__name__in=["office_staff", "analyst"]) | Q(pk=milestone.owner_id)
        found = User.objects.filter(open_or_own).distinct().order_by("name", "email")
        self.people = {str(person.pk): person for person in found}
        nobody = ("", pgettext_lazy("responsible", "nobody"))
        self.fields["owner"].choices = [nobody, *((pk, str(person)) for pk, person in self.people.items())]

    def clean_done_on(self):
        """A day that has come."""
        return not_in_the_future(self.cleaned_data["done_on"], self.today)

    def values(self):
        """The columns of the milestone, once the form is valid."""
        return {"owner": self.people.get(self.cleaned_data["owner"]), "done_on": self.cleaned_data["done_on"]}
