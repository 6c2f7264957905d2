"""Two editions side by side: who came, what moved and by whose reply; filtered, paged, linked."""

import re
from datetime import date
from secrets import token_hex

import pytest
from django.urls import reverse

from reports.actions.parts import changed_states, moved_by
from reports.actions.treatments import approve, propose
from reports.summary.compare import compare
from reports.views import comparison
from surveys.actions.returns import begin_amendment
from surveys.models import Return
from surveys.models.history import acting_as
from tests import people
from tests.factories import AT, make_submission, make_survey, make_user, take_back
from tests.reports.test_compile import JANUARY, compile_now, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    survey = make_survey()
    reply(survey, "DZA", country_roles=["origin"])
    return survey


@pytest.fixture
def grace(client):
    grace = people.grace()
    client.force_login(grace)
    return grace


def get(client, old, new, **query):
    address = reverse("reports:compare", args=[old.survey.slug])
    return client.get(address, {"from": old.number, "to": new.number, **query})


def read(client, old, new, **query):
    return get(client, old, new, **query).content.decode()


def words(text):
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def rows(page, question):
    """The lines of a question's table, without tags."""
    table = page.partition(f"<caption>{question}</caption>")[2].partition("</table>")[0]
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in table.split("</tr>")[1:-1])
    return [[words(cell) for cell in row] for row in cells]


def told(page, term):
    """What stands under a term of the list above."""
    return words(page.partition(f"<dt>{term}</dt>")[2].partition("</div>")[0])


def amend(submission, **values):
    survey_return, amina = Return.objects.get(pk=submission.survey_return_id), submission.recorded_by
    with acting_as(amina):
        begin_amendment(survey_return=survey_return, user=amina, on=JANUARY)
    return make_submission(survey_return, amina, values, received_on=JANUARY)


def treat(submission, path="data_reference_year"):
    key = {"key": token_hex(8), "at": AT}
    found = propose(
        submission=submission, path=path, kind="set_aside", reason="A typing error.", by=make_user(), **key
    )
    approve(treatment=found, by=make_user(groups=["office_staff"]), key=token_hex(8), at=AT)


def test_a_state_that_came_is_named_and_moved_its_figures(client, survey, grace):
    old = compile_now(survey)
    reply(survey, "EGY", date(2004, 1, 10), country_roles=["origin", "transit"])
    page = read(client, old, compile_now(survey, JANUARY), question="country_roles", group="all")
    assert told(page, "States added") == "State EGY"
    label = re.search(r'<option value="country_roles"[^>]*>(.*?)</option>', page)[1]
    assert rows(page, label) == [
        ["answered", "All States asked", "1", "2", "State EGY"],
        ["Country of origin", "All States asked", "1", "2", "State EGY"],
        ["Country of transit", "All States asked", "0", "1", "State EGY"],
    ]


def test_a_superseded_submission_leads_to_what_changed_in_it(client, survey, grace):
    old = compile_now(survey)
    amend(survey.submissions.get(), data_reference_year=2003)
    page = read(client, old, compile_now(survey, JANUARY))
    assert told(page, "Superseded submissions") == "State DZA: No. 2 in the place of No. 1"
    assert reverse("surveys:submissions_compare", args=[survey.slug, "DZA", 1, 2]) in page


def test_only_who_changed_moved_a_figure(survey):
    other = reply(survey, "EGY", country_roles=["origin"])
    old = compile_now(survey)
    amend(other, country_roles=["transit"])
    new = compile_now(survey, JANUARY)
    cells = compare(old.content, new.content)["cells"]
    assert changed_states(old, new) == {"EGY"}
    found = moved_by(old, new, cells)
    assert found.keys() == {cell.address for cell in cells} >= {"country_roles/choice/origin/africa"}
    assert list(map(list, set(map(tuple, found.values())))) == [["EGY"]]


def test_what_a_reply_moved_is_not_told_once_it_is_taken_back(survey):
    old = compile_now(survey)
    taken = [reply(survey, iso3, JANUARY, country_roles=["transit"]) for iso3 in ("EGY", "LBY")]
    new = compile_now(survey, JANUARY)
    cells = compare(old.content, new.content)["cells"]
    transit = "country_roles/choice/transit/all"
    assert moved_by(old, new, cells)[transit] == ["EGY", "LBY"]
    take_back(taken[0], on=JANUARY)
    assert moved_by(old, new, cells)[transit] == moved_by(new, old, cells)[transit] == ["LBY"]


def test_a_treatment_that_came_is_told_and_moved_its_figure(client, survey, grace):
    old = compile_now(survey)
    treat(survey.submissions.get())
    new = compile_now(survey, treatments_upto=1)
    page = read(client, old, new, group="all")
    assert "State DZA" in told(page, "Treatments that came")
    assert "A typing error." in told(page, "Treatments that came")
    moved = moved_by(old, new, compare(old.content, new.content)["cells"])
    assert moved["data_reference_year/answered/-/all"] == ["DZA"]
    back = read(client, new, old)
    assert (told(back, "Treatments that came"), "A typing error." in told(back, "Treatments that went")) == (
        "–",
        True,
    )


def test_figures_lead_to_what_stands_behind_them(client, survey, grace):
    old = compile_now(survey)
    reply(survey, "EGY", date(2004, 1, 10))
    new = compile_now(survey, JANUARY)
    page = read(client, old, new, question="country_roles", group="africa")
    cell = "?cell=country_roles%2Fchoice%2Forigin%2Fafrica"
    for edition in (old, new):
        assert reverse("reports:why", args=[survey.slug, edition.number]) + cell in page


def test_a_comparison_is_paged(client, survey, grace, monkeypatch):
    monkeypatch.setattr(comparison, "PER_PAGE", 5)
    old = compile_now(survey)
    reply(survey, "EGY", date(2004, 1, 10))
    new = compile_now(survey, JANUARY)
    number = len(compare(old.content, new.content)["cells"])
    found = []
    for page in range(1, -(-number // 5) + 1):
        found += re.findall(r'\?cell=([^"]+)"', read(client, old, new, page=page))
    assert len(set(found)) == number
    assert f"from={old.number}&amp;to={new.number}&amp;page=2" in read(client, old, new)


@pytest.mark.parametrize("query", [{"question": "none"}, {"group": "none"}])
def test_a_filter_that_is_none_is_refused_at_its_field(client, survey, grace, query):
    old = compile_now(survey)
    reply(survey, "EGY", date(2004, 1, 10))
    response = get(client, old, compile_now(survey, JANUARY), **query)
    assert response.status_code == 400
    assert f'id="id_{next(iter(query))}_error"' in response.content.decode()


def test_a_filter_that_leaves_nothing_says_so(client, survey, grace):
    french = reply(survey, "FRA", region="europe_central_asia")
    old = compile_now(survey)
    amend(french, data_reference_year=2003)
    amend(survey.submissions.get(member_state__iso3="DZA"), respondent_ministry={"missing": "confidential"})
    new = compile_now(survey, JANUARY)
    assert "State FRA" in read(client, old, new, question="data_reference_year", group="europe_central_asia")
    page = read(client, old, new, question="data_reference_year", group="africa")
    assert "No figure that moved fits. Choose another question or group." in page


def test_the_same_edition_differs_in_nothing(client, survey, grace):
    edition = compile_now(survey)
    assert "No figure is different." in read(client, edition, edition)


def test_names_and_figures_are_in_the_reader_s_language(client, survey, grace):
    old = compile_now(survey)
    reply(survey, "EGY", date(2004, 1, 10))
    client.cookies["django_language"] = "ar"
    page = read(client, old, compile_now(survey, JANUARY))
    assert ("دولة EGY" in page, "State EGY" in page) == (True, False)
