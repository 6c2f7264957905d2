"""The paper for the governing body: read with its records, added to by hand, taken along."""

import pytest

PAPER = "/summaries/ilms2003/paper/?as_of=2004-02-11"
SHAPES = [("en", 1280), ("ar", 360)]


def opens_as_office(visitor, path):
    visitor.signs_in("office@example.org")
    if visitor.page.locator("html").get_attribute("lang") != visitor.language:
        visitor.chooses_language(visitor.language)
    visitor.goes_to(path)


@pytest.mark.parametrize(("language", "width"), SHAPES)
def test_the_paper_and_the_records_behind_it_look_right(open_browser, language, width):
    visitor = open_browser(language=language, width=width, pictures="paper")
    opens_as_office(visitor, f"{PAPER}&language=en")
    assert visitor.page.locator("article ol > li").count() == 27
    visitor.looks(f"paper-{language}-{width}")

    visitor.goes_to(f"{PAPER}&language=fr&records=all")
    assert visitor.page.locator("article").get_attribute("lang") == "fr"
    assert visitor.page.locator("#replies dd a[href$='status/?as_of=2003-12-31']").count() == 1
    visitor.looks(f"records-{language}-{width}")

    visitor.presses("#members a[href*='/additions/new/']")
    visitor.looks(f"addition-{language}-{width}")


def test_an_addition_stays_and_a_version_is_kept_without_javascript(open_browser, tmp_path):
    visitor = open_browser(java_script_enabled=False)
    opens_as_office(visitor, f"{PAPER}&language=es")
    visitor.presses("#members a[href*='/additions/new/']")
    visitor.page.fill("textarea", "Texto añadido a mano.")
    visitor.presses("main form button[type=submit]")
    assert "Texto añadido a mano." in visitor.page.locator("article").inner_text()

    visitor.goes_to("/summaries/ilms2003/paper/?as_of=2004-04-30&language=es")
    assert "93 de los 176" in visitor.page.locator("#replies").inner_text()
    assert "Texto añadido a mano." in visitor.page.locator("article").inner_text()
    visitor.presses("#keep button")
    file = visitor.downloads("a[href$='file/docx/']", tmp_path / "paper.docx")
    assert file.read_bytes().startswith(b"PK")
