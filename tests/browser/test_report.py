"""The report: its pages, who owes what, a contribution from its invitation to its receipt."""

import pytest

REPORT = "/summaries/ilms2003/report/"
CONTRIBUTIONS = "/consultations/ilms2003/contributions/"
LOOKS = [("en", 1280), ("ar", 360)]
BUTTON = "main form[method=post] .buttons button[type=submit]"


def comes_in(visitor, address):
    visitor.signs_in("office@example.org")
    # The language is the person's, whoever else of these tests was that person before.
    if visitor.page.locator("html").get_attribute("lang") != visitor.language:
        visitor.chooses_language(visitor.language)
    visitor.goes_to(address)


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_the_report_looks_right(open_browser, language, width):
    visitor = open_browser(language=language, width=width, pictures="report")
    comes_in(visitor, REPORT)
    visitor.looks(f"report-{language}-{width}")
    assert visitor.page.locator(".data tbody tr").count() >= 6
    for name, address in (
        ("chapter", f"{REPORT}chapters/1/"),
        ("sources", f"{REPORT}chapters/1/sources/"),
        ("owed", f"{REPORT}owed/"),
        ("contributions", CONTRIBUTIONS),
    ):
        visitor.goes_to(address)
        visitor.looks(f"{name}-{language}-{width}")


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_a_contribution_is_invited_reminded_of_and_received(open_browser, language, width):
    visitor = open_browser(language=language, width=width, pictures="report")
    page = visitor.page
    comes_in(visitor, f"{CONTRIBUTIONS}new/")
    page.fill("#id_title_en", f"Figures {language} {width}")
    page.select_option("#id_contributor", "oecd")
    page.select_option("#id_kind", "data")
    visitor.looks(f"new-{language}-{width}")
    visitor.presses(BUTTON)
    own = page.url

    page.fill("#invite_due_on", "2004-06-30")
    visitor.presses("#invite button[type=submit]")
    visitor.presses("#remind button[type=submit]")
    visitor.looks(f"reminded-{language}-{width}")
    assert page.locator("#letters li a").count() == 2
    visitor.goes_to(f"{REPORT}owed/")
    assert page.locator(f"tr:has-text('Figures {language} {width}') input[name=contributions]").count() == 1
    visitor.looks(f"board-{language}-{width}")

    visitor.goes_to(own)
    visitor.presses("#receive button[type=submit]")
    visitor.looks(f"received-{language}-{width}")
    assert page.locator(".page-head .status-complete").count() == 1
    assert page.locator("#receive").count() == 0


def test_works_without_javascript(open_browser):
    visitor = open_browser(java_script_enabled=False, pictures="report")
    comes_in(visitor, f"{REPORT}chapters/2/sources/")
    visitor.page.check("[name=outcomes] >> nth=0")
    visitor.presses(BUTTON)
    assert visitor.page.locator("#sources li a").count() >= 1
