"""What works without JavaScript, and with the keyboard alone."""

from tests.browser.visitor import SURVEY

ACTIVE = "document.activeElement"
MOST_STOPS = 200


def answers_what_is_required(visitor, government):
    visitor.signs_in(f"focal-point.{government}@example.org")
    visitor.presses(".buttons a.button")
    visitor.answers("respondent_ministry", "Ministry without scripts")
    visitor.answers("focal_point_name", "A. Person")
    visitor.answers("data_reference_year", "2001")
    visitor.answers("country_roles", ["transit"])
    assert visitor.saves().status == 303
    visitor.goes_to(f"{SURVEY}{government.upper()}/sections/application_of_norms/")
    visitor.answers("c097_ratified", "no")
    visitor.answers("c143_ratified", "no")
    assert visitor.saves().status == 303


def signs(visitor, government):
    visitor.goes_to(f"{SURVEY}{government.upper()}/check/")
    for name in ("name", "title", "authority"):
        visitor.page.fill(f"[name=signatory_{name}]", "A. Person")
    visitor.page.check("[name=declared]")
    visitor.presses("main form button[type=submit]")
    assert visitor.page.url.endswith("/submissions/1/receipt/")


def test_reply_is_answered_and_submitted_without_javascript(open_browser, government):
    visitor = open_browser(java_script_enabled=False)

    answers_what_is_required(visitor, government)
    signs(visitor, government)

    visitor.presses(".buttons a.button-secondary")
    assert visitor.page.locator(".facts .status-submitted").is_visible()


def test_language_is_chosen_and_session_ended_without_javascript(open_browser, government):
    visitor = open_browser(java_script_enabled=False)
    visitor.signs_in(f"focal-point.{government}@example.org")

    visitor.chooses_language("fr")
    assert visitor.page.locator("html").get_attribute("lang") == "fr"
    visitor.signs_out()

    visitor.goes_to(f"{SURVEY}{government.upper()}/")
    assert "/account/login/" in visitor.page.url


def stops(visitor):
    """Tab through the page; what has the focus at each stop."""
    for _ in range(MOST_STOPS):
        visitor.page.keyboard.press("Tab")
        yield visitor.page.evaluate_handle(ACTIVE).as_element()


def is_seen(visitor, element):
    """Whether the middle of the element is what a person would see there: nothing lies over it."""
    middle = "({left, top, width, height}) => [left + width / 2, top + height / 2]"
    over = f"e => {{ const [x, y] = ({middle})(e.getBoundingClientRect()); return document.elementFromPoint(x, y) }}"
    return element.evaluate(f"e => e.contains(({over})(e)) || ({over})(e)?.contains(e) || false")


def test_section_is_answered_and_saved_by_keyboard(open_browser, government):
    visitor = open_browser(width=1280)
    visitor.signs_in(f"focal-point.{government}@example.org")
    visitor.goes_to(f"{SURVEY}{government.upper()}/sections/respondent/")

    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate(f"{ACTIVE}.matches('.skip')")
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate(f"{ACTIVE}.id") == "main"
    for element in stops(visitor):
        assert is_seen(visitor, element), element.evaluate("e => e.outerHTML")
        if element.get_attribute("name") == "value:respondent_ministry":
            visitor.page.keyboard.type("Ministry by keyboard")
        if element.evaluate("e => e.matches('.saving button')"):
            break
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")

    visitor.goes_to(f"{SURVEY}{government.upper()}/sections/respondent/")
    assert visitor.page.input_value("[name='value:respondent_ministry']") == "Ministry by keyboard"
