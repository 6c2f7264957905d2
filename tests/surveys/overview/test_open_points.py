"""What is open about a return, each with the page where something can be done about it."""

from datetime import date

import pytest

from surveys.models import Appointment, Job, Letter, ReturnEvent
from surveys.models.history import acting_as
from surveys.overview.open_points import open_points
from tests.factories import AT, appoint, make_paper, make_return, make_state, make_submission, make_survey, make_user

pytestmark = pytest.mark.django_db

ON = date(2003, 11, 10)


@pytest.fixture
def survey_return():
    """Nothing is open: the language is confirmed, a focal point known, the invitation on its way."""
    state = make_state("FRA", language_confirmed=True)
    appoint(make_user("amina@gov.example"), state)
    return make_return(make_survey(), state)


def points(survey_return, on=ON):
    survey_return.refresh_from_db()
    contacts = Appointment.objects.in_force(on).filter(member_state=survey_return.member_state)
    letters = survey_return.letters.select_related("job", "survey_return__survey", "survey_return__member_state")
    return open_points(survey_return, letters=letters, contacts=list(contacts), on=on)


def words(survey_return, on=ON):
    return [point.words for point in points(survey_return, on)]


def extend_to(survey_return, until):
    with acting_as("tests"):
        ReturnEvent.objects.create(
            survey_return=survey_return,
            kind="extended",
            effective_on=date(2003, 10, 20),
            actor=make_user(),
            details={"until": until.isoformat()},
        )


def stand(survey_return, state, job_state):
    with acting_as("tests"):
        job = Job.objects.create(task="surveys.deliver_letter", due_at=AT, state=job_state)
        Letter.objects.filter(survey_return=survey_return).update(state=state, job=job)


def test_nothing_may_be_open(survey_return):
    assert points(survey_return) == []


def test_an_assumed_language_and_an_unknown_focal_point_are_open():
    survey_return = make_return(make_survey(), make_state("FRA"))

    assert words(survey_return) == [
        "No focal point is known.",
        "The language of correspondence is only assumed.",
        "1 letter is held.",
    ]


def test_a_contributor_is_no_focal_point(survey_return):
    with acting_as("tests"):
        Appointment.objects.update(role="contributor", sections=["respondent"])

    assert words(survey_return) == ["No focal point is known."]


@pytest.mark.parametrize(
    ("state", "job_state", "expected", "standing"),
    [
        ("unknown", "unknown", "Of 1 letter it is not known whether it went out.", "unknown"),
        ("due", "failed", "1 letter could not be sent.", "failed"),
    ],
)
def test_letters_that_wait_for_a_person_lead_to_their_list(survey_return, state, job_state, expected, standing):
    stand(survey_return, state, job_state)

    [point] = points(survey_return)

    assert (point.words, point.url) == (expected, f"/surveys/ilms2003/letters/?standing={standing}&state=FRA")


@pytest.mark.parametrize("state", ["sent", "cancelled"])
def test_letters_that_are_done_are_not_open(survey_return, state):
    stand(survey_return, state, "done")

    assert points(survey_return) == []


def test_an_extension_is_open_until_there_is_a_reply(survey_return):
    extend_to(survey_return, date(2003, 11, 30))

    assert words(survey_return) == ["An extension runs until 30 November 2003."]
    assert words(survey_return, date(2003, 12, 1)) == ["An extension ended on 30 November 2003."]
    assert words(survey_return, date(2003, 10, 19)) == []
    make_submission(survey_return)
    assert words(survey_return) == []


def test_a_paper_reply_that_is_being_entered_is_open(survey_return):
    make_paper(survey_return)

    assert words(survey_return) == ["The reply came on paper and is still being entered."]
