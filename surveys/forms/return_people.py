"""Forms by which a government's people are invited, given sections, replaced."""

from secrets import token_hex

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from surveys.actions.appointments import change_sections
from surveys.actions.return_people import hand_over, invite_contributor
from surveys.forms.people import language_of
from surveys.models import User


def sections_field():
    """What a contributor is asked to answer; its choices are given with the form."""
    return forms.MultipleChoiceField(
        label=_("Sections"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the contributor is asked to answer.")},
    )


class OfferForm(forms.Form):
    """To whom, and in which language. `key` is made with the page, so that sending twice is one."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Of the letter, and of the portal for this person.")
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: token_hex(16))

    def __init__(self, *args, by, survey_return, **options):
        super().__init__(*args, **options)
        self.by, self.survey_return = by, survey_return
        self.fields["language"].choices = settings.LANGUAGES
        self.initial.setdefault("language", language_of(survey_return.member_state))

    def clean_email(self):
        """An address that is not one's own and whose account is not closed, in lower case."""
        email = self.cleaned_data["email"].lower()
        if email == self.by.email:
            raise forms.ValidationError(_("You cannot invite yourself."))
        if User.objects.filter(email=email, is_active=False).exists():
            raise forms.ValidationError(_("The account with this address is closed."))
        return email


class ContributorForm(OfferForm):
    """Whom to ask for which sections."""

    sections = sections_field()
    field_order = ["email", "sections", "language"]

    def __init__(self, *args, sections, **options):
        super().__init__(*args, **options)
        self.fields["sections"].choices = sections

    def save(self, *, on, at):
        """Send the invitation (surveys.actions.return_people.invite_contributor)."""
        return invite_contributor(survey_return=self.survey_return, by=self.by, on=on, at=at, **self.cleaned_data)


class HandOverForm(OfferForm):
    """Who takes over from the focal point."""

    def __init__(self, *args, appointment, **options):
        super().__init__(*args, **options)
        self.appointment = appointment

    def clean_email(self):
        """Somebody else than the person who hands over."""
        email = super().clean_email()
        if email == self.appointment.user.email:
            raise forms.ValidationError(_("This is the person who hands over."))
        return email

    def save(self, *, on, at):
        """Send the invitation (surveys.actions.return_people.hand_over)."""
        about = {"survey_return": self.survey_return, "appointment": self.appointment}
        return hand_over(by=self.by, on=on, at=at, **about, **self.cleaned_data)


class SectionsForm(forms.Form):
    """The sections of a contributor from now on."""

    sections = sections_field()

    def __init__(self, *args, appointment, sections, **options):
        super().__init__(*args, initial={"sections": appointment.sections}, **options)
        self.appointment = appointment
        self.fields["sections"].choices = sections

    def save(self):
        """Change them (surveys.actions.appointments.change_sections)."""
        change_sections(appointment=self.appointment, sections=self.cleaned_data["sections"])
