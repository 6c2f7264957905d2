"""Asking for the matrix on the page: what is chosen, what it opens, what is in the zip, how long it is kept."""

import csv
import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from reports.actions.exports import MATRIX_KEPT, remove_leftovers
from reports.models import Export
from surveys.models import Happening, Job
from tests import people
from tests.factories import make_survey, take_back
from tests.reports.test_compile import JANUARY, reply
from tests.reports.test_exports import files, media, write  # noqa: F401
from tests.surveys.views.pages import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(settings):
    settings.PORTAL_TODAY = JANUARY
    survey = make_survey()
    reply(survey, "DZA", respondent_ministry="Ministry A")
    return survey


@pytest.fixture
def grace(client):
    grace = people.grace()
    client.force_login(grace)
    return grace


CHOSEN = {"format": "matrix-csv", "language": "en", "labels": "codes", "repeats": "long", "states": "all"}


def ask(client, survey, **changes):
    """What the form sends with these changes, and the answer."""
    page = form_of(client.get(reverse("reports:exports", args=[survey.slug])))
    data = {"key": page["key"][0], "as_of": page["as_of"][0], **CHOSEN, **changes}
    return data, client.post(reverse("reports:matrix_ask", args=[survey.slug]), data)


def asked(client, survey, **changes):
    ask(client, survey, **changes)
    return Export.objects.latest("pk")


def in_zip(export):
    """The files of the zip by name."""
    with zipfile.ZipFile(export.path) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def test_the_zip_has_the_returns_and_what_belongs_to_them(client, survey, grace):
    export = write(asked(client, survey))
    found = in_zip(export)
    stem = "ilms2003-2004-01-31-returns-csv-en"
    assert export.name_of_file == f"{stem}.zip"
    assert {f"{stem}.csv", f"{stem}.codebook.csv", f"{stem}.laws.csv", f"{stem}.permitted_use.csv"} <= found.keys()
    [row] = csv.DictReader(io.StringIO(found[f"{stem}.csv"]))
    assert (row["iso3"], row["respondent_ministry"]) == ("DZA", "Ministry A")
    assert files() == [export.file.removeprefix("exports/")]


@pytest.mark.parametrize("format", ["matrix-sav", "matrix-dta", "matrix-xlsx"])
def test_every_format_is_written(client, survey, grace, format):
    export = write(asked(client, survey, format=format))
    assert Job.objects.get(pk=export.job_id).error == ""
    names = (
        openpyxl.load_workbook(io.BytesIO(export.path.read_bytes())).sheetnames if format == "matrix-xlsx" else None
    )
    assert names is None or names[0] == "Returns"


def test_what_was_chosen_is_kept_with_the_request(client, survey, grace):
    export = asked(client, survey, labels="labels", repeats="wide", states="answered", remarks="on", upto="1")
    assert (export.as_of, export.upto, export.requested_by) == (JANUARY, 1, grace)
    assert export.options == {"labels": "labels", "repeats": "wide", "states": "answered", "remarks": True}


def test_progress_counts_states(client, survey, grace):
    export = write(asked(client, survey))
    job = Job.objects.get(pk=export.job_id)
    assert (job.done, job.total, job.state) == (1, 1, "done")


def opened(survey):
    events = survey.returns.get(member_state__iso3="DZA").events
    return list(events.filter(kind=Happening.OFFICE_OPENED).values_list("actor__email", "effective_on"))


def test_whoever_gets_it_has_opened_the_submissions_in_it(client, survey, grace):
    export = asked(client, survey)
    assert opened(survey) == []
    write(export)
    assert opened(survey) == [(grace.email, JANUARY)]


def test_what_was_taken_back_meanwhile_is_left_out(client, survey, grace):
    export = asked(client, survey)
    take_back(survey.submissions.get())
    assert "Ministry A" not in "".join(in_zip(write(export)).values())
    assert opened(survey) == []


def test_a_double_click_asks_once_and_the_same_key_for_another_is_refused(client, survey, grace):
    data, first = ask(client, survey)
    again = reverse("reports:matrix_ask", args=[survey.slug])
    assert client.post(again, data).url == first.url
    refused = client.post(again, {**data, "states": "answered"})
    assert (refused.status_code, form_of(refused)["states"]) == (409, ["answered"])
    assert Export.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("as_of", "2003-02-30"),
        ("as_of", ""),
        ("upto", "2"),
        ("upto", "-1"),
        ("format", "xlsx"),
        ("language", "xx"),
        ("labels", "both"),
        ("repeats", ""),
        ("states", "none"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(client, survey, grace, field, value):
    data, answer = ask(client, survey, **{field: value})
    assert (answer.status_code, Export.objects.count()) == (422, 0)
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_a_new_one_is_made_each_time(client, survey, grace):
    assert write(asked(client, survey)) != asked(client, survey)


def test_its_file_goes_after_some_days_and_the_page_says_so(client, survey, grace):
    export = write(asked(client, survey))
    assert remove_leftovers(at=timezone.now() + MATRIX_KEPT - timedelta(hours=1)) == 0
    assert remove_leftovers(at=timezone.now() + MATRIX_KEPT + timedelta(hours=1)) == 1
    export.refresh_from_db()
    assert (export.file, files()) == ("", [])
    assert "no longer kept" in client.get(export.get_absolute_url()).content.decode()
    assert client.get(reverse("reports:export_file", args=[export.pk])).status_code == 404


def test_governments_cannot_ask(client, survey, grace):
    data, _answer = ask(client, survey)
    client.force_login(people.amina(survey.returns.get().member_state))
    assert client.post(reverse("reports:matrix_ask", args=[survey.slug]), data).status_code == 404
    assert Export.objects.count() == 1
