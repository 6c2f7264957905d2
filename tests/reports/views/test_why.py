"""From a figure to the States behind it, their answers unchanged; nothing where it is hidden or unknown."""

import re
from secrets import token_hex

import pytest
from django.urls import reverse

from reports.actions.treatments import approve, propose
from surveys.models import Return
from tests import people
from tests.factories import AT, make_return, make_state, make_survey, make_user, take_back
from tests.reports.test_compile import compile_now, reply

pytestmark = pytest.mark.django_db
ORIGIN = "country_roles/choice/origin/all"


@pytest.fixture
def survey():
    survey = make_survey()
    reply(survey, "DZA", country_roles=["origin"])
    reply(survey, "EGY", country_roles=["transit"])
    return survey


@pytest.fixture
def grace(client):
    grace = people.grace()
    client.force_login(grace)
    return grace


def get(client, edition, cell):
    return client.get(reverse("reports:why", args=[edition.survey.slug, edition.number]), {"cell": cell})


def read(client, edition, cell=ORIGIN):
    return get(client, edition, cell).content.decode()


def lines(page, heading):
    """The cells of each State under a heading, without tags."""
    body = page.partition(f'aria-labelledby="{heading}"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in body.split("</tr>")[:-1])
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def test_the_states_behind_a_figure_and_those_that_said_something_else(client, survey, grace):
    make_return(survey, make_state("FRA"))
    page = read(client, compile_now(survey))
    assert "1 of 3 Governments indicated: Country of origin." in page
    assert lines(page, "behind") == [
        ["State DZA", "Country of origin Treat State DZA", "", "1 October 2003", "No. 1"]
    ]
    assert lines(page, "others") == [
        ["State EGY", "Country of transit Treat State EGY", "", "1 October 2003", "No. 1"]
    ]
    assert "1 State asked has no reply in this edition." in page
    assert "FRA" not in page


def test_the_figures_of_a_region_are_of_its_states(client, survey, grace):
    reply(survey, "FRA", region="europe_central_asia", country_roles=["origin"])
    page = read(client, compile_now(survey), "country_roles/choice/origin/europe_central_asia")
    assert [line[0] for line in lines(page, "behind")] == ["State FRA"]
    assert lines(page, "others") == []


def test_a_statistic_shows_the_numbers_that_it_is_taken_of(client, survey, grace):
    page = read(client, compile_now(survey), "data_reference_year/median/-/all")
    assert "Median of what was answered: 2002; 2 of 2 answered." in page
    assert [line[1].split()[0] for line in lines(page, "behind")] == ["2002", "2002"]


def test_a_blank_says_that_it_is_blank(client, survey, grace):
    page = read(client, compile_now(survey), "respondent_ministry/blank/-/all")
    assert lines(page, "behind") == []
    page = read(client, compile_now(survey), "wage_gap_percent/answered/-/all")
    assert {line[1] for line in lines(page, "others")} <= {"blank", "not asked"}


def test_links_lead_to_the_submission_and_to_a_treatment(client, survey, grace):
    page = read(client, compile_now(survey))
    assert reverse("surveys:submission", args=[survey.slug, "DZA", 1]) in page
    assert reverse("reports:treatment_propose", args=[survey.slug, "DZA", 1]) + "?path=country_roles" in page


def test_a_treated_answer_is_shown_unchanged_with_its_treatment(client, survey, grace):
    submission = survey.submissions.get(member_state__iso3="DZA")
    key = {"at": AT, "key": token_hex(8)}
    found = propose(
        submission=submission, path="data_reference_year", kind="set_aside", reason="A typing error.", by=grace, **key
    )
    approve(treatment=found, by=people.farid(), key=token_hex(8), at=AT)
    page = read(client, compile_now(survey, treatments_upto=1), "data_reference_year/set_aside/-/all")
    [line] = lines(page, "behind")
    assert (line[0], line[1].split()[0], line[2]) == ("State DZA", "2002", "set aside: A typing error.")


def test_what_was_taken_back_since_is_not_shown(client, survey, grace):
    edition = compile_now(survey)
    take_back(survey.submissions.get(member_state__iso3="DZA"))
    origin, transit = read(client, edition), read(client, edition, ORIGIN.replace("origin", "transit"))
    taken_back = lines(origin, "taken-back")
    assert [line[0] for line in taken_back] == ["State DZA"]
    assert taken_back[0][1].startswith("The Government has taken this submission back since")
    assert lines(transit, "taken-back") == taken_back
    assert [[line[0] for line in lines(page, "behind")] for page in (origin, transit)] == [[], ["State EGY"]]
    assert [[line[0] for line in lines(page, "others")] for page in (origin, transit)] == [["State EGY"], []]
    assert Return.objects.get(member_state__iso3="DZA").status == "in_progress"


def test_a_hidden_figure_says_that_it_is_hidden_and_why(client, survey, grace):
    edition = compile_now(survey)
    block = next(block for block in edition.content["questions"] if block["question"] == "country_roles")
    block["groups"][0].pop("choices")
    block["groups"][0]["hidden"] = True
    type(edition).objects.bulk_create(
        [type(edition)(**{**plain(edition), "number": 9, "ledger_position": 9, "content": edition.content})]
    )
    hidden = type(edition).objects.get(number=9)
    page = read(client, hidden)
    assert "This figure is not shown" in page
    assert ("State DZA" in page, lines(page, "behind")) == (False, [])
    assert "State DZA" in read(client, hidden, "country_roles/answered/-/all")


def plain(edition):
    names = ("survey_id", "as_of", "treatment_position", "format_version", "inputs", "digest", "compiled_at")
    return {name: getattr(edition, name) for name in names}


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "x",
        "country_roles",
        "none/answered/-/all",
        "country_roles/choice/none/all",
        "country_roles/answered/-/none",
    ],
)
def test_an_address_that_is_none_is_not_found(client, survey, grace, cell):
    assert get(client, compile_now(survey), cell).status_code == 404


def test_governments_find_nothing(client, survey):
    edition = compile_now(survey)
    client.force_login(people.amina(make_state("FRA")))
    assert get(client, edition, ORIGIN).status_code == 404


def test_the_page_takes_the_same_queries_for_two_states_and_four(client, survey, grace, django_assert_num_queries):
    edition = compile_now(survey)
    read(client, edition)
    with django_assert_num_queries(12):
        read(client, edition)
    for iso3 in ("LBY", "MAR"):
        reply(survey, iso3)
    edition = compile_now(survey)
    read(client, edition)
    with django_assert_num_queries(12):
        read(client, edition)


def test_office_staff_read_it_too(client, survey):
    client.force_login(make_user(groups=["office_staff"]))
    assert "State DZA" in read(client, compile_now(survey))
