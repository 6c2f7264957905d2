import io
import re
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from surveys.models import BoardVisit, GroupMembership, GroupOfStates, Job, Letter, Subregion
from surveys.models.history import acting_as
from tests.factories import (
    answer,
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    make_user,
)
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


def ask(survey, iso3, **fields):
    return make_return(survey, make_state(iso3, **fields))


def get(client, **query):
    return client.get(reverse("surveys:status", args=["ilms2003"]), query)


def codes(response):
    return [line.iso3 for line in response.context["lines"]]


def workbook(client, **query):
    response = client.get(reverse("surveys:status_xlsx", args=["ilms2003"]), query)
    return load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def printed_filter(response):
    return re.findall(r'<p class="on-paper">(.*?)</p>', response.content.decode())


def test_the_printed_board_says_which_filter_it_went_through(client, survey, farid):
    ask(survey, "AAA", region="africa")

    said = printed_filter(get(client, region="africa", status="sent"))

    assert [re.sub("<[^>]*>", "", line) for line in said] == ["Region: africa · Status: sent"]


def test_the_printed_board_of_all_states_speaks_of_no_filter(client, survey, farid):
    ask(survey, "AAA", region="africa")

    assert printed_filter(get(client)) == []


def shown_codes(book):
    return [row[1] for row in list(book.worksheets[0].values)[1:]]


def seen(client, **fields):
    return client.post(reverse("surveys:status_seen", args=["ilms2003"]), fields)


def news(response):
    """What the page says is new: words and codes of States."""
    return {str(words): [iso3 for iso3, _name in states] for words, states, _more in response.context["news"].groups}


@pytest.fixture
def three(survey, farid):
    """A reply by portal in Africa, one by fax in the Americas that farid has, and one outstanding."""
    make_submission(ask(survey, "AAA", region="africa", subregion="Southern Africa"), received_on=date(2003, 10, 1))
    by_fax = ask(survey, "BBB", region="americas")
    with acting_as("tests"):
        by_fax.staff = farid
        by_fax.save()
        group = GroupOfStates.objects.create(code="sadc", names={"en": "SADC"})
        GroupMembership.objects.create(
            group=group,
            member_state=survey.returns.get(member_state__iso3="AAA").member_state,
            valid_from="1992-08-17",
        )
        region = survey.returns.get(member_state__iso3="AAA").member_state.region
        Subregion.objects.create(region=region, name_en="Southern Africa", names={"en": "Southern Africa"})
    make_paper(by_fax, farid, received_on=date(2003, 11, 3), channel="fax", language="fr")
    ask(survey, "CCC", region="africa", names={"en": "Côte d’Ivoire", "ar": "ساحل العاج"})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"region": "africa"}, ["CCC", "AAA"]),
        ({"subregion": "Southern Africa"}, ["AAA"]),
        ({"group": "sadc"}, ["AAA"]),
        ({"status": "received"}, ["BBB"]),
        ({"staff": "nobody"}, ["CCC", "AAA"]),
        ({"language": "fr"}, ["BBB"]),
        ({"channel": "portal"}, ["AAA"]),
        ({"only": "outstanding"}, ["CCC"]),
        ({"only": "overdue"}, ["CCC"]),
        ({"q": "cote d'ivoire"}, ["CCC"]),
        ({"q": "العاج"}, ["CCC"]),
        ({"q": "bbb"}, ["BBB"]),
        ({"only": "overdue", "as_of": "2003-10-31"}, []),
        ({"sort": "-received"}, ["BBB", "AAA", "CCC"]),
        ({"sort": "received", "region": "africa"}, ["AAA", "CCC"]),
    ],
)
def test_page_and_workbook_show_what_is_asked_for(client, three, query, expected):
    assert codes(get(client, **query)) == expected
    assert shown_codes(workbook(client, **query)) == expected


def test_filters_by_the_person_responsible(client, three, farid):
    assert codes(get(client, staff=farid.pk)) == ["BBB"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("as_of", "2003-02-30"),
        ("as_of", "2004-02-01"),
        ("region", "atlantis"),
        ("subregion", "nowhere"),
        ("group", "x"),
        ("status", "late"),
        ("staff", "0"),
        ("language", "tlh"),
        ("channel", "pigeon"),
        ("only", "some"),
        ("sort", "size"),
        ("q", "x" * 101),
        ("q", "\0"),
    ],
)
def test_a_bad_value_is_told_at_its_field_and_the_rest_is_kept(client, three, name, value):
    kept = {"region": "africa", "q": "a"} | {name: value}
    for address in ("surveys:status", "surveys:status_xlsx"):
        response = client.get(reverse(address, args=["ilms2003"]), kept)

        assert response.status_code == 400
        assert list(response.context["form"].errors) == [name]
        assert f'href="#id_{name}"' in response.content.decode()
        assert response.context["form"]["region"].value() == kept["region"]
        assert "lines" not in response.context


def test_says_which_column_orders_and_what_a_second_press_does(client, three):
    body = get(client, sort="received", region="africa").content.decode()

    heads = re.findall(r'<th scope="col"(?: aria-sort="(\w+)")?><a href="([^"]*)">([^<]*)</a>', body)
    assert [(now, word) for now, _href, word in heads if now] == [("ascending", "Received on")]
    hrefs = {word: href.replace("&amp;", "&") for _now, href, word in heads}
    assert hrefs["Received on"] == "?sort=-received&region=africa#states"
    assert hrefs["Member State"] == "?sort=state&region=africa#states"


def test_the_map_has_a_tile_for_every_state_that_is_shown(client, three):
    body = get(client, region="africa").content.decode()

    tiles = re.findall(r'<a class="tile tile-(\w+)" href="([^"]*)" title="([^"]*)">', body)
    href = reverse("surveys:return_office", args=["ilms2003", "AAA"])
    assert ("submitted", href, "State AAA: submitted, 1 October 2003") in tiles
    assert len(tiles) == 2


def test_analysts_get_from_a_tile_to_its_row(client, three):
    client.force_login(make_user(groups=["analyst"]))
    body = get(client).content.decode()

    assert 'href="#AAA" title="State AAA' in body
    assert '<tr id="AAA">' in body


def test_the_curve_ends_at_what_was_received_by_the_day(client, three):
    row = r'<th scope="row">([^<]*)</th><td class="number">(\d+)</td><td class="number">(\d+)</td>'

    def table(**query):
        return re.findall(row, get(client, **query).content.decode())

    assert table() == [("1 October 2003", "1", "1"), ("3 November 2003", "1", "2")]
    assert table(as_of="2003-10-31") == [("1 October 2003", "1", "1")]
    assert table(as_of="2003-09-30") == []


def test_numbers_in_a_drawing_are_written_for_svg_in_every_language(client, three):
    client.cookies["django_language"] = "de"
    body = get(client).content.decode()

    assert re.findall(r' (?:x|y|cx|cy|x1|y1)="[^"]*,[^"]*"', body) == []


def test_the_workbook_is_named_after_survey_and_day(client, three):
    response = client.get(reverse("surveys:status_xlsx", args=["ilms2003"]), {"as_of": "2003-12-31"})

    assert response["Content-Disposition"] == 'attachment; filename="ilms2003-2003-12-31.xlsx"'
    assert response["Content-Type"].endswith("spreadsheetml.sheet")


def test_the_workbook_says_how_it_was_chosen(client, three):
    facts = dict(workbook(client, region="africa", q="AAA", as_of="2003-12-31").worksheets[1].values)

    assert (facts["Region"], facts["Search by name or code"], facts["Ledger position"]) == ("africa", "AAA", 2)
    assert (facts["Rows in this workbook"], facts["Rows on the board"]) == (1, 3)
    assert facts["As of"] == datetime(2003, 12, 31)


def test_the_workbook_is_in_the_reader_s_language(client, three):
    client.cookies["django_language"] = "ar"

    assert workbook(client, q="CCC").worksheets[0]["A2"].value == "ساحل العاج"


def test_no_draft_text_is_on_the_board_or_in_the_workbook(client, survey, farid):
    survey_return = ask(survey, "AAA")
    answer(survey_return, make_focal_point(survey_return.member_state), {"respondent_ministry": "zqdraftqz"})

    assert "in progress" in text(get(client))
    assert "zqdraftqz" not in get(client).content.decode()
    cells = [cell for sheet in workbook(client).worksheets for row in sheet.values for cell in row]
    assert "in progress" in cells and not any("zq" in str(cell) for cell in cells)


class TestNews:
    def test_everything_is_new_at_first(self, client, three):
        found = news(get(client))

        assert found["The survey was sent"] == ["CCC", "BBB", "AAA"]
        assert found["The reply was submitted"] == ["AAA"]
        assert found["A paper reply was registered"] == ["BBB"]

    def test_what_was_marked_is_not_new_any_more(self, client, three, survey):
        seen(client, until=(timezone.now() + timedelta(seconds=1)).isoformat())
        assert news(get(client)) == {}
        assert "Nothing has happened since." in text(get(client))

        make_submission(survey.returns.get(member_state__iso3="CCC"), received_on=date(2004, 1, 30))

        assert news(get(client))["The reply was submitted"] == ["CCC"]

    def test_marks_what_the_page_showed_and_not_what_came_after(self, client, three):
        body = get(client).content.decode()
        until = re.search(r'name="until" value="([^"]*)"', body)[1]

        assert seen(client, until=until).status_code == 302
        mark = BoardVisit.objects.get().seen_until
        assert timedelta(seconds=50) < timezone.now() - mark < timedelta(minutes=2)

    def test_nobody_marks_the_future(self, client, three):
        seen(client, until="2999-01-01T00:00:00Z")

        assert BoardVisit.objects.get().seen_until <= timezone.now()

    @pytest.mark.parametrize("until", ["", "yesterday", "2003-13-01"])
    def test_a_bad_instant_marks_nothing(self, client, three, until):
        assert seen(client, until=until).status_code == 400
        assert not BoardVisit.objects.exists()

    def test_a_colleague_s_mark_is_theirs(self, client, three):
        seen(client, until=timezone.now().isoformat())
        client.force_login(make_user(groups=["analyst"]))

        assert news(get(client))["The reply was submitted"] == ["AAA"]

    def test_a_letter_that_failed_is_news_to_staff_alone(self, client, three):
        letter = Letter.objects.filter(survey_return__member_state__iso3="AAA").first()
        with acting_as("tests"):
            letter.job = Job.objects.create(
                task="deliver_letter", due_at=timezone.now(), state="failed", finished_at=timezone.now()
            )
            letter.save()

        assert news(get(client))["A letter could not be delivered"] == ["AAA"]
        client.force_login(make_user(groups=["analyst"]))
        assert "A letter could not be delivered" not in news(get(client))

    def test_a_state_is_named_once(self, client, survey, farid):
        survey_return = ask(survey, "AAA")
        first = make_submission(survey_return, received_on=date(2003, 10, 1))
        assert first.number == 1

        assert all(states == ["AAA"] for states in news(get(client)).values())
