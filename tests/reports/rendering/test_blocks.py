import pytest

from reports.rendering.blocks import Spoken, direction_of, printable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (Spoken("1. abc", "ar"), "rtl"),
        (Spoken("نص", "fr"), "ltr"),
        (Spoken("12 (نص) abc"), "rtl"),
        (Spoken("12 abc نص"), "ltr"),
        (Spoken("12 %"), "ltr"),
        (Spoken("中文"), "ltr"),
    ],
)
def test_the_language_decides_on_the_direction_and_without_it_the_first_letter(text, expected):
    assert text.direction == expected


def test_hebrew_is_written_from_the_right_too():
    assert direction_of("שלום") == "rtl"


def test_what_is_no_character_is_shown_as_replaced_and_lines_end_alike():
    assert printable("a\x00b\x1bc\x85d\ufffee\ud800f") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf"
    assert printable("a\r\nb\rc\nd\te") == "a\nb\nc\nd\te"
