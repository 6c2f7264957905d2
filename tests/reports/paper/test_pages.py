"""The pages of the paper: as of a day, in a language, with the records behind its figures; additions; versions."""

import re
from datetime import date
from secrets import token_hex

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.actions.paper.additions import add, change
from reports.models import PaperAddition, PaperVersion
from surveys.models.history import acting_as
from tests import people
from tests.factories import make_return, make_state, make_submission, make_survey
from tests.reports.paper.papers import make_report

pytestmark = pytest.mark.django_db
TODAY = date(2004, 2, 11)


@pytest.fixture
def report(settings):
    settings.PORTAL_TODAY = TODAY
    survey = make_survey()
    make_submission(make_return(survey, make_state("FRA")))
    return make_report(survey)


@pytest.fixture
def farid(client):
    farid = people.farid()
    client.force_login(farid)
    return farid


def url(name="paper", *arguments, **query):
    path = reverse(f"reports:{name}", args=["ilms2003", *arguments])
    return path + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def added(report, by, text="By hand.", language="en"):
    with acting_as("tests"):
        return add(report=report, language=language, after="decision", text=text, by=by)


def test_the_paper_of_today_with_its_figures_and_their_records(client, report, farid):
    page = client.get(url()).content.decode()
    assert "By 11 February 2004, the Governments of 1 of the 1 member States asked (100 per cent)" in page
    assert '<a href="/surveys/ilms2003/status/?as_of=2004-02-11">' in page
    assert '<ol start="3"><li>On 11 February 2004' in page


def test_another_day_and_language(client, report, farid):
    page = text_of(client.get(url(as_of="2003-09-30", language="fr")))
    assert "Au 30 septembre 2003, aucun des 1 États Membres consultés" in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"as_of": "2004-02-12"}, "Choose a day that is not in the future."),
        ({"as_of": "yesterday"}, "Enter a day in the form 2003-12-31."),
        ({"language": "ar"}, "Select a valid choice."),
    ],
)
def test_wrong_days_and_languages_are_told_at_the_field(client, report, farid, query, told):
    for name, arguments in (("paper", ()), ("paper_file", ("docx",))):
        response = client.get(url(name, *arguments, **query))
        assert response.status_code == 422
        assert told in text_of(response)


def test_files_in_three_formats(client, report, farid):
    starts = {"docx": b"PK", "pdf": b"%PDF", "html": b"<!doctype html>"}
    for kind, start in starts.items():
        response = client.get(url("paper_file", kind, as_of="2003-12-31", language="es"))
        assert response.content.startswith(start)
        assert f'filename="ilms2003-paper-2003-12-31-es.{kind}"' in response["Content-Disposition"]
    assert client.get(url("paper_file", "exe")).status_code == 404


def test_analysts_read_and_others_do_not(client, report):
    client.force_login(people.grace())
    page = client.get(url()).content.decode()
    assert (reverse("reports:paper_keep", args=["ilms2003"]) in page, "Add a text behind" in page) == (False, False)
    assert client.post(url("paper_keep")).status_code == 404
    client.force_login(people.hugo())
    assert client.get(url()).status_code == 404


def test_a_round_without_report_or_outline_has_no_paper(client, farid, settings):
    settings.PORTAL_TODAY = TODAY
    survey = make_survey()
    assert client.get(url()).status_code == 404
    report = make_report(survey)
    with acting_as("tests"):
        report.paper.delete()
    assert client.get(url()).status_code == 404


def test_an_addition_stands_in_every_paper_of_its_language_and_in_its_files(client, report, farid):
    address = url("paper_addition_new", "en", "decision", as_of="2003-12-31")
    page = client.get(address)
    key = page.context["form"]["key"].value()
    response = client.post(address, {"text": "First line.\nSecond <b>line</b>.", "key": key})
    assert response.url == url(language="en", as_of="2003-12-31")
    assert client.post(address, {"text": "First line.\nSecond <b>line</b>.", "key": key}).status_code == 302
    assert PaperAddition.objects.get().author == farid
    for day in ("2003-09-30", "2004-02-11"):
        page = client.get(url(as_of=day))
        assert "Added by hand by Farid" in text_of(page)
        assert "&lt;b&gt;line" in page.content.decode()
    assert "Added by hand" not in text_of(client.get(url(language="fr")))
    assert b"<p>First line.</p>" in client.get(url("paper_file", "html", as_of="2003-12-31")).content


def test_an_addition_needs_a_text_and_a_paragraph(client, report, farid):
    response = client.post(url("paper_addition_new", "en", "decision"), {"text": " ", "key": token_hex(8)})
    assert (response.status_code, "This field is required." in text_of(response)) == (422, True)
    for address in (url("paper_addition_new", "en", "nothing"), url("paper_addition_new", "ar", "decision")):
        assert client.get(address).status_code == 404


def test_two_editors_of_one_addition_lose_nothing(client, report, farid):
    addition = added(report, farid)
    with acting_as("tests"):
        change(addition=addition, text="Theirs.", seen=1, by=people.grace())
    address = url("paper_addition_edit", addition.pk)
    response = client.post(address, {"text": "Mine.", "seen": 1, "key": token_hex(8)})
    assert response.status_code == 409
    assert "Grace has written: Theirs." in text_of(response)
    assert "Mine." in response.content.decode()
    assert response.context["form"]["seen"].value() == 2
    assert client.post(address, {"text": "Mine.", "seen": 2, "key": token_hex(8)}).status_code == 302
    assert PaperAddition.objects.get().text == "Mine."


def test_an_addition_is_taken_out_as_it_was_seen(client, report, farid):
    addition = added(report, farid)
    address = url("paper_addition_remove", addition.pk)
    refused = client.post(address, {"seen": 7, "key": token_hex(8)})
    assert (refused.status_code, PaperAddition.objects.count()) == (409, 1)
    assert client.post(address, {"seen": 1, "key": token_hex(8)}).status_code == 302
    assert PaperAddition.objects.count() == 0
    events = PaperAddition.changes.rel.related_model.objects.order_by("pgh_id")
    assert [(event.pgh_label, event.text) for event in events] == [("insert", "By hand."), ("delete", "By hand.")]


def keep(client, **changes):
    data = {"as_of": "2004-02-11", "language": "en", "key": token_hex(8), **changes}
    return client.post(url("paper_keep"), data)


def test_a_version_stays_what_it_was(client, report, farid):
    added(report, farid)
    response = keep(client)
    assert response.url == url("paper_version", 1)
    file = client.get(url("paper_version_file", 1, "docx")).content
    assert keep(client).url == url("paper_version", 1)
    with acting_as("tests"):
        PaperAddition.objects.all().delete()
    assert "By hand." in text_of(client.get(url("paper_version", 1)))
    assert client.get(url("paper_version_file", 1, "docx")).content == file
    assert keep(client).url == url("paper_version", 2)
    versions = PaperVersion.objects.order_by("number")
    assert [(version.number, version.by) for version in versions] == [(1, farid), (2, farid)]
    assert client.get(url("paper_version", 3)).status_code == 404


def test_one_key_keeps_one_version_and_days_to_come_none(client, report, farid):
    assert keep(client, key="k").status_code == 302
    assert keep(client, key="k", language="fr").status_code == 409
    assert keep(client, as_of="2004-02-12").status_code == 422
    assert PaperVersion.objects.count() == 1


def test_a_fixed_number_of_queries(client, report, farid):
    client.get(url())
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url())
    for number in range(5):
        added(report, farid, f"Text {number}.")
        make_submission(make_return(report.survey, make_state(f"X{number}A", f"Y{number}")))
    with CaptureQueriesContext(connection) as many:
        client.get(url())
    assert len(many) == len(few)
