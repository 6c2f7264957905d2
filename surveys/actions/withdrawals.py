"""Take a submission back: a withdrawal in the ledger that names what it voids, with a receipt of its own."""

from datetime import date, datetime

from surveys.actions.events import NotNow, record
from surveys.actions.ledger import enter, give_receipt
from surveys.actions.returns import hold_return
from surveys.actions.write_keys import once
from surveys.models import Channel, Happening, Return, Submission, User


class OpenedMeanwhile(Exception):
    """The Office has opened the submission, so it cannot be taken back any more; an amendment can follow."""


def recall(
    *, survey_return: Return, number: int, user: User, key: str, reason: str = "", on: date, at: datetime
) -> Submission:
    """Take back submission `number`, the one in force, and open the draft again with all its answers.

    `on` is today in Geneva, the day on which the withdrawal is received. An earlier submission is in force again
    afterwards, if there is one. Returns the withdrawal. Raises OpenedMeanwhile, NotNow when another submission is
    in force or the return stands elsewhere, KeyReused.
    """

    def act() -> int:
        locked = hold_return(survey_return)
        voided = _may_be_recalled(locked, number)
        entry = withdraw(locked=locked, voided=voided, user=user, reason=reason, on=on, at=at)
        record(
            survey_return=locked,
            kind=Happening.RECALLED,
            # As known from now on, the reply has never counted: status and figures of every day agree.
            on=voided.received_on,
            actor=user,
            submission=voided.number,
            withdrawal=entry.number,
        )
        locked.draft_open = True
        locked.save(update_fields=["draft_open"])
        return entry.pk

    request = {"return": survey_return.pk, "recall": number, "reason": reason}
    pk = once(user=user, key=key, request=request, at=at, act=act, for_ever=True)
    return Submission.objects.get(pk=pk)


def _may_be_recalled(locked: Return, number: int) -> Submission:
    voided = locked.submissions.in_effect().newest()
    if voided is None or voided.number != number:
        raise NotNow(Happening.RECALLED, locked.status)
    if is_known_to_the_office(voided):
        raise OpenedMeanwhile(voided)
    return voided


def is_known_to_the_office(submission: Submission) -> bool:
    """Whether the Office has opened the submission, or has keyed it in from paper itself."""
    opened = submission.survey_return.events.office_opened(submission.number)
    return submission.paper_id is not None or opened is not None


def withdraw(*, locked: Return, voided: Submission, user: User, reason: str, on: date, at: datetime) -> Submission:
    """Enter the withdrawal of `voided` in the ledger, with its receipt; the caller holds the return's row.

    A withdrawal has no answers and nobody's signature: `recorded_by` says who took the reply back.
    """
    last = locked.submissions.order_by("number").values_list("number", flat=True).last() or 0
    entry = Submission(
        survey=locked.survey,
        survey_return=locked,
        member_state=locked.member_state,
        received_on=on,
        recorded_at=at,
        channel=Channel.PORTAL,
        language=voided.language,
        number=last + 1,
        kind=Submission.Kind.WITHDRAWAL,
        replaces=voided,
        questionnaire_id=voided.questionnaire_id,
        answers={},
        reason=reason,
        recorded_by=user,
    )
    enter(entry)
    give_receipt(entry, at=at)
    return entry
