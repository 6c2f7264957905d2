"""The day of receipt is the day in Geneva, whatever the clock of server or browser says (pains.md, 19)."""

import os
import time
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.test import RequestFactory
from django.utils import timezone

from ilc_migration.middleware import Today
from surveys.models import Submission
from tests import people
from tests.factories import MINIMUM, answer, make_return, make_state, make_survey
from tests.surveys.views.pages import sign

GENEVA = ZoneInfo("Europe/Zurich")
CUT_OFF = date(2003, 12, 31)
IN = datetime(2003, 12, 31, 23, 30, tzinfo=GENEVA)
OUT = datetime(2004, 1, 1, 0, 10, tzinfo=GENEVA)
FAR = ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu", "America/St_Johns", "Europe/Zurich", "UTC"]


@pytest.fixture
def at(monkeypatch, settings):
    """Set the clocks: the instant, and the zone in which server and browser are."""
    before = os.environ.get("TZ")
    settings.PORTAL_TODAY = None

    def set_clocks(instant, zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        timezone.activate(ZoneInfo(zone))
        monkeypatch.setattr(timezone, "now", lambda: instant.astimezone(ZoneInfo(zone)))

    yield set_clocks
    timezone.deactivate()
    monkeypatch.undo()
    assert os.environ.get("TZ") == before
    time.tzset()


def today():
    """The day that a view sees."""
    request = RequestFactory().get("/")
    Today(lambda request: None)(request)
    return request.today


def test_every_zone_has_the_same_day(at):
    for zone in sorted(available_timezones()):
        found = []
        for instant in (IN, OUT):
            at(instant, zone)
            found.append(today())
        assert found == [CUT_OFF, date(2004, 1, 1)], zone


@pytest.mark.django_db
@pytest.mark.parametrize("zone", FAR)
def test_half_past_eleven_is_in_and_ten_past_midnight_is_out(client, at, zone):
    survey = make_survey()
    for iso3, instant in (("FRA", IN), ("DEU", OUT)):
        survey_return = make_return(survey, make_state(iso3))
        amina = people.appointed(f"amina {iso3}", survey_return.member_state, "focal_point")
        answer(survey_return, amina, MINIMUM)
        client.force_login(amina)
        at(instant, zone)
        sign(client, survey_return)
    counted = Submission.objects.in_force(survey, on=CUT_OFF)
    assert [submission.member_state.iso3 for submission in counted] == ["FRA"]
    assert Submission.objects.count() == 2
