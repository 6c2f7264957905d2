"""Sign and submit a return: freeze its answers, enter them in the ledger, give the receipt."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from surveys.actions.answers import DraftClosed, require_same_hands
from surveys.actions.comparing import require_compared
from surveys.actions.events import record
from surveys.actions.ledger import enter, give_receipt
from surveys.actions.letters import write_letter
from surveys.actions.returns import focal_points_of, hold_return, reply_language
from surveys.actions.write_keys import once
from surveys.models import Channel, Happening, PaperReturn, Receipt, Return, Submission, User
from surveys.models.surveys import evaluator_for
from surveys.questionnaire.answers import unfolded
from surveys.questionnaire.evaluation import Violation


class Incomplete(Exception):
    """The answers cannot be submitted yet; `violations` says where and why."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__(f"{len(violations)} violations")
        self.violations = violations


class ChangedMeanwhile(Exception):
    """Somebody has saved answers since the signatory read them."""


class ReasonMissing(Exception):
    """An amendment says why it is made."""


@dataclass(frozen=True)
class Signatory:
    """Who signs for the government."""

    name: str
    title: str
    authority: str


def submit(
    *,
    survey_return: Return,
    user: User,
    key: str,
    signatory: Signatory,
    received_on: date,
    at: datetime,
    language: str = "",
    reason: str = "",
    seen: int | None = None,
) -> Submission:
    """Freeze the draft as the next submission, in the ledger, with receipt and acknowledgement.

    `received_on` is today in Geneva; a return keyed in from paper keeps the day on which the paper arrived. The key
    is kept for ever: the same key gives the same submission. `seen` is the last save that the signatory has read
    (None: not compared). Raises Incomplete, DraftClosed, ChangedHands where `survey_return` was fetched in other
    hands, ChangedMeanwhile, KeyReused, ReasonMissing for an amendment, which is a submission while an earlier one
    is in effect, and NotCompared while a paper reply has not been keyed in twice and settled.
    """

    def act() -> int:
        hold(survey_return, seen)
        return _submit(survey_return, user, signatory, received_on, at, language, reason).pk

    request = {"return": survey_return.pk, "submit": asdict(signatory), "language": language, "reason": reason}
    pk = once(user=user, key=key, request=request, at=at, act=act, for_ever=True)
    return Submission.objects.get(pk=pk)


def hold(survey_return: Return, seen: int | None) -> None:
    """Keep everybody from saving answers until the transaction ends. Raises ChangedMeanwhile, ChangedHands."""
    locked = Return.objects.select_for_update().get(pk=survey_return.pk)
    if locked.draft_open:
        require_same_hands(locked, survey_return.keyed_from_id)
    if locked.draft_open and seen is not None and locked.answers.last_save() != seen:
        raise ChangedMeanwhile(survey_return)


def _submit(
    survey_return: Return,
    user: User,
    signatory: Signatory,
    received_on: date,
    at: datetime,
    language: str,
    reason: str,
) -> Submission:
    locked = hold_return(survey_return)
    if not locked.draft_open:
        raise DraftClosed(locked)
    if locked.keyed_from:
        require_compared(locked.keyed_from)
    locked.language = language or locked.language
    earlier = locked.submissions.in_effect().newest()
    if earlier and not reason.strip() and locked.keyed_from is None:
        raise ReasonMissing(locked)
    entry = _frozen(locked, user, signatory, received_on, at, reason, amends=earlier is not None)
    paper = entry.paper
    kind = Happening.AMENDED if earlier else Happening.SUBMITTED
    record(
        survey_return=locked,
        kind=kind,
        on=entry.received_on,
        actor=user,
        on_behalf_of=locked.member_state if paper else None,
        submission=entry.number,
        **names_of_keyers(paper),
    )
    locked.draft_open = False
    locked.keyed_from = None
    locked.save(update_fields=["draft_open", "keyed_from", "language"])
    enter(entry)
    if paper:
        PaperReturn.objects.filter(pk=paper.pk).update(state=PaperReturn.State.SUBMITTED)
    receipt = give_receipt(entry, at=at)
    _acknowledge(locked, entry, receipt, at, earlier)
    return entry


def names_of_keyers(paper: PaperReturn | None) -> dict[str, Any]:
    """Who keyed the reply in and who did so again, for the history of the return."""
    return {"keyed_by": paper.keyed_by_id, "second_keyed_by": paper.second_keyed_by_id} if paper else {}


def _frozen(
    locked: Return,
    user: User,
    signatory: Signatory,
    received_on: date,
    at: datetime,
    reason: str,
    *,
    amends: bool,
) -> Submission:
    answers = {answer.path: answer for answer in locked.answers.filter(value__isnull=False)}
    values = {path: answer.value for path, answer in answers.items()}
    evaluator = evaluator_for(locked.questionnaire_id)
    evaluation = evaluator.evaluate(values, received_on)
    if evaluation.violations:
        raise Incomplete(evaluation.violations)
    document = evaluator.document(values, received_on)
    frozen = unfolded(document)
    kept = {path: answer for path, answer in answers.items() if path in frozen}
    last = locked.submissions.order_by("-number").values_list("number", flat=True).first() or 0
    paper = locked.keyed_from
    return Submission(
        survey=locked.survey,
        survey_return=locked,
        member_state=locked.member_state,
        received_on=paper.received_on if paper else received_on,
        recorded_at=at,
        channel=paper.channel if paper else Channel.PORTAL,
        language=paper.language if paper else reply_language(locked),
        number=last + 1,
        kind=Submission.Kind.AMENDMENT if amends else Submission.Kind.ORIGINAL,
        questionnaire_id=locked.questionnaire_id,
        answers=document,
        remarks={path: answer.remark for path, answer in kept.items() if answer.remark},
        languages={path: answer.language for path, answer in kept.items() if answer.language},
        attributions={path: answer.attribution for path, answer in kept.items()},
        reason=reason,
        recorded_by=user,
        paper=paper,
        signatory_name=signatory.name,
        signatory_title=signatory.title,
        signatory_authority=signatory.authority,
    )


def _acknowledge(
    survey_return: Return, entry: Submission, receipt: Receipt, at: datetime, earlier: Submission | None
) -> None:
    survey, state, language = survey_return.survey, survey_return.member_state, entry.language
    place = [survey.slug, state.iso3]
    # The letter on an amendment leads to the list of what was amended (data/letters/amendment.en.md).
    page = (
        reverse("surveys:submissions_compare", args=[*place, earlier.number, entry.number])
        if earlier
        else reverse("surveys:receipt", args=[*place, entry.number])
    )
    variables: dict[str, Any] = {
        "submission_number": str(entry.number),
        "received_on": entry.received_on,
        "receipt_number": receipt.number,
        "digest": entry.digest,
        "url": f"{settings.PORTAL_URL}{page}",
        "sender": survey.sender,
    }
    write_letter(
        survey_return=survey_return,
        kind="amendment" if earlier else "acknowledgement",
        occasion=f"submission {entry.number}",
        language=language,
        addressees=focal_points_of(state, entry.received_on),
        variables=variables,
        at=at,
        hold=survey.closed,
    )
