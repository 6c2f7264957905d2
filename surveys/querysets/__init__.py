"""The questions that are asked of the tables, each with a name. Whatever depends on time takes the day."""

from surveys.querysets.accounts import SecondFactorResetQuerySet, SignInLinkQuerySet
from surveys.querysets.answers import AnswerQuerySet
from surveys.querysets.attachments import AttachmentQuerySet
from surveys.querysets.groups import GroupMembershipQuerySet
from surveys.querysets.imports import SheetImportQuerySet
from surveys.querysets.jobs import JobQuerySet, WriteKeyQuerySet
from surveys.querysets.ledger import LedgerQuerySet, ObjectionQuerySet, PaperReturnQuerySet, SubmissionQuerySet
from surveys.querysets.letters import LetterQuerySet
from surveys.querysets.member_states import MemberStateQuerySet
from surveys.querysets.people import AppointmentQuerySet, InvitationQuerySet, UserQuerySet
from surveys.querysets.returns import ReturnEventQuerySet, ReturnQuerySet

__all__ = [
    "AnswerQuerySet",
    "AppointmentQuerySet",
    "GroupMembershipQuerySet",
    "AttachmentQuerySet",
    "InvitationQuerySet",
    "JobQuerySet",
    "LedgerQuerySet",
    "LetterQuerySet",
    "MemberStateQuerySet",
    "ObjectionQuerySet",
    "PaperReturnQuerySet",
    "ReturnEventQuerySet",
    "ReturnQuerySet",
    "SecondFactorResetQuerySet",
    "SheetImportQuerySet",
    "SignInLinkQuerySet",
    "SubmissionQuerySet",
    "UserQuerySet",
    "WriteKeyQuerySet",
]
