"""Fifty people at one return, and a section page on a slow line."""

import random
import re
import shutil
import statistics
import time
from secrets import token_hex
from urllib.parse import urlencode

import pytest
from playwright.sync_api import sync_playwright

from surveys.questionnaire.definition import Question, walk
from tests.bench.load import Wire, run
from tests.browser.conftest import NAMES, QUIET
from tests.drills.client import Client, section_url
from tests.surveys.questionnaire.forms import real

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]
PEOPLE, SECONDS, PAUSE = 50, 20, (1.0, 3.0)
HEAVIEST = "current_conditions"
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 32_000, "uploadThroughput": 32_000}


def fields():
    """Section and path of questions that take a text or a number, as many as there are people."""
    found = [
        (section.name, node.name, node.type)
        for section in real().sections
        for node in walk(section.children)
        if isinstance(node, Question) and not node.repeat and node.type in ("text", "integer") and not node.constraint
    ]
    return found[:PEOPLE]


class Typist:
    """Saves one answer again and again as the page's script does, with a pause between."""

    def __init__(self, client, iso3, section, path, kind):
        page = client.get(section_url(iso3, section)).text
        self.path, self.kind = path, kind
        self.port = client.port
        self.seen = 0
        self.constant = {
            "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
            "owner": re.search(r'name="owner" value="([^"]+)"', page)[1],
            "shapes": re.search(r'id="page-shapes" value="([^"]*)"', page)[1],
            "language": "en",
        }
        cookies = "; ".join(f"{morsel.key}={morsel.value}" for morsel in client.cookies.values())
        self.head = (
            f"POST {section_url(iso3, section)}save/ HTTP/1.1\r\nHost: localhost\r\nHX-Request: true\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nCookie: {cookies}\r\n"
        ).encode()

    def act(self):
        value = token_hex(8) if self.kind == "text" else random.randrange(10**6)
        given = {**self.constant, "key": token_hex(16), f"seen:{self.path}": self.seen, f"value:{self.path}": value}
        # The portal closes a connection that was idle for two seconds: a browser opens another, and so is measured.
        wire = Wire(self.port)
        status, body = wire.send(self.head, urlencode(given).encode())
        wire.close()
        assert status == 200, body[:500]
        self.seen += 1


def test_fifty_people_on_one_return(portal, note, aim):
    found = portal.command("tests.drills.prepare", "editors", PEOPLE)
    places = fields()
    typists = []
    for number, person in enumerate(found["people"]):
        client = Client(portal.port).sign_in(person["email"], found["password"])
        typists.append(Typist(client, person["iso3"], *places[number % len(places)]))
        client.close()
    assert len({(typist.path, typist.head) for typist in typists}) == PEOPLE
    figures = run(typists[: len(places)], SECONDS, pause=lambda: random.uniform(*PAUSE))
    note("autosave, 50 people on one return", p50=figures.p50, p95=figures.p95, rate=figures.rate, people=len(places))
    aim("autosave, 50 people, p95 in ms", figures.p95, 200, slack=5)


@pytest.fixture(scope="module")
def page(portal):
    """A browser signed in as somebody of a government, all roles chosen, so that the page is as long as it can be."""
    found = portal.command("tests.drills.prepare", "editors", 1)
    person = found["people"][0]
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, NAMES)))
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        context = browser.new_context(
            base_url=f"http://localhost:{portal.port}", viewport={"width": 1280, "height": 800}
        )
        opened = context.new_page()
        opened.goto("/account/login/")
        opened.fill("input[name=login]", person["email"])
        opened.fill("input[name=password]", found["password"])
        opened.click("main form button[type=submit]")
        opened.goto(section_url(person["iso3"], "respondent"))
        for role in ("origin", "transit", "destination"):
            opened.check(f"[name='value:country_roles'][value={role}]")
        opened.click(".saving button.button-secondary")
        yield context, section_url(person["iso3"], HEAVIEST)
        browser.close()


def cold(context, address, conditions=None):
    """Kilobytes by kind that a first visit takes, and milliseconds until a text can be typed."""
    opened = context.new_page()
    session = context.new_cdp_session(opened)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    if conditions:
        session.send("Network.emulateNetworkConditions", conditions)
    kinds, sizes = {}, {}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))

    def add(event):
        kind = kinds.get(event["requestId"], "Other")
        sizes[kind] = sizes.get(kind, 0) + event["encodedDataLength"]

    session.on("Network.loadingFinished", add)
    began = time.perf_counter()
    opened.goto(address, wait_until="commit", timeout=60_000)
    opened.locator("textarea[name^='value:']").first.fill("Typed", timeout=60_000)
    typing = (time.perf_counter() - began) * 1000
    opened.wait_for_load_state("networkidle", timeout=60_000)
    # A page that is not painted yet can be typed into by a program, not by a person.
    painted = opened.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    opened.close()
    return {kind: round(size / 1000, 1) for kind, size in sizes.items()}, max(typing, painted)


def test_section_page_on_a_slow_line(page, note, aim):
    context, address = page
    sizes, _milliseconds = cold(context, address)
    weight = sum(size for kind, size in sizes.items() if kind != "Font")
    note("section page, cold, kB", **sizes, without_fonts=weight)
    typing = statistics.median(cold(context, address, SLOW)[1] for _ in range(3))
    note("section page, cold, 256 kbit/s, 150 ms: s until typing", seconds=typing / 1000)
    aim("section page without fonts, kB", weight, 60, slack=2)
    aim("s until typing at 256 kbit/s", typing / 1000, 5, slack=2)
