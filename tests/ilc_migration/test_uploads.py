"""Files stream to disk up to the limit and not beyond; the rest of the request is read all the same."""

import io
import tracemalloc
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import RequestFactory

from tests.surveys.streams import BOUNDARY, Stream

LIMIT = 1_000_000
HALF_A_GIGABYTE = 500_000_000


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENT_MOST_BYTES = LIMIT
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    return tmp_path


def request_of(stream):
    """The request as a server hands it over."""
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return RequestFactory().generic(
        "POST", "/", CONTENT_TYPE=kind, CONTENT_LENGTH=str(stream.length), **{"wsgi.input": stream}
    )


@pytest.mark.parametrize("size", [9, LIMIT - 1, LIMIT])
def test_file_within_the_limit_arrives_whole(size):
    request = request_of(Stream(size))
    upload = request.FILES["file"]
    assert (upload.size, len(upload.read()), upload.name) == (size, size, "law.pdf")
    request.close()


@pytest.mark.parametrize("size", [LIMIT + 1, 3 * LIMIT])
def test_file_over_the_limit_arrives_with_its_size_and_nothing_else(size):
    request = request_of(Stream(size, fields=[("before", "1")], after=[("after", "2")]))
    upload = request.FILES["file"]
    assert (upload.size, upload.read()) == (size, b"")
    assert Path(upload.temporary_file_path()).stat().st_size == 0
    assert request.POST.dict() == {"before": "1", "after": "2"}
    request.close()


def test_half_a_gigabyte_leaves_memory_flat_and_nothing_behind(folder):
    tracemalloc.start()
    request = request_of(Stream(HALF_A_GIGABYTE))
    upload = request.FILES["file"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert upload.size == HALF_A_GIGABYTE
    assert sum(path.stat().st_size for path in folder.iterdir()) == 0
    request.close()
    assert list(folder.iterdir()) == []
    assert peak < 2_000_000


class Several(io.RawIOBase):
    """One stream after another."""

    def __init__(self, streams):
        self.streams, self.length = streams, sum(stream.length for stream in streams)

    def read(self, size=-1):
        for stream in self.streams:
            if content := stream.read(size):
                return content
        return b""


def test_many_large_files_at_once_are_refused_and_removed(folder):
    streams = [Stream(LIMIT, field=f"file{number}") for number in range(12)]
    for stream in streams[:-1]:
        stream.pieces[-1] = b"\r\n"
    with pytest.raises(RequestDataTooBig):
        _files = request_of(Several(streams)).FILES
    assert list(folder.iterdir()) == []


def test_temporary_files_are_their_owners_alone():
    request = request_of(Stream(100))
    mode = Path(request.FILES["file"].temporary_file_path()).stat().st_mode
    request.close()
    assert mode & 0o077 == 0
