"""Papers for tests: a small outline of a report, and the replies of the round of 2003 as rows."""

from datetime import date

from reports.actions.paper.additions import add
from reports.actions.paper.outline import load_paper
from reports.actions.paper.versions import keep_version
from reports.models import Report
from surveys.models import MemberState, Return, ReturnEvent, Submission, Survey
from surveys.models.history import acting_as
from tests.bench.rounds import chained, submission
from tests.factories import AT, make_user

JULY = date(2003, 7, 15)
IN_TIME, DECEMBER, JANUARY, APRIL = date(2003, 10, 1), date(2003, 12, 31), date(2004, 1, 12), date(2004, 4, 1)
# How many replies came when; 34 of the first 90 after the day that was asked for, 31 October 2003.
ARRIVALS = ((56, IN_TIME), (27, date(2003, 11, 3)), (1, DECEMBER), (6, JANUARY), (3, APRIL))


def in_three(text):
    """The same text in the languages of the paper."""
    return {"en": text, "fr": text, "es": text}


SMALL = {
    "head": {name: in_three(name.capitalize()) for name in ("item", "title", "place", "disposition")},
    "names": {},
    "paragraphs": [
        {"key": "decision", "lead": in_three("It was decided.")},
        {"key": "replies", "parts": [{"recipe": "replies"}]},
        {"key": "members", "heading": in_three("Members"), "parts": [{"recipe": "members"}]},
    ],
}


def make_report(survey, outline=SMALL):
    """A report with an outline of a paper."""
    with acting_as("tests"):
        report = Report.objects.create(survey=survey, titles={"en": "The report"})
        load_paper(report=report, document=outline)
    return report


def make_paper_of(survey, *, by):
    """A report with a paper of which a version is kept, and a block that somebody added."""
    report = make_report(survey)
    with acting_as("tests"):
        addition = add(report=report, language="en", after="decision", text="By hand.", by=by)
        keep_version(report=report, as_of=JULY, language="en", by=by, at=AT)
    return addition


def reply_as_in_2003():
    """Send the survey to the 176 members of July 2003; 93 reply, 90 of them by the end of January 2004."""
    survey, staff = Survey.objects.get(), make_user(groups=["office_staff"])
    questionnaire = survey.questionnaires.get()
    states = list(MemberState.objects.members_on(JULY))
    days = [day for count, day in ARRIVALS for _ in range(count)]
    with acting_as("tests"):
        returns = Return.objects.bulk_create(
            Return(survey=survey, member_state=state, questionnaire=questionnaire, status="sent") for state in states
        )
        ReturnEvent.objects.bulk_create(
            ReturnEvent(survey_return=each, kind="sent", effective_on=JULY, actor=staff) for each in returns
        )
        Submission.objects.bulk_create(chained(replies(survey, returns, days, staff)))
        Survey.objects.update(synthetic=True)


def replies(survey, returns, days, staff):
    """A submission for each of the days."""
    for survey_return, day in zip(returns, days, strict=False):
        made = submission(survey, survey_return, ("en", {}, {}, {}), staff)
        made.received_on = day
        yield made


def reply_too(days):
    """Further States that had been asked reply on these days."""
    survey, staff = Survey.objects.get(), make_user()
    there = Submission.objects.count()
    waiting = Return.objects.exclude(submissions__survey=survey).order_by("pk")
    for number, entry in enumerate(replies(survey, waiting, days, staff), start=there + 1):
        entry.ledger_no, entry.digest, entry.chain = number, f"{number:064}", f"{number:064}"
        with acting_as("tests"):
            entry.save()
