"""Load a report: its chapters, topics and milestones, and who contributes what to it, as the file of a round says."""

from typing import Any

from django.db import transaction

from consultations.actions.rounds import RegisterLoader
from consultations.models import Contribution, Outcome, OutcomeSource
from reports.models import Chapter, Milestone, Report, Topic
from reports.rounds.rows import ContributionRow, ReportContent
from surveys.actions.loading import Loaded
from surveys.models import Survey


def load_report(*, content: ReportContent, survey: Survey, loaded: Loaded | None = None) -> Loaded:
    """Load what was read, all or nothing, after the register; what is already as in the file is not written again.

    Where the file says something new it wins; what people changed stays as long as the file says what it said
    before. Never overwritten is what is the work of people: who leads a chapter, where it stands and when it is due,
    who is responsible for a milestone and when it was done, when a contribution was invited, received or declined.
    Nothing is ever deleted.
    """
    with transaction.atomic():
        loader = _ReportLoader(survey, loaded)
        loader.load_organizations(content.organizations)
        loader.load_report(content)
        for row in content.milestones:
            loader.keep(
                Milestone,
                {"survey": survey, "code": row.code},
                {
                    "titles": row.titles,
                    "first_day": row.period.first,
                    "last_day": row.period.last,
                    "precision": row.period.precision.value,
                },
                at_first={"done_on": row.done_on},
            )
        for contribution in content.contributions:
            loader.load_contribution(contribution)
    return loader.loaded


class _ReportLoader(RegisterLoader):
    """Writes the rows of a report."""

    def load_report(self, content: ReportContent) -> None:
        """The report, its topics and its chapters."""
        values = {"titles": content.titles, "facts": content.facts, "topics_open": content.topics_open}
        report = self.keep(Report, {"survey": self.survey}, values)
        for topic in content.topics:
            self.keep(Topic, {"report": report, "code": topic.code}, {"titles": topic.titles, "order": topic.order})
        for row in content.chapters:
            self.keep(
                Chapter,
                {"report": report, "order": row.order},
                {"titles": row.titles, "themes": row.themes, "topics": row.topics},
                at_first={"due_on": row.due_on},
            )

    def load_contribution(self, row: ContributionRow) -> None:
        """A contribution, and the outcomes that come from it."""
        contribution = self.keep(
            Contribution,
            {"survey": self.survey, "code": row.code},
            self._contribution_values(row),
            at_first={
                "invited_on": row.invited_on,
                "due_on": row.due_on,
                "is_received": row.is_received,
                "received_on": row.received_on,
                "recorded_on": row.recorded_on,
            },
        )
        for outcome in Outcome.objects.filter(survey=self.survey, code__in=row.outcomes):
            self.keep(OutcomeSource, {"outcome": outcome, "contribution": contribution}, {})

    def _contribution_values(self, row: ContributionRow) -> dict[str, Any]:
        return {
            "contributor_id": self.organizations[row.contributor].pk,
            "partner_id": self.organizations[row.partner].pk if row.partner else None,
            "requested_by_id": self.organizations[row.requested_by].pk if row.requested_by else None,
            "kind": row.kind,
            "titles": row.titles,
            "new_information": row.new_information,
            "previously_unassembled": row.previously_unassembled,
            "year": row.year,
            "stated_languages": row.stated_languages,
            "languages": row.languages,
            "source": row.source,
            "notes": row.notes,
        }
