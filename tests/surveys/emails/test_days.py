"""Days and hours as letters write them."""

from datetime import UTC, datetime, timedelta

import pytest

from surveys.emails import written_instant


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "1 October 2003, 18:00 (Geneva time)"),
        ("fr", "1er octobre 2003 à 18 heures (heure de Genève)"),
        ("es", "1 de octubre de 2003 a las 18.00 horas (hora de Ginebra)"),
        ("ar", "الساعة 18:00 من يوم 1 تشرين الأول/أكتوبر 2003 (بتوقيت جنيف)"),
        ("zh-hans", "2003年10月1日18时（日内瓦时间）"),
        ("de", "1. Oktober 2003, 18.00 Uhr (Genfer Zeit)"),
        ("ru", "18 часов 1 октября 2003 года (женевское время)"),
    ],
)
def test_instant_as_the_letters_write_it(language, written):
    assert written_instant(datetime(2003, 10, 1, 16, 59, tzinfo=UTC), language) == written


@pytest.mark.parametrize(
    ("language", "hour", "words"),
    [
        ("fr", 0, "0 heure "),
        ("fr", 1, "1 heure "),
        ("fr", 2, "2 heures"),
        ("ru", 1, "1 часа"),
        ("ru", 21, "21 часа"),
    ],
)
def test_hours_are_counted_as_the_language_does(language, hour, words):
    at = datetime(2003, 12, 10, hour, tzinfo=UTC) - timedelta(hours=1)

    assert words in written_instant(at, language)
