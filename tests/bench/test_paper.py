"""The paper of the round of 2003 from the demonstration: seconds from the command to the file."""

import time

import pytest

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]
TIMES = 3


@pytest.mark.parametrize("kind", ["docx", "pdf", "html"])
def test_from_the_command_to_the_file(portal, note, aim, tmp_path, kind):
    """What somebody waits who types the command, the start of Python included."""
    file = tmp_path / f"paper.{kind}"
    seconds = min(timed(portal, file) for _ in range(TIMES))
    note(f"paper as {kind}", seconds=seconds, KB=file.stat().st_size / 1000)
    aim(f"paper as {kind}: seconds from the command to the file", seconds, 5)


def timed(portal, file):
    """The seconds until the file is there."""
    began = time.perf_counter()
    portal.command("manage", "write_paper", "--as-of", "2004-02-11", "--json", file)
    assert file.stat().st_size > 10_000
    return time.perf_counter() - began
