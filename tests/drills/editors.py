"""Editors who save without a pause, each in a thread; what cannot be known is sent again under the same key."""

import threading
import time
from secrets import token_hex

from tests.drills.client import Away, Client
from tests.drills.histories import History

PATIENCE_SECONDS = 180
PAUSE_SECONDS = 0.1


class Editor(threading.Thread):
    """Saves tokens into one answer until told to stop; alone it replaces the text, together it adds to it."""

    def __init__(self, number, client, history, stop, *, iso3, section, path, together):
        super().__init__(daemon=True)
        self.number, self.client, self.history, self.stop = number, client, history, stop
        self.iso3, self.section, self.path, self.together = iso3, section, path, together
        self.text, self.revision = "", 0
        self.fault = None
        self.slowest = 0.0
        self.conflicts = 0

    def run(self):
        try:
            self.look()
            while not self.stop.is_set():
                self.save_once()
        except Exception as fault:  # told by `finish`
            self.fault = fault
        finally:
            self.client.close()

    def save_once(self):
        """One save under one key, sent as often as it takes to know what came of it."""
        token = token_hex(4)
        value = f"{self.text} {token}".strip() if self.together else token
        save = self.history.invoke(
            editor=self.number,
            key=token_hex(16),
            iso3=self.iso3,
            path=self.path,
            seen=self.revision,
            value=value,
            token=token,
        )
        answer = self.insist(lambda: self.send(save))
        if answer.status == 200:
            save.revision = answer.json()["saved"][self.path]
            save.outcome = "ok"
            self.text, self.revision = value, save.revision
            return
        save.outcome = "refused"
        if answer.status != 409 or not self.together:
            raise AssertionError(f"a save was answered with {answer.status}: {answer.text[:300]}")
        self.conflicts += 1
        self.look()

    def send(self, save):
        save.attempts += 1
        began = time.monotonic()
        try:
            return self.client.save(
                self.iso3, self.section, self.path, key=save.key, seen=save.seen, value=save.value
            )
        finally:
            self.slowest = max(self.slowest, time.monotonic() - began)

    def look(self):
        """Read the page anew."""
        self.text, self.revision = self.insist(lambda: self.client.read(self.iso3, self.section, self.path))

    def insist(self, ask):
        """Ask until an answer comes."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return ask()
            except Away:
                if time.monotonic() > give_up:
                    raise
                time.sleep(PAUSE_SECONDS)


class Room:
    """Editors at work: some alone with a return, some together in one."""

    def __init__(self, port, people, password, *, section, path, timeout=20):
        self.history, self.stop = History(), threading.Event()
        states = [person["iso3"] for person in people]
        self.appended = {iso3 for iso3 in states if states.count(iso3) > 1}
        self.iso3s, self.path = sorted(set(states)), path
        self.editors = [
            Editor(
                number,
                Client(port, timeout).sign_in(person["email"], password),
                self.history,
                self.stop,
                iso3=person["iso3"],
                section=section,
                path=path,
                together=person["iso3"] in self.appended,
            )
            for number, person in enumerate(people)
        ]

    def begin(self):
        for editor in self.editors:
            editor.start()

    def wait_for(self, acknowledged):
        """Return when so many saves have been acknowledged; raises what an editor met."""
        while len(self.history.acknowledged()) < acknowledged:
            self.tell_faults()
            time.sleep(0.02)

    def finish(self):
        """Let everybody end the save at hand."""
        self.stop.set()
        for editor in self.editors:
            editor.join(PATIENCE_SECONDS + 30)
        self.tell_faults()

    def tell_faults(self):
        for editor in self.editors:
            if editor.fault:
                self.stop.set()
                raise editor.fault
