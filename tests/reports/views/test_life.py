"""The page on an edition's life: who is offered what, refusals that lose nothing, the list's word for each."""

from secrets import token_hex

import pytest
from django.urls import reverse

from reports.actions.editions import approve, propose, send_back
from reports.models import EditionStep
from tests import people
from tests.factories import make_state, make_user
from tests.reports.editions import keyed, make_edition, published

pytestmark = pytest.mark.django_db
STEPS = ("propose", "approve", "publish", "correct", "send_back")


@pytest.fixture
def grace():
    return people.grace()


@pytest.fixture
def farid():
    return people.farid()


@pytest.fixture
def edition(grace):
    return make_edition(by=grace)


def address(edition, name="life"):
    return reverse(f"reports:edition_{name}", args=[edition.survey.slug, edition.number])


def read(client, user, edition):
    client.force_login(user)
    return client.get(address(edition)).content.decode()


def offered(client, user, edition):
    page = read(client, user, edition)
    return [name for name in STEPS if f'action="{address(edition, name)}"' in page]


def press(client, user, edition, name, **data):
    client.force_login(user)
    return client.post(address(edition, name), {"key": token_hex(16), **data})


def test_what_is_offered_follows_the_table(client, edition, grace, farid):
    assert [offered(client, who, edition) for who in (grace, farid)] == [["propose"], ["propose"]]
    propose(summary=edition, **keyed(grace))
    assert [offered(client, who, edition) for who in (grace, farid)] == [["send_back"], ["approve", "send_back"]]
    approve(summary=edition, **keyed(farid))
    assert [offered(client, who, edition) for who in (grace, farid)] == [["send_back"], ["publish", "send_back"]]


def test_nothing_is_offered_once_it_is_published(client, edition, grace, farid):
    published(edition)
    assert [offered(client, who, edition) for who in (grace, farid)] == [[], []]


def test_a_correction_is_offered_where_there_is_something_to_correct(client, edition, farid):
    old = published(edition)
    new = make_edition(old.survey, number=2)
    propose(summary=new, **keyed(make_user(groups=["analyst"])))
    approve(summary=new, **keyed(farid))
    assert offered(client, farid, new) == ["publish", "correct", "send_back"]
    assert '<option value="1">Edition 1, as of 30 April 2004</option>' in read(client, farid, new)


def test_steps_are_taken_by_pressing(client, edition, grace, farid):
    press(client, grace, edition, "propose", note="Ready.")
    press(client, farid, edition, "approve")
    response = press(client, farid, edition, "publish")
    assert response.url == address(edition)
    assert list(edition.steps.values_list("kind", "by__name", "note")) == [
        ("proposed", "Grace", "Ready."),
        ("approved", "Farid", ""),
        ("published", "Farid", ""),
    ]


def test_the_history_says_who_did_what(client, edition, grace, farid):
    propose(summary=edition, **keyed(grace))
    send_back(summary=edition, note="Look at <Africa>.", **keyed(farid))
    page = read(client, grace, edition)
    assert "Look at &lt;Africa&gt;." in page
    assert page.index("<bdi>Grace</bdi>") < page.index("<bdi>Farid</bdi>")


def test_the_first_person_is_told_that_a_second_one_approves(client, edition, grace):
    propose(summary=edition, **keyed(grace))
    told = "You asked for this edition or proposed it, so a second person approves it."
    assert told in read(client, grace, edition)
    assert told not in read(client, people.farid(), edition)


def test_an_approval_by_the_first_person_is_refused(client, edition, grace):
    propose(summary=edition, **keyed(grace))
    response = press(client, grace, edition, "approve", note="I like it.")
    assert (response.status_code, edition.steps.count()) == (409, 1)
    assert "A second person has to approve the edition" in response.content.decode()


def test_sending_back_says_what_has_to_change(client, edition, grace):
    propose(summary=edition, **keyed(grace))
    response = press(client, grace, edition, "send_back", note=" ")
    assert (response.status_code, edition.steps.count()) == (400, 1)
    assert 'id="send_back_note_error"' in response.content.decode()


def test_who_comes_too_late_loses_nothing_that_was_typed(client, edition, grace, farid):
    propose(summary=edition, **keyed(grace))
    send_back(summary=edition, note="The rates.", **keyed(farid))
    response = press(client, farid, edition, "approve", note="All is well.")
    page = response.content.decode()
    assert (response.status_code, edition.steps.count()) == (409, 2)
    assert "All is well.</textarea>" in page
    assert "Somebody else has taken a step meanwhile" in page


def test_a_form_that_came_back_can_be_sent_again(client, edition, grace, farid):
    propose(summary=edition, **keyed(grace))
    key = token_hex(16)
    press(client, farid, edition, "send_back", key=key, note="One.")
    propose(summary=edition, **keyed(grace))
    response = press(client, farid, edition, "send_back", key=key, note="Two.")
    assert (response.status_code, f'value="{key}"' in response.content.decode()) == (409, False)


def test_a_correction_says_why(client, edition, farid):
    old = published(edition)
    new = make_edition(old.survey, number=2)
    propose(summary=new, **keyed(make_user(groups=["analyst"])))
    approve(summary=new, **keyed(farid))
    assert press(client, farid, new, "correct", corrects="1", note="").status_code == 400
    press(client, farid, new, "correct", corrects="1", note="Two replies were late.")
    assert EditionStep.objects.get(corrects=old).note == "Two replies were late."
    page = read(client, farid, old)
    assert "Edition 2 corrects this one." in page
    assert "Two replies were late." in page


@pytest.mark.parametrize("number", ["2", "9", "x", ""])
def test_what_cannot_be_corrected_is_refused_at_its_field(client, edition, grace, farid, number):
    propose(summary=edition, **keyed(grace))
    approve(summary=edition, **keyed(farid))
    response = press(client, farid, edition, "correct", corrects=number, note="Why.")
    assert (response.status_code, edition.steps.count()) == (400, 2)
    assert 'id="correct_corrects_error"' in response.content.decode()


@pytest.mark.parametrize("name", ["publish", "correct"])
def test_analysts_find_no_address_for_publishing(client, edition, grace, name):
    published(edition)
    assert press(client, grace, edition, name).status_code == 404


def test_governments_find_no_page(client, edition):
    client.force_login(people.amina(make_state("FRA")))
    assert client.get(address(edition)).status_code == 404


def test_the_list_says_where_each_edition_stands(client, edition, grace):
    published(make_edition(edition.survey, number=2))
    client.force_login(grace)
    page = client.get(reverse("reports:summaries", args=[edition.survey.slug])).content.decode()
    assert page.index("</svg> published</span>") < page.index("</svg> compiled</span>")


def test_the_page_takes_the_same_queries_for_one_step_and_five(
    client, edition, grace, farid, django_assert_num_queries
):
    propose(summary=edition, **keyed(grace))
    read(client, farid, edition)
    with django_assert_num_queries(11):
        client.get(address(edition))
    for _ in range(2):
        send_back(summary=edition, note="Again.", **keyed(farid))
        propose(summary=edition, **keyed(make_user(groups=["analyst"])))
    with django_assert_num_queries(11):
        client.get(address(edition))
