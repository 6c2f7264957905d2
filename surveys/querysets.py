"""The questions that are asked of the tables, each with a name. Whatever depends on time takes the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import connection, models
from django.db.models import Min, Q, Sum
from django.db.models.functions import Now
from psycopg2.extras import Json

if TYPE_CHECKING:
    from surveys.models import Answer, Survey, User

SAVE_ANSWER = """
INSERT INTO surveys_answer AS answer
    (survey_return_id, path, value, language, remark, attribution, revision, saved_by_id, saved_at)
SELECT survey_return.id, %(path)s, %(value)s, %(language)s, %(remark)s, %(attribution)s, 1, %(user)s, now()
FROM (SELECT id FROM surveys_return WHERE id = %(survey_return)s AND draft_open FOR SHARE) AS survey_return
WHERE %(seen)s = 0
   OR EXISTS (SELECT FROM surveys_answer WHERE survey_return_id = %(survey_return)s AND path = %(path)s)
ON CONFLICT (survey_return_id, path) DO UPDATE
SET value = excluded.value, language = excluded.language, remark = excluded.remark,
    attribution = excluded.attribution, revision = answer.revision + 1,
    saved_by_id = excluded.saved_by_id, saved_at = excluded.saved_at
WHERE answer.revision = %(seen)s
RETURNING revision
"""


class AppointmentQuerySet(models.QuerySet[Any]):
    """Who acts for which State."""

    def in_force(self, day: date) -> Self:
        """Appointments that hold on `day`, first and last day included."""
        return self.filter(valid_from__lte=day).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def contributors(self, member_state: int, *, on: date) -> Self:
        """The contributors of a State on this day, each with the person."""
        return self.in_force(on).filter(member_state=member_state, role="contributor").select_related("user")


class InvitationQuerySet(models.QuerySet[Any]):
    """Invitations."""

    def visible_to(self, user: User) -> Self:
        """Invitations that `user` looks after: administrators all, Office staff those to governments."""
        if not user.is_authenticated:
            return self.none()
        if "administrator" in user.office_roles:
            return self
        return self.filter(member_state__isnull=False) if "office_staff" in user.office_roles else self.none()

    def open(self) -> Self:
        """Invitations that nobody has used or withdrawn, expired ones included."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True)

    def of_secret(self, digest: str) -> Self:
        """The invitation whose link or code has this digest."""
        return self.filter(Q(token_hash=digest) | Q(code_hash=digest))

    def usable(self, at: datetime) -> Self:
        """Invitations that may still be used at the instant `at`."""
        return self.open().filter(expires_at__gt=at)


class MemberStateQuerySet(models.QuerySet[Any]):
    """Member States."""

    def members_on(self, day: date) -> Self:
        """The States that were members on `day`."""
        return self.filter(member_from__lte=day).filter(Q(member_until__isnull=True) | Q(member_until__gte=day))

    def without(self, survey: Survey) -> Self:
        """The States to which the survey has not been sent."""
        return self.exclude(pk__in=survey.returns.exclude(status="not_sent").values("member_state"))


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


class ReturnEventQuerySet(models.QuerySet[Any]):
    """What happened to returns."""

    def of_survey(self, survey: Survey, *, on: date) -> Self:
        """Events of a survey's returns that count by the end of the day `on`, in the order of recording."""
        return self.filter(survey_return__survey=survey, effective_on__lte=on).order_by("pk")


class AnswerQuerySet(models.QuerySet[Any]):
    """Draft answers."""

    def save_answer(
        self,
        *,
        survey_return: int,
        path: str,
        value: Any,
        seen: int,
        user: int,
        language: str,
        remark: Mapping[str, Any],
        attribution: str,
    ) -> int | None:
        """Write one answer if its revision is still the one that the editor has `seen` (0: no row yet).

        One statement, so it is atomic by itself; it holds the return's row against a submission at the same
        moment. Returns the new revision, or None when the answer changed meanwhile or the draft is closed.
        """
        params = {
            "survey_return": survey_return,
            "path": path,
            "value": None if value is None else Json(value),
            "language": language,
            "remark": Json(dict(remark)),
            "attribution": attribution,
            "user": user,
            "seen": seen,
        }
        with connection.cursor() as cursor:
            cursor.execute(SAVE_ANSWER, params)
            row = cursor.fetchone()
        return row[0] if row else None

    def at_revisions(self, wanted: Mapping[int, int]) -> list[tuple[int, Any, Any]]:
        """Primary key, value and remark of answers as they were at the wanted revision each, from their history."""
        events: Any = self.model._meta.get_field("changes").related_model
        history = events.objects.filter(pgh_obj__in=wanted.keys())
        rows = history.values_list("pgh_obj", "revision", "value", "remark")
        return [(pk, value, remark) for pk, revision, value, remark in rows if wanted[pk] == revision]

    def last_save(self) -> int:
        """A number that grows with every save of one of these: revisions only grow, and no row ever goes."""
        return self.aggregate(total=Sum("revision"))["total"] or 0

    def by_path(self) -> dict[str, Answer]:
        """The answers of the chosen return by path."""
        return {answer.path: answer for answer in self}

    def values_by_path(self) -> dict[str, Any]:
        """The given values of the chosen return by path; cleared answers are left out."""
        return dict(self.filter(value__isnull=False).values_list("path", "value"))


class LedgerQuerySet(models.QuerySet[Any]):
    """Entries of the ledger: submissions and registered paper replies."""

    def known_at(self, survey: Survey, upto: int | None) -> Self:
        """Entries among the ledger's first `upto` of this survey (None: all)."""
        known = self.filter(survey=survey)
        return known if upto is None else known.filter(ledger_no__lte=upto)

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
        """The submissions whose content `user` may read on this day: the Office's, or the focal point's own."""
        if not user.is_authenticated:
            return self.none()
        if user.office_roles & {"office_staff", "analyst"}:
            return self
        own = user.appointments.in_force(on).filter(role="focal_point")
        return self.filter(member_state__in=own.values("member_state"))

    def in_force(self, survey: Survey, *, on: date, upto: int | None = None) -> Self:
        """The submission of each State that counts on the day `on`, as known at ledger position `upto`.

        Among the ledger's first `upto`: without those that a correction or withdrawal within `upto` replaces or
        voids, and without withdrawals; of the rest received by that day, for each State the greatest
        (received_on, ledger_no) (design.md, section 7).
        """
        known = self.known_at(survey, upto)
        replaced = known.filter(kind__in=["correction", "withdrawal"]).values("replaces")
        return (
            known.exclude(kind="withdrawal")
            .exclude(pk__in=replaced)
            .filter(received_on__lte=on)
            .order_by("member_state_id", "-received_on", "-ledger_no")
            .distinct("member_state_id")
        )

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
        """Paper replies that count as received on the day `on`, as known at ledger position `upto`."""
        return self.known_at(survey, upto).filter(received_on__lte=on)


class WriteKeyQuerySet(models.QuerySet[Any]):
    """Keys of writes."""

    def result_of(self, *, user: int, key: str) -> Any:
        """What the write that this person did under this key gave; None when there was none."""
        return self.filter(user=user, key=key).values_list("result", flat=True).first()

    def claim(self, *, user: int, key: str, request_digest: str, for_ever: bool, at: datetime) -> bool:
        """Take the key for the write of the current transaction; waits for another that holds it.

        Returns False when the key has been used already.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO surveys_writekey (user_id, key, request_digest, at, for_ever)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (user_id, key) DO NOTHING RETURNING id",
                [user, key, request_digest, at, for_ever],
            )
            return cursor.fetchone() is not None


class JobQuerySet(models.QuerySet[Any]):
    """Jobs."""

    def to_publish(self) -> Self:
        """Jobs for the relay: due ones, and those whose lease ran out, oldest first.

        By the database's clock, which leases are written by: those of several machines differ.
        """
        open_again = Q(state__in=["queued", "running"], lease_until__lte=Now())
        return self.filter(Q(state="due", due_at__lte=Now()) | open_again).order_by("due_at", "pk")


class LetterQuerySet(models.QuerySet[Any]):
    """Letters."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Letters that `user` may read: Office staff those on returns, people of a government those to their State.

        Letters on no return open accounts: nobody reads them but whom they are addressed to.
        """
        if not user.is_authenticated:
            return self.none()
        if "office_staff" in user.office_roles:
            return self.filter(survey_return__isnull=False)
        return self.filter(survey_return__member_state__in=user.appointments.in_force(on).values("member_state"))
