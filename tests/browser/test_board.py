"""The board: searched, filtered, taken along as a workbook, given to a colleague; with and without scripts."""

import pytest
from openpyxl import load_workbook

BOARD = "/surveys/ilms2003/status/"
ROWS = ".data-cards tbody tr"


def codes(visitor):
    return [row.get_attribute("id") for row in visitor.page.locator(ROWS).all()]


def opens_the_board(visitor, query=""):
    visitor.signs_in("office@example.org")
    # The language is the person's, whoever else of these tests was that person before.
    if visitor.page.locator("html").get_attribute("lang") != visitor.language:
        visitor.chooses_language(visitor.language)
    visitor.goes_to(BOARD + query)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 1280), ("en", 360), ("ar", 360)])
def test_looks_right(open_browser, language, width):
    visitor = open_browser(language=language, width=width, pictures="board")
    opens_the_board(visitor)

    visitor.looks(f"board-{language}-{width}")
    visitor.goes_to(f"{BOARD}?q=nowhere&sort=-received")
    visitor.looks(f"board-empty-{language}-{width}")


def test_a_slash_leads_to_the_search_and_enter_filters(open_browser):
    visitor = open_browser()
    opens_the_board(visitor)

    visitor.page.keyboard.press("/")
    visitor.page.keyboard.type("guinée-bissau")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(lambda address: "q=guin" in address)

    assert codes(visitor) == ["GNB"]
    assert visitor.page.input_value("#id_q") == "guinée-bissau"


def test_is_filtered_ordered_and_taken_along_without_javascript(open_browser, tmp_path):
    visitor = open_browser(java_script_enabled=False)
    opens_the_board(visitor, "?as_of=2003-12-31")

    visitor.page.select_option("#id_region", "arab_states")
    visitor.presses(".filters[role=search] button[type=submit]")
    visitor.presses("th a[href*='sort=received']")

    shown = codes(visitor)
    assert "as_of=2003-12-31" in visitor.page.url and "region=arab_states" in visitor.page.url
    assert len(shown) == 11
    file = visitor.downloads("a[href*='status.xlsx']", tmp_path / "board.xlsx")
    head, *rows = load_workbook(file).worksheets[0].values
    assert [row[1] for row in rows] == shown
    assert head[0] == "Member State"


def test_returns_are_given_to_somebody_by_keyboard_after_a_preview(open_browser):
    visitor = open_browser()
    opens_the_board(visitor, "?q=tuvalu")
    assert codes(visitor) == []
    visitor.goes_to(f"{BOARD}?group=mercosur")

    visitor.page.focus("input[name=state][value=ARG]")
    visitor.page.keyboard.press("Space")
    visitor.page.select_option("#id_to", label="Office staff (demonstration)")
    visitor.page.focus(".selection button")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(lambda address: "/assign/" in address)
    visitor.looks("assign")
    assert visitor.page.locator("tbody th").all_inner_texts() == ["Argentina"]

    visitor.presses("main form[method=post] button[type=submit]")
    assert "group=mercosur" in visitor.page.url
    assert "Office staff (demonstration)" in visitor.page.locator("#ARG").inner_text()
    assert "Office staff (demonstration)" not in visitor.page.locator("#BRA").inner_text()
