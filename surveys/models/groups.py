"""Subregions, and groups of States such as SADC whose members change: all of it data of the round."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.models.history import tracked
from surveys.models.member_states import MemberState, Region, in_language
from surveys.querysets import GroupMembershipQuerySet


def only(name: str) -> Func:
    """The range that holds one id and nothing else: an exclusion constraint compares ranges without an extension."""
    return Func(F(name), F(name), Value("[]"), function="int8range", output_field=BigIntegerRangeField())


def days(first: str, last: str) -> Func:
    """The range of days from the first until the last, both included; without a last one it has no end."""
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=DateRangeField())


@tracked()
class Subregion(models.Model):
    """The names of a part of a region; `MemberState.subregion` is its name in English."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="subregions", verbose_name=_("region"))
    name_en = models.CharField(_("name in English"), max_length=100, unique=True)
    names = models.JSONField(_("names"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order"]
        verbose_name = _("subregion")
        verbose_name_plural = _("subregions")

    def __str__(self):
        return self.name(get_language() or "en")

    def name(self, language: str) -> str:
        """The subregion's name in `language`."""
        return in_language(self.names, language)


@tracked()
class GroupOfStates(models.Model):
    """States that belong together for a purpose of their own, such as a regional economic community."""

    code = models.SlugField(_("code"), unique=True)
    names = models.JSONField(_("names"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order"]
        verbose_name = _("group of States")
        verbose_name_plural = _("groups of States")

    def __str__(self):
        return self.name(get_language() or "en")

    def name(self, language: str) -> str:
        """The group's name in `language`."""
        return in_language(self.names, language)


@tracked()
class GroupMembership(models.Model):
    """A State belongs to a group, first and last day included."""

    group = models.ForeignKey(GroupOfStates, models.PROTECT, related_name="memberships", verbose_name=_("group"))
    member_state = models.ForeignKey(
        MemberState, models.PROTECT, related_name="group_memberships", verbose_name=_("member State")
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership of a group")
        verbose_name_plural = _("memberships of groups")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="groupmembership_dates_in_order",
                violation_error_message=_("Membership cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="groupmembership_no_overlap",
                expressions=[
                    (only("group"), RangeOperators.OVERLAPS),
                    (only("member_state"), RangeOperators.OVERLAPS),
                    (days("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This State already belongs to the group on some of these days."),
            ),
        ]

    def __str__(self):
        return f"{self.group.code} {self.member_state.iso3} {self.valid_from}"
