"""Forms of the board: what is shown, who becomes responsible, what has been seen."""

import re
from collections.abc import Iterable
from secrets import token_hex
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.board import COLUMNS, NOBODY, ONLY_OUTSTANDING, ONLY_OVERDUE, Wish
from surveys.forms.office import DayField, named_languages, not_in_the_future
from surveys.models import Channel, GroupOfStates, Region, Status, Subregion, User

LONGEST_SEARCH = 100
# The id of a person, or that there is none.
ID_OR_NOTHING = re.compile(r"[0-9]{0,18}")
SORTS = [direction + column for column in COLUMNS for direction in ("", "-")]


class BoardForm(forms.Form):
    """As of which day, which States, in which order. All of it stands in the address, so that it can be linked."""

    q = forms.CharField(
        label=_("Search by name or code"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    as_of = DayField(label=_("As of"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    staff = forms.ChoiceField(label=_("Responsible"), required=False)
    only = forms.ChoiceField(label=_("Replies"), required=False)
    subregion = forms.ChoiceField(label=_("Subregion"), required=False)
    group = forms.ChoiceField(label=_("Group of States"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, widget=forms.HiddenInput)

    FIRST = ("q", "as_of", "region", "status", "staff", "only")
    MORE = ("subregion", "group", "language", "channel")

    def __init__(self, data, *, survey, today):
        super().__init__({"as_of": today, **data.dict()}, auto_id="id_%s")
        self.today = today
        choices = {
            "region": (pgettext_lazy("every region", "All"), named(Region.objects.all(), "code")),
            "status": (pgettext_lazy("every status", "All"), Status.choices),
            "staff": (pgettext_lazy("every person", "All"), responsible_of(survey)),
            "only": (pgettext_lazy("every reply", "All"), onlys()),
            "subregion": (pgettext_lazy("every subregion", "All"), named(Subregion.objects.all(), "name_en")),
            "group": (pgettext_lazy("every State", "All"), named(GroupOfStates.objects.all(), "code")),
            "language": (pgettext_lazy("every language", "All"), named_languages(survey.languages)),
            "channel": (pgettext_lazy("every channel", "All"), Channel.choices),
        }
        for name, (every, rest) in choices.items():
            self.fields[name].choices = [("", every), *rest]
        self.fields["sort"].choices = [("", ""), *((sort, sort) for sort in SORTS)]

    def clean_as_of(self):
        """The day asked for, else today; nobody knows what comes after."""
        return not_in_the_future(self.cleaned_data["as_of"], self.today) or self.today

    def wish(self):
        """What the reader wants to see."""
        return Wish(**{name: value for name, value in self.cleaned_data.items() if name != "as_of"})

    def first_fields(self):
        """The fields that are always in sight."""
        return [self[name] for name in self.FIRST]

    def more_fields(self):
        """The fields that most people need seldom."""
        return [self[name] for name in self.MORE]

    def uses_more(self):
        """Whether one of them says something, or is wrong."""
        return any(self.data.get(name) or name in self.errors for name in self.MORE)

    def chosen(self):
        """The filter in words: pairs of label and choice, those that say something."""
        named_fields = [*self.FIRST, *self.MORE]
        return [
            (str(self.fields[name].label), self.word(name))
            for name in named_fields
            if name != "as_of" and self.cleaned_data[name]
        ]

    def word(self, name):
        """What a field says in the reader's words."""
        value = self.cleaned_data[name]
        return str(dict(getattr(self.fields[name], "choices", [])).get(value, value))


def named(things, code):
    """Pairs of code and name in the reader's language."""
    return [(getattr(thing, code), str(thing)) for thing in things]


def onlys():
    """The choices between all States and those from which a reply is awaited."""
    return [(ONLY_OUTSTANDING, _("outstanding")), (ONLY_OVERDUE, _("outstanding after the day asked for"))]


def responsible_of(survey):
    """Nobody, and everybody who is or may be responsible for a return of the survey."""
    return [(NOBODY, pgettext_lazy("responsible", "nobody")), *people(User.objects.responsible(survey))]


def assignees():
    """Nobody, and everybody who may be made responsible."""
    return [(NOBODY, pgettext_lazy("responsible", "nobody")), *people(User.objects.office_staff())]


def board_query(data):
    """The query that leads to the board as these data ask for it."""
    return urlencode({name: value for name, value in data.items() if name in BoardForm.base_fields})


def people(users: Iterable[User]):
    """Pairs of id and name."""
    return [(str(user.pk), str(user)) for user in users]


class AssignForm(forms.Form):
    """Who is to be responsible, and for which States: those that are ticked, or all that the filter shows."""

    to = forms.ChoiceField(label=_("Responsible"))
    every = forms.BooleanField(label=_("All that are shown"), required=False)
    state = forms.MultipleChoiceField(label=_("Member States"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, states, shown, **options):
        """`states`: code and name of those that have the survey; `shown`: codes of those that the filter shows."""
        super().__init__(*args, **options)
        self.shown = shown
        self.fields["state"].choices = states
        self.fields["to"].choices = [("", ""), *assignees()]

    def clean(self):
        """At least one State."""
        cleaned = super().clean()
        if "state" in cleaned and not self.chosen():
            self.add_error("state", _("Choose at least one State to which the survey was sent."))
        return cleaned

    def chosen(self):
        """The codes of the States that are to change hands."""
        return list(self.shown if self.cleaned_data.get("every") else self.cleaned_data.get("state", []))

    def clean_to(self):
        """The person; None for nobody."""
        return person(self.cleaned_data["to"])


class ConfirmForm(forms.Form):
    """What the preview showed: to whom, and for each State who was responsible then. `key` makes it one act."""

    to = forms.ChoiceField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    back = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["to"].choices = assignees()

    @classmethod
    def of(cls, to, lines, back):
        """The form of a preview of these lines; `back` is the query of the board that leads there again."""
        seen = " ".join(f"{line.iso3}:{line.staff or ''}" for line in lines)
        return cls(initial={"to": to.pk if to else NOBODY, "seen": seen, "back": back, "key": token_hex(16)})

    def clean_to(self):
        """The person; None for nobody."""
        return person(self.cleaned_data["to"])

    def clean_seen(self):
        """Who was responsible for each State, by code."""
        pairs = [pair.partition(":") for pair in self.cleaned_data["seen"].split()]
        if not all(colon and ID_OR_NOTHING.fullmatch(staff) for _code, colon, staff in pairs):
            raise forms.ValidationError(_("This page is not as it was made. Choose the States again."))
        return {code: int(staff) if staff else None for code, _colon, staff in pairs}

    def clean_back(self):
        """The query of the board, without whatever is none of its fields."""
        return board_query(QueryDict(self.cleaned_data["back"]))


class SeenForm(forms.Form):
    """Until which instant somebody has seen what happened: the one at which their page was made."""

    until = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, *args, now, **options):
        super().__init__(*args, **options)
        self.now = now

    def clean_until(self):
        """An instant that has come."""
        return min(self.cleaned_data["until"], self.now)


def person(choice):
    """The person of a choice; None for nobody."""
    return None if choice == NOBODY else User.objects.get(pk=choice)
