"""Pages of treatments: proposing, deciding by a second person, the list; the answer is always there, unchanged."""

import re
from decimal import Decimal
from secrets import token_hex

import pytest
from django.urls import reverse

from reports.actions.treatments import approve, propose
from reports.models import Treatment
from tests import people
from tests.factories import AT, make_state, make_survey, make_user, take_back
from tests.reports.test_compile import reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make_survey()


@pytest.fixture
def algeria(survey):
    return reply(survey, "DZA", agencies_contributing=["interior", "other"], respondent_ministry="Ministry <A>")


@pytest.fixture
def grace(client):
    grace = people.grace()
    client.force_login(grace)
    return grace


def address(name, *more):
    return reverse(f"reports:{name}", args=["ilms2003", *more])


def proposed(submission, by=None, path="data_reference_year", **options):
    wanted = {"kind": "set_aside", "reason": "A typing error.", **options}
    by = by or make_user(groups=["analyst"])
    return propose(submission=submission, path=path, by=by, key=token_hex(8), at=AT, **wanted)


def send(client, submission, path, **data):
    url = address("treatment_propose", submission.member_state.iso3, submission.number)
    return client.post(url, {"key": token_hex(8), "path": path, "reason": "Why.", **data})


def press(client, treatment, name, **data):
    return client.post(address(f"treatment_{name}", treatment.pk), {"key": token_hex(8), **data})


def text_of(response):
    return response.content.decode()


def standing(treatment):
    return Treatment.objects.with_standing().get(pk=treatment.pk).standing


# Proposing


def test_every_answer_of_a_submission_can_be_chosen(client, algeria, grace):
    page = text_of(client.get(address("treatment_propose", "DZA", 1)))
    assert '<a href="?path=respondent_ministry">' in page
    assert "Ministry &lt;A&gt;" in page
    assert "?path=wage_gap_percent" not in page


def test_the_chosen_state_leads_to_its_submission_in_force(client, algeria, grace):
    assert '<option value="DZA">State DZA</option>' in text_of(client.get(address("treatments")))
    response = client.get(address("treatment_choose"), {"state": "DZA"})
    assert response.url == address("treatment_propose", "DZA", 1)


@pytest.mark.parametrize("state", ["", "XXX", "FRA"])
def test_a_state_without_a_reply_leads_back(client, algeria, grace, state):
    make_state("FRA")
    assert client.get(address("treatment_choose"), {"state": state}).url == address("treatments")


@pytest.mark.parametrize(
    ("path", "offered"),
    [
        ("respondent_ministry", ["set_aside"]),
        ("data_reference_year", ["set_aside", "unit"]),
        ("agencies_contributing", ["set_aside", "recode"]),
    ],
)
def test_only_what_fits_the_answer_is_offered(client, algeria, grace, path, offered):
    page = text_of(client.get(address("treatment_propose", "DZA", 1), {"path": path}))
    assert re.findall(r'name="kind" value="(\w+)"', page) == offered
    assert ('name="factor"' in page, 'name="code"' in page) == ("unit" in offered, "recode" in offered)


def test_a_treatment_is_proposed(client, algeria, grace):
    response = send(client, algeria, "data_reference_year", kind="unit", factor="0,5", unit="half years")
    found = Treatment.objects.get()
    assert response.url == address("treatment", found.pk)
    assert (found.kind, str(found.factor.normalize()), found.unit, found.reason) == (
        "unit",
        "0.5",
        "half years",
        "Why.",
    )
    assert (found.proposed_by, found.submission, standing(found)) == (grace, algeria, "proposed")


@pytest.mark.parametrize(
    ("path", "data", "field"),
    [
        ("data_reference_year", {"kind": "unit", "factor": "1", "unit": "years"}, "factor"),
        ("data_reference_year", {"kind": "unit", "factor": "many", "unit": "years"}, "factor"),
        ("data_reference_year", {"kind": "unit", "factor": "2", "unit": ""}, "unit"),
        ("agencies_contributing", {"kind": "recode", "code": ""}, "code"),
        ("agencies_contributing", {"kind": "recode", "code": "none"}, "code"),
        ("respondent_ministry", {"kind": "recode"}, "kind"),
        ("respondent_ministry", {"kind": "set_aside", "reason": " "}, "reason"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(client, algeria, grace, path, data, field):
    response = send(client, algeria, path, **data)
    page = text_of(response)
    assert (response.status_code, Treatment.objects.count()) == (400, 0)
    assert (f'id="id_{field}_error"' in page, "Answer, unchanged" in page) == (True, True)


def test_nothing_typed_is_lost_when_it_is_refused(client, algeria, grace):
    page = text_of(
        send(client, algeria, "data_reference_year", kind="unit", factor="1", unit="years", reason="Long.")
    )
    assert "Long.</textarea>" in page
    assert 'value="years"' in page


def test_a_double_press_proposes_once(client, algeria, grace):
    data = {"key": "0" * 16, "kind": "set_aside"}
    first, second = (send(client, algeria, "respondent_ministry", **data) for _ in range(2))
    assert (first.url, Treatment.objects.count()) == (second.url, 1)


@pytest.mark.parametrize(
    "path", ["none", "wage_gap_percent", "laws[r9]/law_title", "agencies_contributing[r1]/law_title"]
)
def test_an_answer_that_is_not_there_is_not_found(client, algeria, grace, path):
    assert client.get(address("treatment_propose", "DZA", 1), {"path": path}).status_code == 404


def test_the_press_on_an_answer_counts_as_opening_its_submission(client, algeria, grace):
    client.get(address("treatment_propose", "DZA", 1))
    assert algeria.survey_return.events.office_opened(1) is not None


def test_office_staff_do_not_propose(client, algeria):
    client.force_login(people.farid())
    assert client.get(address("treatment_propose", "DZA", 1)).status_code == 404
    assert send(client, algeria, "respondent_ministry", kind="set_aside").status_code == 404
    assert "Propose a treatment" not in text_of(client.get(address("treatments")))


# Deciding


def test_the_page_shows_the_answer_and_what_it_would_count_as(client, algeria, grace):
    found = proposed(algeria, kind="unit", factor=Decimal(2), unit="half years")
    page = text_of(client.get(address("treatment", found.pk)))
    assert re.search(r"Answer, unchanged</dt><dd[^>]*>2002</dd>", page)
    assert re.search(r"Counted as</dt><dd><bdi>4004</bdi></dd>", page)
    assert "by the reply of State DZA" in page


def test_a_second_person_approves_and_revokes(client, algeria, grace):
    found = proposed(algeria)
    assert press(client, found, "approve", note="Seen.").url == address("treatment", found.pk)
    assert standing(found) == "approved"
    press(client, found, "revoke")
    assert standing(found) == "revoked"
    assert list(found.decisions.values_list("kind", "by__name", "note")) == [
        ("approved", "Grace", "Seen."),
        ("revoked", "Grace", ""),
    ]


def test_a_second_person_refuses(client, algeria, grace):
    found = proposed(algeria)
    press(client, found, "refuse", note="It is right.")
    page = text_of(client.get(address("treatment", found.pk)))
    assert (standing(found), "It is right." in page, '<form method="post" action="/summaries' in page) == (
        "refused",
        True,
        False,
    )


def test_who_proposed_it_is_offered_no_decision_and_refused_one(client, algeria, grace):
    found = proposed(algeria, grace)
    page = text_of(client.get(address("treatment", found.pk)))
    assert "You proposed it, so another person decides." in page
    assert address("treatment_approve", found.pk) not in page
    response = press(client, found, "approve")
    assert (response.status_code, standing(found)) == (409, "proposed")
    assert "Another person than the one who proposed it has to decide." in text_of(response)


@pytest.mark.parametrize("name", ["approve", "refuse"])
def test_who_comes_second_learns_that_it_is_decided(client, algeria, grace, name):
    found = proposed(algeria)
    approve(treatment=found, by=people.farid(), key=token_hex(8), at=AT)
    response = press(client, found, name, note="Mine.")
    assert (response.status_code, found.decisions.count()) == (409, 1)
    assert "Mine.</textarea>" in text_of(response)


# The list


def test_the_list_shows_answer_treatment_and_standing(client, algeria, grace):
    found = proposed(algeria, kind="recode", path="agencies_contributing", code="labour")
    page = text_of(client.get(address("treatments")))
    assert address("treatment", found.pk) in page
    assert "waits for a decision</td>" in page
    assert "A typing error." in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"DZA", "EGY"}),
        ({"standing": "proposed"}, {"DZA"}),
        ({"standing": "approved"}, {"EGY"}),
        ({"standing": "revoked"}, set()),
        ({"state": "EGY"}, {"EGY"}),
        ({"question": "data_reference_year"}, {"DZA"}),
        ({"question": "data_reference_year", "state": "EGY"}, set()),
    ],
)
def test_the_list_is_filtered(client, survey, algeria, grace, query, found):
    proposed(algeria)
    other = proposed(reply(survey, "EGY", respondent_ministry="B"), path="respondent_ministry")
    approve(treatment=other, by=people.farid(), key=token_hex(8), at=AT)
    page = text_of(client.get(address("treatments"), query))
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert set(re.findall(r">State (\w+)</a>", table)) == found
    assert ("No treatment fits." in page) == (not found)


@pytest.mark.parametrize("query", [{"standing": "x"}, {"state": "XXX"}, {"question": "none"}])
def test_a_filter_that_is_none_is_refused(client, algeria, grace, query):
    proposed(algeria)
    response = client.get(address("treatments"), query)
    assert (response.status_code, f'id="id_{next(iter(query))}_error"' in text_of(response)) == (400, True)


def test_a_treatment_of_what_was_taken_back_is_not_shown(client, algeria, grace):
    found = proposed(algeria)
    take_back(algeria)
    assert "State DZA</a>" not in text_of(client.get(address("treatments")))
    assert client.get(address("treatment", found.pk)).status_code == 404
    assert press(client, found, "approve").status_code == 404


def test_a_treatment_of_another_survey_is_not_found(client, algeria, grace):
    found = proposed(algeria)
    make_survey("other")
    assert client.get(reverse("reports:treatment", args=["other", found.pk])).status_code == 404


def test_the_list_takes_the_same_queries_for_one_and_three(client, algeria, grace, django_assert_num_queries):
    proposed(algeria)
    client.get(address("treatments"))
    with django_assert_num_queries(7):
        client.get(address("treatments"))
    for path in ("respondent_ministry", "agencies_contributing"):
        proposed(algeria, path=path)
    with django_assert_num_queries(7):
        client.get(address("treatments"))
