import json
import os
import platform

import pytest

from ilc_migration.env import BASE_DIR
from tests.drills.portal import temporary_portal


@pytest.fixture(scope="session")
def note():
    """Take down figures: printed as a table at the end, and kept as test-results/bench.json."""
    figures = {}

    def take(name, **values):
        figures[name] = {key: round(value, 4) if isinstance(value, float) else value for key, value in values.items()}

    yield take
    target = BASE_DIR / "test-results" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    target.write_text(json.dumps({"machine": machine, **figures}, indent=2) + "\n")
    for name, values in figures.items():
        print(f"\n{name}: " + ", ".join(f"{key} {value}" for key, value in values.items()), end="")
    print()


@pytest.fixture(scope="session")
def aim(note):
    """Hold a figure against its aim; `slack` times the aim is where a test fails, since machines differ."""

    def hold(name, value, most, slack=2.0):
        note(f"aim: {name}", value=value, at_most=most, met="yes" if value <= most else "no")
        assert value <= most * slack, f"{name}: {value:.2f}, more than {slack:g} times the aim of {most}"

    return hold


@pytest.fixture(scope="session")
def portal():
    """A whole portal with the demonstration, as `make run` starts it."""
    with temporary_portal() as running:
        yield running
