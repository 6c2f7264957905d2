"""Organizations: which are listed, and one as it is entered and changed."""

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consultations.forms.fields import LANGUAGES, ByLanguage, KeyedForm
from consultations.models import Organization
from consultations.register.listing import fits, words_of
from surveys.alphabet import sought
from surveys.forms.submission import Words
from surveys.models.member_states import alphabetical

LONGEST_NAME, LONGEST_ACRONYM, MOST_ALIASES = 300, 40, 50
PLAIN = ("kind", "is_collective", "language", "email", "notes")


class OrganizationsForm(forms.Form):
    """Which organizations are listed."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", pgettext_lazy("every one", "All")), *Organization.Kind.choices],
    )

    def chosen(self, organizations):
        """Those that fit, in the order of their names."""
        wanted, kind = sought(self.cleaned_data["q"]), self.cleaned_data["kind"]
        found = organizations.filter(kind=kind) if kind else organizations
        shown = [one for one in found if fits(words_of([one.code, one.names, one.acronyms, one.aliases]), wanted)]
        return alphabetical(shown, key=str)


class OrganizationForm(KeyedForm):
    """One organization; `organization` is the one that is changed, None for a new one."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose")), *Organization.Kind.choices])
    parent = forms.ChoiceField(label=_("Part of"), required=False)
    is_collective = forms.BooleanField(
        label=_("Stands for several, such as the regional groups, and is no body of its own"), required=False
    )
    aliases = Words(
        label=_("Other names"),
        required=False,
        max_length=MOST_ALIASES * LONGEST_NAME,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As they were printed, one a line."),
    )
    language = forms.ChoiceField(label=_("Language of correspondence"), choices=LANGUAGES)
    email = forms.EmailField(label=_("Address for letters"), required=False, max_length=254)
    notes = Words(label=_("Notes"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 3}))
    code = forms.SlugField(
        label=_("Code"),
        required=False,
        help_text=_("It stands in the address and stays; empty, it is made from the acronym or the name."),
    )

    def __init__(self, *args, organization=None, **options):
        self.organization = organization
        initial = initial_of(organization) if organization else {"language": "en"}
        super().__init__(*args, initial={**initial, **options.pop("initial", {})}, **options)
        if organization:
            del self.fields["code"]
        language = get_language()
        self.others = {one.code: one for one in Organization.objects.all()}
        words = [(code, one.full_name(language)) for code, one in self.others.items()]
        self.fields["parent"].choices = [("", "–"), *alphabetical(words, key=lambda pair: pair[1])]
        self.names = ByLanguage(self, "name", _("Name"), most=LONGEST_NAME)
        self.acronyms = ByLanguage(self, "acronym", _("Acronym"), required=False, most=LONGEST_ACRONYM)
        self.order_fields([*self.names.names, *self.acronyms.names])

    def clean_code(self):
        """A code that no organization has yet."""
        code = self.cleaned_data["code"]
        if code and code in self.others:
            raise forms.ValidationError(_("There is an organization of this code already."))
        return code

    def clean_parent(self):
        """An organization that is no part of this one."""
        by_id = {one.pk: one for one in self.others.values()}
        above = self.others.get(self.cleaned_data["parent"])
        while above is not None and self.organization is not None:
            if above.pk == self.organization.pk:
                raise forms.ValidationError(_("The organization would be a part of itself."))
            above = by_id.get(above.parent_id)
        return self.cleaned_data["parent"]

    def clean_aliases(self):
        """The names, one a line."""
        names = [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(_("A name has at most %(most)s letters.") % {"most": LONGEST_NAME})
        return names

    def values(self):
        """The columns of the organization, once the form is valid."""
        return {
            **{name: self.cleaned_data[name] for name in (*PLAIN, "aliases")},
            "names": self.names.texts(),
            "acronyms": self.acronyms.texts(),
            "parent": self.others.get(self.cleaned_data["parent"]),
        }


def initial_of(organization):
    """What the form shows of an organization."""
    return {
        **{name: getattr(organization, name) for name in PLAIN},
        **ByLanguage.initial("name", organization.names),
        **ByLanguage.initial("acronym", organization.acronyms),
        "aliases": "\n".join(organization.aliases),
        "parent": organization.parent.code if organization.parent else "",
    }
