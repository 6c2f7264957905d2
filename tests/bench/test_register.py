"""Statements and milliseconds of the register with 5,000 consultations."""

import pytest

pytestmark = [pytest.mark.bench, pytest.mark.timeout(300)]
MANY = 5_000


def test_pages_of_the_register(portal, note, aim):
    figures = portal.command("tests.bench.register", MANY)

    for name, values in figures.items():
        note(name, **values)
    for name, most in (("register", 20), ("month of the calendar", 12), ("page of a consultation", 24)):
        aim(f"statements: {name}", figures[name]["statements"], most, slack=1)
    aim("milliseconds of the register", figures["register"]["ms"], 250)
