"""Everything that a paper as of a day tells, in a fixed number of queries."""

from collections import Counter
from datetime import date

from django.db.models import Max, Min

from consultations.models import Organization, Theme
from consultations.register.periods import Period, Precision
from reports.actions.paper.records import consultation_facts, contribution_facts, organization, outcome_facts
from reports.models import Report
from reports.paper.facts import CutOffFact, Facts, MembersFact, MilestoneFact, Named, SurveyFact
from surveys.models import MemberState, Region, ReturnEvent, Survey
from surveys.standing import report_on, states_on


def gather(report: Report, day: date) -> Facts:
    """The facts of a report's paper as of the end of `day`."""
    survey = report.survey
    return Facts(
        slug=survey.slug,
        day=day,
        titles=report.titles,
        facts=report.facts,
        survey=survey_fact(survey, day),
        members=members_fact(day),
        themes=tuple(
            Named("theme", theme.code, theme.titles)
            for theme in Theme.objects.filter(survey=survey).order_by("order")
        ),
        chapters=tuple(Named("chapter", str(found.order), found.titles) for found in report.chapters.all()),
        topics=tuple(Named("topic", topic.code, topic.titles) for topic in report.topics.all()),
        topics_open=report.topics_open,
        consultations=consultation_facts(survey, day),
        contributions=contribution_facts(survey, day),
        outcomes=outcome_facts(survey, day),
        milestones=milestone_facts(survey, day),
        organizations=tuple(organization(found) for found in Organization.objects.all()),
    )


def survey_fact(survey: Survey, day: date) -> SurveyFact:
    """The survey and its replies at the end of the day, by the code that counts on the board of replies."""
    rows = states_on(survey, day)
    total = report_on(survey, rows).total
    received = [row.standing.first_received_on for row in rows if row.standing.first_received_on]
    return SurveyFact(
        titles=survey.titles,
        languages=tuple(survey.languages),
        synthetic=survey.synthetic,
        sent=sent_in(survey, day) if total.sent else None,
        asked=total.sent,
        received=total.received,
        late=total.late,
        outstanding=total.outstanding,
        reply_by=survey.reply_by,
        cut_offs=tuple(
            CutOffFact(cut_off.slug, cut_off.names, cut_off.day, sum(first <= cut_off.day for first in received))
            for cut_off in survey.cut_offs.all()
        ),
    )


def sent_in(survey: Survey, day: date) -> Period:
    """The month in which the survey was sent, or the months: it goes out State by State, on days of their own."""
    sent = ReturnEvent.objects.of_survey(survey, on=day).filter(kind="sent")
    first, last = sent.aggregate(first=Min("effective_on"), last=Max("effective_on")).values()
    return Period(first.replace(day=1), last, Precision.MONTH)


def members_fact(day: date) -> MembersFact:
    """The member States of the day, in all and by region."""
    found = Counter(MemberState.objects.members_on(day).values_list("region", flat=True))
    regions = tuple((Named("region", region.code, region.names), found[region.pk]) for region in Region.objects.all())
    return MembersFact(found.total(), regions)


def milestone_facts(survey: Survey, day: date) -> tuple[MilestoneFact, ...]:
    """What had to be done by when, and whether it had been done by the day."""
    return tuple(
        MilestoneFact(found.code, found.titles, found.period, found.is_done_by(day))
        for found in survey.milestones.all()
    )
