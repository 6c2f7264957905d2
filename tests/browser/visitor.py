"""A person at a browser, who looks at every page closely."""

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from tests.browser.portal import PASSWORD

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Without `preload` it leaves the style sheets alone, and with them the page's own policy of content.
AXE = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
SURVEY = "/surveys/ilms2003/"


class Visitor:
    """One browser context with one page; `errors` gathers what its console complains about."""

    def __init__(self, context, language="en", pictures=None):
        self.context = context
        self.language = language
        self.pictures = pictures
        self.looked_at = 0
        self.errors = []
        context.on("console", lambda message: self.hear(message.type, f"{message.text} ({message.location})"))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.page = context.new_page()

    def hear(self, kind, text):
        if kind == "error":
            self.errors.append(text)

    def expects(self, words):
        """Chromium says of every page with an error's number that it failed to load: here it should."""
        self.errors = [error for error in self.errors if words not in error]

    def goes_to(self, address):
        return self.page.goto(address)

    def signs_in(self, email):
        self.goes_to("/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.presses("main form button[type=submit]")

    def signs_out(self):
        self.page.click(".masthead .menu:last-of-type > summary")
        self.presses(".masthead form[action='/account/logout/'] button")

    def chooses_language(self, language):
        self.page.click(".masthead .menu:first-of-type > summary")
        self.presses(f".masthead button[name=language][value={language}]")

    def presses(self, selector):
        """Press what leads to another page; the answer of the server to the request that was sent."""
        with self.page.expect_navigation() as navigation:
            self.page.click(selector)
        answer = navigation.value.request
        while answer.redirected_from:
            answer = answer.redirected_from
        return answer.response()

    def answers(self, path, value):
        field = self.page.locator(f"[name='value:{path}']")
        if isinstance(value, str) and field.first.get_attribute("type") != "radio":
            field.fill(value)
            return
        for code in [value] if isinstance(value, str) else value:
            self.page.check(f"[name='value:{path}'][value='{code}']")

    def saves(self):
        return self.presses(".saving button[type=submit]")

    def downloads(self, selector, target: Path):
        with self.page.expect_download() as download:
            self.page.click(selector)
        download.value.save_as(target)
        return target

    def looks(self, name):
        """Look at the page as it stands: language, direction, width, rules of accessibility, console."""
        assert not self.errors, self.errors
        self.takes_picture(name)
        html = self.page.locator("html")
        expected = "rtl" if self.language == "ar" else "ltr"
        assert (html.get_attribute("lang"), html.get_attribute("dir")) == (self.language, expected)
        width = self.page.viewport_size["width"]
        assert self.page.evaluate("document.scrollingElement.scrollWidth") <= width, f"{name} scrolls sideways"
        found = Axe().run(self.page, options=AXE)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"

    def takes_picture(self, name):
        if self.pictures:
            self.looked_at += 1
            self.page.screenshot(
                path=self.pictures / f"{self.looked_at:02}-{name}.png", full_page=True, caret="initial"
            )


def digits(text):
    return [int(number) for number in re.findall(r"\d+", text)]
