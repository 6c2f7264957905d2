"""What production refuses."""

from datetime import date

from ilc_migration import checks


def test_production_refuses_a_pretended_day(settings):
    settings.PORTAL_TODAY = date(2004, 5, 14)
    assert [error.id for error in checks.today_is_not_pretended(None)] == ["portal.E001"]


def test_production_accepts_the_real_day(settings):
    settings.PORTAL_TODAY = None
    assert checks.today_is_not_pretended(None) == []


def test_workbooks_are_opened_with_defusedxml(monkeypatch):
    assert checks.workbooks_are_opened_safely(None) == []
    monkeypatch.setattr(checks, "DEFUSEDXML", False)
    assert [error.id for error in checks.workbooks_are_opened_safely(None)] == ["portal.E002"]


def test_production_refuses_to_do_without_the_second_step(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    assert [error.id for error in checks.second_step_is_required(None)] == ["portal.E003"]
    settings.REQUIRE_SECOND_FACTOR = True
    assert checks.second_step_is_required(None) == []
