"""Names are shown as they were given, but for what would deceive or break something."""

import unicodedata

import pytest

from surveys.file_types.names import LONGEST_NAME, clean_name


@pytest.mark.parametrize(
    "name",
    [
        "law.pdf",
        "قانون العمل رقم ١٢.pdf",
        "Закон № 12.docx",
        "劳动法.pdf",
        "Loi n° 12 – été.pdf",
        "=cmd.pdf",
        "a.b.pdf",
    ],
)
def test_good_name_stays(name):
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("law\u202efdp.exe", "lawfdp.exe"),
        ("\u2066law\u2069.pdf", "law.pdf"),
        ("law\r\nSet-Cookie: a=b.pdf", "law Set-Cookie: a=b.pdf"),
        ("law\x00\x1b.pdf", "law.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\law.pdf", "law.pdf"),
        ("e\u0301t\ufffde\u0301.pdf", "ét\ufffdé.pdf"),
        ("law\ud800.pdf", "law.pdf"),
        ("law\u2028.pdf", "law.pdf"),
        ("  . law . .pdf", "law.pdf"),
        ("..", "file"),
        ("", "file"),
        ("a/", "file"),
    ],
)
def test_bad_name_is_cleaned(name, cleaned):
    assert clean_name(name) == cleaned


def test_name_without_extension_gets_that_of_its_kind():
    assert clean_name("Loi No. 12", "image/jpeg") == "Loi No. 12.jpg"
    assert clean_name("", "application/pdf") == "file.pdf"
    assert clean_name("photo.jpeg", "image/jpeg") == "photo.jpeg"


@pytest.mark.parametrize("letter", ["a", "ق", "e\u0301", "\U0001f600"])
def test_long_name_is_cut_and_keeps_its_extension(letter):
    cleaned = clean_name(letter * 300 + ".docx")
    assert len(cleaned) == LONGEST_NAME and cleaned.endswith(".docx")
    assert unicodedata.is_normalized("NFC", cleaned)


def test_cleaning_twice_changes_nothing():
    for name in ("a\u202e.pdf", "x" * 400, "..a..", "e\u0301" * 200, " . . "):
        assert clean_name(clean_name(name)) == clean_name(name)
