"""The published edition for everybody, and the pages of an edition for those who work with it."""

import pytest

PUBLISHED = "/summaries/ilms2003/1/"
RIGHTS = "rights_regular_equal_pay"
SHAPES = [("en", 1280), ("ar", 1280), ("en", 360), ("ar", 360)]


def opens_as_analyst(visitor, path):
    visitor.signs_in("analyst@example.org")
    if visitor.page.locator("html").get_attribute("lang") != visitor.language:
        visitor.chooses_language(visitor.language)
    visitor.goes_to(path)


@pytest.mark.parametrize(("language", "width"), SHAPES)
def test_everybody_reads_what_is_published(open_browser, language, width):
    visitor = open_browser(language=language, width=width, pictures="published")
    visitor.goes_to(f"/{language}/summaries/")
    visitor.looks(f"list-{language}-{width}")

    visitor.presses(f"main table a[href$='{PUBLISHED}']")
    visitor.looks(f"edition-{language}-{width}")
    assert visitor.page.locator("#replies li").count() == 84

    visitor.presses(".section-list a[href*='/legislation/']")
    visitor.looks(f"section-{language}-{width}")
    assert visitor.page.locator(f"#{RIGHTS} .result-base").count() == 2
    assert visitor.context.cookies() == []


def test_the_language_menu_leads_to_the_same_page_in_another_language(open_browser):
    visitor = open_browser(language="fr", java_script_enabled=False)
    visitor.goes_to(f"/en{PUBLISHED}sections/legislation/")
    visitor.page.click(".masthead .menu > summary")
    visitor.page.click(".menu-panel a[lang=fr]")
    visitor.page.wait_for_url(f"**/fr{PUBLISHED}sections/legislation/")
    assert visitor.page.locator("html").get_attribute("lang") == "fr"


def test_the_data_is_taken_along(open_browser, tmp_path):
    visitor = open_browser()
    visitor.goes_to(f"/en{PUBLISHED}")
    file = visitor.downloads("#files a[href$='content.json']", tmp_path / "content.json")
    assert file.read_bytes().startswith(b'{"as_of":"2003-12-31"')


@pytest.mark.parametrize(("language", "width"), SHAPES)
def test_the_pages_of_an_edition_look_right(open_browser, language, width):
    visitor = open_browser(language=language, width=width, pictures="edition")
    opens_as_analyst(visitor, PUBLISHED)
    visitor.looks(f"summary-{language}-{width}")

    visitor.goes_to(f"{PUBLISHED}sections/legislation/")
    visitor.page.evaluate(f"document.querySelectorAll('#{RIGHTS} details').forEach(one => one.open = true)")
    visitor.looks(f"section-{language}-{width}")

    visitor.goes_to(f"{PUBLISHED}search/?q=nowhere-at-all")
    visitor.looks(f"search-{language}-{width}")


def test_words_are_searched_and_a_group_is_chosen_without_javascript(open_browser):
    visitor = open_browser(java_script_enabled=False)
    opens_as_analyst(visitor, PUBLISHED)
    visitor.page.fill("#q", "equal remuneration")
    visitor.presses("[role=search] button")
    visitor.presses("main h2 a")
    assert visitor.page.url.endswith(f"/sections/legislation/#{RIGHTS}")

    visitor.page.select_option("#group", "group:sadc")
    visitor.presses(".side-search:has(#group) button")
    assert "SADC" in visitor.page.locator("main .lead").inner_text()
    assert "SADC" in visitor.page.locator(f"#{RIGHTS} thead").first.text_content()


def test_a_chart_is_drawn_by_the_worker_and_shown(open_browser):
    visitor = open_browser(pictures="edition")
    opens_as_analyst(visitor, f"{PUBLISHED}sections/legislation/")
    for _attempt in range(60):
        if visitor.page.locator(f"#{RIGHTS} .chart img").count():
            break
        visitor.page.wait_for_timeout(500)
        visitor.page.reload()
    picture = visitor.page.locator(f"#{RIGHTS} .chart img")
    picture.scroll_into_view_if_needed()
    visitor.page.wait_for_function(
        "image => image.complete && image.naturalWidth > 300", arg=picture.element_handle()
    )
    assert not visitor.page.locator(f"#{RIGHTS} table.bars").first.is_visible()
    visitor.looks("chart")


def test_an_edition_is_printed_without_the_portal_around_it(open_browser):
    visitor = open_browser(pictures="edition")
    opens_as_analyst(visitor, f"{PUBLISHED}sections/legislation/")
    visitor.page.emulate_media(media="print")
    assert not visitor.page.locator(".masthead").is_visible()
    assert not visitor.page.locator(".summary-side").is_visible()
    assert visitor.page.locator(f"#{RIGHTS} h2").is_visible()
    visitor.takes_picture("print")
