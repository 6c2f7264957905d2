"""A consultation as it is entered and changed."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.forms.fields import (
    ByLanguage,
    ConsultationField,
    KeyedForm,
    TimeField,
    consultations_of,
    named_in_field,
)
from consultations.models import ConstituentGroup, Consultation
from consultations.models.consultations import IN_REGISTER
from consultations.register.periods import Period
from consultations.register.standing import Status
from surveys.forms.office import DayField, not_in_the_future
from surveys.forms.submission import Words
from surveys.models import MemberState, Region
from surveys.models.member_states import alphabetical

LONGEST_SOURCE, LONGEST_WORD, LONGEST_NOTES, LONGEST_ABOUT = 300, 100, 5_000, 2_000
PLAIN = ("kind", "status", "status_word", "participant_list", "stated_participants", "source", "notes")
LISTS = ("groups", "regions", "themes")


def boxes(label):
    """Several of a list, or none."""
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class ConsultationForm(KeyedForm):
    """One consultation; `consultation` is the one that is changed, None for a new one."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose")), *Consultation.Kind.choices])
    begins = TimeField(
        label=_("Begins"), required=False, help_text=_("As exactly as it is known: 2003-07-02, 2003-07 or 2003.")
    )
    ends = TimeField(
        label=_("Ends"), required=False, help_text=_("As exactly as the beginning; empty for one day, month or year.")
    )
    status = forms.ChoiceField(
        label=pgettext_lazy("consultation", "Status"), choices=IN_REGISTER, widget=forms.RadioSelect
    )
    status_word = Words(
        label=_("The source’s own word for it"),
        required=False,
        max_length=LONGEST_WORD,
        help_text=_("Such as “envisaged” or “is being convened”."),
    )
    announced_on = DayField(
        label=_("Known to be planned since"),
        required=False,
        help_text=_("For what is planned; empty means today."),
    )
    recorded_on = DayField(
        label=_("Known to be held or cancelled since"),
        required=False,
        help_text=_("For everything else; empty means today. Reports as of an earlier day do not know it."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    groups = boxes(_("Constituent groups"))
    regions = boxes(_("Regions"))
    themes = boxes(_("Themes"))
    stated_participants = forms.IntegerField(
        label=_("Number of States stated"),
        required=False,
        min_value=0,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("As the source says it, whoever is named."),
    )
    participant_list = forms.ChoiceField(
        label=_("The list of those named is"),
        choices=Consultation.ParticipantList.choices,
        widget=forms.RadioSelect,
        initial=Consultation.ParticipantList.NOT_STATED,
    )
    source = Words(label=_("Source"), required=False, max_length=LONGEST_SOURCE)
    notes = Words(
        label=_("Notes"), required=False, max_length=LONGEST_NOTES, widget=forms.Textarea(attrs={"rows": 3})
    )
    code = forms.SlugField(
        label=_("Code"),
        required=False,
        help_text=_("It stands in the address and stays; empty, it is made from the title."),
    )

    def __init__(self, *args, survey, today, consultation=None, **options):
        self.survey, self.today, self.consultation = survey, today, consultation
        among = consultations_of(survey)
        initial = initial_of(consultation, among) if consultation else {"status": Status.PLANNED.value}
        super().__init__(*args, initial={**initial, **options.pop("initial", {})}, **options)
        if consultation:
            del self.fields["code"]
        states = alphabetical(MemberState.objects.all(), key=str)
        self.fields["country"].choices = [("", "–"), *((state.iso3, str(state)) for state in states)]
        self.states = {state.iso3: state for state in states}
        self.fields["groups"].choices = ConstituentGroup.choices
        self.fields["regions"].choices = [(region.code, str(region)) for region in Region.objects.all()]
        self.fields["themes"].choices = [(theme.code, str(theme)) for theme in survey.themes.all()]
        self.fields["parent"] = ConsultationField(
            among=among,
            label=_("Inside the meeting"),
            required=False,
            help_text=_("Of a session inside another body’s meeting: the title or the code of that meeting."),
        )
        self.titles = ByLanguage(self, "title", _("Title"))
        self.places = ByLanguage(self, "place", _("Place"), required=False, most=200)
        self.about = ByLanguage(self, "about", _("What it was about"), required=False, lines=3, most=LONGEST_ABOUT)
        when = ["kind", "begins", "ends", "status", "announced_on", "recorded_on", "status_word"]
        whom = ["country", "parent", *LISTS]
        self.order_fields([*self.titles.names, *when, *self.places.names, *whom, *self.about.names])

    def clean_announced_on(self):
        """A day that has come."""
        return not_in_the_future(self.cleaned_data["announced_on"], self.today)

    def clean_recorded_on(self):
        """A day that has come."""
        return not_in_the_future(self.cleaned_data["recorded_on"], self.today)

    def clean_parent(self):
        """A meeting that is not itself inside this one."""
        parent = above = self.cleaned_data["parent"]
        while above is not None and self.consultation is not None:
            if above.pk == self.consultation.pk:
                raise forms.ValidationError(_("The meeting would take place inside itself."))
            above = above.parent
        return parent

    def clean(self):
        """The times fit together, with the status and with who took part."""
        cleaned = super().clean()
        if not self.errors.keys() & {"begins", "ends", "status"}:
            self.period = self.time_of(cleaned)
        if not self.errors.keys() & {"begins", "ends", "status", "announced_on", "recorded_on"}:
            self.check_status(cleaned)
            self.check_members()
        return cleaned

    def time_of(self, cleaned):
        """The time that beginning and end say together; what continues has no end unless one is given."""
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins is None:
            return Period(None, ends.last) if ends else Period()
        if ends is None:
            goes_on = cleaned["status"] == Status.CONTINUING
            return Period(begins.first, None if goes_on else begins.last, begins.precision)
        if ends.precision != begins.precision:
            self.add_error("ends", _("Write the end as exactly as the beginning."))
        elif ends.last < begins.first:
            self.add_error("ends", _("A consultation cannot end before it begins."))
        return Period(begins.first, ends.last, begins.precision)

    def check_status(self, cleaned):
        """What is planned is to come, what was held has begun, and what is known is known in this order."""
        status, announced, recorded = cleaned["status"], cleaned["announced_on"], cleaned["recorded_on"]
        if status == Status.PLANNED:
            self.check_planned(announced, recorded)
            return
        recorded = cleaned["recorded_on"] = recorded or self.today
        first = self.period.first
        if first and status in (Status.HELD, Status.CONTINUING) and first > recorded:
            field = "status" if first > self.today else "recorded_on"
            self.add_error(field, _("It cannot have been held before it began."))
        if announced and recorded < announced:
            self.add_error("recorded_on", _("It cannot be recorded before it was planned."))

    def check_planned(self, announced, recorded):
        """A planned one is over only if it was entered before, and what became of it is not known."""
        at = "ends" if self.cleaned_data.get("ends") else "begins"
        last = self.period.last
        announced = self.cleaned_data["announced_on"] = announced or self.today
        if recorded:
            self.add_error("recorded_on", _("Leave this empty: what is planned is not known to be held."))
        if last and last < self.today and not self.is_unreported():
            words = _now(
                "This time is past: today is %(day)s. Correct the time, or record the consultation as held or "
                "cancelled."
            )
            self.add_error(at, words % {"day": date_format(self.today)})
        elif last and last < announced:
            self.add_error("announced_on", _("What is planned cannot be over already."))

    def is_unreported(self):
        """Whether it stands in the register as planned for this very time, which has passed since."""
        known = self.consultation
        return known is not None and known.status == Status.PLANNED and known.period == self.period

    def check_members(self):
        """The States that took part were members then."""
        if self.consultation is None or self.period.first is None:
            return
        named = self.consultation.participations.filter(member_state__isnull=False).select_related("member_state")
        for one in named:
            if words := words_of_membership(one.member_state, self.period):
                self.add_error("begins", words)

    def values(self):
        """The columns of the consultation, once the form is valid."""
        cleaned = self.cleaned_data
        return {
            **{name: cleaned[name] for name in (*PLAIN, *LISTS)},
            "titles": self.titles.texts(),
            "places": self.places.texts(),
            "about": self.about.texts(),
            "first_day": self.period.first,
            "last_day": self.period.last,
            "precision": self.period.precision.value,
            "announced_on": cleaned["announced_on"],
            "recorded_on": None if cleaned["status"] == Status.PLANNED else cleaned["recorded_on"],
            "country": self.states.get(cleaned["country"]),
            "parent": cleaned["parent"],
        }


def initial_of(consultation, among):
    """What the form shows of a consultation."""
    begins, ends = consultation.period.written()
    is_one = begins == ends and consultation.status != Status.CONTINUING
    return {
        **{name: getattr(consultation, name) for name in (*PLAIN, *LISTS, "announced_on", "recorded_on")},
        **ByLanguage.initial("title", consultation.titles),
        **ByLanguage.initial("place", consultation.places),
        **ByLanguage.initial("about", consultation.about),
        "begins": begins,
        "ends": "" if is_one else ends,
        "country": consultation.country.iso3 if consultation.country else "",
        "parent": named_in_field(consultation.parent, among) if consultation.parent else "",
    }


def words_of_membership(state, period):
    """Why a State cannot have taken part then, naming the day; empty where it was a member."""
    if period.first is None:
        return ""
    last = period.last or period.first
    if state.member_from > last:
        words = _now("%(state)s became a member on %(day)s, after this time.")
        return words % {"state": state, "day": date_format(state.member_from)}
    if state.member_until and state.member_until < period.first:
        words = _now("%(state)s was a member until %(day)s, before this time.")
        return words % {"state": state, "day": date_format(state.member_until)}
    return ""
