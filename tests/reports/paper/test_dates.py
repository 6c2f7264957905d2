"""Times with their prepositions, exactly as far as they are known."""

from datetime import date

import pytest

from consultations.register.periods import Period, period_of
from reports.paper.dates import bare, when


@pytest.mark.parametrize(
    ("period", "en", "fr", "es"),
    [
        (period_of("2003-07"), "in July 2003", "en juillet 2003", "en julio de 2003"),
        (period_of("2003-07-01"), "on 1 July 2003", "le 1er juillet 2003", "el 1 de julio de 2003"),
        (
            period_of("2002-11-22", "2002-11-25"),
            "from 22 to 25 November 2002",
            "du 22 au 25 novembre 2002",
            "del 22 al 25 de noviembre de 2002",
        ),
        (
            period_of("2003-06-30", "2003-07-02"),
            "from 30 June to 2 July 2003",
            "du 30 juin au 2 juillet 2003",
            "del 30 de junio al 2 de julio de 2003",
        ),
        (
            period_of("2003-12-30", "2004-01-01"),
            "from 30 December 2003 to 1 January 2004",
            "du 30 décembre 2003 au 1er janvier 2004",
            "del 30 de diciembre de 2003 al 1 de enero de 2004",
        ),
        (
            period_of("2003-08", "2003-10"),
            "from August to October 2003",
            "d’août à octobre 2003",
            "de agosto a octubre de 2003",
        ),
        (period_of("2003"), "in 2003", "en 2003", "en 2003"),
        (
            Period(date(2002, 3, 1), None, period_of("2002-03").precision),
            "since March 2002",
            "depuis mars 2002",
            "desde marzo de 2002",
        ),
        (
            Period(None, date(2004, 5, 31)),
            "by 31 May 2004",
            "au plus tard le 31 mai 2004",
            "a más tardar el 31 de mayo de 2004",
        ),
        (Period(), "", "", ""),
    ],
)
def test_with_prepositions(period, en, fr, es):
    assert (when(period, "en"), when(period, "fr"), when(period, "es")) == (en, fr, es)


def test_without_prepositions():
    assert bare(period_of("2002-11-22", "2002-11-25"), "en") == "22–25 November 2002"
    assert bare(period_of("2003-06-30", "2003-07-02"), "fr") == "30 juin-2 juillet 2003"
    assert bare(period_of("2003-07"), "es") == "julio de 2003"
    assert bare(Period(), "en") == ""
