"""The questions that are asked of the register. Whatever depends on time takes the day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, CharField, Count, F, IntegerField, Q, Value, When

if TYPE_CHECKING:
    from surveys.models import User

READERS = {"office_staff", "analyst"}
FRAMES = ("session", "host_meeting")


def may_read(user: User) -> bool:
    """Whether the person reads the register: Office staff and analysts do, governments do not."""
    return bool(user.is_authenticated and user.office_roles & READERS)


class RegisterQuerySet(models.QuerySet[Any]):
    """What stands in the register."""

    def visible_to(self, user: User) -> Self:
        """All of it for Office staff and analysts, nothing for anybody else."""
        return self if may_read(user) else self.none()


class WholesAndPartsQuerySet(RegisterQuerySet):
    """What may be a part of another of its kind (`parent`)."""

    def wholes_first(self, *first: str) -> Self:
        """Those that are a part of nothing before those that are, so that a list can be read from above; by code."""
        is_part = Case(When(parent__isnull=True, then=0), default=1, output_field=IntegerField())
        return self.order_by(*first, is_part, "code")


class OrganizationQuerySet(WholesAndPartsQuerySet):
    """Organizations."""


class ConsultationQuerySet(WholesAndPartsQuerySet):
    """Consultations, and the sessions of others inside which they took place."""

    def consultations(self) -> Self:
        """Without those that are only where consultations took place."""
        return self.exclude(kind__in=FRAMES)

    def frames(self, kind: str) -> Self:
        """Those of one kind that are only where consultations took place: `session` or `host_meeting`."""
        return self.filter(kind__in={kind}.intersection(FRAMES))

    def by_precision(self) -> dict[str, int]:
        """How many are known to the day, to the month, to the year, and without a date."""
        return dict(self.order_by().values_list("precision").annotate(number=models.Count("pk", distinct=True)))

    def known_on(self, day: date) -> Self:
        """Those of which something was known on `day`."""
        return self.filter(Q(recorded_on__lte=day) | Q(announced_on__lte=day))

    def with_all(self) -> Self:
        """With all that a line of the register tells."""
        named = ["participations__organization", "participations__member_state", "participations__group_of_states"]
        return self.select_related("survey", "country", "parent").prefetch_related(*named)

    def with_standing(self, day: date) -> Self:
        """Those known on `day`, each with its `standing` then; `register.standing.standing_on` as a query."""
        is_announced, is_past = Q(announced_on__lte=day), Q(last_day__lt=day)
        standing = Case(
            When(recorded_on__lte=day, then=F("status")),
            When(is_announced & is_past, then=Value("unrecorded")),
            default=Value("planned"),
            output_field=CharField(),
        )
        return self.known_on(day).annotate(standing=standing)

    def numbers(self) -> dict[str, int]:
        """How many stand where; of those that carry their `standing`."""
        rows = self.order_by().values_list("standing").annotate(number=Count("pk", distinct=True))
        return dict(rows)

    def touching(self, first: date | None, last: date | None) -> Self:
        """Those that may have taken place between these days; what has no end yet still goes on. None: no bound."""
        found = self.filter(first_day__isnull=False) if first or last else self
        if last:
            found = found.filter(first_day__lte=last)
        return found.filter(Q(last_day__gte=first) | Q(last_day__isnull=True)) if first else found

    def organized_by(self, organization: int) -> Self:
        """Those that this organization organizes, alone or in cooperation."""
        parts = ("organizer", "cooperation")
        named: Self = self.filter(
            pk__in=self.model.objects.filter(
                participations__organization=organization, participations__part__in=parts
            ).values("pk")
        )
        return named

    def in_time(self, *, latest_first: bool = False) -> Self:
        """By their first day, those without a date last."""
        first_day = F("first_day").desc(nulls_last=True) if latest_first else F("first_day").asc(nulls_last=True)
        return self.order_by(first_day, "code")


class ContributionQuerySet(RegisterQuerySet):
    """Contributions."""

    def known_on(self, day: date) -> Self:
        """Those of which something was known on `day`."""
        return self.filter(recorded_on__lte=day)

    def with_letters(self) -> Self:
        """With all that a line of a list tells: the contributor, and the letters, the last one first."""
        return self.select_related("survey", "contributor", "partner").prefetch_related("letters__letter__job")


class OutcomeQuerySet(RegisterQuerySet):
    """Outcomes."""

    def known_on(self, day: date) -> Self:
        """Those that come from a consultation held, or a contribution received, as known on `day`."""
        held = Q(sources__consultation__recorded_on__lte=day)
        received = Q(sources__contribution__recorded_on__lte=day, sources__contribution__is_received=True)
        return self.filter(held | received).distinct()


class DocumentQuerySet(RegisterQuerySet):
    """Documents."""


class CalendarFeedQuerySet(models.QuerySet[Any]):
    """Feeds of the calendar."""

    def open_by(self, digest: str) -> Self:
        """The feed of this digest, unless it is revoked."""
        return self.filter(secret_digest=digest, revoked_at__isnull=True).select_related("survey", "user")
