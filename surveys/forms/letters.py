"""Forms about letters: which ones, letting one go, cancelling one."""

import re
from secrets import token_hex

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.forms.office import named_languages
from surveys.models import Letter, LetterStanding
from surveys.models.letters import KIND_WORDS
from surveys.models.member_states import alphabetical
from surveys.querysets.letters import ABOUT_CONTRIBUTIONS

MOST_ADDRESSEES = 20
ALL = ("", pgettext_lazy("every letter", "All"))
# Kinds that belong to no return, which no list of a survey shows.
OF_NO_RETURN = frozenset({"sign_in_link", "account", *ABOUT_CONTRIBUTIONS})


class KeyForm(forms.Form):
    """Nothing but the key that is made with the page, so that sending it twice is one act."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: token_hex(16))


class LetterFilter(forms.Form):
    """Which letters of a survey."""

    standing = forms.ChoiceField(
        label=_("State of the letter"), required=False, choices=[ALL, *LetterStanding.choices]
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    state = forms.ChoiceField(label=_("Member State"), required=False)

    def __init__(self, *args, survey, states, **options):
        super().__init__(*args, **options)
        kinds = [(kind, words) for kind, words in KIND_WORDS.items() if kind not in OF_NO_RETURN]
        self.fields["kind"].choices = [ALL, *alphabetical(kinds, key=lambda kind: str(kind[1]))]
        self.fields["language"].choices = [ALL, *named_languages(survey.languages)]
        named = alphabetical([(state.iso3, str(state)) for state in states], key=lambda state: state[1])
        self.fields["state"].choices = [ALL, *named]

    def chosen(self, letters):
        """Those of the letters that are asked for."""
        wanted = self.cleaned_data
        if wanted["standing"]:
            letters = letters.standing(wanted["standing"])
        names = {"kind": "kind", "language": "language", "state": "survey_return__member_state__iso3"}
        return letters.filter(**{field: wanted[name] for name, field in names.items() if wanted[name]})


class ReleaseAllForm(KeyForm):
    """Held letters that are ticked."""

    letters = forms.ModelMultipleChoiceField(
        Letter.objects.none(), error_messages={"required": _("Tick at least one letter.")}
    )

    def __init__(self, *args, held, **options):
        super().__init__(*args, **options)
        self.fields["letters"].queryset = held


class AddresseesField(forms.CharField):
    """E-mail addresses, one on a line or with commas between them."""

    widget = forms.Textarea(attrs={"rows": 3, "dir": "ltr", "autocomplete": "off"})

    def clean(self, value):
        """The addresses in lower case, each once. Raises ValidationError that names the first bad one."""
        typed = [part for part in re.split(r"[\s,;]+", super().clean(value)) if part]
        for address in typed:
            try:
                validate_email(address)
            except ValidationError:
                words = _("“%(address)s” is not an e-mail address.")
                raise ValidationError(words, params={"address": address}) from None
        addresses = list(dict.fromkeys(address.lower() for address in typed))
        if len(addresses) > MOST_ADDRESSEES:
            raise ValidationError(_("These are more than %(most)s addresses."), params={"most": MOST_ADDRESSEES})
        return addresses


class ReleaseForm(KeyForm):
    """In which language and to whom a held letter goes."""

    language = forms.ChoiceField(label=_("Language of the letter"))
    addressees = AddresseesField(label=_("To"), help_text=_("E-mail addresses, one on a line."))
    confirms_language = forms.BooleanField(
        label=_("This is the State’s language of correspondence; later letters need not be held for it."),
        required=False,
    )

    def __init__(self, *args, letter, **options):
        initial = {"language": letter.language, "addressees": "\n".join(letter.addressees)}
        super().__init__(*args, initial=initial, auto_id="release_%s", **options)
        self.fields["language"].choices = named_languages(letter.survey_return.survey.languages)
        if letter.survey_return.member_state.language_confirmed:
            del self.fields["confirms_language"]


class CancelForm(KeyForm):
    """Why a letter is not sent."""

    reason = forms.CharField(label=_("Why it is not sent"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **options):
        super().__init__(*args, auto_id="cancel_%s", **options)
