"""Returns, and what happened to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Max, Min

if TYPE_CHECKING:
    from surveys.models import ReturnEvent, Survey, User


class ReturnQuerySet(models.QuerySet[Any]):
    """Returns."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """The returns whose existence and standing `user` may know of on `day`.

        Office staff and analysts: all; people of a government or of its social partners: those of their States.
        Administrators as such see none (design.md, section 1).
        """
        if not user.is_authenticated:
            return self.none()
        if user.office_roles & {"office_staff", "analyst"}:
            return self
        states = user.appointments.in_force(on).values("member_state")
        return self.filter(member_state__in=states)

    def to_close(self, *, on: date) -> Self:
        """Reopened returns for which some reopening named a day before `on`: what may have to be closed again."""
        return self.filter(
            status="reopened", events__kind="reopened", events__details__until__lt=on.isoformat()
        ).distinct()

    def with_staff(self, survey: Survey) -> Self:
        """The returns of a survey with whoever of the Office is responsible."""
        return self.filter(survey=survey).select_related("staff")

    def of_states(self, survey: Survey, codes: Iterable[str]) -> Self:
        """The returns of these States (ISO3), always in the same order, so that nobody waits in a circle."""
        found = self.filter(survey=survey, member_state__iso3__in=list(codes))
        return found.select_related("member_state").order_by("pk")


class ReturnEventQuerySet(models.QuerySet[Any]):
    """What happened to returns."""

    def of_survey(self, survey: Survey, *, on: date) -> Self:
        """Events of a survey's returns that count by the end of the day `on`, in the order of recording."""
        return self.filter(survey_return__survey=survey, effective_on__lte=on).order_by("pk")

    def extensions(self) -> list[tuple[date, str]]:
        """Of one return: the day on which each extension was granted and the new date, in the order of recording."""
        granted = self.filter(kind="extended").order_by("pk")
        return list(granted.values_list("effective_on", "details__until"))

    def last_reopening(self) -> ReturnEvent | None:
        """Of one return: its last reopening, whose `until` is the last day open; None before the first."""
        return self.filter(kind="reopened").select_related("actor").order_by("pk").last()

    def office_opened(self, number: int) -> ReturnEvent | None:
        """Of one return: the event of the Office opening the submission of this number; None before."""
        return self.filter(kind="office_opened", details__submission=number).first()

    def last_days(self) -> dict[int, date]:
        """The last day on which one of these happened, by State."""
        lasts = self.order_by().values("survey_return__member_state").annotate(last=Max("effective_on"))
        return dict(lasts.values_list("survey_return__member_state", "last"))

    def first_day(self) -> date | None:
        """The first day on which one of these happened: that of sending, for a survey."""
        first: date | None = self.aggregate(first=Min("effective_on"))["first"]
        return first

    def asked_until(self) -> dict[int, date]:
        """The day until which a State was given time, by State: the extension recorded last (`life.reply_by_on`)."""
        granted = self.filter(kind="extended").order_by("pk")
        found = granted.values_list("survey_return__member_state", "details__until")
        return {state: date.fromisoformat(until) for state, until in found}

    def recorded_since(self, survey: Survey, since: datetime, *, until: datetime) -> dict[str, list[int]]:
        """What was recorded in a survey after one instant and by another: the States by kind, newest first."""
        recorded = self.filter(survey_return__survey=survey, recorded_at__gt=since, recorded_at__lte=until)
        found: dict[str, list[int]] = {}
        for kind, state in recorded.order_by("-pk").values_list("kind", "survey_return__member_state"):
            found.setdefault(kind, []).append(state)
        return found
