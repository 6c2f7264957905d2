"""Who took part; what became of a planned consultation; a file that belongs to one."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.forms.consultations import LONGEST_SOURCE, LONGEST_WORD, words_of_membership
from consultations.forms.fields import LANGUAGES, ByLanguage, KeyedForm
from consultations.models import ConstituentGroup, Organization, Participation
from consultations.register.standing import Status
from surveys.forms.office import DayField, not_in_the_future
from surveys.forms.submission import Words
from surveys.forms.uploads import limits
from surveys.models import GroupOfStates, MemberState
from surveys.models.member_states import alphabetical

ONE_OF = ("organization", "member_state", "group_of_states")
NONE = ("", "–")


class ParticipationForm(KeyedForm):
    """One more who organized or took part: one of four, which the database holds apart."""

    part = forms.ChoiceField(
        label=_("Part"), choices=Participation.Part.choices, initial=Participation.Part.PARTICIPANT
    )
    organization = forms.ChoiceField(label=_("Organization"), required=False)
    member_state = forms.ChoiceField(label=_("Member State"), required=False)
    group_of_states = forms.ChoiceField(label=_("Group of States"), required=False)
    group = forms.ChoiceField(
        label=_("Took part for"),
        required=False,
        choices=[NONE, *ConstituentGroup.choices],
        help_text=_("The constituent group, where it is known."),
    )

    def __init__(self, *args, consultation, **options):
        super().__init__(*args, **options)
        self.consultation = consultation
        language = get_language()
        self.things = {
            "organization": {str(one.pk): one for one in Organization.objects.all()},
            "member_state": {one.iso3: one for one in MemberState.objects.all()},
            "group_of_states": {one.code: one for one in GroupOfStates.objects.all()},
        }
        for name, things in self.things.items():
            words = [(key, full_name(thing, language)) for key, thing in things.items()]
            self.fields[name].choices = [NONE, *alphabetical(words, key=lambda pair: pair[1])]
        hint = _("Who has no name of their own, such as “employers’ and workers’ delegates”.")
        self.described = ByLanguage(self, "described", _("People"), required=False, hint=hint, most=300)
        self.order_fields(["part", *ONE_OF, *self.described.names])

    def clean_member_state(self):
        """A State that was a member when the consultation took place."""
        state = self.things["member_state"].get(self.cleaned_data["member_state"])
        if state and (words := words_of_membership(state, self.consultation.period)):
            raise forms.ValidationError(words)
        return self.cleaned_data["member_state"]

    def clean(self):
        """Exactly one is named, and not a second time."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        named = [name for name in ONE_OF if cleaned.get(name)] + ["described_en"] * bool(self.described.texts())
        if len(named) != 1:
            words = _("Name one: an organization, a State, a group of States, or people.")
            self.add_error(named[1] if named else "organization", words)
        elif self.described.texts() and not cleaned["described_en"]:
            self.add_error("described_en", _("Say it in English too."))
        elif named[0] in ("organization", "member_state"):
            self.check_once(named[0])
        return cleaned

    def check_once(self, name):
        """Nobody has the same part twice."""
        thing, part = self.things[name][self.cleaned_data[name]], self.cleaned_data["part"]
        if self.consultation.participations.filter(**{name: thing, "part": part}).exists():
            self.add_error(name, _("It is named already in this part."))

    def values(self):
        """The columns of the participation, once the form is valid."""
        cleaned = self.cleaned_data
        named = {name: self.things[name].get(cleaned[name]) for name in ONE_OF}
        return {
            **named,
            "described": self.described.texts() or None,
            "part": cleaned["part"],
            "group": cleaned["group"],
        }


def full_name(thing, language):
    """The name, and of an organization the acronym as well."""
    return thing.full_name(language) if isinstance(thing, Organization) else thing.name(language)


class RecordForm(KeyedForm):
    """What became of a consultation, since when it is known, and in which words of which source."""

    status = forms.ChoiceField(label=_("It was"), widget=forms.RadioSelect)
    recorded_on = DayField(
        label=_("Known since"), help_text=_("Reports as of an earlier day still say that there is no record of it.")
    )
    status_word = Words(
        label=_("The source’s own word for it"),
        required=False,
        max_length=LONGEST_WORD,
        help_text=_("Such as “took place” or “was called off”."),
    )
    source = Words(label=_("Source"), required=False, max_length=LONGEST_SOURCE)

    def __init__(self, *args, consultation, today, **options):
        super().__init__(*args, **options)
        self.consultation, self.today = consultation, today
        words = {
            Status.HELD: _("held"),
            Status.CONTINUING: _("begun, and it continues"),
            Status.CANCELLED: _("cancelled"),
        }
        self.fields["status"].choices = [(status.value, word) for status, word in words.items()]

    def clean_recorded_on(self):
        """A day that has come, and on which it was already known to be planned."""
        day = not_in_the_future(self.cleaned_data["recorded_on"], self.today)
        if self.consultation.announced_on and day < self.consultation.announced_on:
            raise forms.ValidationError(_("It cannot be recorded before it was planned."))
        return day

    def clean(self):
        """What was held has begun."""
        cleaned = super().clean()
        first, day = self.consultation.first_day, cleaned.get("recorded_on")
        if cleaned.get("status") in (Status.HELD, Status.CONTINUING) and first and day and day < first:
            field = "status" if first > self.today else "recorded_on"
            self.add_error(field, _("It cannot have been held before it began."))
        return cleaned


class DocumentForm(KeyedForm):
    """A file that belongs to the consultation."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)
    title = Words(label=_("Title in the original language"), max_length=500)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[NONE, *LANGUAGES])
    day = DayField(label=_("Date of the document"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        allowed = limits()
        self.fields["file"].widget.attrs["accept"] = allowed["accept"]
        self.fields["file"].help_text = _("%(kinds)s; at most %(size)s.") % {
            "kinds": allowed["kinds"],
            "size": allowed["size"],
        }
