import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.portal import DemonstrationPortal
from tests.browser.visitor import Visitor

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# The first test waits for the portal and its demonstration.
LONGEST = 300


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(LONGEST))


@pytest.fixture(scope="session")
def portal():
    """A portal as `make run` starts it, in the directory that the whole run shares and removes."""
    shared = DemonstrationPortal(Path(os.environ["PORTAL_HOME"]) / "browser")
    shared.join()
    yield shared
    shared.leave()


@pytest.fixture
def government(portal):
    """The ISO3 code of a State that has not begun its reply, for one test alone."""
    return portal.take_government().lower()


@pytest.fixture(scope="module")
def chromium():
    """Ends with the file: while it runs there is an event loop, under which Django refuses its database."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "There is no chromium: .ci/browser installs it."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(portal, chromium, pytestconfig):
    """Give a visitor a browser of their own; pictures of pages go to a directory of --output (test-results)."""
    contexts = []
    output = pytestconfig.rootpath / pytestconfig.getoption("--output")

    def open_one(*, language="en", width=1280, pictures="", **options):
        size = {"width": width, "height": 800}
        context = chromium.new_context(
            base_url=portal.url, locale=language, viewport=size, reduced_motion="reduce", **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Visitor(context, language, output / pictures if pictures else None)

    yield open_one
    for context in contexts:
        context.close()
