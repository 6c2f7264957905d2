"""Statements and milliseconds of the pages that everybody sees most."""

import pytest

pytestmark = [pytest.mark.bench, pytest.mark.timeout(300)]


def test_pages_and_statements(portal, note, aim):
    found = portal.command("tests.drills.prepare", "editors", 1)["people"][0]
    figures = portal.command("tests.bench.pages", found["email"])

    for name, values in figures.items():
        note(name, **values)
    aim("statements of a save, who and may apart", figures["save"]["save"], 6, slack=1)
    aim("statements of a section page", figures["section page"]["statements"], 10, slack=1)
    aim("statements of the board", figures["board"]["statements"], 35, slack=1)
