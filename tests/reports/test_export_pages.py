"""Pages of files for download: who may, asked for once, followed, cancelled, tried again, taken and recorded."""

import io

import openpyxl
import pytest
from django.urls import reverse

from reports.models import Export, ExportDownload
from surveys.models import Job, Trouble
from tests import people
from tests.factories import make_survey
from tests.reports.test_compile import compile_now, reply
from tests.reports.test_exports import media, write  # noqa: F401
from tests.surveys.views.pages import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    survey = make_survey()
    reply(survey, "DZA", respondent_ministry="=Ministry A")
    return compile_now(survey)


@pytest.fixture
def grace(client):
    grace = people.grace()
    client.force_login(grace)
    return grace


def text_of(response):
    return response.content.decode()


def asked_on(client, edition, **changes):
    """What the form on the edition's page sends, and the answer to it."""
    page = form_of(client.get(edition.get_absolute_url()))
    data = {"key": page["key"][-1], "format": "xlsx", "language": "en", **changes}
    return data, client.post(reverse("reports:summary_export", args=[edition.survey.slug, edition.number]), data)


def ask(client, edition, **changes):
    """The file that the form on the edition's page asks for."""
    asked_on(client, edition, **changes)
    return Export.objects.latest("pk")


def take(client, export):
    return client.get(reverse("reports:export_file", args=[export.pk]))


def test_asking_leads_to_the_progress_page_and_that_to_the_file(client, edition, grace):
    _data, answer = asked_on(client, edition)
    export = Export.objects.get()
    assert (answer.url, export.requested_by) == (export.get_absolute_url(), grace)
    page = client.get(answer.url)
    assert (page["Refresh"], "<progress" in text_of(page)) == ("1", True)
    assert take(client, export).status_code == 404
    write(export)
    page = client.get(answer.url)
    assert ("Refresh" in page, export.digest in text_of(page)) == (False, True)
    assert reverse("reports:export_file", args=[export.pk]) in text_of(page)


def test_the_file_is_streamed_as_an_attachment_and_recorded(client, edition, grace):
    export = write(ask(client, edition))
    answer = take(client, export)
    content = b"".join(answer.streaming_content)
    assert content == export.path.read_bytes()
    name = f"ilms2003-2003-12-31-{edition.number}-en.xlsx"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert ExportDownload.objects.values_list("export", "user").get() == (export.pk, grace.pk)
    book = openpyxl.load_workbook(io.BytesIO(content))
    [cell] = [cell for row in book["Open answers"] for cell in row if cell.value == "=Ministry A"]
    assert cell.data_type == "s"


def test_looking_whether_the_file_is_there_is_no_download(client, edition, grace):
    export = write(ask(client, edition))
    assert client.head(reverse("reports:export_file", args=[export.pk])).status_code == 200
    assert ExportDownload.objects.count() == 0


def test_a_double_click_asks_once_and_the_same_key_for_another_file_is_refused(client, edition, grace):
    data, first = asked_on(client, edition)
    again = reverse("reports:summary_export", args=[edition.survey.slug, edition.number])
    assert client.post(again, data).url == first.url
    assert client.post(again, {**data, "language": "fr"}).status_code == 409
    assert Export.objects.count() == 1


@pytest.mark.parametrize(("field", "value"), [("format", "matrix-csv"), ("format", "exe"), ("language", "xx")])
def test_a_choice_that_is_none_is_refused_at_its_field(client, edition, grace, field, value):
    _data, answer = asked_on(client, edition, **{field: value})
    assert (answer.status_code, Export.objects.count()) == (422, 0)
    assert f'id="id_{field}_error"' in text_of(answer)


def test_a_cancelled_file_says_so_and_cannot_be_taken(client, edition, grace):
    export = ask(client, edition)
    answer = client.post(reverse("reports:export_cancel", args=[export.pk]))
    assert answer.url == export.get_absolute_url()
    assert Job.objects.get(pk=export.job_id).state == "cancelled"
    assert "cancelled before it was whole" in text_of(client.get(answer.url))
    assert take(client, export).status_code == 404


def test_nobody_cancels_the_file_of_another(client, edition, grace):
    export = ask(client, edition)
    client.force_login(people.farid())
    for name in ("export_cancel", "export_again"):
        assert client.post(reverse(f"reports:{name}", args=[export.pk])).status_code == 404
    assert Job.objects.get(pk=export.job_id).state == "due"


def test_a_failed_file_says_why_and_can_be_tried_again(client, edition, grace):
    export = ask(client, edition)
    Job.objects.filter(pk=export.job_id).update(state="failed", trouble=Trouble.WORKER_DIED, attempts=5)
    page = client.get(export.get_absolute_url())
    assert "The process that did the work ended five times in the middle of it." in text_of(page)
    client.post(reverse("reports:export_again", args=[export.pk]))
    assert Job.objects.get(pk=export.job_id).state == "due"


def test_a_file_that_is_gone_from_disk_is_told_to_be_no_longer_kept(client, edition, grace):
    export = write(ask(client, edition))
    export.path.unlink()
    assert "no longer kept" in text_of(client.get(export.get_absolute_url()))
    assert take(client, export).status_code == 404
    assert ExportDownload.objects.count() == 0


def test_the_files_of_a_survey_are_listed(client, edition, grace):
    export = ask(client, edition)
    shown = text_of(client.get(reverse("reports:exports", args=[edition.survey.slug])))
    assert (export.get_absolute_url() in shown, "Grace" in shown) == (True, True)


def test_the_list_takes_the_same_queries_for_one_file_and_three(client, edition, grace, django_assert_num_queries):
    url = reverse("reports:exports", args=[edition.survey.slug])
    ask(client, edition)
    client.get(url)
    with django_assert_num_queries(6):
        client.get(url)
    for language in ("fr", "ar"):
        ask(client, edition, language=language)
    with django_assert_num_queries(6):
        client.get(url)


@pytest.mark.parametrize("name", ["amina", "hugo"])
def test_others_get_what_a_file_that_is_not_there_gives(client, edition, grace, name):
    export = write(ask(client, edition))
    client.force_login(people.hugo() if name == "hugo" else people.amina(edition.survey.returns.get().member_state))
    for address in (export.get_absolute_url(), reverse("reports:export_file", args=[export.pk])):
        assert client.get(address).status_code == 404
    assert ExportDownload.objects.count() == 0
