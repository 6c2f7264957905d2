"""Pages on the life of a return: the government takes a reply back, the Office decides."""

from datetime import date

import pytest

from surveys.actions.openings import open_for_office
from surveys.models import CutOff, Letter, Return, Submission
from surveys.models.history import acting_as
from tests import people
from tests.factories import MINIMUM, make_return, make_state, make_submission, make_survey, take_back
from tests.surveys.views.pages import address, filled, form_of, text_of

pytestmark = pytest.mark.django_db

TODAY = date(2003, 10, 20)


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = TODAY


@pytest.fixture
def survey_return(db):
    survey = make_survey()
    with acting_as("tests"):
        CutOff.objects.create(survey=survey, slug="draft", names={"en": "Draft"}, day=date(2003, 12, 31))
    return make_return(survey, make_state("FRA"))


@pytest.fixture
def amina(survey_return):
    return people.amina(survey_return.member_state)


@pytest.fixture
def farid(survey_return):
    return people.farid()


@pytest.fixture
def entry(survey_return, amina):
    return make_submission(survey_return, amina)


def now(survey_return):
    return Return.objects.get(pk=survey_return.pk)


def send(client, name, survey_return, **typed):
    """Fill the page's form and send it."""
    page = client.get(address(name, survey_return))
    assert page.status_code == 200
    return client.post(address(name, survey_return), filled(page, **typed))


# Taking back


def test_the_task_list_offers_it_and_the_page_does_it(client, survey_return, amina, entry):
    client.force_login(amina)
    link = f'<a href="{address("return_recall", survey_return)}">'
    assert link in text_of(client.get(address("return_tasks", survey_return)))
    answer = send(client, "return_recall", survey_return, reason="A figure was wrong.")
    assert (answer.status_code, answer["Location"]) == (302, address("return_tasks", survey_return))
    withdrawal = Submission.objects.get(kind="withdrawal")
    assert (withdrawal.reason, withdrawal.received_on) == ("A figure was wrong.", TODAY)
    tasks = text_of(client.get(address("return_tasks", survey_return)))
    assert "takes back No. 1" in tasks
    assert link not in tasks
    assert "You are amending" not in tasks


def test_sending_the_page_twice_takes_back_once(client, survey_return, amina, entry):
    client.force_login(amina)
    data = form_of(client.get(address("return_recall", survey_return)))
    for _press in range(2):
        answer = client.post(address("return_recall", survey_return), data)
        assert (answer.status_code, answer["Location"]) == (302, address("return_tasks", survey_return))
    assert Submission.objects.filter(kind="withdrawal").count() == 1


def test_after_the_office_has_opened_it_it_is_not_offered(client, survey_return, amina, farid, entry):
    open_for_office(submission=entry, by=farid, on=TODAY)
    client.force_login(amina)
    assert address("return_recall", survey_return) not in text_of(client.get(address("return_tasks", survey_return)))
    page = client.get(address("return_recall", survey_return))
    assert "The Office knows submission No. 1 already" in text_of(page)
    assert "key" not in form_of(page)


def test_when_the_office_comes_first_the_government_is_told_and_its_words_are_kept(
    client, survey_return, amina, farid, entry
):
    client.force_login(amina)
    data = filled(client.get(address("return_recall", survey_return)), reason="zqtypedqz")
    open_for_office(submission=entry, by=farid, on=TODAY)
    answer = client.post(address("return_recall", survey_return), data)
    assert answer.status_code == 409
    assert "The Office has opened this submission meanwhile" in text_of(answer)
    assert form_of(answer)["reason"] == ["zqtypedqz"]
    assert not Submission.objects.filter(kind="withdrawal").exists()


def test_without_a_submission_the_page_leads_to_the_task_list(client, survey_return, amina):
    client.force_login(amina)
    answer = client.get(address("return_recall", survey_return))
    assert (answer.status_code, answer["Location"]) == (302, address("return_tasks", survey_return))


def test_what_was_taken_back_by_another_person_meanwhile_is_said(client, survey_return, amina, entry):
    client.force_login(amina)
    data = filled(client.get(address("return_recall", survey_return)), reason="zqtypedqz")
    take_back(entry)
    answer = client.post(address("return_recall", survey_return), data)
    assert answer.status_code == 409
    assert form_of(answer)["reason"] == ["zqtypedqz"]


def test_a_reply_after_taking_back_asks_for_no_reason(client, survey_return, amina, entry):
    take_back(entry)
    client.force_login(amina)
    assert "reason" not in form_of(client.get(address("return_check", survey_return)))


# The Office opens a submission


@pytest.mark.parametrize("person", [people.farid, people.grace])
def test_a_person_of_the_office_who_reads_it_leaves_a_record(client, survey_return, entry, person):
    user = person()
    client.force_login(user)
    for _look in range(2):
        assert MINIMUM["respondent_ministry"] in text_of(client.get(address("submission", survey_return, 1)))
    [event] = survey_return.events.filter(kind="office_opened")
    assert (event.actor, event.effective_on, event.details) == (user, TODAY, {"submission": 1})


def test_neither_the_list_nor_the_receipt_opens_it(client, survey_return, farid, entry):
    client.force_login(farid)
    for path in (address("return_office", survey_return), address("receipt", survey_return, 1)):
        assert client.get(path).status_code == 200
    assert not survey_return.events.filter(kind="office_opened").exists()


def test_the_government_reading_its_own_reply_does_not_open_it(client, survey_return, amina, entry):
    client.force_login(amina)
    assert client.get(address("submission", survey_return, 1)).status_code == 200
    assert not survey_return.events.filter(kind="office_opened").exists()


def test_what_was_taken_back_is_not_there_for_the_office(client, survey_return, amina, farid, entry):
    take_back(entry)
    for user, status in ((farid, 404), (people.grace(), 404), (amina, 200)):
        client.force_login(user)
        for name in ("submission", "receipt", "receipt_json"):
            assert client.get(address(name, survey_return, 1)).status_code == status
        assert client.get(address("submission", survey_return, 2)).status_code == 200


# Decisions of the Office

ALLOWED = {
    "sent": {"return_extend", "return_decline"},
    "submitted": {"return_reopen", "return_complete"},
    "complete": {"return_reopen"},
}


@pytest.mark.parametrize("status", ALLOWED)
def test_only_what_can_happen_is_offered(client, survey_return, amina, farid, status):
    if status != "sent":
        make_submission(survey_return, amina)
    client.force_login(farid)
    if status == "complete":
        send(client, "return_complete", survey_return)
    assert now(survey_return).status == status
    page = text_of(client.get(address("return_office", survey_return)))
    for name in ("return_extend", "return_decline", "return_reopen", "return_complete"):
        offered = name in ALLOWED[status]
        assert (f'href="{address(name, survey_return)}"' in page) == offered
        assert client.get(address(name, survey_return)).status_code == (200 if offered else 302)


def test_an_extension_is_granted_and_shown_to_both(client, survey_return, amina, farid):
    client.force_login(farid)
    answer = send(client, "return_extend", survey_return, until="2003-12-01")
    assert answer["Location"] == address("return_office", survey_return)
    assert "<dd>1 December 2003</dd>" in text_of(client.get(address("return_office", survey_return)))
    client.force_login(amina)
    assert "<dd>1 December 2003</dd>" in text_of(client.get(address("return_tasks", survey_return)))


@pytest.mark.parametrize(
    ("until", "message"),
    [
        ("2003-10-31", "The new date has to come after the one in force."),
        ("2003-13-01", "Enter a day in the form 2003-12-31."),
        ("", "This field is required."),
    ],
)
def test_a_day_that_is_none_is_refused_at_its_field(client, survey_return, farid, until, message):
    client.force_login(farid)
    answer = send(client, "return_extend", survey_return, until=until)
    assert answer.status_code == 400
    assert answer.context["form"].errors == {"until": [message]}
    assert form_of(answer)["until"] == [until]
    assert not Letter.objects.filter(kind="extension").exists()


def test_a_government_that_does_not_take_part_is_noted(client, survey_return, farid):
    client.force_login(farid)
    send(client, "return_decline", survey_return, received_on="2003-10-15", reason="No migration")
    assert now(survey_return).status == "declined"
    assert "No migration" in text_of(client.get(address("return_office", survey_return)))


@pytest.mark.parametrize("day", ["2003-10-21", "2003-07-14"])
def test_a_word_from_the_future_or_before_sending_is_refused(client, survey_return, farid, day):
    client.force_login(farid)
    answer = send(client, "return_decline", survey_return, received_on=day, reason="zqtypedqz")
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["received_on"])
    assert form_of(answer)["reason"] == ["zqtypedqz"]
    assert now(survey_return).status == "sent"


def test_a_return_is_reopened_with_reason_and_day(client, survey_return, amina, farid, entry):
    client.force_login(farid)
    send(client, "return_reopen", survey_return, until="2003-11-05", reason="Table 3\nis empty")
    [event] = survey_return.events.filter(kind="reopened")
    assert event.details == {"until": "2003-11-05", "reason": "Table 3 is empty"}
    client.force_login(amina)
    tasks = text_of(client.get(address("return_tasks", survey_return)))
    assert "Submission No. 1 stays in force" in tasks
    assert "Last day open: 5 November 2003" in tasks


def test_a_day_that_has_passed_reopens_nothing(client, survey_return, farid, entry):
    client.force_login(farid)
    answer = send(client, "return_reopen", survey_return, until="2003-10-19", reason="Why")
    assert (answer.status_code, answer.context["form"].errors) == (400, {"until": ["This day has passed."]})


def test_after_the_last_day_the_government_finds_the_return_closed(
    client, settings, survey_return, amina, farid, entry
):
    client.force_login(farid)
    send(client, "return_reopen", survey_return, until="2003-10-20", reason="Why")
    client.force_login(amina)
    section = address("section", survey_return, "respondent")
    data = filled(client.get(section), value__respondent_unit="too late")
    settings.PORTAL_TODAY = date(2003, 10, 21)
    assert client.post(section, data).status_code == 409
    assert (now(survey_return).status, now(survey_return).draft_open) == ("submitted", False)
    assert "respondent_unit" not in survey_return.answers.values_by_path()


def test_what_changed_meanwhile_is_said_with_all_that_was_typed(client, survey_return, amina, farid):
    client.force_login(farid)
    data = filled(client.get(address("return_decline", survey_return)), received_on="2003-10-15", reason="zqtypedqz")
    make_submission(survey_return, amina)
    answer = client.post(address("return_decline", survey_return), data)
    assert answer.status_code == 409
    assert "this cannot be done with it any more" in text_of(answer)
    form = form_of(answer)
    assert (form["received_on"], form["reason"]) == (["2003-10-15"], ["zqtypedqz"])
    assert now(survey_return).status == "submitted"


def test_a_key_that_stood_for_something_else_is_told(client, survey_return, farid):
    client.force_login(farid)
    data = filled(client.get(address("return_extend", survey_return)), until="2003-12-01")
    client.post(address("return_extend", survey_return), data)
    answer = client.post(address("return_extend", survey_return), {**data, "until": "2003-12-09"})
    assert answer.status_code == 409
    assert form_of(answer)["until"] == ["2003-12-09"]
    assert form_of(answer)["key"] != data["key"]
    assert now(survey_return).reply_by_on(TODAY) == date(2003, 12, 1)


def test_a_survey_without_cut_off_says_what_is_missing(client, survey_return, farid):
    with acting_as("tests"):
        CutOff.objects.all().delete()
    client.force_login(farid)
    answer = send(client, "return_extend", survey_return, until="2003-12-01")
    assert answer.status_code == 400
    assert "The letter names a cut-off date, and this survey has none yet." in text_of(answer)
