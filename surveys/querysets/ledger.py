"""Submissions and paper replies, as of a day and a ledger position."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Func, Min, Q, Value
from django.db.models.functions import JSONObject

if TYPE_CHECKING:
    from surveys.models import Return, Submission, Survey, User


class LedgerQuerySet(models.QuerySet[Any]):
    """Entries of the ledger: submissions and registered paper replies."""

    def known_at(self, survey: Survey, upto: int | None) -> Self:
        """Entries among the ledger's first `upto` of this survey (None: all)."""
        known = self.filter(survey=survey)
        return known if upto is None else known.filter(ledger_no__lte=upto)

    def in_order_of_receipt(self) -> Self:
        """The entries, the one received last at the end."""
        return self.order_by("received_on", "ledger_no")

    def first_days(self) -> dict[int, date]:
        """The first day on which one of these was received, by State."""
        firsts = self.order_by().values("member_state").annotate(first=Min("received_on"))
        return dict(firsts.values_list("member_state", "first"))

    def in_ledger_order(self, survey: Survey, last: int) -> Self:
        """The survey's entries up to position `last`, in the order of the chain."""
        return self.known_at(survey, last).order_by("ledger_no", "pk")


class SubmissionQuerySet(LedgerQuerySet):
    """Submissions."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """The submissions whose content `user` may read on this day: the Office's, or the focal point's own.

        What was taken back before the Office had opened it is a draft again, which the Office never sees.
        """
        if not user.is_authenticated:
            return self.none()
        if user.office_roles & {"office_staff", "analyst"}:
            return self.exclude(pk__in=self.model.objects.taken_back().values("pk"))
        own = user.appointments.in_force(on).filter(role="focal_point")
        return self.filter(member_state__in=own.values("member_state"))

    def in_force(self, survey: Survey, *, on: date, upto: int | None = None) -> Self:
        """The submission of each State that counts on the day `on`, as known at ledger position `upto`.

        Among the ledger's first `upto`: without those that a correction or withdrawal within `upto` replaces or
        voids, and without withdrawals; of the rest received by that day, for each State the greatest
        (received_on, ledger_no) (design.md, section 7).
        """
        in_effect = self.known_at(survey, upto).in_effect().filter(received_on__lte=on)
        newest_first = in_effect.order_by("member_state_id", "-received_on", "-ledger_no")
        return newest_first.distinct("member_state_id")

    def in_effect(self) -> Self:
        """Without withdrawals, and without what one of these replaces or voids."""
        replaced = self.filter(kind__in=["correction", "withdrawal"]).values("replaces")
        return self.exclude(kind="withdrawal").exclude(pk__in=replaced)

    def naming(self, sha256: str) -> Self:
        """Those whose document names the file of this digest anywhere, rows of repeats included."""
        named = Func(
            F("answers"),
            Value("$.** ? (@ == $digest)"),
            JSONObject(digest=Value(sha256)),
            function="jsonb_path_exists",
            output_field=models.BooleanField(),
        )
        return self.filter(named)

    def newest(self) -> Submission | None:
        """The one of these that counts before the others: the greatest (received_on, ledger_no); None of none."""
        return self.order_by("received_on", "ledger_no").last()

    def taken_back(self) -> Self:
        """Portal submissions that the government took back before the Office had opened them."""
        voided = self.model.objects.filter(kind="withdrawal").values("replaces")
        return self.filter(pk__in=voided, paper__isnull=True)

    def not_withdrawn(self, survey: Survey, *, on: date, upto: int | None = None) -> Self:
        """Submissions received by that day, as known at ledger position `upto`, without withdrawals and what they
        void; replaced ones are there."""
        known = self.known_at(survey, upto).filter(received_on__lte=on)
        withdrawn = self.known_at(survey, upto).filter(kind="withdrawal").values("replaces")
        return known.exclude(kind="withdrawal").exclude(pk__in=withdrawn)

    def meta(self) -> Self:
        """Without the documents, for lists."""
        return self.defer("answers", "remarks", "languages", "attributions")


class PaperReturnQuerySet(LedgerQuerySet):
    """Registered paper replies."""

    def received(self, survey: Survey, *, on: date, upto: int | None = None) -> Self:
        """Paper replies that count as received on the day `on`, as known at ledger position `upto`.

        One that was registered in error never counted, for whoever knows so: it is left out from the position at
        which it was voided, and an earlier position still counts it (docs/adr/0005).
        """
        voided = Q(void__isnull=False) if upto is None else Q(void__ledger_no__lte=upto)
        return self.known_at(survey, upto).filter(received_on__lte=on).exclude(voided)

    def waiting(self) -> Self:
        """Those that are still to be keyed in, or on the way to be submitted."""
        return self.filter(state__in=["registered", "keyed", "compared"])


class ObjectionQuerySet(models.QuerySet[Any]):
    """Objections of governments to what the Office entered from paper."""

    def open_on(self, survey_return: Return) -> Self:
        """Those of a return that wait: not answered, and their submission is still the last one."""
        last = survey_return.submissions.in_effect().newest()
        return self.filter(submission=last, answered_at__isnull=True) if last else self.none()
