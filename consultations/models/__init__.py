from consultations.models.consultations import ConstituentGroup, Consultation
from consultations.models.contribution_letters import ContributionLetter
from consultations.models.contributions import Contribution, ContributionStanding
from consultations.models.documents import Document
from consultations.models.feeds import CalendarFeed
from consultations.models.organizations import Organization
from consultations.models.outcomes import Outcome, OutcomeSource
from consultations.models.participations import Participation
from consultations.models.themes import Theme

__all__ = [
    "CalendarFeed",
    "ConstituentGroup",
    "Consultation",
    "Contribution",
    "ContributionLetter",
    "ContributionStanding",
    "Document",
    "Organization",
    "Outcome",
    "OutcomeSource",
    "Participation",
    "Theme",
]
