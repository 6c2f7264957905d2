"""Who may do what, as short named questions; which rows, is asked of `visible_to` (querysets.py).

`on` is the day for which appointments are looked at. A view that gets False answers 404: what one may not see
answers as what does not exist.
"""

from datetime import date

from surveys.models import Appointment, Attachment, Invitation, OfficeRole, PaperReturn, Return, Role, User

GOVERNMENT = frozenset({Role.FOCAL_POINT, Role.CONTRIBUTOR})


def roles_for(user: User, survey_return: Return, *, on: date) -> dict[str, list[str]]:
    """The roles of `user` for this return's State on this day, each with its sections (empty: all)."""
    appointments = user.appointments.in_force(on).filter(member_state=survey_return.member_state_id)
    return dict(appointments.values_list("role", "sections"))


def is_office_staff(user: User) -> bool:
    """Whether the person works for the Office on returns."""
    return OfficeRole.STAFF in user.office_roles


def is_analyst(user: User) -> bool:
    """Whether the person analyses submitted returns."""
    return OfficeRole.ANALYST in user.office_roles


def is_administrator(user: User) -> bool:
    """Whether the person administers accounts and questionnaires."""
    return OfficeRole.ADMINISTRATOR in user.office_roles


def may_follow_survey(user: User) -> bool:
    """Status table, editions: Office staff and analysts."""
    return is_office_staff(user) or is_analyst(user)


def may_send_survey(user: User) -> bool:
    """Send the survey to member States."""
    return is_office_staff(user)


def may_handle_letters(user: User) -> bool:
    """Read the letters on returns, let them go, cancel them, settle what is not known about them."""
    return is_office_staff(user)


def may_see_account_letters(user: User) -> bool:
    """See to whom letters about accounts went and where they stand; what they say is nobody's."""
    return is_administrator(user)


def may_keep_states(user: User) -> bool:
    """Keep the tables of member States, of their regions, and of who acts for them."""
    return is_administrator(user)


def may_keep_contacts(user: User) -> bool:
    """Keep in which language States are written to, groups of States and ratifications."""
    return is_office_staff(user)


def may_assign(user: User) -> bool:
    """Say who of the Office is responsible for a return."""
    return is_office_staff(user)


def may_register_paper(user: User) -> bool:
    """Register a paper reply and key it in."""
    return is_office_staff(user)


def may_compile(user: User) -> bool:
    """Compile an edition of the summary."""
    return is_office_staff(user) or is_analyst(user)


def may_invite(user: User) -> bool:
    """Invite people of governments and of the Office."""
    return is_administrator(user) or is_office_staff(user)


def grantable_roles(user: User) -> list[str]:
    """The roles into which this person may invite others: those of the Office are given by administrators."""
    of_governments = list(Role.values) if may_invite(user) else []
    return of_governments + (list(OfficeRole.values) if is_administrator(user) else [])


def keys_in(user: User, survey_return: Return) -> bool:
    """Whether this person sees and writes the draft because they key it in from paper: the first of the two alone,
    so that the second is blind to it."""
    paper = survey_return.keyed_from
    is_first = paper is not None and paper.state == PaperReturn.State.REGISTERED and paper.keyed_by_id == user.pk
    return is_office_staff(user) and is_first


def settles(user: User, survey_return: Return) -> bool:
    """Whether this person sees the draft because both keyings are there to be compared and submitted."""
    paper = survey_return.keyed_from
    return is_office_staff(user) and paper is not None and paper.state == PaperReturn.State.COMPARED


def is_being_keyed(survey_return: Return) -> bool:
    """Whether the Office keys the reply in from paper just now; the government then does not write into it."""
    return survey_return.keyed_from is not None and survey_return.keyed_from.is_waiting


def may_read_draft(user: User, survey_return: Return, *, on: date) -> bool:
    """Draft text: the government, and the Office only while it keys in from paper."""
    is_office = keys_in(user, survey_return) or settles(user, survey_return)
    return is_office or bool(GOVERNMENT & roles_for(user, survey_return, on=on).keys())


def answerable_sections(user: User, survey_return: Return, sections: list[str], *, on: date) -> list[str]:
    """The sections that this person may answer, in the questionnaire's order."""
    if is_being_keyed(survey_return):
        return sections if keys_in(user, survey_return) else []
    return sections_of_government(user, survey_return, sections, on=on)


def sections_of_government(user: User, survey_return: Return, sections: list[str], *, on: date) -> list[str]:
    """The sections that this person may answer while nobody keys the reply in."""
    roles = roles_for(user, survey_return, on=on)
    if Role.FOCAL_POINT in roles:
        return sections
    given = roles.get(Role.CONTRIBUTOR)
    return [] if given is None else [name for name in sections if name in given]


def may_read_scans(user: User, survey_return: Return, *, on: date) -> bool:
    """Scans of paper replies: Office staff; the focal point once a reply keyed in from paper is submitted."""
    if is_office_staff(user):
        return True
    is_focal_point = Role.FOCAL_POINT in roles_for(user, survey_return, on=on)
    return is_focal_point and survey_return.submissions.filter(paper__isnull=False).exists()


def may_read_answer_file(user: User, survey_return: Return, sha256: str, *, on: date) -> bool:
    """A file attached to an answer: as the draft; as a submission that this person may read and that names it."""
    if may_read_draft(user, survey_return, on=on):
        return True
    return bool(survey_return.submissions.visible_to(user, on=on).naming(sha256).exists())


def readable_purposes(user: User, survey_return: Return, sha256: str, *, on: date) -> list[str]:
    """As what this person may read the file of this digest, if the return has it."""
    may_read = {
        Attachment.Purpose.ANSWER: may_read_answer_file(user, survey_return, sha256, on=on),
        Attachment.Purpose.SCAN: may_read_scans(user, survey_return, on=on),
    }
    return [purpose.value for purpose, may in may_read.items() if may]


def may_submit(user: User, survey_return: Return, *, on: date) -> bool:
    """Sign and submit, amend: the focal point; from paper, the Office on the government's behalf."""
    if is_being_keyed(survey_return):
        return settles(user, survey_return)
    return Role.FOCAL_POINT in roles_for(user, survey_return, on=on)


def may_check(user: User, survey_return: Return, *, on: date) -> bool:
    """Read all answers together before they go on: who may submit, and who has just keyed them in first."""
    return keys_in(user, survey_return) or may_submit(user, survey_return, on=on)


def is_focal_point(user: User, survey_return: Return, *, on: date) -> bool:
    """Whether the return is this person's: take a reply back, see what the Office sees."""
    return Role.FOCAL_POINT in roles_for(user, survey_return, on=on)


def may_decide(user: User) -> bool:
    """Grant an extension, note that a Government does not take part, reopen, complete."""
    return is_office_staff(user)


def may_read_submissions(user: User, survey_return: Return, *, on: date) -> bool:
    """Submissions and receipts: the focal point, Office staff, analysts; not the social partners."""
    return may_follow_survey(user) or Role.FOCAL_POINT in roles_for(user, survey_return, on=on)


def may_consent(user: User, invitation: Invitation) -> bool:
    """Be the second administrator of an invitation into the Office: neither who invited nor who is invited."""
    return is_administrator(user) and invitation.invited_by_id != user.pk and invitation.email != user.email


def may_manage_people(user: User, survey_return: Return, *, on: date) -> bool:
    """See who works on the return, invite, hand over: the focal point; the Office on a government's word."""
    return is_office_staff(user) or Role.FOCAL_POINT in roles_for(user, survey_return, on=on)


def may_end(user: User, appointment: Appointment, survey_return: Return, *, on: date) -> bool:
    """End an appointment: contributors' by whoever looks after the return's people; all others by the Office."""
    if appointment.member_state_id != survey_return.member_state_id or appointment.user_id == user.pk:
        return False
    is_contributor = appointment.role == Role.CONTRIBUTOR
    return is_office_staff(user) or (is_contributor and may_manage_people(user, survey_return, on=on))


def may_hand_over(user: User, appointment: Appointment) -> bool:
    """Of those who look after a return's people, who names a focal point's successor: that focal point; the Office,
    which alone ends the appointments of others."""
    is_own = appointment.user_id == user.pk
    return appointment.role == Role.FOCAL_POINT and (is_own or is_office_staff(user))


def may_withdraw_offer(user: User, invitation: Invitation) -> bool:
    """Of those who look after a return's people, who takes an invitation back: a focal point contributors' and their
    own; the Office's to another focal point or to the social partners are the Office's (threats.md, A4)."""
    is_theirs = invitation.role == Role.CONTRIBUTOR or invitation.invited_by_id == user.pk
    return is_theirs or is_office_staff(user)
