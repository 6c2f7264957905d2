"""The page on where a round stands, and the form of a milestone."""

from datetime import date
from secrets import token_hex

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.actions.versions import last_event
from reports.actions.milestones import change_milestone
from surveys.models import CutOff
from surveys.models.history import acting_as
from tests import people
from tests.consultations.entries import come_in, errors_of, make_consultation, make_outcome, make_planned, text_of
from tests.factories import AT, make_survey, make_user
from tests.reports.milestones import make_milestone, make_report_chapter
from tests.reports.test_compile import reply
from tests.reports.test_standing import make_contribution

pytestmark = pytest.mark.django_db
JANUARY = {"first_day": date(2004, 1, 1), "last_day": date(2004, 1, 31), "announced_on": date(2003, 12, 1)}


@pytest.fixture(autouse=True)
def farid(client, settings):
    return come_in(client, settings, people.farid())


@pytest.fixture
def survey():
    return make_survey()


def read(client, **query):
    return client.get(reverse("reports:standing", args=["ilms2003"]), query)


def save(client, milestone, **changed):
    fields = {"key": token_hex(8), "seen": last_event(milestone), "owner": "", "done_on": "", **changed}
    return client.post(reverse("reports:milestone", args=["ilms2003", milestone.code]), fields)


def fill(survey, number):
    """A row for each block."""
    make_milestone(survey, f"M{number}", owner=make_user(name=f"Owner {number}"))
    make_report_chapter(survey, number, due_on=date(2004, 1, 31), lead=make_user())
    make_contribution(survey, f"C{number}")
    make_planned(survey, f"P{number}", **JANUARY)
    make_outcome(survey, make_consultation(survey, f"E{number}"), code=f"O{number}")


def test_every_block_says_so_when_it_is_empty(client, survey):
    page = text_of(read(client))

    for words in (
        "The survey had not been sent to any State.",
        "No milestones are entered for this survey.",
        "No chapter is late.",
        "No contribution is late.",
        "Every meeting that is over has been recorded.",
        "Every outcome is used by a chapter.",
    ):
        assert words in page


def test_all_blocks_tell_what_is_in_them(client, survey):
    fill(survey, 1)
    reply(survey, "DZA")
    with acting_as("tests"):
        CutOff.objects.create(survey=survey, slug="draft", names={"en": "Draft"}, day=date(2003, 12, 31))

    page = text_of(read(client))

    assert "<strong>1</strong> of 1 States asked had replied" in page
    assert "1 of 1</td>" in page
    for words in ("29 February 2004", "Owner 1", "Part 1", "A study", ">O1</a>", "January 2004"):
        assert words in page
    assert reverse("consultations:consultation_record", args=["ilms2003", "P1"]) in page


def test_more_than_fits_one_printed_page_is_counted(client, survey):
    for number in range(9):
        make_planned(survey, f"P{number}", **JANUARY)

    meetings = read(client).context["meetings"]

    assert (len(meetings.lines), meetings.more) == (7, 2)


def test_another_day_is_asked_for_in_the_address(client, survey):
    make_planned(survey, "P1", **JANUARY)

    assert read(client, as_of="2004-01-31").context["meetings"].lines == []
    assert len(read(client, as_of="2004-02-01").context["meetings"].lines) == 1


@pytest.mark.parametrize("day", ["2004-02-12", "yesterday"])
def test_a_day_that_is_none_or_has_not_come_is_refused(client, survey, day):
    answer = read(client, as_of=day)

    assert answer.status_code == 400
    assert list(errors_of(answer)) == ["as_of"]
    assert f'value="{day}"' in text_of(answer)


def test_the_number_of_queries_is_the_same_for_many(client, survey):
    fill(survey, 1)
    reply(survey, "DZA")
    with CaptureQueriesContext(connection) as one:
        read(client)
    for number in range(2, 6):
        fill(survey, number)
    for iso3 in ("EGY", "LBY", "MAR"):
        reply(survey, iso3)

    with CaptureQueriesContext(connection) as many:
        read(client)

    assert len(many) == len(one)


def test_an_analyst_reads_and_changes_nothing(client, survey):
    milestone = make_milestone(survey)
    make_planned(survey, "P1", **JANUARY)
    client.force_login(people.grace())

    page = text_of(read(client))

    assert "Milestone REPORT" in page
    assert "/milestones/" not in page
    assert "Record it" not in page
    assert save(client, milestone).status_code == 404


def test_a_milestone_gets_its_owner_and_its_day(client, survey, farid):
    milestone = make_milestone(survey)

    assert save(client, milestone, owner=farid.pk, done_on="2004-02-10").status_code == 302

    milestone.refresh_from_db()
    assert (milestone.owner, milestone.done_on) == (farid, date(2004, 2, 10))


def test_nobody_and_no_day_are_taken_too(client, survey, farid):
    milestone = make_milestone(survey, owner=farid, done_on=date(2004, 2, 1))

    save(client, milestone)

    milestone.refresh_from_db()
    assert (milestone.owner, milestone.done_on) == (None, None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"done_on": "2004-02-12"}, "done_on"), ({"done_on": "soon"}, "done_on"), ({"owner": "999999"}, "owner")],
)
def test_what_does_not_fit_is_told_at_its_field(client, survey, changed, field):
    milestone = make_milestone(survey)

    answer = save(client, milestone, **changed)

    assert answer.status_code == 400
    assert list(errors_of(answer)) == [field]


def test_people_of_governments_are_not_offered(client, survey, farid):
    make_user(name="Minister")
    milestone = make_milestone(survey)

    form = client.get(reverse("reports:milestone", args=["ilms2003", milestone.code])).context["form"]

    assert [value for value, _words in form.fields["owner"].choices] == ["", str(farid.pk)]


def test_two_people_at_once_see_both_versions(client, survey, farid):
    milestone = make_milestone(survey)
    seen = last_event(milestone)
    with acting_as(farid):
        change_milestone(milestone=milestone, owner=farid, done_on=None, seen=seen, by=farid, key=token_hex(8), at=AT)

    answer = save(client, milestone, seen=seen, done_on="2004-02-10")

    assert answer.status_code == 409
    assert 'value="2004-02-10"' in text_of(answer)
    milestone.refresh_from_db()
    assert milestone.done_on is None


def test_the_same_page_sent_twice_is_one_change_and_a_used_key_is_told(client, survey):
    milestone = make_milestone(survey)
    sent = {"key": "once", "seen": last_event(milestone), "done_on": "2004-02-10"}

    assert save(client, milestone, **sent).status_code == 302
    assert save(client, milestone, **sent).status_code == 302
    assert save(client, milestone, **{**sent, "done_on": "2004-02-09"}).status_code == 409
    assert milestone.changes.count() == 2
