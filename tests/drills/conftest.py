import json
import os

import pytest

from ilc_migration.env import BASE_DIR
from tests.drills.client import Client
from tests.drills.portal import temporary_portal

OFFICE = ("office@example.org", "demonstration 2003")


@pytest.fixture(scope="session")
def portal():
    """One portal with the demonstration for all drills."""
    # What went wrong is told by the logs: kept where somebody asks for them.
    with temporary_portal(os.environ.get("DRILL_KEEP_LOGS", "")) as running:
        yield running


@pytest.fixture
def office(portal):
    """A member of staff of the Office, signed in."""
    client = Client(portal.port).sign_in(*OFFICE)
    yield client
    client.close()


@pytest.fixture(scope="session")
def note():
    """Take down figures of the drill: printed at the end, and kept as test-results/drill.json."""
    figures = {}

    def take(name, **values):
        figures[name] = values

    yield take
    target = BASE_DIR / "test-results" / "drill.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(figures, indent=2) + "\n")
    for name, values in figures.items():
        print(f"\n{name}: " + ", ".join(f"{key} {value}" for key, value in values.items()), end="")
    print()
