"""Who organized a consultation and who took part."""

import pgtrigger
from django.db import models
from django.db.models import F, Func, IntegerField, JSONField, Value
from django.db.models.functions import NullIf
from django.db.models.lookups import Exact
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import ConstituentGroup, Consultation
from consultations.models.organizations import Organization
from surveys.models import GroupOfStates, MemberState
from surveys.models.history import tracked
from surveys.models.member_states import in_language

# A consultation without a date cannot tell who was a member then.
MEMBER_ON_THE_DAY = pgtrigger.Trigger(
    name="member_on_the_day",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__member_state__isnull=False),
    func="""
        IF EXISTS (
            SELECT 1 FROM consultations_consultation AS held, surveys_memberstate AS state
            WHERE held.id = NEW.consultation_id AND state.id = NEW.member_state_id AND held.first_day IS NOT NULL
                AND (state.member_from > COALESCE(held.last_day, held.first_day)
                     OR state.member_until < held.first_day)
        ) THEN
            RAISE EXCEPTION 'the State was no member then'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_member_on_the_day';
        END IF;
        RETURN NEW;
    """,
)
# Django tells a missing JSON value to a constraint that it validates itself as JSON's own null.
DESCRIBED = NullIf(F("described"), Value(None, JSONField()))
WHO = (F("organization"), F("member_state"), F("group_of_states"), DESCRIBED)


class NumberOf(Func):
    """How many of some columns hold something."""

    function = "num_nonnulls"
    output_field = IntegerField()


@tracked()
class Participation(models.Model):
    """One who organized or took part: an organization, a member State, a group of States, or people described
    (`described`, by language) because they have no name of their own."""

    class Part(models.TextChoices):
        ORGANIZER = "organizer", _("organizer")
        COOPERATION = "cooperation", _("in cooperation")
        PARTICIPANT = "participant", _("participant")

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="participations", verbose_name=_("consultation")
    )
    part = models.CharField(_("part"), max_length=12, choices=Part.choices, default=Part.PARTICIPANT)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("organization"),
    )
    member_state = models.ForeignKey(
        MemberState,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("member State"),
    )
    group_of_states = models.ForeignKey(
        GroupOfStates,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("group of States"),
    )
    described = models.JSONField(_("people without a name of their own"), null=True, blank=True)
    group = models.CharField(_("constituent group"), max_length=12, choices=ConstituentGroup.choices, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["consultation", "part", "order", "pk"]
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.CheckConstraint(
                condition=Exact(NumberOf(*WHO), 1),
                name="participation_of_one",
                violation_error_message=_("Name one: an organization, a State, a group of States, or people."),
            ),
            models.UniqueConstraint(
                fields=["consultation", "part", "organization"],
                name="participation_of_organization_once",
                violation_error_message=_("This organization is named already."),
            ),
            models.UniqueConstraint(
                fields=["consultation", "part", "member_state"],
                name="participation_of_state_once",
                violation_error_message=_("This State is named already."),
            ),
        ]
        triggers = [MEMBER_ON_THE_DAY]

    def __str__(self):
        return self.name(get_language() or "en")

    def name(self, language: str) -> str:
        """Who it is, in `language`."""
        named = self.organization or self.member_state or self.group_of_states
        return named.name(language) if named else in_language(self.described or {}, language)
