"""The kind of a file follows from its content; what could be two kinds, or swells, or is cut short, is refused."""

import io
import random
import struct
import tracemalloc
import zipfile

import pytest

from surveys.file_types import packages
from surveys.file_types.kinds import EXTENSIONS, extension_of, media_type_of, refuse_other_name
from surveys.file_types.refused import Refused
from tests.surveys.uploads import (
    DOCUMENT,
    JPEG,
    PDF,
    PNG,
    PNG_BEGINS,
    RTF,
    SHEET,
    SLIDES,
    TEXT,
    TIFF,
    chunk,
    office,
    open_document,
    packed,
)

OOXML = "application/vnd.openxmlformats-officedocument."
TAKEN = {
    "application/pdf": PDF,
    "image/png": PNG,
    "image/jpeg": JPEG,
    "image/tiff": TIFF,
    OOXML + DOCUMENT: office(DOCUMENT),
    OOXML + SHEET: office(SHEET),
    OOXML + SLIDES: office(SLIDES),
    "application/vnd.oasis.opendocument.text": open_document(),
    "application/vnd.oasis.opendocument.spreadsheet": open_document("spreadsheet"),
    "application/rtf": RTF,
    "text/plain": TEXT,
}
ZIP = packed({"a": "b"})
PAGE = b"<script>alert(1)</script>"


def code_for(content):
    """Why the file is refused."""
    with pytest.raises(Refused) as refused:
        media_type_of(io.BytesIO(content))
    return refused.value.code


def test_every_kind_that_is_taken_is_known():
    assert {media_type: media_type_of(io.BytesIO(content)) for media_type, content in TAKEN.items()} == {
        media_type: media_type for media_type in EXTENSIONS
    }


def test_empty_file_is_refused():
    assert code_for(b"") == "empty"


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01\x01\x00",
        b"GIF89a",
        b"Rar!\x1a\x07\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"%!PS-Adobe-3.0",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"  \n<!DOCTYPE html><p>",
        b"<?xml version='1.0'?><a/>",
        b"#!/bin/sh\n",
        "Gesetz über Ausländer".encode("latin-1"),
        "Loi".encode("utf-16"),
        b"a\x00b",
        b"cut short: \xc3",
        ZIP,
        packed({"[Content_Types].xml": "<Types/>"}),
        open_document("presentation"),
    ],
)
def test_other_kinds_are_refused(content):
    assert code_for(content) == "type_not_taken"


@pytest.mark.parametrize(
    "content",
    [
        b"\n" + PDF,
        b"GIF89a" + PDF,
        PDF + ZIP,
        PDF + PAGE,
        PDF.replace(b"trailer", ZIP + b"trailer"),
        PNG + ZIP,
        PNG + PAGE,
        PNG_BEGINS + chunk(b"tEXt", b"Comment\x00" + PAGE) + chunk(b"IEND"),
        PNG_BEGINS + chunk(b"tEXt", b"Comment\x00" + PDF) + chunk(b"IEND"),
        JPEG + ZIP,
        JPEG + PAGE,
        JPEG + b"<?php system('id');",
        TIFF + ZIP,
        RTF.replace(b"Law", ZIP),
        TEXT + b"<script>",
        TEXT + PDF,
        office(DOCUMENT) + b"x",
        b"PK\x03\x04" + office(DOCUMENT),
        office(DOCUMENT, SHEET),
        open_document(**{"[Content_Types].xml": "<Types/>"}),
    ],
)
def test_what_can_be_read_as_two_kinds_is_refused(content):
    assert code_for(content) == "two_kinds"


def test_script_across_two_reads_is_found():
    assert code_for(b"a" * (65_536 - 3) + PAGE) == "two_kinds"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (office(DOCUMENT, **{"word/vbaProject.bin": "x"}), "active"),
        (office(DOCUMENT, part="document.macroEnabled.main"), "active"),
        (office(SHEET, **{"xl/macrosheets/sheet1.xml": "x"}), "active"),
        (office(SHEET, **{"xl/activeX/activeX1.bin": "x"}), "active"),
        (open_document(**{"Basic/Standard/Module1.xml": "x"}), "active"),
        (rb"{\rtf1 {\object\objdata 0105}}", "active"),
        (office(DOCUMENT, **{"../../etc/passwd": "x"}), "damaged"),
        (office(DOCUMENT, **{"/etc/passwd": "x"}), "damaged"),
        (PDF.replace(b"%%EOF", b""), "damaged"),
        (RTF[:-1], "damaged"),
    ],
)
def test_what_would_act_or_is_broken_is_refused(content, code):
    assert code_for(content) == code


@pytest.mark.parametrize("media_type", ["application/pdf", "image/png", "image/jpeg", "image/tiff", OOXML + DOCUMENT])
def test_file_that_is_cut_short_anywhere_is_refused(media_type):
    content = TAKEN[media_type]
    codes = {code_for(content[:length]) for length in range(9, len(content.rstrip()))}
    assert codes <= {"damaged", "type_not_taken"}


def test_damaged_package_is_refused_and_never_anything_else():
    content, random_source, taken = office(DOCUMENT), random.Random(5), 0
    for _round in range(500):
        damaged = bytearray(content)
        damaged[random_source.randrange(len(content))] ^= 1 << random_source.randrange(8)
        try:
            media_type_of(io.BytesIO(bytes(damaged)))
            taken += 1
        except Refused:
            pass
    assert taken < 500


def locked(content):
    """The same archive whose members say that they are encrypted."""
    changed = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        where = content.find(mark)
        while where >= 0:
            changed[where + place] |= 1
            where = content.find(mark, where + 1)
    return bytes(changed)


def test_package_under_a_password_is_refused():
    assert code_for(locked(office(DOCUMENT))) == "locked"


def bomb(size):
    """A document with a member of this many blanks."""
    return office(DOCUMENT, **{"word/document.xml": b" " * size})


def lying(content, size):
    """The same archive, whose directory and member say that the unpacked size is 1."""
    return content.replace(struct.pack("<I", size), struct.pack("<I", 1))


def test_package_that_swells_is_refused_by_what_it_says_and_by_what_comes_out(monkeypatch):
    monkeypatch.setattr(packages, "MOST_UNPACKED", 2_000_000)
    content = bomb(3_000_000)
    assert code_for(content) == "unpacks_too_large"
    assert code_for(lying(content, 3_000_000)) in {"unpacks_too_large", "damaged"}
    assert media_type_of(io.BytesIO(bomb(1_000_000))) == OOXML + DOCUMENT


@pytest.mark.parametrize("lies", [False, True])
def test_bomb_is_refused_with_little_memory(lies):
    content = bomb(250_000_000)
    content = lying(content, 250_000_000) if lies else content
    tracemalloc.start()
    assert code_for(content) in {"unpacks_too_large", "damaged"}
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_at_once_are_refused(method):
    assert code_for(packed({"[Content_Types].xml": f"vnd.{DOCUMENT}.main+xml"}, method)) == "damaged"


def test_package_with_too_many_members_is_refused(monkeypatch):
    monkeypatch.setattr(packages, "MOST_MEMBERS", 3)
    assert code_for(office(DOCUMENT, a="1", b="2")) == "unpacks_too_large"


def test_package_with_a_huge_directory_is_refused_before_it_is_read(monkeypatch):
    content = office(DOCUMENT)
    monkeypatch.setattr(packages, "MOST_DIRECTORY", 60)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert code_for(content) == "unpacks_too_large"


def test_trailer_of_a_telephone_is_no_second_kind():
    assert media_type_of(io.BytesIO(JPEG + b"\x00\x00SEFT")) == "image/jpeg"


def test_tiff_whose_directories_lead_in_a_circle_is_refused():
    assert code_for(TIFF[:-4] + struct.pack("<I", 8)) == "damaged"


def test_tiff_in_the_other_order_is_read():
    content = b"MM\x00*\x00\x00\x00\x08" + struct.pack(">HHHIII", 1, 256, 3, 1, 1, 0)
    assert media_type_of(io.BytesIO(content)) == "image/tiff"


@pytest.mark.parametrize("name", ["law.pdf", "LAW.PDF", "law", "Loi No. 12", "law.v2.pdf", "قانون.pdf"])
def test_name_that_fits(name):
    refuse_other_name(name, "application/pdf")


@pytest.mark.parametrize(("name", "extension"), [("law.docx", "docx"), ("law.pdf.exe", "exe"), ("a.HTML", "html")])
def test_name_that_says_another_kind_is_refused(name, extension):
    with pytest.raises(Refused) as refused:
        refuse_other_name(name, "application/pdf")
    assert (refused.value.code, refused.value.params) == ("name_and_content_differ", {"extension": extension})


@pytest.mark.parametrize(("name", "extension"), [(".htaccess", ""), ("a.", ""), ("a.12", ""), ("a.b c", "")])
def test_what_is_no_extension(name, extension):
    assert extension_of(name) == extension
