"""Send the survey, open a return, begin an amendment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from surveys.actions.events import record, record_if_possible
from surveys.actions.letters import write_letter
from surveys.models import Appointment, Happening, MemberState, Questionnaire, Return, Survey, User
from surveys.models.letters import reasons_to_hold


def reply_language(survey_return: Return) -> str:
    """The language in which letters on this return are written."""
    return survey_return.language or survey_return.member_state.correspondence_language


@dataclass(frozen=True)
class PlannedInvitation:
    """The invitation that a State would get: language, addressees, and why it would be held (empty: it goes)."""

    member_state: MemberState
    language: str
    addressees: list[str]
    holds: list[str]


def planned_invitations(*, survey: Survey, member_states: Sequence[MemberState], on: date) -> list[PlannedInvitation]:
    """What sending the survey to these States on the day `on` would write, without writing it."""
    addresses = Appointment.objects.addresses_of_focal_points(on)
    return [
        PlannedInvitation(
            member_state=state,
            language=state.correspondence_language,
            addressees=addresses.get(state.pk, []),
            holds=reasons_to_hold(
                closed=survey.closed,
                language_assumed=not state.language_confirmed,
                addressees=addresses.get(state.pk, []),
            ),
        )
        for state in member_states
    ]


def send_survey(
    *,
    survey: Survey,
    questionnaire: Questionnaire,
    member_states: Sequence[MemberState],
    by: User,
    on: date,
    at: datetime,
) -> list[Return]:
    """Send the survey to these States on the day `on`; States that have it already are left as they are.

    Returns the returns that were sent now. Their invitations are written, and held as `planned_invitations` says.
    """
    with transaction.atomic():
        # Two people who press the button at once: the second waits here and then finds nobody left to send it to.
        Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
        has_it = set(
            Return.objects.filter(survey=survey).exclude(status="not_sent").values_list("member_state", flat=True)
        )
        new = [state for state in member_states if state.pk not in has_it]
        planned = planned_invitations(survey=survey, member_states=new, on=on)
        return [_send(survey, questionnaire, invitation, by, on, at) for invitation in planned]


def _send(
    survey: Survey, questionnaire: Questionnaire, invitation: PlannedInvitation, by: User, on: date, at: datetime
) -> Return:
    survey_return, _made = Return.objects.get_or_create(
        survey=survey, member_state=invitation.member_state, defaults={"questionnaire": questionnaire}
    )
    survey_return.draft_open = True
    survey_return.save(update_fields=["draft_open"])
    record(survey_return=survey_return, kind=Happening.SENT, on=on, actor=by)
    write_letter(
        survey_return=survey_return,
        kind="invitation",
        occasion="once",
        language=invitation.language,
        addressees=invitation.addressees,
        variables={
            "url": settings.PORTAL_URL,
            "reply_by": survey.reply_by,
            "office_email": survey.office_email,
            "sender": survey.sender,
        },
        at=at,
        hold=bool(invitation.holds),
    )
    return survey_return


def hold_return(survey_return: Return) -> Return:
    """The return as it stands now, with survey and State, its row held until the transaction ends."""
    held: Return = (
        Return.objects.select_for_update(of=("self",))
        .select_related("survey", "member_state", "keyed_from")
        .get(pk=survey_return.pk)
    )
    return held


def focal_points_of(state: MemberState, on: date) -> list[str]:
    """The addresses of the State's focal points on this day."""
    in_force = state.appointments.in_force(on).filter(role="focal_point", user__is_active=True)
    return list(in_force.order_by("pk").values_list("user__email", flat=True))


def note_opened(*, survey_return: Return, user: User, on: date) -> None:
    """Record that somebody of the government has opened the return for the first time."""
    with transaction.atomic():
        locked = Return.objects.select_for_update().get(pk=survey_return.pk)
        record_if_possible(survey_return=locked, kind=Happening.OPENED, on=on, actor=user)


def begin_amendment(*, survey_return: Return, user: User, on: date) -> None:
    """Open the draft of a submitted return again; the submission in force stays so until the next one.

    Doing it twice changes nothing. Raises NotNow for a return that has no submission.
    """
    with transaction.atomic():
        locked = Return.objects.select_for_update().get(pk=survey_return.pk)
        if locked.draft_open:
            return
        record(survey_return=locked, kind=Happening.AMENDMENT_BEGUN, on=on, actor=user)
        locked.draft_open = True
        locked.save(update_fields=["draft_open"])
