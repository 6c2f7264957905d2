"""What goes out for a signature: the list, the page of one, refusals that lose nothing."""

from secrets import token_hex

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.actions.clearances import subject_with_steps
from reports.actions.editions import approve, propose
from reports.models import Clearance
from surveys.models import Letter
from surveys.models.history import acting_as
from tests import people
from tests.consultations.entries import come_in, text_of
from tests.factories import make_return, make_state, make_survey, make_user
from tests.reports.editions import keyed, make_edition
from tests.reports.milestones import make_letter

pytestmark = pytest.mark.django_db
LIST = "/summaries/ilms2003/signature/"


@pytest.fixture(autouse=True)
def farid(client, settings):
    return come_in(client, settings, people.farid())


@pytest.fixture
def second():
    return make_user("second@example.org", groups=["office_staff"], name="Second")


@pytest.fixture
def survey():
    return make_survey()


@pytest.fixture
def letter(survey):
    return make_letter(make_return(survey, make_state()))


def address(letter):
    return reverse("reports:signature_step", args=["ilms2003", "letter", letter.pk])


def read(client, letter):
    return text_of(client.get(address(letter)))


def press(client, letter, step, user=None, **changed):
    if user:
        client.force_login(user)
    course = subject_with_steps(survey=letter.survey_return.survey, kind="letter", code=str(letter.pk))
    fields = {"key": token_hex(8), "step": step, "digest": course.subject.digest, "note": ""}
    return client.post(address(letter), {**fields, **changed})


def offered(client, letter):
    """The step that the page offers, if it offers one."""
    form = client.get(address(letter)).context["form"]
    return form["step"].value() if form else None


def reminders(subjects):
    """Their letters, without the invitations that sending the survey wrote."""
    return [subject.letter for subject in subjects if subject.letter.kind != "invitation"]


def change(letter, **fields):
    with acting_as("tests"):
        Letter.objects.filter(pk=letter.pk).update(**fields)


def test_each_empty_part_says_so(client, survey):
    page = text_of(client.get(LIST))

    for words in (
        "No letter has been put forward for signature.",
        "No edition waits for a second person.",
        "No held letter fits, or all have been put forward.",
    ):
        assert words in page


def test_from_held_to_signed(client, letter, farid, second):
    assert offered(client, letter) == "drafted"
    press(client, letter, "drafted", note="For Monday.")
    assert offered(client, letter) == "cleared"
    press(client, letter, "cleared")
    assert offered(client, letter) is None
    assert "so a second person signs it" in read(client, letter)
    client.force_login(second)
    assert offered(client, letter) == "signed"

    assert press(client, letter, "signed").url == address(letter)

    page = read(client, letter)
    assert "Every step is taken." in page
    assert "For Monday." in page
    assert list(Clearance.objects.values_list("step", "by")) == [
        ("drafted", farid.pk),
        ("cleared", farid.pk),
        ("signed", second.pk),
    ]


def test_the_list_parts_what_was_put_forward_from_what_is_held(client, letter, survey):
    other = make_letter(letter.survey_return, subject="Another one")
    press(client, letter, "drafted")

    found = client.get(LIST).context

    assert [course.subject.letter for _provider, courses in found["kinds"] for course in courses] == [letter]
    assert reminders(found["candidates"]) == [other]


def test_held_letters_are_found_by_state(client, letter, survey):
    make_letter(make_return(survey, make_state("DEU")))

    assert reminders(client.get(LIST, {"state": "FRA"}).context["candidates"]) == [letter]
    assert client.get(LIST, {"state": "nowhere"}).status_code == 400


def test_what_has_gone_out_is_no_longer_listed(client, letter):
    press(client, letter, "drafted")
    change(letter, state="cancelled")

    assert [courses for _provider, courses in client.get(LIST).context["kinds"]] == [[], []]
    assert "waits no longer" in read(client, letter)


def test_editions_lead_to_their_own_review(client, survey):
    edition = make_edition(survey, by=make_user(groups=["analyst"]))
    assert client.get(LIST).context["editions"] == []
    propose(summary=edition, **keyed(make_user(groups=["office_staff"])))
    assert reverse("reports:edition_life", args=["ilms2003", 1]) in text_of(client.get(LIST))
    approve(summary=edition, **keyed(make_user(groups=["office_staff"])))
    assert "Office staff publish an approved edition." in text_of(client.get(LIST))


def test_whoever_cleared_is_told_that_a_second_person_signs_and_loses_nothing(client, letter):
    press(client, letter, "drafted")
    press(client, letter, "cleared")

    answer = press(client, letter, "signed", note="I would sign.")

    assert answer.status_code == 409
    page = text_of(answer)
    assert "A second person signs: you have drafted or cleared this text yourself." in page
    assert "I would sign." in page
    assert Clearance.objects.count() == 2


def test_a_text_that_changed_while_it_was_read_is_not_cleared(client, letter):
    press(client, letter, "drafted")
    seen = client.get(address(letter)).context["form"]["digest"].value()
    change(letter, body="Something else.")

    answer = press(client, letter, "cleared", digest=seen, note="Fine.")

    assert answer.status_code == 409
    page = text_of(answer)
    for words in ("The text has changed since you read it", "Something else.", "Fine.", "the steps begin again"):
        assert words in page
    form = answer.context["form"]
    again = {field.name: field.value() for field in form}
    assert again["step"] == "drafted"
    assert client.post(address(letter), again).status_code == 302
    assert Clearance.objects.count() == 2


def test_a_changed_text_is_told_on_the_list(client, letter):
    press(client, letter, "drafted")
    change(letter, body="Something else.")

    assert "The text has changed: the steps begin again." in text_of(client.get(LIST))


def test_two_people_take_the_same_step(client, letter, second):
    press(client, letter, "drafted")

    answer = press(client, letter, "drafted", user=second, note="Me too.")

    assert answer.status_code == 409
    assert "Somebody else has taken this step meanwhile." in text_of(answer)
    assert answer.context["form"]["step"].value() == "cleared"


def test_a_letter_that_went_out_meanwhile(client, letter):
    press(client, letter, "drafted")
    change(letter, state="sent")

    answer = press(client, letter, "cleared", note="Late.")

    assert answer.status_code == 409
    assert "Late." in text_of(answer)


@pytest.mark.parametrize(
    "changed", [{"step": "forgotten"}, {"digest": "short"}, {"key": ""}, {"note": "x" * 10_001}, {"note": "a\0b"}]
)
def test_what_does_not_fit_is_refused(client, letter, changed):
    assert press(client, letter, **{"step": "drafted", **changed}).status_code == 400
    assert not Clearance.objects.exists()


@pytest.mark.parametrize("path", ["letter/999999/", "letter/x/", "edition/1/", "nothing/1/"])
def test_what_is_not_there(client, letter, path):
    assert client.get(LIST + path).status_code == 404
    assert client.post(LIST + path, {"step": "drafted"}).status_code == 404


def test_analysts_do_not_see_it(client, letter):
    client.force_login(people.grace())
    assert client.get(LIST).status_code == 404
    assert press(client, letter, "drafted").status_code == 404


def test_the_number_of_queries_is_the_same_for_many(client, survey):
    def fill(iso3):
        letter = make_letter(make_return(survey, make_state(iso3)))
        make_letter(letter.survey_return)
        press(client, letter, "drafted")

    fill("FRA")
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for iso3 in ("DEU", "KEN", "ZAF"):
        fill(iso3)

    with CaptureQueriesContext(connection) as many:
        client.get(LIST)

    assert len(many) == len(one)
