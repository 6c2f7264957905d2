"""One PostgreSQL and one Valkey of our own for the whole run, before Django reads its settings.

The controller (or the only process, without xdist) starts and stops them; workers inherit the addresses
through the environment and keep to Valkey databases of their own.
"""

import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from hypothesis import HealthCheck, settings

from ilc_migration.embedded import OWNER, Postgres, Valkey

# Nothing from the shell of whoever runs the tests may reach them.
FOREIGN = (
    "DEBUG",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "EMAIL_URL",
    "PORTAL_URL",
    "PORTAL_TODAY",
    "READY_FILE",
)

# How long one example takes says how busy the machine is; how long a test may take, pyproject.toml says.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")

services: list[Postgres | Valkey] = []


def pytest_configure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        use_own_valkey_databases(int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw")))
    else:
        start_services()
    django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    while services:
        services.pop().stop()
        if not services:
            shutil.rmtree(os.environ["PORTAL_HOME"], ignore_errors=True)


def start_services() -> None:
    home = Path(tempfile.mkdtemp(prefix="ilc-tests-"))
    # The servers run as another user when root runs the tests; keys and sockets lie deeper, closed to others.
    home.chmod(0o755)
    for service in (Postgres(home), Valkey(home)):
        service.prepare()
        service.start()
        services.append(service)
    for service in services:
        service.wait_ready()
    for name in FOREIGN:
        os.environ.pop(name, None)
    os.environ.update(services[0].home.environment(role=OWNER))
    os.environ.update({"PORTAL_TESTING": "1", "DJANGO_SETTINGS_MODULE": "ilc_migration.settings"})


def use_own_valkey_databases(worker: int) -> None:
    home = Valkey(Path(os.environ["PORTAL_HOME"])).home
    os.environ["CACHE_URL"] = home.cache_url(2 + 2 * worker)
    os.environ["CELERY_BROKER_URL"] = home.broker_url(3 + 2 * worker)
