"""A time is said as exactly as it is known, in seven languages."""

import pytest

from consultations.register.periods import period_of


@pytest.mark.parametrize(
    ("begins", "ends", "language", "words"),
    [
        ("2003-07-02", "", "en", "2 July 2003"),
        ("2003-07", "", "en", "July 2003"),
        ("2003", "", "en", "2003"),
        ("2002-11-22", "2002-11-25", "en", "22–25 November 2002"),
        ("2003-06-30", "2003-07-02", "en", "30 June – 2 July 2003"),
        ("2003-12-30", "2004-01-02", "en", "30 December 2003 – 2 January 2004"),
        ("2002-11-22", "2002-11-25", "fr", "22–25 novembre 2002"),
        ("2002-11-22", "2002-11-25", "es", "22–25 de noviembre de 2002"),
        ("2002-11-22", "2002-11-25", "de", "22.–25. November 2002"),
        ("2002-11-22", "2002-11-25", "ru", "22–25 ноября 2002 г."),
        ("2002-11-22", "2002-11-25", "ar", "22–25 نوفمبر 2002"),
        ("2002-11-22", "2002-11-25", "zh-hans", "2002年11月22日至25日"),
        ("2003-07", "", "fr", "juillet 2003"),
    ],
)
def test_words(begins, ends, language, words):
    said = period_of(begins, ends).words(language)

    assert said.replace("\u2009", " ").replace("\u202f", " ").replace("\xa0", " ") == words
