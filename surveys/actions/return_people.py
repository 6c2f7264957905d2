"""Whom a government lets work on its return: contributors with their sections, a successor of the focal point."""

from collections.abc import Sequence
from datetime import date, datetime

from surveys.actions.letters import write_letter
from surveys.actions.people import Invited, MayNotInvite, link_to, offer, write_sign_in_link
from surveys.models import Appointment, Invitation, Return, Role, User
from surveys.permissions import may_hand_over, may_manage_people


def invite_contributor(
    *,
    survey_return: Return,
    email: str,
    sections: Sequence[str],
    language: str,
    by: User,
    key: str,
    on: date,
    at: datetime,
) -> Invited:
    """Invite a contributor for these sections by a letter in the given language of the portal.

    Raises MayNotInvite, KeyReused, LetterTemplate.DoesNotExist.
    """
    if not may_manage_people(by, survey_return, on=on):
        raise MayNotInvite(Role.CONTRIBUTOR)
    draft = Invitation(
        email=email.strip().lower(),
        member_state=survey_return.member_state,
        role=Role.CONTRIBUTOR,
        sections=list(sections),
        language=language,
        invited_by=by,
    )
    return offer(draft=draft, key=key, at=at, write=lambda token: _write(draft, survey_return, token, on, at))


def hand_over(
    *,
    survey_return: Return,
    appointment: Appointment,
    email: str,
    language: str,
    by: User,
    key: str,
    on: date,
    at: datetime,
) -> Invited:
    """Invite the successor of a focal point; nothing changes before the successor accepts.

    Raises MayNotInvite for whoever may not, for another State's appointment and for one that has ended; KeyReused,
    LetterTemplate.DoesNotExist.
    """
    fits = appointment.member_state_id == survey_return.member_state_id and appointment.ended_at is None
    if not (fits and may_hand_over(by, appointment) and may_manage_people(by, survey_return, on=on)):
        raise MayNotInvite(Role.FOCAL_POINT)
    draft = Invitation(
        email=email.strip().lower(),
        member_state=survey_return.member_state,
        role=Role.FOCAL_POINT,
        language=language,
        invited_by=by,
        succeeds=appointment,
    )
    return offer(draft=draft, key=key, at=at, write=lambda token: write_sign_in_link(draft, token, at))


def _write(invitation: Invitation, survey_return: Return, token: str, on: date, at: datetime) -> None:
    language, survey = invitation.language.split("-")[0], survey_return.survey
    definition = survey_return.questionnaire.definition
    asked = [section for section in definition.sections if section.name in invitation.sections]
    write_letter(
        # It opens an account: nobody but the addressee reads it, so it stands with no return (querysets/letters.py).
        survey_return=None,
        kind="contributor_invitation",
        occasion=f"invitation {invitation.pk}",
        language=language,
        addressees=[invitation.email],
        variables={
            "survey_title": survey.title(language),
            "member_state": survey_return.member_state.name(language),
            "sections": "\n".join(f"- {definition.label(section.labels, language)}" for section in asked),
            "url": link_to(token),
            "valid_until": invitation.expires_at,
            "reply_by": survey_return.reply_by_on(on),
            "office_email": survey.office_email,
            "focal_point": str(invitation.invited_by),
        },
        at=at,
        hold=False,
        secret=link_to(token),
    )
