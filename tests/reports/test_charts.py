"""Charts of an edition: asked for once, drawn by a worker, kept by what they show, served to whoever may read."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from reports.actions.charts import digests_of, drawn, request_drawing, specs_of
from reports.actions.files import words_of
from reports.models import ChartDrawing
from reports.models.drawings import chart_path
from reports.tasks import draw_charts
from surveys.models import Job
from tests import people
from tests.factories import AT, make_state, make_survey
from tests.reports.test_compile import compile_now, reply

RIGHTS = "rights_regular_equal_pay"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def edition(db):
    survey = make_survey()
    reply(survey, "DZA", country_roles=["origin"], **{RIGHTS: "full"})
    return compile_now(survey)


def draw_now(edition, language="en"):
    job = request_drawing(summary=edition, language=language, due_at=AT).job
    Job.objects.filter(pk=job.pk).update(state="queued")
    draw_charts(job.pk)
    job.refresh_from_db()
    return job


def wanted(edition, language="en"):
    return digests_of(specs_of(edition.content["questions"], words_of(edition, language)))


def test_all_charts_of_the_edition_are_drawn(edition):
    assert drawn(wanted(edition)) == {}
    job = draw_now(edition)
    assert (job.state, job.done, job.total) == ("done", len(wanted(edition)), len(wanted(edition)))
    assert drawn(wanted(edition)) == wanted(edition)
    assert "country_roles" in wanted(edition)


def test_no_draft_is_left_and_nothing_else(edition, tmp_path):
    draw_now(edition)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(files) == sorted(map(chart_path, set(wanted(edition).values())))


def test_another_language_is_another_picture(edition):
    draw_now(edition)
    assert drawn(wanted(edition, "ar")) == {}


def test_what_is_there_is_not_drawn_again(edition):
    draw_now(edition)
    path = chart_path(wanted(edition)["country_roles"])
    path.write_bytes(b"kept")
    draw_now(edition)
    assert path.read_bytes() == b"kept"


def test_asking_twice_makes_one_job(edition):
    first = request_drawing(summary=edition, language="en", due_at=AT)
    second = request_drawing(summary=edition, language="en", due_at=AT)
    assert (first, first.job, ChartDrawing.objects.count()) == (second, second.job, 1)


def test_a_picture_that_is_gone_is_drawn_again(edition):
    draw_now(edition)
    chart_path(wanted(edition)["country_roles"]).unlink()
    draw_now(edition)
    assert (drawn(wanted(edition)), ChartDrawing.objects.count()) == (wanted(edition), 1)


def test_a_drawing_that_failed_is_not_asked_for_with_every_page(edition):
    job = request_drawing(summary=edition, language="en", due_at=AT).job
    Job.objects.filter(pk=job.pk).update(state="failed")
    assert request_drawing(summary=edition, language="en", due_at=AT).job == job


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_one_job():
    survey = make_survey()
    reply(survey, "DZA", country_roles=["origin"])
    edition, start = compile_now(survey), threading.Barrier(8)

    def ask():
        start.wait()
        request_drawing(summary=edition, language="en", due_at=AT)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (ChartDrawing.objects.count(), Job.objects.filter(task="reports.draw_charts").count()) == (1, 1)


def chart_url(edition):
    return reverse("reports:chart", args=[wanted(edition)["country_roles"]])


def test_a_picture_is_served_whole_and_can_do_nothing(client, edition):
    draw_now(edition)
    client.force_login(people.grace())
    response = client.get(chart_url(edition))
    assert response.content == chart_path(wanted(edition)["country_roles"]).read_bytes()
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/svg+xml", "nosniff")
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and policy.endswith("; sandbox")


@pytest.mark.parametrize("digest", ["0" * 64, "x", "0" * 63])
def test_a_picture_that_is_not_there_answers_404(client, edition, digest):
    client.force_login(people.grace())
    assert client.get(reverse("reports:chart", args=[digest])).status_code == 404


def test_governments_get_no_picture(client, edition):
    draw_now(edition)
    client.force_login(people.amina(make_state("FRA")))
    assert client.get(chart_url(edition)).status_code == 404
