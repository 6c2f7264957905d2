import html
import re
from datetime import date

import pytest
from django.urls import reverse

from surveys.models.history import acting_as
from tests.factories import make_return, make_state, make_survey, make_user
from tests.surveys.views.test_status import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = date(2004, 1, 31)


@pytest.fixture
def survey():
    return make_survey()


@pytest.fixture
def farid(client):
    user = make_user("farid@example.org", groups=["office_staff"], name="Farid")
    client.force_login(user)
    return user


@pytest.fixture
def elena():
    return make_user("elena@example.org", groups=["office_staff"], name="Elena")


def ask(survey, *iso3s, staff=None, region="africa"):
    for iso3 in iso3s:
        survey_return = make_return(survey, make_state(iso3, region=region))
        give(survey_return, staff)


def give(survey_return, staff):
    with acting_as("tests"):
        survey_return.staff = staff
        survey_return.save(update_fields=["staff"])


def preview(client, **query):
    return client.get(reverse("surveys:assign", args=["ilms2003"]), query)


def confirm(client, page):
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html.unescape(page.content.decode()))
    return client.post(reverse("surveys:assign_confirm", args=["ilms2003"]), dict(fields), follow=True)


def hands(survey):
    pairs = survey.returns.order_by("member_state__iso3").values_list("member_state__iso3", "staff__name")
    return dict(pairs)


def changes(response):
    """State, from whom, to whom, as the preview lists them."""
    body = response.content.decode()
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>\s*<td>(.*?)</td>', body, re.S)
    return [tuple(re.sub("<[^>]*>", "", cell).strip() for cell in row) for row in rows]


def test_the_preview_says_exactly_what_would_change_and_changes_nothing(client, survey, farid, elena):
    ask(survey, "AAA", "CCC")
    ask(survey, "BBB", staff=elena)
    ask(survey, "DDD", staff=farid)

    response = preview(client, to=farid.pk, state=["AAA", "BBB", "DDD"])

    assert changes(response) == [("State AAA", "nobody", "Farid"), ("State BBB", "Elena", "Farid")]
    assert "1 that you chose stays as it is." in text(response)
    assert hands(survey) == {"AAA": None, "BBB": "Elena", "CCC": None, "DDD": "Farid"}


def test_states_that_the_way_names_are_ticked_before_a_person_is_chosen(client, survey, farid):
    ask(survey, "AAA", "BBB", "CCC")
    form = preview(client, state=["AAA", "CCC"]).content.decode()
    assert re.findall(r'value="([A-Z]{3})"[^>]* checked', form) == ["AAA", "CCC"]


def test_confirming_does_it_and_goes_back_to_the_board_as_it_was(client, survey, farid):
    ask(survey, "AAA", "BBB", "CCC")

    response = confirm(client, preview(client, to=farid.pk, state=["AAA", "CCC"], region="africa", sort="-state"))

    assert hands(survey) == {"AAA": "Farid", "BBB": None, "CCC": "Farid"}
    assert response.redirect_chain == [("/surveys/ilms2003/status/?region=africa&sort=-state", 302)]
    assert "Farid is responsible for 2 more returns." in text(response)


def test_all_that_the_filter_shows(client, survey, farid):
    ask(survey, "AAA", "BBB")
    ask(survey, "CCC", region="americas")
    make_state("DDD", region="africa")

    confirm(client, preview(client, to=farid.pk, every="1", region="africa"))

    assert hands(survey) == {"AAA": "Farid", "BBB": "Farid", "CCC": None}


def test_takes_them_from_everybody(client, survey, farid, elena):
    ask(survey, "AAA", staff=elena)

    response = confirm(client, preview(client, to="nobody", state="AAA"))

    assert hands(survey) == {"AAA": None}
    assert "Nobody is responsible for 1 return." in text(response)


def test_names_what_a_colleague_changed_meanwhile(client, survey, farid, elena):
    ask(survey, "AAA", "BBB")
    page = preview(client, to=farid.pk, state=["AAA", "BBB"])
    give(survey.returns.get(member_state__iso3="BBB"), elena)

    response = confirm(client, page)

    assert hands(survey) == {"AAA": "Farid", "BBB": "Elena"}
    assert "State BBB was left as it is: meanwhile Elena is responsible for it." in text(response)


def test_pressing_twice_is_one_act(client, survey, farid, elena):
    ask(survey, "AAA")
    page = preview(client, to=farid.pk, state="AAA")
    confirm(client, page)
    give(survey.returns.get(), elena)

    response = confirm(client, page)

    assert hands(survey) == {"AAA": "Elena"}
    assert "Farid is responsible for 1 more return." in text(response)


def test_says_when_nothing_would_change(client, survey, farid):
    ask(survey, "AAA", staff=farid)

    response = preview(client, to=farid.pk, state="AAA")

    assert "Nothing would change" in text(response)
    assert reverse("surveys:assign_confirm", args=["ilms2003"]) not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"to": "", "state": "AAA"}, "to"),
        ({"to": "999999", "state": "AAA"}, "to"),
        ({"to": "nobody"}, "state"),
        ({"to": "nobody", "state": "XXX"}, "state"),
        ({"to": "nobody", "every": "1", "q": "nowhere"}, "state"),
    ],
)
def test_what_is_missing_is_told_at_its_field_and_the_choice_is_kept(client, survey, farid, query, field):
    ask(survey, "AAA", "BBB")

    response = preview(client, region="africa", **query)

    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    body = response.content.decode()
    assert ('value="AAA" id="id_state_0" checked' in body) == (query.get("state") == "AAA")
    assert '<input type="hidden" name="region" value="africa">' in body


def test_a_state_without_the_survey_has_nobody(client, survey, farid):
    ask(survey, "AAA")
    make_state("BBB")

    assert preview(client, to="nobody", state="BBB").context["form"].errors.keys() == {"state"}


@pytest.mark.parametrize("groups", [["analyst"], ["administrator"], []])
def test_only_office_staff_are_responsible(client, survey, farid, groups):
    ask(survey, "AAA")
    other = make_user(groups=groups)

    assert preview(client, to=other.pk, state="AAA").context["form"].errors.keys() == {"to"}


@pytest.mark.parametrize(
    "spoilt", [{"seen": "AAA"}, {"seen": "AAA:x"}, {"seen": f"AAA:{'1' * 5000}"}, {"to": "77777"}, {"key": ""}]
)
def test_a_spoilt_confirmation_changes_nothing(client, survey, farid, spoilt):
    ask(survey, "AAA")
    fields = {"to": farid.pk, "seen": "AAA:", "key": "k", **spoilt}

    response = client.post(reverse("surveys:assign_confirm", args=["ilms2003"]), fields)

    assert response.status_code == 400
    assert hands(survey) == {"AAA": None}


def test_the_way_back_leads_to_the_board_and_nowhere_else(client, survey, farid):
    ask(survey, "AAA")
    fields = {"to": farid.pk, "seen": "AAA:", "key": "k", "back": "https://elsewhere.example/?q=x&next=//evil"}

    response = client.post(reverse("surveys:assign_confirm", args=["ilms2003"]), fields)

    assert response.url == "/surveys/ilms2003/status/?"


def test_analysts_neither_see_the_way_nor_may_go_it(client, survey, farid):
    ask(survey, "AAA")
    client.force_login(make_user(groups=["analyst"]))

    board = client.get(reverse("surveys:status", args=["ilms2003"])).content.decode()
    assert reverse("surveys:assign", args=["ilms2003"]) not in board
    assert 'type="checkbox"' not in board
    assert preview(client, to=farid.pk, state="AAA").status_code == 404
    assert hands(survey) == {"AAA": None}
