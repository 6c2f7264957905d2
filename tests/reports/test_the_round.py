"""What the source of the round says of the report and of contributions, asked of the database as the pages ask."""

from collections import Counter
from datetime import date

import pytest

from consultations.models import Contribution, ContributionStanding, Outcome
from reports.models import Chapter, Milestone, Report, Topic
from surveys.models import Survey
from surveys.models.history import acting_as
from tests.factories import make_user
from tests.rounds import PAPER_DAY, load, the_round  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_round")]


def contributions(**which):
    return {row.code: row for row in Contribution.objects.filter(**which)}


def test_6_chapters_in_order_each_with_its_reading_of_the_themes():
    chapters = Chapter.objects.all()
    assert [(row.order, row.themes) for row in chapters] == [
        (1, ["T1"]),
        (2, ["T1"]),
        (3, ["T3"]),
        (4, ["T3"]),
        (5, ["T2", "T3"]),
        (6, ["T2"]),
    ]
    assert {(row.status, row.due_on, row.lead) for row in chapters} == {("not_begun", date(2004, 2, 29), None)}


def test_9_topics_of_an_open_list():
    assert list(Topic.objects.values_list("code", flat=True)) == [
        "conventions",
        "remittances",
        "discrimination",
        "employment",
        "child-labour",
        "trafficking",
        "gender",
        "hiv-aids",
        "social-security",
    ]
    assert Report.objects.get().topics_open


def test_10_milestones_of_which_3_are_behind():
    done = {row.code: row.is_done_by(PAPER_DAY) for row in Milestone.objects.all()}
    assert done == {
        "DISPATCH": True,
        "INCLUSION": True,
        "COUNT": True,
        "PAPER": False,
        "REPORT": False,
        "GB": False,
        "NAIROBI": False,
        "CENTRAL_AMERICA": False,
        "SUMMARY": False,
        "CONFERENCE": False,
    }
    assert Milestone.objects.open_on(date(2003, 12, 30)).count() == 9
    assert Milestone.objects.get(code="SUMMARY").period.written() == ("2004-05", "2004-05")
    assert Milestone.objects.get(code="INCLUSION").period.written() == ("2003-12-31", "2003-12-31")


def test_contributions_received_and_those_only_invited():
    standing = Counter(row.standing_on(PAPER_DAY) for row in Contribution.objects.known_on(PAPER_DAY))
    assert standing == {ContributionStanding.RECEIVED: 20, ContributionStanding.INVITED: 3}
    assert set(contributions(is_received=False)) == {"C08-1", "C22-2", "C22-3"}
    assert Contribution.objects.known_on(date(2004, 2, 10)).count() == 0


def test_1_research_project_and_2_named_institutions():
    assert contributions()["C08-2"].contributor.code == "iils"
    assert [contributions()[code].contributor.short_name("en") for code in ("C08-3", "C08-4")] == ["MPI", "SAMP"]


def test_what_is_new_and_what_was_asked_for_by_whom():
    assert set(contributions(new_information=True, previously_unassembled=True)) == {"C06-1"}
    assert {row.code: row.requested_by.code for row in Contribution.objects.filter(requested_by__isnull=False)} == {
        "C10-1": "director-general"
    }
    assert {row.contributor.code for row in contributions(kind="data", code__startswith="C10").values()} == {
        "un-population-division",
        "oecd",
    }


def test_the_journal_of_2003_in_3_languages_that_are_not_named():
    journal = contributions()["C23-1"]
    assert (journal.year, journal.stated_languages, journal.languages) == (2003, 3, [])


def test_outcomes_come_from_contributions_too():
    codes = {row.code for row in Outcome.objects.filter(sources__contribution__isnull=False)}
    assert codes == {"O08-1", "O18-1"}


def test_the_facts_that_are_entered_once():
    facts = Report.objects.get().facts
    expected = {
        "paper.number": 4,
        "paper.date": "2004-02-11",
        "approach.decision.number": 283,
        "approach.decision.date": "2002-03",
        "approach.decision.document": "GB.283/2/1",
        "approach.conference.number": 92,
    }
    assert {name: facts[name] for name in expected} == expected
    assert [len(facts[name]) for name in ("survey.information_asked", "report.purposes", "report.basis")] == [6, 3, 4]
    assert facts["paper.place"] == {"en": "Geneva", "fr": "Genève", "es": "Ginebra"}
    assert len(Survey.objects.get().languages) == 7


@pytest.mark.parametrize("model", [Chapter, Contribution, Milestone, Report, Topic])
def test_every_text_is_there_in_english_french_and_spanish(model):
    for row in model.objects.all():
        assert set(row.titles) == {"en", "fr", "es"}, row


def test_the_work_of_people_stays_when_the_round_is_loaded_again():
    lead = make_user()
    with acting_as("tests"):
        Chapter.objects.filter(order=1).update(lead=lead, status="writing", due_on=date(2004, 2, 20))
        Milestone.objects.filter(code="REPORT").update(owner=lead, done_on=date(2004, 2, 27))
        Contribution.objects.filter(code="C22-2").update(is_received=True, received_on=date(2004, 2, 12))

    loaded = load()

    assert (loaded.added, loaded.changed) == (0, 0)
    chapter, milestone = Chapter.objects.get(order=1), Milestone.objects.get(code="REPORT")
    assert (chapter.lead, chapter.status, chapter.due_on) == (lead, "writing", date(2004, 2, 20))
    assert (milestone.owner, milestone.done_on) == (lead, date(2004, 2, 27))
    assert contributions()["C22-2"].received_on == date(2004, 2, 12)
