"""Where a round stands and what goes out for a signature, looked at; a milestone is noted; two people sign."""

import pytest

STANDING, SIGNATURE = "/summaries/ilms2003/standing/", "/summaries/ilms2003/signature/"
LOOKS = [("en", 1280), ("ar", 360)]
BUTTON = "main form[method=post] .buttons button[type=submit]"


def comes_in(visitor, address, email="office@example.org"):
    visitor.signs_in(email)
    # The language is the person's, whoever else of these tests was that person before.
    if visitor.page.locator("html").get_attribute("lang") != visitor.language:
        visitor.chooses_language(visitor.language)
    visitor.goes_to(address)


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_both_pages_look_right(open_browser, language, width):
    visitor = open_browser(language=language, width=width, pictures="standing")
    comes_in(visitor, f"{STANDING}?as_of=2004-05-14")

    visitor.looks(f"standing-{language}-{width}")
    assert visitor.page.locator(".standing-milestones tbody tr").count() >= 10
    visitor.goes_to(f"{STANDING}milestones/REPORT/")
    visitor.looks(f"milestone-{language}-{width}")
    visitor.goes_to(SIGNATURE)
    visitor.looks(f"signature-{language}-{width}")
    visitor.presses("section:has(#candidates) .task-name a")
    visitor.looks(f"letter-{language}-{width}")


def test_it_is_one_printed_page(open_browser):
    visitor = open_browser()
    comes_in(visitor, f"{STANDING}?as_of=2004-05-14")

    printed = visitor.page.pdf(prefer_css_page_size=True)

    assert printed.count(b"/Type /Page\n") == 1


def test_a_letter_is_put_forward_and_cleared_without_javascript(open_browser):
    visitor = open_browser(java_script_enabled=False)
    comes_in(visitor, SIGNATURE)
    visitor.presses("section:has(#candidates) .task-name a")
    visitor.page.fill("#id_note", "For Monday.")
    assert visitor.presses(BUTTON).status == 302
    assert visitor.presses(BUTTON).status == 302

    assert visitor.page.locator(BUTTON).count() == 0
    assert visitor.page.locator(".data tbody tr").count() == 2
