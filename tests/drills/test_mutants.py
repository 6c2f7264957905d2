"""Thirty faults, each of which the tests have to find."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.drills.mutants import MUTANTS

ROOT = Path(__file__).parent.parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "test-results", "__pycache__", ".*_cache", ".hypothesis")
FAILED = 1
# With the name of the settings, pytest-django would read them before the run of the copy has services of its own.
OF_THIS_RUN = {
    "DATABASE_URL",
    "CACHE_URL",
    "CELERY_BROKER_URL",
    "PORTAL_HOME",
    "PORTAL_TESTING",
    "SECRET_KEY",
    "RECEIPT_KEY",
    "DJANGO_SETTINGS_MODULE",
}


@pytest.fixture(scope="module")
def tree():
    """A copy of the project into which faults may be planted; another account's database server has to get there."""
    home = Path(tempfile.mkdtemp(prefix="ilc-mutants-"))
    home.chmod(0o755)
    shutil.copytree(ROOT, home / "project", ignore=LEFT_OUT, symlinks=True)
    yield home / "project"
    shutil.rmtree(home)


def run(tree, tests):
    """The exit code of these tests of the copy: 0 where all of them pass, 1 where one fails."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_THIS_RUN}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not bench and not drill and not browser", tests]
    return subprocess.run(
        command, cwd=tree, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    ).returncode


@pytest.mark.drill
@pytest.mark.timeout(900)
@pytest.mark.parametrize("tests", sorted({mutant.tests for mutant in MUTANTS}))
def test_without_a_fault_all_pass(tree, tests):
    assert run(tree, tests) == 0


@pytest.mark.drill
@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", range(len(MUTANTS)))
def test_a_planted_fault_is_found(tree, number):
    mutant = MUTANTS[number]
    file = tree / mutant.file
    code = file.read_text()
    assert code.count(mutant.there) == 1, f"{mutant.file} has changed: name another place"
    file.write_text(code.replace(mutant.there, mutant.instead))
    try:
        assert run(tree, mutant.tests) == FAILED, f"survives: {mutant}"
    finally:
        file.write_text(code)
