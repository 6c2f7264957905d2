"""The Office's pages of letters and of a return, looked at in two languages and on a phone."""

import pytest

from tests.browser.visitor import SURVEY

PAGES = {
    "letters": "letters/",
    "letters-to-check": "letters/?standing=held",
    "dry-run": "send/",
    "mail": "mail/",
    "return": "UKR/office/",
    "brief": "UKR/brief/",
}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_pages_of_letters_are_sound(open_browser, language, width):
    visitor = open_browser(language=language, width=width, pictures=f"letters-{language}-{width}")
    visitor.signs_in("office-too@example.org")
    visitor.chooses_language(language)

    for name, path in PAGES.items():
        assert visitor.goes_to(f"{SURVEY}{path}").status == 200
        visitor.looks(name)

    visitor.goes_to(f"{SURVEY}letters/")
    visitor.presses("#letters tbody th a >> nth=0")
    visitor.looks("letter")
