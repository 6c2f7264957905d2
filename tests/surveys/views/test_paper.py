import re
from datetime import date

import pytest
from django.urls import reverse

from surveys.models import Letter, PaperReturn, Receipt, Return
from surveys.views import paper
from tests.factories import (
    answer,
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_user,
    take_back,
)

pytestmark = pytest.mark.django_db

FILLED = {
    "at_mission_on": "2003-11-01",
    "in_geneva_on": "2003-11-03",
    "counts": "geneva",
    "channel": "fax",
    "language": "fr",
    "note_number": "Note 17",
    "pages": "12",
    "key": "a-key",
}


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = date(2003, 11, 10)


@pytest.fixture
def staff(client):
    user = make_user("staff@example.org", groups=["office_staff"])
    client.force_login(user)
    return user


@pytest.fixture
def survey_return(staff):
    return make_return(state=make_state("FRA", member_from=date(1919, 6, 28)), staff=staff)


def url(name="paper_register", iso3="FRA"):
    return reverse(f"surveys:{name}", args=["ilms2003", iso3])


def text(response):
    return " ".join(re.sub("<[^>]*>", " ", response.content.decode()).split())


def register(client, **changes):
    return client.post(url(), {**FILLED, **changes})


def test_the_page_makes_a_key_of_its_own(client, survey_return):
    keys = [client.get(url()).context["form"]["key"].value() for _ in range(2)]

    assert len(set(keys)) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", key) for key in keys)
    assert f'value="{keys[0]}"' not in client.get(url()).content.decode()


def test_registers_what_was_entered(client, survey_return, staff):
    response = register(client)

    assert (response.status_code, response.url) == (302, url("return_office"))
    paper = PaperReturn.objects.get()
    assert paper.survey_return == survey_return
    assert paper.received_on == paper.in_geneva_on == date(2003, 11, 3)
    assert (paper.at_mission_on, paper.at_field_office_on) == (date(2003, 11, 1), None)
    assert (paper.channel, paper.language, paper.note_number, paper.pages) == ("fax", "fr", "Note 17", 12)
    assert (paper.registered_by, paper.ledger_no) == (staff, 1)
    assert Receipt.objects.get().paper == paper
    assert Return.objects.get().status == "received"
    event = survey_return.events.last()
    assert (event.kind, event.effective_on, event.actor, event.on_behalf_of.iso3) == (
        "registered",
        date(2003, 11, 3),
        staff,
        "FRA",
    )


def test_the_history_names_the_person_and_the_state(client, survey_return, staff):
    register(client)

    change = PaperReturn.changes.rel.related_model.objects.get()
    facts = {name: change.pgh_context[name] for name in ("actor", "on_behalf_of", "channel", "key")}
    assert facts == {"actor": staff.pk, "on_behalf_of": "FRA", "channel": "fax", "key": "a-key"}


def test_another_day_may_count(client, survey_return):
    register(client, counts="mission")

    assert PaperReturn.objects.get().received_on == date(2003, 11, 1)


def test_sending_the_page_twice_registers_once(client, survey_return):
    first, second = register(client), register(client)

    assert first.url == second.url
    assert PaperReturn.objects.count() == Letter.objects.filter(kind="acknowledgement_paper").count() == 1


def test_the_same_key_with_other_content_is_refused(client, survey_return):
    register(client)

    response = register(client, channel="post")

    assert response.status_code == 409
    assert "Not saved: this was changed meanwhile" in text(response)
    assert PaperReturn.objects.get().channel == "fax"


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"in_geneva_on": ""}, "in_geneva_on", "The day that counts has to be given."),
        ({"in_geneva_on": "2003-11-11"}, "in_geneva_on", "This day has not come yet."),
        ({"at_mission_on": "2003-11-11"}, "at_mission_on", "This day has not come yet."),
        ({"in_geneva_on": "2003-07-14"}, "in_geneva_on", "The survey had not been sent to the State by this day."),
        ({"in_geneva_on": "1919-06-27"}, "in_geneva_on", "The State was not a member on this day."),
        ({"in_geneva_on": "3.11."}, "in_geneva_on", "Enter a day in the form 2003-12-31, or 0 for today."),
        ({"pages": "0"}, "pages", "Ensure this value is greater than or equal to 1."),
        ({"note_number": "7\0"}, "note_number", "Null characters are not allowed."),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_the_rest(client, survey_return, changes, field, message):
    response = register(client, **changes)

    assert response.status_code == 400
    assert response.context["form"].errors == {field: [message]}
    assert response.context["form"]["key"].value() == "a-key"
    assert response.context["form"]["channel"].value() == "fax"
    assert not PaperReturn.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("counts", "moon"), ("channel", "portal"), ("language", "xx")])
def test_a_choice_that_is_not_offered_is_refused(client, survey_return, field, value):
    assert list(register(client, **{field: value}).context["form"].errors) == [field]


def test_the_day_of_sending_counts(client, survey_return):
    assert register(client, in_geneva_on="2003-07-15", at_mission_on="").status_code == 302


def test_a_second_reply_is_refused(client, survey_return):
    register(client)

    response = register(client, key="another-key")

    assert response.status_code == 400
    words = "A paper reply of this State is registered already: fax, 3 November 2003, ledger position 1."
    assert words in text(response)
    assert PaperReturn.objects.count() == 1


def test_a_second_reply_is_refused_where_the_return_was_opened_again(client, survey_return, staff):
    make_paper(survey_return, staff)
    submission = make_submission(Return.objects.get(), received_on=date(2003, 11, 5))
    take_back(submission)
    response = client.post(url(), FILLED)
    assert response.status_code == 400
    assert "registered already" in response.content.decode()
    assert PaperReturn.objects.count() == 1


@pytest.mark.parametrize("name", ["paper_void_ask", "paper_keep"])
def test_a_word_on_voiding_that_comes_too_late_changes_nothing(client, survey_return, staff, monkeypatch, name):
    stale = make_paper(survey_return, staff)
    PaperReturn.objects.get().survey_return.paperreturns.update(state="submitted", keyed_by=staff)
    monkeypatch.setattr(paper, "fetch_paper", lambda *_args: stale)
    response = client.post(url(name), {"reason": "It came from another State."}, follow=True)
    assert "stands at another step meanwhile" in response.content.decode()
    assert PaperReturn.objects.get().void_reason == ""


@pytest.mark.parametrize("day", ["0" * 5000, "1" * 5000, "٠" * 5000, "2003-11-03\0"])
def test_a_day_of_any_length_is_refused_at_its_field(client, survey_return, day):
    response = client.post(url(), FILLED | {"in_geneva_on": day})
    assert response.status_code == 400
    assert response.context["form"].errors["in_geneva_on"]


def test_a_reply_on_paper_after_one_on_the_portal_is_refused(client, survey_return):
    make_submission(survey_return)

    assert "has already been registered or submitted" in text(register(client))
    assert not PaperReturn.objects.exists()


@pytest.mark.parametrize("groups", [[], ["analyst"], ["administrator"]])
@pytest.mark.parametrize(
    ("method", "name"), [("get", "paper_register"), ("post", "paper_register"), ("post", "paper_key")]
)
def test_is_for_staff_only(client, survey_return, groups, method, name):
    client.force_login(make_user(groups=groups))

    assert getattr(client, method)(url(name), FILLED).status_code == 404
    assert not PaperReturn.objects.exists()


def test_a_government_does_not_register_its_own_paper(client, survey_return):
    client.force_login(make_focal_point(survey_return.member_state))

    assert register(client).status_code == 404


def test_a_state_without_a_return_has_no_such_page(client, survey_return):
    make_state("BBB")

    assert [client.get(url(iso3=iso3)).status_code for iso3 in ("BBB", "ZZZ")] == [404, 404]


def test_keying_in_goes_to_the_same_form(client, survey_return, staff):
    paper = make_paper(survey_return, staff, received_on=date(2003, 11, 3))

    first, second = client.post(url("paper_key")), client.post(url("paper_key"))

    survey_return.refresh_from_db()
    assert survey_return.keyed_from == paper
    assert (first.status_code, first.url) == (302, survey_return.get_absolute_url())
    assert second.url == first.url
    assert survey_return.events.filter(kind="keying_begun").count() == 1
    assert survey_return.events.last().effective_on == date(2003, 11, 10)


def test_keying_in_opens_the_form_to_staff(client, survey_return, staff):
    make_paper(survey_return, staff, received_on=date(2003, 11, 3))
    tasks = survey_return.get_absolute_url()

    before, after = client.get(tasks), client.post(url("paper_key"), follow=True)

    assert before.status_code == 404
    assert (after.status_code, after.request["PATH_INFO"]) == (200, tasks)


def test_a_draft_of_the_government_is_never_keyed_over(client, survey_return, staff):
    answer(survey_return, make_focal_point(survey_return.member_state), {"respondent_ministry": "canary"})
    survey_return.refresh_from_db()
    make_paper(survey_return, staff, received_on=date(2003, 11, 3))

    response = client.post(url("paper_key"))

    assert response.status_code == 409
    assert "The Government has begun to answer on the portal." in text(response)
    assert "canary" not in response.content.decode()
    survey_return.refresh_from_db()
    assert survey_return.keyed_from is None


def test_keying_in_needs_a_registered_reply_and_a_post(client, survey_return):
    assert client.post(url("paper_key")).status_code == 404
    assert client.get(url("paper_key")).status_code == 405
