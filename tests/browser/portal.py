"""One portal with its demonstration for all browser tests, also when several processes run them."""

import fcntl
import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import date

from ilc_migration import children
from ilc_migration.env import BASE_DIR
from ilc_migration.home import Home
from ilc_migration.services import last_lines, wait_until
from tests.ilc_migration.processes import ends

PASSWORD = "demonstration 2003"
TODAY, LAST_CUT_OFF = date(2004, 5, 14), date(2004, 4, 30)
MOST_SECONDS = 150
# A stranger's shell, to which the services of the other tests are unknown.
OWN = (
    "DATABASE_URL",
    "CACHE_URL",
    "CELERY_BROKER_URL",
    "SECRET_KEY",
    "RECEIPT_KEY",
    "PORTAL_HOME",
    "PORTAL_TESTING",
)
# Governments that have not begun, each for one test; and staff of the Office whose language a test may change.
MAKE_PEOPLE = """
import json
# Whose sign-ins are printed: other tests sign in as them.
TOLD_OF = ["UKR", "YEM"]
from ilc_migration.demonstration.people import PASSWORD, ensure_office, ensure_person, ensure_user
from surveys.models import OfficeRole, Return, Role, User
from surveys.models.history import acting_as
from django.contrib.auth.models import Group
office = User.objects.get(email="office@example.org")
with acting_as(office):
    staff = ensure_user("office-too@example.org", "Further staff (invented)", "en", PASSWORD)
    staff.groups.add(Group.objects.get(name=OfficeRole.STAFF.value))
    found = Return.objects.filter(status="sent").exclude(member_state__iso3__in=TOLD_OF)
    found = found.select_related("member_state").order_by("member_state__iso3")
    for survey_return in found:
        for role, sections in ((Role.FOCAL_POINT, []), (Role.CONTRIBUTOR, ["respondent"])):
            user = ensure_person(survey_return.member_state, role=role, sections=sections)
            user.language = "en"
            user.set_password(PASSWORD)
            user.save()
# The published edition's files in languages that no test reads would keep both processors busy for minutes.
from django.db.models import Q
from surveys.models import Job
read = Q(export__language__in=["en", "ar"]) | Q(drawing__language__in=["en", "ar"])
Job.objects.filter(can_wait=True, state="due").exclude(read).update(state="cancelled")
print(json.dumps([survey_return.member_state.iso3 for survey_return in found]))
"""


class DemonstrationPortal:
    """A portal under `home`, shared by all who `join` it: the first starts it, the last to leave stops it."""

    def __init__(self, path):
        path.mkdir(exist_ok=True)
        self.path = path
        self.home = Home(path / "home")
        self.log = path / "portal.log"
        self.process = None

    def join(self):
        with self.alone() as book:
            if not book["users"]:
                self.start()
                book["governments"] = book["governments"] or self.make_people()
            book["users"] += 1

    def leave(self):
        with self.alone() as book:
            book["users"] -= 1
            if not book["users"]:
                self.stop()

    def make_people(self):
        return json.loads(self.run("shell", "--no-imports", "--verbosity=0", "-c", MAKE_PEOPLE))

    def take_government(self):
        """The ISO3 code of a State that has not begun its reply and that no other test uses."""
        with self.alone() as book:
            return book["governments"].pop()

    @contextmanager
    def alone(self):
        """What the processes that share the portal have written down, to be changed by one at a time."""
        with (self.path / "book.json").open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            book = json.loads(file.read() or '{"users": 0, "governments": []}')
            try:
                yield book
            finally:
                file.truncate(0)
                file.write(json.dumps(book))

    def start(self):
        words = [sys.executable, BASE_DIR / "manage.py", "portal", "--port=0", f"--home={self.home.path}"]
        before = len(self.said())
        self.process = children.spawn(words, log=self.log, env=self.shell())
        wait_until(lambda: self.process.poll() is not None or self.serves(before), MOST_SECONDS)
        if not self.serves(before):
            children.stop(self.process, (signal.SIGTERM, 20))
            raise RuntimeError(f"The portal did not come up in {MOST_SECONDS} s:\n{last_lines(self.log, 40)}")

    def said(self):
        return self.log.read_text() if self.log.exists() else ""

    def serves(self, since):
        return "The portal is at" in self.said()[since:]

    def stop(self):
        """Stop it as Ctrl-C does, whichever of the processes started it."""
        pid = self.state()["pid"]
        os.kill(pid, signal.SIGINT)
        assert ends(pid, seconds=60), last_lines(self.log, 40)
        if self.process:
            assert self.process.wait() == 0, last_lines(self.log, 40)
        assert not (self.home.run / "portal.json").exists()

    def state(self):
        return json.loads((self.home.run / "portal.json").read_text())

    @property
    def url(self):
        return self.state()["env"]["PORTAL_URL"]

    def shell(self):
        return {name: value for name, value in os.environ.items() if name not in OWN}

    def run(self, *words):
        """What a command prints that a person types in another shell; raises when it fails."""
        environment = {**self.shell(), "PORTAL_HOME": str(self.home.path)}
        command = [sys.executable, "manage.py", *map(str, words)]
        done = subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout
