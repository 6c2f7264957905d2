"""A file is stored whole and once, or not at all."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection, transaction

from surveys.actions import attachments
from surveys.actions.attachments import store, sweep
from surveys.file_types.refused import Refused
from surveys.models import Attachment, Return
from surveys.models.attachments import folder
from surveys.models.history import acting_as
from tests.factories import AT, make_return, make_user
from tests.surveys.uploads import PDF, PNG, an_upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(survey_return=None, upload=None, *, purpose="answer", by=None):
    with acting_as("tests"):
        return store(
            survey_return=survey_return or make_return(),
            upload=upload or an_upload(),
            purpose=purpose,
            by=by or make_user(),
            at=AT,
        )


def files():
    return sorted(path for path in folder().rglob("*") if path.is_file())


def test_row_says_what_the_file_is():
    user = make_user()
    attachment = stored(upload=an_upload(name="../Loi nº 12\u202e.pdf"), by=user)
    attachment.refresh_from_db()
    found = (attachment.sha256, attachment.size, attachment.media_type, attachment.name, attachment.purpose)
    assert found == (hashlib.sha256(PDF).hexdigest(), len(PDF), "application/pdf", "Loi nº 12.pdf", "answer")
    assert (attachment.uploaded_by, attachment.uploaded_at) == (user, AT)


def test_bytes_lie_under_a_random_name_of_their_own():
    attachment = stored()
    path = Path(attachment.file.path)
    assert path.read_bytes() == PDF
    assert path.parent.parent == folder()
    assert path.name.startswith(path.parent.name) and len(path.name) == 32
    assert "law" not in attachment.file.name and attachment.sha256 not in attachment.file.name
    assert path.stat().st_mode & 0o007 == 0


def test_same_content_again_is_the_same_attachment():
    survey_return = make_return()
    first = stored(survey_return)
    again = stored(survey_return, an_upload(name="other name.pdf"))
    assert again == first
    assert again.name == "law.pdf"
    assert files() == [Path(first.file.path)]


def test_same_content_for_another_purpose_is_another_attachment():
    survey_return = make_return()
    assert stored(survey_return) != stored(survey_return, purpose="scan")
    assert len(files()) == 2


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (an_upload(b""), "empty"),
        (an_upload(PNG), "name_and_content_differ"),
        (an_upload(b"MZ\x90\x00", "law.pdf"), "type_not_taken"),
    ],
)
def test_refused_file_leaves_nothing(upload, code):
    with pytest.raises(Refused) as refused:
        stored(upload=upload)
    assert refused.value.code == code
    assert (Attachment.objects.count(), files()) == (0, [])


def test_limit_is_the_largest_size_taken(settings):
    survey_return = make_return()
    settings.ATTACHMENT_MOST_BYTES = len(PDF)
    assert stored(survey_return).size == len(PDF)
    settings.ATTACHMENT_MOST_BYTES = len(PNG) - 1
    with pytest.raises(Refused) as refused:
        stored(survey_return, upload=an_upload(PNG, "a.png"))
    assert (refused.value.code, refused.value.params) == ("too_large", {"most": len(PNG) - 1})


def test_return_takes_so_many_files_and_no_more(settings):
    settings.ATTACHMENTS_MOST = 1
    survey_return = make_return()
    first = stored(survey_return)
    with pytest.raises(Refused) as refused:
        stored(survey_return, an_upload(PNG, "a.png"))
    assert refused.value.code == "too_many"
    assert stored(survey_return) == first
    assert files() == [Path(first.file.path)]


def test_closed_draft_takes_no_file_for_an_answer_but_a_scan():
    survey_return = make_return()
    Return.objects.update(draft_open=False)
    with pytest.raises(Refused) as refused:
        stored(survey_return)
    assert (refused.value.code, files()) == ("closed", [])
    assert stored(survey_return, purpose="scan").purpose == "scan"


def test_crash_between_file_and_row_leaves_no_row_and_the_sweep_removes_the_file(monkeypatch):
    survey_return = make_return()

    def die(attachment):
        raise KeyboardInterrupt

    monkeypatch.setattr(attachments, "enter", die)
    with pytest.raises(KeyboardInterrupt):
        stored(survey_return)
    assert Attachment.objects.count() == 0
    [orphan] = files()
    written = orphan.stat().st_mtime
    assert sweep(at=at_second(written + 3600)) == 0
    assert sweep(at=at_second(written + 25 * 3600)) == 1
    assert files() == []


def at_second(second):
    return AT + timedelta(seconds=second - AT.timestamp())


def test_crash_while_writing_leaves_a_draft_that_is_swept():
    folder().mkdir(parents=True)
    draft = folder() / ".0123.part"
    draft.write_bytes(b"%PDF")
    assert sweep(at=at_second(draft.stat().st_mtime + 25 * 3600)) == 1
    assert files() == []


def test_sweep_keeps_what_a_row_names():
    path = Path(stored().file.path)
    os.utime(path, (0, 0))
    assert sweep(at=AT) == 0
    assert path.read_bytes() == PDF


def test_sweep_passes_over_what_has_got_its_final_name_meanwhile(monkeypatch):
    attachment = stored()
    draft = folder() / ".0123.part"
    monkeypatch.setattr(attachments, "files_below", lambda _place: [draft, Path(attachment.file.path)])
    assert sweep(at=AT + timedelta(days=9000)) == 0
    assert files() == [Path(attachment.file.path)]


def test_full_disk_is_a_refusal_and_leaves_no_half_file(monkeypatch):
    survey_return = make_return()

    def no_room(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(Refused) as refused:
        stored(survey_return)
    assert (refused.value.code, Attachment.objects.count(), files()) == ("no_room", 0, [])


@pytest.mark.django_db(transaction=True)
def test_many_who_store_the_same_file_at_once_make_one():
    survey_return, user, barrier = make_return(), make_user(), Barrier(6)

    def go(_index):
        barrier.wait()
        try:
            return stored(survey_return, an_upload(), by=user).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(go, range(6)))) == 1
    assert Attachment.objects.count() == 1
    assert files() == [Path(Attachment.objects.get().file.path)]


def test_rolled_back_row_never_lacks_the_file_of_another():
    survey_return = make_return()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        stored(survey_return)
        raise ZeroDivisionError
    assert Attachment.objects.count() == 0
    attachment = stored(survey_return)
    assert Path(settings.MEDIA_ROOT, attachment.file.name).read_bytes() == PDF
