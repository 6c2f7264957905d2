"""A person at a browser, as far as HTTP goes: own cookies, one connection, forms as the pages send them."""

import json
import re
import time
from html import unescape
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

SURVEY = "ilms2003"
TEXTAREA = r'<textarea[^>]*name="value:{path}"[^>]*>\n?(.*?)</textarea>'
INPUT = r'<input[^>]*name="value:{path}"[^>]*value="([^"]*)"'
# The portal closes a connection that was idle for two seconds, perhaps while the next request is on its way.
IDLE_SECONDS = 1.0
SEEN = r'name="seen:{path}" value="([0-9]+)"'


class Away(Exception):
    """No answer, or one that says that the portal is not there: what was asked may have happened or not."""


class Answer:
    """What came back."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.location = response.getheader("Location", "")
        self.text = response.read().decode()

    def json(self):
        return json.loads(self.text)


class Client:
    """Talks to the portal on `port`, after `sign_in` as somebody."""

    def __init__(self, port, timeout=20):
        self.port, self.timeout = port, timeout
        self.cookies = SimpleCookie()
        self.connection = None
        self.used = 0.0

    def request(self, method, path, fields=None, accept="text/html"):
        """Send a request; raises Away when no answer comes."""
        headers = {"Accept": accept, "Cookie": "; ".join(f"{m.key}={m.value}" for m in self.cookies.values())}
        body = None
        if time.monotonic() - self.used > IDLE_SECONDS:
            self.close()
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"].value, **fields}).encode()
        try:
            self.connection = self.connection or HTTPConnection("localhost", self.port, timeout=self.timeout)
            self.connection.request(method, path, body, headers)
            answer = Answer(self.connection.getresponse())
        except (OSError, HTTPException) as fault:
            self.close()
            raise Away(type(fault).__name__) from fault
        self.used = time.monotonic()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        return answer

    def close(self):
        """Give up the connection; the next request opens another."""
        if self.connection:
            self.connection.close()
        self.connection = None

    def get(self, path):
        return self.request("GET", path)

    def post(self, path, **fields):
        return self.request("POST", path, fields)

    def sign_in(self, email, password):
        """Sign in through the page."""
        self.get("/account/login/")
        answer = self.post("/account/login/", login=email, password=password)
        if answer.status != 302:
            raise RuntimeError(f"{email} cannot sign in: {answer.status}")
        return self

    def save(self, iso3, section, path, *, key, seen, value):
        """Save one answer as a script does; raises Away when it cannot be known whether it was saved."""
        fields = {"key": key, f"seen:{path}": seen, f"value:{path}": value}
        answer = self.request("POST", section_url(iso3, section), fields, accept="application/json")
        if answer.status >= 500:
            raise Away(str(answer.status))
        return answer

    def read(self, iso3, section, path):
        """Text and revision of an answer as the page shows them."""
        answer = self.get(section_url(iso3, section))
        if answer.status != 200:
            raise Away(str(answer.status))
        found = re.search(TEXTAREA.format(path=path), answer.text, re.DOTALL) or re.search(
            INPUT.format(path=path), answer.text
        )
        return unescape(found[1]), int(re.search(SEEN.format(path=path), answer.text)[1])


def section_url(iso3, section):
    return f"/surveys/{SURVEY}/{iso3}/sections/{section}/"
