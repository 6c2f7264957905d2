"""Register a reply that came on paper, and begin to key it in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from surveys.actions.events import record
from surveys.actions.ledger import enter, give_receipt
from surveys.actions.letters import write_letter
from surveys.actions.returns import focal_points_of
from surveys.actions.write_keys import once
from surveys.models import Happening, PaperReturn, Receipt, Return, User


@dataclass(frozen=True)
class Arrival:
    """How and when a paper reply arrived: three days, one of which counts (`counts`), channel, language, note."""

    counts: str
    channel: str
    language: str
    at_field_office_on: date | None = None
    at_mission_on: date | None = None
    in_geneva_on: date | None = None
    note_number: str = ""
    pages: int | None = None

    @property
    def day_that_counts(self) -> date | None:
        """The day on which the reply counts as received; None when that day is not given."""
        days = {
            PaperReturn.Counts.FIELD_OFFICE: self.at_field_office_on,
            PaperReturn.Counts.MISSION: self.at_mission_on,
            PaperReturn.Counts.GENEVA: self.in_geneva_on,
        }
        return days[PaperReturn.Counts(self.counts)]


class HasDraft(Exception):
    """The government has begun a draft of its own; the Office never sees it, so it cannot key into it."""


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
        registered_by=by,
    )
    enter(paper)
    _acknowledge(paper, give_receipt(paper, at=at), at)
    return paper


def begin_keying(*, paper: PaperReturn, by: User, on: date) -> Return:
    """Open the return's form to the Office, to key in this paper reply. Doing it twice changes nothing.

    Raises HasDraft when the government has answers of its own in the draft.
    """
    with transaction.atomic():
        locked: Return = Return.objects.select_for_update().get(pk=paper.survey_return_id)
        if locked.keyed_from_id == paper.pk:
            return locked
        if locked.answers.exists():
            raise HasDraft(locked)
        record(
            survey_return=locked,
            kind=Happening.KEYING_BEGUN,
            on=on,
            actor=by,
            on_behalf_of=paper.member_state,
            channel=paper.channel,
        )
        locked.keyed_from = paper
        locked.language = paper.language
        locked.save(update_fields=["keyed_from", "language"])
        return locked


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
