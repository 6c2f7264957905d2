"""Fields of the register: a time as exactly as it is known, a consultation by its title, texts by language."""

from secrets import token_hex

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation
from consultations.register.periods import Period, period_of
from surveys.alphabet import sought
from surveys.forms.submission import Words

LANGUAGES = [(code.split("-")[0], name) for code, name in settings.LANGUAGES]
# "2003-07-02"; longer texts are no time.
LONGEST_TIME = 10
MOST_NAMED = 5


def new_key():
    """The key of a page: sending it twice is one act."""
    return token_hex(16)


class KeyedForm(forms.Form):
    """A form that is sent once; `seen` is what the page knew of the record: the last event of its history."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    came_too_late = False

    def again(self, *, seen=None):
        """The form to be sent once more, after its key was used or the record has changed, as it then stands."""
        self.data = self.data.copy()
        self.data[self.add_prefix("key")] = new_key()
        if seen is not None:
            self.data[self.add_prefix("seen")] = str(seen)
        self.came_too_late = True
        return self


class TimeField(forms.CharField):
    """A time that people type as 2003-07-02, 2003-07 or 2003; gives a Period, None for nothing."""

    default_error_messages = {"invalid": _("Enter a time in the form 2003-07-02, 2003-07 or 2003.")}

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "class": "time"})
        super().__init__(**{"max_length": LONGEST_TIME, "widget": widget, **options})

    def clean(self, value):
        """The period. Raises ValidationError."""
        text = super().clean(value)
        try:
            return period_of(text) if text else None
        except ValueError as fault:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from fault


class ByLanguage:
    """The fields of a text that is entered in several languages: `title_en`, `title_fr`, …"""

    def __init__(self, form, name, label, *, required=True, lines=0, hint="", most=500):
        """Add the fields to `form`; English is asked for where `required` says so."""
        self.form, self.name, self.label = form, name, label
        for code, language in LANGUAGES:
            is_asked = required and code == "en"
            attrs = {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
            area = forms.Textarea(attrs={**attrs, "rows": lines})
            form.fields[f"{name}_{code}"] = Words(
                label=f"{label} ({language})",
                required=is_asked,
                max_length=most,
                widget=area if lines else forms.TextInput(attrs=attrs),
                help_text=hint if code == "en" else "",
            )

    @property
    def names(self):
        """The names of the fields."""
        return [f"{self.name}_{code}" for code, _language in LANGUAGES]

    @property
    def first(self):
        """The field for English."""
        return self.form[f"{self.name}_en"]

    @property
    def others(self):
        """The fields for the other languages."""
        return [self.form[f"{self.name}_{code}"] for code, _language in LANGUAGES if code != "en"]

    @property
    def is_open(self):
        """Whether one of the others is wrong."""
        return any(field.errors for field in self.others)

    @property
    def entered(self):
        """The names of the other languages in which something is entered."""
        return [name for code, name in LANGUAGES if code != "en" and self.form[f"{self.name}_{code}"].value()]

    def texts(self):
        """What was entered, by language."""
        entered = {code: self.form.cleaned_data.get(f"{self.name}_{code}", "") for code, _language in LANGUAGES}
        return {code: text for code, text in entered.items() if text}

    @staticmethod
    def initial(name, texts):
        """What the fields show for these texts."""
        return {f"{name}_{code}": text for code, text in (texts or {}).items()}


class ConsultationField(forms.CharField):
    """A consultation of the survey, named by its title in any language or by its code; gives it, None for nothing."""

    def __init__(self, *, among, **options):
        widget = forms.TextInput(attrs={"list": "consultations", "autocomplete": "off"})
        super().__init__(**{"max_length": 500, "widget": widget, **options})
        self.among = among

    def clean(self, value):
        """The consultation that is meant. Raises ValidationError."""
        text = super().clean(value)
        if not text:
            return None
        found = recognized(self.among, text)
        if not found:
            raise ValidationError(_("No consultation of this survey has this title or code."))
        if len(found) > 1:
            names = " · ".join(f"{one.code} ({one})" for one in found[:MOST_NAMED])
            more = " …" if len(found) > MOST_NAMED else ""
            raise ValidationError(
                _("Several have this title. Write the code of one: %(names)s.") % {"names": names + more}
            )
        return found[0]


def recognized(consultations, text):
    """Those that a typed text may mean: by code, else by the whole title, else by a part of it."""
    wanted, all_of_them = sought(text), list(consultations.only("pk", "code", "titles", "survey", "parent"))
    if not wanted:
        return []
    titles = {one.pk: [sought(title) for title in one.titles.values()] for one in all_of_them}
    by_code = [one for one in all_of_them if one.code.casefold() == text.strip().casefold()]
    by_title = [one for one in all_of_them if wanted in titles[one.pk]]
    by_part = [one for one in all_of_them if any(wanted in title for title in titles[one.pk])]
    return by_code or by_title or by_part


def named_in_field(consultation, among):
    """How a field names a consultation: by its title, by its code where another one has the same title."""
    title = str(consultation)
    return title if len(recognized(among, title)) == 1 else consultation.code


def consultations_of(survey):
    """Everything that the survey's register holds, to be named in a field."""
    return Consultation.objects.filter(survey=survey)


def is_later(first: Period, second: Period) -> bool:
    """Whether the first time begins after the second has ended."""
    return bool(first.first and second.last and first.first > second.last)
