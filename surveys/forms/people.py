"""Forms for inviting people and for accepting an invitation."""

from secrets import token_hex

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.actions.people import CODE_LENGTH, digest_of, invite, read_code, second_administrators
from surveys.models import MemberState, OfficeRole, Role, User
from surveys.models.member_states import alphabetical
from surveys.permissions import grantable_roles

ROLES = {**dict(Role.choices), **dict(OfficeRole.choices)}
PORTAL_LANGUAGE = {code.split("-")[0]: code for code, _name in settings.LANGUAGES}


class InviteForm(forms.Form):
    """Whom to invite, into which role, for which State. `key` is made with the page, so that sending twice is one."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"))
    member_state = forms.ChoiceField(
        label=_("Member State"), required=False, help_text=_("For roles of a government and of social partners.")
    )
    sections = forms.MultipleChoiceField(
        label=_("Sections"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For contributors: what they are asked to answer."),
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, help_text=_("Of the letter, and of the portal for this person.")
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: token_hex(16))

    def __init__(self, *args, by, sections, **options):
        super().__init__(*args, **options)
        self.by = by
        self.states = {state.iso3: state for state in MemberState.objects.all()}
        language = get_language()
        names = [(iso3, state.name(language)) for iso3, state in self.states.items()]
        self.fields["role"].choices = [(role, capfirst(ROLES[role])) for role in grantable_roles(by)]
        self.fields["member_state"].choices = [("", "—"), *alphabetical(names, key=lambda pair: pair[1])]
        self.fields["sections"].choices = sections
        self.fields["language"].choices = [("", _("as the State corresponds")), *settings.LANGUAGES]

    def clean_email(self):
        """An address that is not one's own and whose account is not closed, in lower case."""
        email = self.cleaned_data["email"].lower()
        if email == self.by.email:
            raise forms.ValidationError(_("You cannot invite yourself."))
        if User.objects.filter(email=email, is_active=False).exists():
            raise forms.ValidationError(_("The account with this address is closed."))
        return email

    def clean_member_state(self):
        """The State, or none."""
        return self.states.get(self.cleaned_data["member_state"])

    def clean(self):
        """Role and State fit together; a contributor has something to answer; the language follows the State."""
        cleaned = super().clean()
        role, state = cleaned.get("role"), cleaned.get("member_state")
        if role in Role.values and not state and "member_state" not in self.errors:
            self.add_error("member_state", _("A role of a government needs its member State."))
        if role in OfficeRole.values and state:
            self.add_error("member_state", _("A role of the Office has no member State."))
        if role != Role.CONTRIBUTOR:
            cleaned["sections"] = []
        elif not cleaned.get("sections") and "sections" not in self.errors:
            self.add_error("sections", _("Choose what the contributor is asked to answer."))
        cleaned["language"] = cleaned.get("language") or language_of(state)
        return cleaned

    def save(self, *, at):
        """Send the invitation (surveys.actions.people.invite)."""
        return invite(by=self.by, at=at, **self.cleaned_data)


def language_of(state):
    """The portal's language in which the State corresponds."""
    return PORTAL_LANGUAGE.get(state.correspondence_language if state else "", settings.LANGUAGE_CODE)


class CodeForm(forms.Form):
    """The code of an invitation, as typed from a letter or taken down on the telephone."""

    code = forms.CharField(
        label=_("Code"),
        max_length=200,
        help_text=_("Spaces, dashes and small letters do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )

    def clean_code(self):
        """The digest of the code that was meant."""
        code = read_code(self.cleaned_data["code"])
        if len(code) != CODE_LENGTH:
            message = _("The code has %(wanted)s letters and digits; you typed %(typed)s.")
            raise forms.ValidationError(message, params={"wanted": CODE_LENGTH, "typed": len(code)})
        return digest_of(code)


class AcceptForm(forms.Form):
    """Name and password of a new account."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email, **options):
        super().__init__(*args, **options)
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self):
        """A password that the rules allow for this person."""
        cleaned = super().clean()
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class RolesForm(forms.ModelForm):
    """An account in the administration. Roles of the Office are taken away here; two administrators give them."""

    by = None

    class Meta:
        model = User
        fields = ["name", "language", "is_active", "is_staff", "groups"]

    def clean_groups(self):
        """No role that the person does not have already, as long as there is a second administrator to ask.

        A closed account has none: whoever opens it again would else give back alone what two have to give.
        """
        groups = self.cleaned_data["groups"]
        is_reopened = self.cleaned_data.get("is_active") and not self.initial["is_active"]
        given = {group.name for group in groups} - (frozenset() if is_reopened else self.instance.office_roles)
        if given and second_administrators(self.by, self.instance.email).exists():
            raise forms.ValidationError(_("Invite the person into the role; a second administrator consents to it."))
        return groups
