"""Register a reply that came on paper; void a registration made in error."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from surveys.actions.events import NotNow, record
from surveys.actions.ledger import enter, give_receipt
from surveys.actions.letters import write_letter
from surveys.actions.returns import focal_points_of
from surveys.actions.write_keys import once
from surveys.models import Answer, Attachment, Happening, PaperReturn, PaperScan, PaperVoid, Receipt, Return, User


@dataclass(frozen=True)
class Arrival:
    """How and when a paper reply arrived: three days, one of which counts (`counts`), channel, note, scan."""

    counts: str
    channel: str
    language: str
    at_field_office_on: date | None = None
    at_mission_on: date | None = None
    in_geneva_on: date | None = None
    note_number: str = ""
    pages: int | None = None
    scan: Attachment | None = None

    @property
    def day_that_counts(self) -> date | None:
        """The day on which the reply counts as received; None when that day is not given."""
        days = {
            PaperReturn.Counts.FIELD_OFFICE: self.at_field_office_on,
            PaperReturn.Counts.MISSION: self.at_mission_on,
            PaperReturn.Counts.GENEVA: self.in_geneva_on,
        }
        return days[PaperReturn.Counts(self.counts)]


def register_paper(*, survey_return: Return, arrival: Arrival, by: User, key: str, at: datetime) -> PaperReturn:
    """Register the reply on arrival: received from the day that counts, in the ledger, with receipt and letter.

    Raises NotNow when the return already has a reply, KeyReused. The day that counts has to be given.
    """

    def act() -> int:
        return _register(survey_return, arrival, by, at).pk

    days = [arrival.at_field_office_on, arrival.at_mission_on, arrival.in_geneva_on]
    request = {
        "return": survey_return.pk,
        "counts": arrival.counts,
        "channel": arrival.channel,
        "language": arrival.language,
        "days": [day and day.isoformat() for day in days],
        "note": arrival.note_number,
        "pages": arrival.pages,
        "scan": arrival.scan and arrival.scan.sha256,
    }
    pk = once(user=by, key=key, request=request, at=at, act=act, for_ever=True)
    return PaperReturn.objects.get(pk=pk)


def _register(survey_return: Return, arrival: Arrival, by: User, at: datetime) -> PaperReturn:
    locked = (
        Return.objects.select_for_update(of=("self",))
        .select_related("survey", "member_state")
        .get(pk=survey_return.pk)
    )
    day = arrival.day_that_counts
    if day is None:
        raise ValueError("the day that counts is not given")
    # A reply through the portal may have come and been taken back, or reopened, while the paper waits.
    if locked.paperreturns.waiting().exists():
        raise NotNow(Happening.REGISTERED, locked.status)
    record(
        survey_return=locked,
        kind=Happening.REGISTERED,
        on=day,
        actor=by,
        on_behalf_of=locked.member_state,
        channel=arrival.channel,
    )
    paper = PaperReturn(
        survey=locked.survey,
        survey_return=locked,
        member_state=locked.member_state,
        received_on=day,
        recorded_at=at,
        channel=arrival.channel,
        language=arrival.language,
        at_field_office_on=arrival.at_field_office_on,
        at_mission_on=arrival.at_mission_on,
        in_geneva_on=arrival.in_geneva_on,
        counts=arrival.counts,
        note_number=arrival.note_number,
        pages=arrival.pages,
        scan_sha256=arrival.scan.sha256 if arrival.scan else "",
        registered_by=by,
    )
    enter(paper)
    if arrival.scan:
        PaperScan.objects.create(paper=paper, attachment=arrival.scan)
    _acknowledge(paper, give_receipt(paper, at=at), at)
    return paper


def _acknowledge(paper: PaperReturn, receipt: Receipt, at: datetime) -> None:
    survey, state, language = paper.survey, paper.member_state, paper.language
    write_letter(
        survey_return=paper.survey_return,
        kind="acknowledgement_paper",
        occasion=f"receipt {receipt.number}",
        language=language,
        addressees=focal_points_of(state, paper.received_on),
        variables={
            "channel": paper.channel,
            "received_on": paper.received_on,
            "receipt_number": receipt.number,
            "office_email": survey.office_email,
            "sender": survey.sender,
        },
        at=at,
        hold=survey.closed,
    )


def add_scan(*, paper: PaperReturn, scan: Attachment) -> None:
    """Put one more scan to a paper reply that has been registered; the same one twice is one."""
    PaperScan.objects.get_or_create(paper=paper, attachment=scan)


class SamePerson(Exception):
    """What takes two people would be done by one."""


class NotWaiting(Exception):
    """The paper reply has been submitted or voided: this cannot be done to it any more."""


def ask_to_void(*, paper: PaperReturn, reason: str, by: User) -> None:
    """Ask a colleague to confirm that this reply was registered in error; asking again replaces the reason.

    Raises NotWaiting.
    """
    with transaction.atomic():
        locked = hold_paper(paper)
        locked.void_reason, locked.void_asked_by = reason, by
        locked.save(update_fields=["void_reason", "void_asked_by"])


def keep_paper(*, paper: PaperReturn) -> None:
    """Drop the wish to void this reply. Raises NotWaiting."""
    with transaction.atomic():
        locked = hold_paper(paper)
        locked.void_reason, locked.void_asked_by = "", None
        locked.save(update_fields=["void_reason", "void_asked_by"])


def void_paper(*, paper: PaperReturn, by: User, key: str, at: datetime) -> PaperVoid:
    """Confirm that this reply was registered in error: from the ledger position taken now on it never counted.

    The return stands again where it stood before the registration, without what was keyed in. Raises SamePerson
    for the one who asked, NotWaiting (also when nobody asked), KeyReused.
    """

    def act() -> int:
        return _void(paper, by, at).pk

    pk = once(user=by, key=key, request={"void": paper.pk}, at=at, act=act, for_ever=True)
    return PaperVoid.objects.get(pk=pk)


def hold_paper(paper: PaperReturn) -> PaperReturn:
    """The return's row and then the paper's, held until the transaction ends. Raises NotWaiting."""
    Return.objects.select_for_update().get(pk=paper.survey_return_id)
    locked: PaperReturn = PaperReturn.objects.select_for_update().get(pk=paper.pk)
    if not locked.is_waiting:
        raise NotWaiting(locked)
    return locked


def _void(paper: PaperReturn, by: User, at: datetime) -> PaperVoid:
    locked = hold_paper(paper)
    if locked.void_asked_by is None:
        raise NotWaiting(locked)
    if locked.void_asked_by == by:
        raise SamePerson(by)
    _put_back(locked, by)
    locked.state = PaperReturn.State.VOID
    locked.save(update_fields=["state"])
    entry = PaperVoid(
        survey=locked.survey,
        survey_return=locked.survey_return,
        member_state=locked.member_state,
        received_on=locked.received_on,
        recorded_at=at,
        channel=locked.channel,
        language=locked.language,
        paper=locked,
        reason=locked.void_reason,
        asked_by=locked.void_asked_by,
        confirmed_by=by,
    )
    enter(entry)
    give_receipt(entry, at=at)
    return entry


def _put_back(paper: PaperReturn, by: User) -> None:
    """The return as it was before the registration: its status, and no answer that was keyed in from this paper."""
    survey_return = paper.survey_return
    record(
        survey_return=survey_return,
        kind=Happening.VOIDED,
        on=paper.received_on,
        actor=by,
        reason=paper.void_reason,
        asked_by=paper.void_asked_by_id,
    )
    if survey_return.keyed_from_id != paper.pk:
        return
    for answer in survey_return.answers.given():
        clear_answer(answer, paper, by)
    survey_return.keyed_from = None
    survey_return.save(update_fields=["keyed_from"])


def clear_answer(answer: Answer, paper: PaperReturn, by: User) -> None:
    """Take value and remark of what was keyed in from the paper away; the row and its history stay."""
    Answer.objects.save_answer(
        survey_return=answer.survey_return_id,
        keyed_from=paper.pk,
        path=answer.path,
        value=None,
        seen=answer.revision,
        user=by.pk,
        language="",
        remark={},
        attribution=answer.attribution,
    )
