"""What a government does after it has submitted: prints the receipt, takes the reply back, amends, compares."""

import re

from tests.browser.visitor import SURVEY

LANGUAGES = ("en", "fr", "es", "ar", "zh-hans", "de", "ru")
# As long as the form takes; one word of it has no place to break.
LONGEST_NAME = ("Plenipotentiary " * 9 + "x" * 56)[:200]
PAGES = re.compile(rb"/Type\s*/Page[^s]")


def replies(visitor, place):
    visitor.presses(".buttons a.button")
    visitor.answers("respondent_ministry", "Ministry of Labour and Welfare")
    visitor.answers("focal_point_name", "A. Person")
    visitor.answers("data_reference_year", "2002")
    visitor.answers("country_roles", ["origin"])
    visitor.saves()
    visitor.goes_to(f"{place}sections/application_of_norms/")
    visitor.answers("c097_ratified", "no")
    visitor.answers("c143_ratified", "no")
    visitor.saves()


def signs(visitor, place, **typed):
    visitor.goes_to(f"{place}check/")
    for name in ("name", "title", "authority"):
        visitor.page.fill(f"[name=signatory_{name}]", LONGEST_NAME)
    for name, value in typed.items():
        visitor.page.fill(f"[name={name}]", value)
    visitor.page.check("[name=declared]")
    visitor.presses("main form button[type=submit]")
    assert visitor.page.url.endswith("/receipt/")


def pages_on_paper(visitor, language):
    """How many sheets of A4 the page takes in this language."""
    cookie = {"name": "django_language", "value": language, "url": visitor.page.url}
    visitor.context.add_cookies([cookie])
    visitor.page.reload()
    assert visitor.page.locator("html").get_attribute("lang") == language
    return len(PAGES.findall(visitor.page.pdf(format="A4")))


def test_a_reply_is_printed_taken_back_amended_and_compared(open_browser, government):
    place = f"{SURVEY}{government.upper()}/"
    visitor = open_browser(pictures="after-submission")
    visitor.signs_in(f"focal-point.{government}@example.org")
    replies(visitor, place)
    signs(visitor, place)
    assert [pages_on_paper(visitor, language) for language in LANGUAGES] == [1] * len(LANGUAGES)
    pages_on_paper(visitor, "en")

    takes_back(visitor, place)
    signs(visitor, place)
    amends(visitor, place)
    visitor.goes_to(f"{place}submissions/3/compare/4/")
    visitor.looks("compare")
    marked = visitor.page.locator("main del, main ins").all_inner_texts()
    assert marked == ["Welfare", "Migration"]
    visitor.goes_to(f"{place}submissions/4/")
    visitor.looks("submission")


def takes_back(visitor, place):
    visitor.goes_to(place)
    visitor.looks("task-list")
    visitor.presses(f"main a[href='{place}recall/']")
    visitor.looks("recall")
    visitor.presses("main form button[type=submit]")
    assert visitor.page.url.endswith(place)
    assert visitor.page.locator(".facts .status-in_progress").is_visible()
    visitor.goes_to(f"{place}what-the-office-sees/")
    visitor.looks("office-sight")
    assert visitor.page.locator("main", has_text="taken back by No. 2").is_visible()
    visitor.goes_to(f"{place}submissions/2/receipt/")
    visitor.looks("receipt-of-the-withdrawal")


def amends(visitor, place):
    visitor.goes_to(place)
    visitor.presses("main form[action$='/amend/'] button")
    visitor.goes_to(f"{place}sections/respondent/")
    visitor.answers("respondent_ministry", "Ministry of Labour and Migration")
    visitor.saves()
    signs(visitor, place, reason="Another name.")
