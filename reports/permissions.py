"""Who may read, compile, review and publish editions, as short named questions."""

from reports.models import Summary, Treatment
from reports.models.life import RULES, Actor
from surveys.models import User
from surveys.permissions import is_analyst, is_office_staff, may_compile, may_follow_survey

__all__ = [
    "is_second",
    "may_clear",
    "may_compile",
    "may_decide_treatment",
    "may_edit_paper",
    "may_keep_milestones",
    "may_propose_treatment",
    "may_keep_report",
    "may_read_editions",
    "may_read_paper",
    "may_read_report",
    "may_take",
    "may_write_chapters",
    "takes_part",
]


def may_read_editions(user: User) -> bool:
    """Editions that are not published: Office staff and analysts."""
    return may_follow_survey(user)


def takes_part(user: User, step: str) -> bool:
    """Whether this person is one of those who take such a step with editions (reports/models/life.py)."""
    return is_office_staff(user) if RULES[step].by == Actor.STAFF else may_compile(user)


def is_second(user: User, summary: Summary) -> bool:
    """Whether this person neither asked for the edition nor proposed it."""
    return user.pk not in summary.compilations.makers() | summary.steps.proposers()


def may_take(user: User, step: str, summary: Summary) -> bool:
    """Whether this person may take the step with this edition, wherever it stands."""
    return takes_part(user, step) and (RULES[step].by != Actor.SECOND or is_second(user, summary))


def may_keep_milestones(user: User) -> bool:
    """Say who is responsible for a milestone and when it was done: Office staff."""
    return is_office_staff(user)


def may_clear(user: User) -> bool:
    """Read what goes out for a signature, and take the steps towards it: Office staff, who read the letters."""
    return is_office_staff(user)


def may_propose_treatment(user: User) -> bool:
    """Propose to set an answer aside, to correct its unit, to recode an “other”: analysts."""
    return is_analyst(user)


def may_decide_treatment(user: User, treatment: Treatment) -> bool:
    """Approve, refuse or revoke a treatment: Office staff and analysts, but never who proposed it."""
    return may_follow_survey(user) and treatment.proposed_by_id != user.pk


def may_read_paper(user: User) -> bool:
    """Read the paper for the governing body as of a day: Office staff and analysts."""
    return may_follow_survey(user)


def may_edit_paper(user: User) -> bool:
    """Add paragraphs of one's own, and keep a version: Office staff."""
    return is_office_staff(user)


def may_write_chapters(user: User) -> bool:
    """Store versions of chapters, choose between two, give figures their codes: Office staff."""
    return is_office_staff(user)


def may_read_report(user: User) -> bool:
    """Read the chapters of the report, who owes what, where it stands: Office staff and analysts."""
    return may_follow_survey(user)


def may_keep_report(user: User) -> bool:
    """Change chapters and topics, remind: Office staff."""
    return is_office_staff(user)
