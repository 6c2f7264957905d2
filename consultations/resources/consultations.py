"""Consultations as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from consultations.models import ConstituentGroup, Consultation
from consultations.models.consultations import IN_REGISTER
from consultations.resources.columns import (
    CODE,
    LONGEST_TEXT,
    NOTES,
    SOURCE,
    SURVEY,
    Begins,
    Ends,
    Time,
    consultation,
    texts,
    themes_by_round,
)
from consultations.resources.rounds import RoundResource, enter
from surveys.imports.columns import Code, Codes, Column, Day, Number, Text
from surveys.imports.references import CodesWithin, Reference
from surveys.imports.refused import Unfit
from surveys.models import MemberState, Region

STATUSES = [code for code, _words in IN_REGISTER]


def region_codes() -> list[str]:
    """The codes of all regions."""
    return list(Region.objects.values_list("code", flat=True))


class ConsultationResource(RoundResource):
    """Consultations, and the meetings of others inside which they took place."""

    COLUMNS = (
        SURVEY,
        CODE,
        *texts("titles", "title", _("Title"), required=True, most=500),
        Column("kind", _("Kind, by its code"), Code(Consultation.Kind.values)),
        Begins("begins", _("Beginning, as exactly as it is known: 2003-07-02, 2003-07 or 2003"), Time(), "first_day"),
        Ends(
            "ends",
            _("End, as exact as the beginning; empty where it is the same; open while it goes on"),
            Time(),
            "last_day",
        ),
        *texts("places", "place", _("Place"), most=300),
        Column(
            "country",
            _("ISO 3 code of the country, or empty"),
            Reference(MemberState.objects.all, "iso3", "no_such_state", required=False),
        ),
        consultation("parent", _("Code of the meeting inside which it takes place, or empty")),
        Column(
            "status", _("Status: planned, held, continuing or cancelled"), Code([code for code, _w in IN_REGISTER])
        ),
        Column("status_word", _("The source’s own word for the status"), Text(100)),
        Column("announced_on", _("Since when it is known to be planned"), Day()),
        Column("recorded_on", _("Since when it is known to be held, continuing or cancelled"), Day()),
        Column("groups", _("Constituent groups, divided by commas"), Codes(ConstituentGroup.values)),
        Column("regions", _("Codes of regions, divided by commas"), Codes(region_codes)),
        Column("themes", _("Codes of themes, divided by commas"), CodesWithin(themes_by_round, within="survey")),
        Column("series", _("Code of the series to which it belongs"), Text(50)),
        Column("stated_participants", _("Number of States, as it is stated"), Number(most=10_000)),
        Column("participant_list", _("List of participants, by its code"), Code(Consultation.ParticipantList.values)),
        *texts("about", "about", _("What it was about"), most=LONGEST_TEXT),
        SOURCE,
        NOTES,
    )
    PLACES = {
        "consultation_once": ("code", ""),
        "consultation_has_title": ("title_en", ""),
        "consultation_dates_in_order": ("ends", ""),
        "consultation_date_if_exact": ("begins", ""),
        "consultation_month_begins_on_first": ("begins", ""),
        "consultation_status_known_since": ("status", ""),
        "consultation_planned_not_past": ("announced_on", ""),
        "consultation_announced_first": ("recorded_on", ""),
        "consultation_not_held_before_it_began": ("recorded_on", ""),
        "consultations_consultation_no_circle": ("parent", "circle"),
        "consultation_regions_exist": ("regions", "no_such_region"),
        "consultation_themes_exist": ("themes", "no_such_theme"),
        "participation_member_on_the_day": ("begins", "participant_no_member"),
    }

    class Meta:
        model = Consultation

    def rows(self):
        """All of every round, what is inside another meeting after those that are not."""
        return Consultation.objects.select_related("survey", "country", "parent").wholes_first("survey__slug")

    def refuse(self, instance: Any, original: Any) -> None:
        """Raise Unfit for what is entered as planned for days that are over."""
        is_past = instance.last_day is not None and instance.last_day < self.on
        if instance.status != "planned" or not is_past or (original and told_when(original) == told_when(instance)):
            return
        has_end = bool(self.fields["ends"].get_value(instance))
        raise Unfit("planned_past", attribute="last_day" if has_end else "first_day")


def told_when(one: Consultation) -> tuple[Any, ...]:
    """Status and time, which have to fit each other."""
    return one.status, one.first_day, one.last_day


enter(
    "consultations",
    _("Consultations"),
    _("What was talked over with whom, where and when, and what is planned."),
    ConsultationResource,
)
