"""Clients that send requests one after the other on a kept connection, and the latencies they met."""

import socket
import statistics
import threading
import time
from dataclasses import dataclass
from secrets import token_hex
from urllib.parse import urlencode

from tests.drills.client import section_url


class Wire:
    """HTTP/1.1 by hand: at thousands of requests a second a client library would be what is measured."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.file = self.socket.makefile("rb")

    def send(self, head, body=b""):
        """Send a request and return status and body of the answer; raises EOFError when there is none."""
        self.socket.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        status = self.file.readline().split(b" ")
        if len(status) < 2:
            raise EOFError
        length = 0
        while (line := self.file.readline()) != b"\r\n":
            name, _colon, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return int(status[1]), self.file.read(length)

    def close(self):
        self.file.close()
        self.socket.close()


class Bare:
    """Asks for the page that asks nothing of the database."""

    def __init__(self, port):
        self.wire = Wire(port)

    def act(self):
        status, _body = self.wire.send(b"GET /health/live/ HTTP/1.1\r\nHost: localhost\r\n")
        assert status == 200


class Saver:
    """Saves one answer again and again, as the page's script would; `client` is signed in."""

    def __init__(self, client, iso3, section, path):
        self.wire = Wire(client.port)
        self.path, self.seen = path, client.read(iso3, section, path)[1]
        self.token = client.cookies["csrftoken"].value
        cookies = "; ".join(f"{morsel.key}={morsel.value}" for morsel in client.cookies.values())
        self.head = (
            f"POST {section_url(iso3, section)} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nCookie: {cookies}\r\n"
        ).encode()

    def act(self):
        fields = {
            "csrfmiddlewaretoken": self.token,
            "key": token_hex(16),
            f"seen:{self.path}": self.seen,
            f"value:{self.path}": token_hex(8),
        }
        status, body = self.wire.send(self.head, urlencode(fields).encode())
        assert status == 200, body[:300]
        self.seen += 1


@dataclass(frozen=True)
class Figures:
    """What some clients met: middle and 95th percentile of the milliseconds, and how many a second in all."""

    p50: float
    p95: float
    rate: float

    @classmethod
    def of(cls, milliseconds, seconds):
        cuts = statistics.quantiles(milliseconds, n=20)
        return cls(round(cuts[9], 3), round(cuts[18], 3), round(len(milliseconds) / seconds, 1))


def run(actors, seconds, pause=lambda: 0.0):
    """Let these act side by side for so many seconds; `pause` gives the seconds that each waits before it acts."""
    found, faults = [], []
    end = time.perf_counter() + seconds

    def work(actor):
        try:
            while time.perf_counter() < end:
                time.sleep(pause())
                began = time.perf_counter()
                actor.act()
                found.append((time.perf_counter() - began) * 1000)
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=[actor]) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return Figures.of(found, seconds)
