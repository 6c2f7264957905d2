"""Files of consultations: which are taken, and how they are given."""

from secrets import token_hex

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consultations.models import Document
from tests import people
from tests.consultations.entries import address, come_in, errors_of, make_consultation, text_of
from tests.factories import make_state, make_survey
from tests.surveys.uploads import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def farid(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return come_in(client, settings, people.farid())


@pytest.fixture
def one():
    return make_consultation(make_survey())


def upload(client, one, content=PDF, name="report.pdf", **fields):
    sent = {"key": token_hex(8), "title": "Rapport", "language": "fr", "file": SimpleUploadedFile(name, content)}
    return client.post(address("document_upload", one.code), {**sent, **fields})


def get(client, document):
    return client.get(document.get_absolute_url())


def test_a_file_is_kept_as_it_came_and_only_to_be_saved(client, one, farid):
    assert upload(client, one, day="2003-07-31").status_code == 302

    document = Document.objects.get()
    assert (document.title, document.language, document.uploaded_by) == ("Rapport", "fr", farid)
    answer = get(client, document)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="report.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "Rapport" in text_of(client.get(one.get_absolute_url()))


def test_the_same_file_twice_is_one_document(client, one):
    upload(client, one)
    upload(client, one, title="Again")

    assert [document.title for document in Document.objects.all()] == ["Rapport"]


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [(b"", "empty.pdf", 422), (b"MZ\x90\x00", "program.exe", 422), (PDF, "picture.png", 422)],
)
def test_what_is_not_taken_is_refused_at_its_field_and_the_title_stays(client, one, content, name, status):
    answer = upload(client, one, content, name)

    assert answer.status_code == status
    assert errors_of(answer).keys() == {"file"}
    assert "Rapport" in text_of(answer)
    assert not Document.objects.exists()


def test_too_large_a_file_has_its_own_number(client, one, settings):
    settings.ATTACHMENT_MOST_BYTES = 10

    assert upload(client, one).status_code == 413


def test_analysts_read_and_governments_find_nothing(client, settings, one):
    upload(client, one)
    document = Document.objects.get()

    come_in(client, settings, people.grace())
    assert b"".join(get(client, document).streaming_content) == PDF
    assert upload(client, one).status_code == 404
    come_in(client, settings, people.amina(make_state()))
    assert get(client, document).status_code == 404


def test_a_consultation_with_a_document_stays(client, one):
    upload(client, one)

    answer = client.get(address("consultation_delete", one.code))

    assert [str(use.thing) for use in answer.context["uses"]] == ["Rapport"]
