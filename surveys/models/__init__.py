from surveys.models.accounts import SecondFactorReset, SignInLink
from surveys.models.attachments import Attachment
from surveys.models.groups import GroupMembership, GroupOfStates, Subregion
from surveys.models.imports import SheetImport
from surveys.models.jobs import Job, Trouble
from surveys.models.keying import KeyedAnswer, Settlement
from surveys.models.letters import Letter, LetterStanding, LetterTemplate
from surveys.models.life import Happening, Status
from surveys.models.member_states import MemberState, Region
from surveys.models.paper import Objection, PaperReturn, PaperScan, PaperVoid
from surveys.models.people import Appointment, Invitation, OfficeRole, Role, User
from surveys.models.ratifications import Instrument, Ratification
from surveys.models.returns import Answer, Attribution, Return, ReturnEvent
from surveys.models.submissions import Channel, Receipt, Submission
from surveys.models.surveys import CutOff, Questionnaire, Survey
from surveys.models.visits import BoardVisit
from surveys.models.write_keys import WriteKey

__all__ = [
    "Answer",
    "Appointment",
    "Attachment",
    "Attribution",
    "BoardVisit",
    "Channel",
    "CutOff",
    "GroupMembership",
    "GroupOfStates",
    "Happening",
    "Instrument",
    "Invitation",
    "Job",
    "KeyedAnswer",
    "Letter",
    "LetterStanding",
    "LetterTemplate",
    "MemberState",
    "Objection",
    "OfficeRole",
    "PaperReturn",
    "PaperScan",
    "PaperVoid",
    "Questionnaire",
    "Ratification",
    "Receipt",
    "Region",
    "Return",
    "ReturnEvent",
    "Role",
    "SecondFactorReset",
    "SheetImport",
    "SignInLink",
    "Settlement",
    "Status",
    "Subregion",
    "Submission",
    "Survey",
    "Trouble",
    "User",
    "WriteKey",
]
