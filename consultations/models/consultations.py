"""Consultations: what was talked over with whom, where, and when, as exactly as it is known."""

from datetime import date

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consultations.models.circles import no_circle
from consultations.querysets import ConsultationQuerySet
from consultations.register.periods import Period, Precision
from consultations.register.standing import Status, standing_on
from surveys.models import MemberState, Survey
from surveys.models.history import tracked
from surveys.models.member_states import in_language

STATUS_WORDS = {
    Status.PLANNED: pgettext_lazy("consultation", "planned"),
    Status.HELD: pgettext_lazy("consultation", "held"),
    Status.CONTINUING: pgettext_lazy("consultation", "continuing"),
    Status.CANCELLED: pgettext_lazy("consultation", "cancelled"),
    Status.UNRECORDED: pgettext_lazy("consultation", "planned, not recorded as held"),
}
PRECISION_WORDS = {
    Precision.DAY: _("to the day"),
    Precision.MONTH: _("to the month"),
    Precision.YEAR: _("to the year"),
    Precision.NONE: _("no date stated"),
}
PRECISIONS = [(precision.value, words) for precision, words in PRECISION_WORDS.items()]
IN_REGISTER = [(status.value, words) for status, words in STATUS_WORDS.items() if status != Status.UNRECORDED]


class ConstituentGroup(models.TextChoices):
    """Who is consulted."""

    GOVERNMENTS = "governments", _("Governments")
    EMPLOYERS = "employers", _("Employers")
    WORKERS = "workers", _("Workers")
    OTHERS = "others", _("Others")


# What stands in another table no check constraint can see: the codes of regions and themes.
CODES_EXIST = pgtrigger.Trigger(
    name="codes_exist",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF EXISTS (SELECT unnest(NEW.regions) EXCEPT SELECT code FROM surveys_region) THEN
            RAISE EXCEPTION 'a consultation names a region that there is not'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'consultation_regions_exist';
        END IF;
        IF EXISTS (
            SELECT unnest(NEW.themes) EXCEPT
            SELECT code FROM consultations_theme WHERE survey_id = NEW.survey_id
        ) THEN
            RAISE EXCEPTION 'a consultation names a theme that its survey has not'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'consultation_themes_exist';
        END IF;
        RETURN NEW;
    """,
)

# The days of a consultation may not move to where a State that took part was no member.
PARTICIPANTS_FIT = pgtrigger.Trigger(
    name="participants_fit",
    operation=pgtrigger.UpdateOf("first_day", "last_day"),
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__first_day__isnull=False),
    func="""
        IF EXISTS (
            SELECT 1 FROM consultations_participation AS named
            JOIN surveys_memberstate AS state ON state.id = named.member_state_id
            WHERE named.consultation_id = NEW.id
                AND (state.member_from > COALESCE(NEW.last_day, NEW.first_day) OR state.member_until < NEW.first_day)
        ) THEN
            RAISE EXCEPTION 'a State that took part was no member then'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_member_on_the_day';
        END IF;
        RETURN NEW;
    """,
)


@tracked()
class Consultation(models.Model):
    """A meeting, briefing or exchange of a round; or the session of others inside which one took place (`parent`).

    When: `first_day` and `last_day` are the widest range of days that `precision` allows, so "July 2003" is 1 to 31
    July, to the month. Without a date there is no first day; a last day then says "by then".
    What is known since when: `announced_on`, planned; `recorded_on`, held, continuing or cancelled. Whatever tells of
    a day asks `standing_on(day)`, since a record of today says nothing of what was known then.
    `themes` are codes of the round's themes, `regions` of regions: what it was about and for, never who took part.
    """

    class Kind(models.TextChoices):
        TRIPARTITE = "tripartite", _("tripartite meeting")
        SPECIAL_SESSION = "special_session", _("special session inside another meeting")
        CONSTITUENTS_BRIEFING = "constituents_briefing", _("briefing of constituents")
        DELEGATES_BRIEFING = "delegates_briefing", _("briefing of delegates and missions")
        INTERAGENCY = "interagency", _("interagency consultation")
        REGIONAL = "regional", _("consultation with a regional organization")
        EXPERT_SEMINAR = "expert_seminar", _("expert seminar")
        EMPLOYERS = "employers", _("consultation with employers’ organizations")
        WORKERS = "workers", _("consultation of workers’ organizations")
        CIVIL_SOCIETY = "civil_society", _("consultation of civil society")
        INTERNAL = "internal", _("coordination inside the Office")
        # Where consultations took place, and no consultation itself.
        SESSION = "session", _("session of a governing body")
        HOST_MEETING = "host_meeting", _("meeting of another body")

    FRAMES = (Kind.SESSION, Kind.HOST_MEETING)

    class ParticipantList(models.TextChoices):
        NOT_STATED = "not_stated", _("not stated")
        OPEN = "open", _("open: others took part")
        COMPLETE = "complete", _("complete")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="consultations", verbose_name=_("survey"))
    code = models.SlugField(_("code"))
    titles = models.JSONField(_("titles"))
    about = models.JSONField(_("what it was about"), default=dict, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    precision = models.CharField(_("exactness of the date"), max_length=5, choices=PRECISIONS, default="none")
    places = models.JSONField(_("place"), default=dict, blank=True)
    country = models.ForeignKey(
        MemberState, models.PROTECT, null=True, blank=True, related_name="consultations", verbose_name=_("country")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("inside the meeting")
    )
    status = models.CharField(_("status"), max_length=10, choices=IN_REGISTER)
    status_word = models.CharField(_("the source’s own word"), max_length=100, blank=True)
    announced_on = models.DateField(_("known to be planned since"), null=True, blank=True)
    recorded_on = models.DateField(_("known to be held or cancelled since"), null=True, blank=True)
    groups = ArrayField(
        models.CharField(max_length=12, choices=ConstituentGroup.choices),
        verbose_name=_("constituent groups"),
        default=list,
        blank=True,
    )
    regions = ArrayField(models.SlugField(), verbose_name=_("regions"), default=list, blank=True)
    themes = ArrayField(models.SlugField(), verbose_name=_("themes"), default=list, blank=True)
    series = models.SlugField(_("series"), blank=True)
    stated_participants = models.PositiveIntegerField(_("number of States stated"), null=True, blank=True)
    participant_list = models.CharField(
        _("list of participants"),
        max_length=10,
        choices=ParticipantList.choices,
        default=ParticipantList.NOT_STATED,
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["survey", F("first_day").asc(nulls_last=True), "code"]
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "code"],
                name="consultation_once",
                violation_error_message=_("This survey already has a consultation of this code."),
            ),
            models.CheckConstraint(
                condition=Q(titles__has_key="en"),
                name="consultation_has_title",
                violation_error_message=_("Enter the title in English."),
            ),
            models.CheckConstraint(
                condition=Q(first_day__isnull=True) | Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="consultation_dates_in_order",
                violation_error_message=_("A consultation cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(precision="none", first_day__isnull=True)
                | (~Q(precision="none") & Q(first_day__isnull=False)),
                name="consultation_date_if_exact",
                violation_error_message=_("A date has an exactness, and an exactness a date."),
            ),
            models.CheckConstraint(
                condition=~Q(precision="month") | Q(first_day__day=1),
                name="consultation_month_begins_on_first",
                violation_error_message=_("To the month means from the first day of a month."),
            ),
            models.CheckConstraint(
                condition=Q(status="planned", announced_on__isnull=False, recorded_on__isnull=True)
                | (~Q(status="planned") & Q(recorded_on__isnull=False)),
                name="consultation_status_known_since",
                violation_error_message=_("Say since when it is known that this is planned, held or cancelled."),
            ),
            models.CheckConstraint(
                condition=~Q(status="planned") | Q(last_day__isnull=True) | Q(last_day__gte=F("announced_on")),
                name="consultation_planned_not_past",
                violation_error_message=_("What is planned cannot be over already."),
            ),
            models.CheckConstraint(
                condition=Q(announced_on__isnull=True)
                | Q(recorded_on__isnull=True)
                | Q(recorded_on__gte=F("announced_on")),
                name="consultation_announced_first",
                violation_error_message=_("It cannot be recorded before it was planned."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["held", "continuing"])
                | Q(first_day__isnull=True)
                | Q(recorded_on__gte=F("first_day")),
                name="consultation_not_held_before_it_began",
                violation_error_message=_("It cannot have been held before it began."),
            ),
        ]
        triggers = [no_circle("consultations_consultation"), CODES_EXIST, PARTICIPANTS_FIT]

    def __str__(self):
        return self.title(get_language() or "en")

    def get_absolute_url(self) -> str:
        """The page of the consultation."""
        return reverse("consultations:consultation", args=[self.survey.slug, self.code])

    def title(self, language: str) -> str:
        """The title in `language`."""
        return in_language(self.titles, language)

    def place(self, language: str) -> str:
        """The place in `language`; empty where none is known."""
        return in_language(self.places, language)

    @property
    def period(self) -> Period:
        """When it takes place, as exactly as it is known."""
        return Period(self.first_day, self.last_day, Precision(self.precision))

    @property
    def is_frame(self) -> bool:
        """Whether this is only where consultations took place."""
        return self.kind in self.FRAMES

    def standing_on(self, day: date) -> Status | None:
        """What was known of it on `day`; None: nothing yet."""
        return standing_on(
            day,
            status=Status(self.status),
            announced_on=self.announced_on,
            recorded_on=self.recorded_on,
            last_day=self.last_day,
        )
