"""Broker, relay and workers as processes of their own, against the database of the test that runs."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection

from ilc_migration.embedded import Valkey
from ilc_migration.services import wait_until


def start(*words, broker, log=subprocess.DEVNULL, stdout=None):
    """Run these words of Python with the database of this test and that broker."""
    environment = {**os.environ, "DATABASE_URL": database_url(), "CELERY_BROKER_URL": broker}
    return subprocess.Popen(
        [sys.executable, *words],
        env=environment,
        cwd=settings.BASE_DIR,
        start_new_session=True,
        stdout=stdout,
        stderr=log,
    )


def database_url():
    values = connection.settings_dict
    return f"postgresql://{values['USER']}@/{values['NAME']}?host={values['HOST']}"


def kill(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(condition, seconds=40):
    assert wait_until(condition, seconds), "the other processes did not get there in time"


class Portal:
    """What moves jobs: a broker, a relay, and workers as they are wanted."""

    def __init__(self):
        self.home = Path(tempfile.mkdtemp(prefix="ilc-jobs-"))
        # Valkey may run as another user, who has to get through.
        self.home.chmod(0o755)
        self.valkey = Valkey(self.home)
        self.valkey.prepare()
        self.valkey.start()
        self.valkey.wait_ready()
        self.url = self.valkey.broker_url()
        self.relay = start("manage.py", "relay", broker=self.url)
        self.workers = []

    def start_worker(self):
        words = "-m celery -A ilc_migration worker --concurrency=1 --loglevel=error"
        quiet = "--without-gossip --without-mingle --without-heartbeat"
        self.workers.append(start(*words.split(), *quiet.split(), broker=self.url))
        return self.workers[-1]

    def broker(self):
        return redis.Redis(unix_socket_path=str(self.valkey.socket), db=int(self.url.rpartition("=")[2]))

    def freeze(self):
        os.kill(self.valkey.process.pid, signal.SIGSTOP)

    def thaw(self):
        os.kill(self.valkey.process.pid, signal.SIGCONT)

    def stop(self):
        self.thaw()
        for process in (self.relay, *self.workers):
            kill(process)
        self.valkey.stop()
        shutil.rmtree(self.home, ignore_errors=True)
