"""A paper reply registered and keyed in twice with the keyboard alone, in English and in Arabic."""

import pytest

from tests.browser.visitor import SURVEY

ACTIVE = "document.activeElement"
MOST_STOPS = 200
FIRST, SECOND = "office@example.org", "office-too@example.org"


class Keyboard:
    """Presses keys, and counts them."""

    def __init__(self, visitor):
        self.page = visitor.page
        self.pressed = 0

    def types(self, text):
        self.pressed += len(text)
        self.page.keyboard.type(text)

    def presses(self, key):
        self.pressed += 1
        self.page.keyboard.press(key)

    def goes_to(self, selector):
        """Tab until the focus is on it."""
        for _ in range(MOST_STOPS):
            if self.page.evaluate(f"s => {ACTIVE}.matches(s)", selector):
                return
            self.presses("Tab")
        raise AssertionError(f"{selector} is not reached by the keyboard")

    def sends(self, key="Enter"):
        """Press what leads to another page."""
        with self.page.expect_navigation():
            self.presses(key)


def registers(visitor, iso3):
    """Register a fax that came today with the number of its note; how many keys it took."""
    visitor.goes_to(f"{SURVEY}paper/new/")
    keys = Keyboard(visitor)
    assert visitor.page.evaluate(f"{ACTIVE}.name") == "state"
    keys.types(iso3.lower())
    keys.presses("Tab")
    keys.types("0")
    keys.presses("Tab")
    keys.presses("ArrowDown")
    keys.presses("Tab")
    keys.types("N17")
    keys.sends()
    return keys.pressed


def office_page(iso3):
    return f"{SURVEY}{iso3}/office/"


def keys_in_first(visitor, iso3):
    """Open the return's form and answer a question, by keyboard alone."""
    visitor.goes_to(office_page(iso3))
    keys = Keyboard(visitor)
    keys.goes_to(f"form[action$='/{iso3}/paper/key/'] button")
    keys.sends()
    visitor.goes_to(f"{SURVEY}{iso3}/sections/respondent/")
    keys.goes_to("[name='value:respondent_ministry']")
    keys.types("zqfirstqz")
    keys.goes_to("[name='value:data_reference_year']")
    keys.types("2001")
    keys.goes_to(".saving button")
    keys.sends()
    visitor.goes_to(f"{SURVEY}{iso3}/check/")
    keys.goes_to("form[action$='/paper/key/done/'] button")
    keys.sends()


def keys_in_again(visitor, iso3):
    """Key in another year than the first person; go on to what differs."""
    visitor.goes_to(office_page(iso3))
    keys = Keyboard(visitor)
    keys.goes_to("form[action$='/paper/second/begin/'] button")
    keys.sends()
    visitor.looks("second-keying")
    keys.goes_to("a[href$='/paper/second/sections/respondent/']")
    keys.sends()
    assert "zqfirstqz" not in visitor.page.content()
    keys.goes_to("[name='value:data_reference_year']")
    keys.types("2002")
    visitor.looks("second-section")
    keys.goes_to("main form .buttons button")
    keys.sends()
    visitor.goes_to(f"{SURVEY}{iso3}/paper/second/")
    keys.goes_to("form[action$='/paper/second/done/'] button")
    keys.sends()


def settles(visitor, iso3):
    """Take what was keyed in again; tick the text that is there."""
    keys = Keyboard(visitor)
    visitor.looks("differences")
    keys.goes_to("[name='choice:data_reference_year']")
    keys.presses("Space")
    keys.presses("ArrowDown")
    keys.goes_to("main form .buttons button")
    keys.sends()
    assert visitor.page.locator("[name^='choice:']").count() == 0
    visitor.goes_to(f"{SURVEY}{iso3}/paper/texts/")
    visitor.looks("texts")
    keys.goes_to("[name='agrees:respondent_ministry']")
    keys.presses("Space")
    keys.goes_to("[name='blank']")
    keys.presses("Space")
    keys.goes_to("main form .buttons button")
    keys.sends()
    keys.goes_to(f"a[href$='/{iso3}/check/']")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_paper_is_registered_and_keyed_in_twice_by_keyboard_alone(open_browser, government, language):
    iso3 = government.upper()
    first = open_browser(pictures=f"paper-{language}")
    first.signs_in(FIRST)
    first.chooses_language(language)
    first.language = language

    assert registers(first, iso3) == 12
    assert "registered=" in first.page.url
    assert first.page.evaluate(f"{ACTIVE}.name") == "state"
    first.looks("registered")
    keys_in_first(first, iso3)

    second = open_browser(pictures=f"paper-{language}-second")
    second.signs_in(SECOND)
    second.chooses_language(language)
    second.language = language
    keys_in_again(second, iso3)
    settles(second, iso3)
    first.chooses_language("en")
    second.chooses_language("en")


def test_paper_is_registered_on_a_phone(open_browser, government):
    visitor = open_browser(width=360, pictures="paper-phone")
    visitor.signs_in(SECOND)
    visitor.goes_to(f"{SURVEY}paper/new/")
    visitor.looks("new")
    visitor.page.fill("[name=state]", "nowhere")
    visitor.presses("main form button[type=submit]")
    visitor.expects("400")
    visitor.looks("refused")
    assert visitor.page.locator("#id_state_error").is_visible()
