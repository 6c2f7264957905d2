"""An analyst's story: compile, compare, why, take the comparison along; a second person approves and publishes."""

import re
from urllib.parse import parse_qs

import pytest
from openpyxl import load_workbook

LIST = "/summaries/ilms2003/"
NUMBERED = re.compile(rf"{LIST}(\d+)/$")
ANALYST, OFFICE = "analyst@example.org", "office@example.org"
# Days of their own, so that neither story depends on whether the other was told before.
DAYS = {"en": "2004-04-20", "ar": "2004-04-21"}
MOST_SECONDS = 120_000
PUBLISHED_BEFORE = 1


def signs_in(visitor, email):
    visitor.signs_in(email)
    if visitor.page.locator("html").get_attribute("lang") != visitor.language:
        visitor.chooses_language(visitor.language)


def compiles(visitor):
    """The number of the edition as of the day of this story."""
    visitor.goes_to(LIST)
    visitor.looks("list")
    visitor.page.fill("#id_as_of", DAYS[visitor.language])
    visitor.presses("form[action$='/compile/'] button")
    visitor.page.wait_for_url(NUMBERED, timeout=MOST_SECONDS)
    return int(NUMBERED.search(visitor.page.url)[1])


def compares(visitor, edition, target):
    """The addresses of all States' figures that moved: those of the first page, and those in the file it gives."""
    visitor.goes_to(f"{LIST}compare/?from={PUBLISHED_BEFORE}&to={edition}&group=all")
    visitor.looks("compare")
    links = visitor.page.locator("table.data-cards a").evaluate_all("links => links.map(link => link.search)")
    file = visitor.downloads("a[href*='/compare/file/']", target / "comparison.xlsx")
    moved = load_workbook(file).worksheets[1]
    [table] = moved.tables.values()
    return {parse_qs(link[1:])["cell"][0] for link in links}, {row[-1].value for row in moved[table.ref][1:]}


def reads_why(visitor):
    """From the first figure that moved to the States behind it; how many the figure says and how many there are."""
    figure = visitor.page.locator("td a[href*='/why/']").last
    said = int(figure.inner_text())
    with visitor.page.expect_navigation():
        figure.click()
    visitor.looks("why")
    return said, visitor.page.locator("[aria-labelledby=behind] tbody tr").count()


def proposes(visitor, edition):
    visitor.goes_to(f"{LIST}{edition}/review/")
    visitor.page.fill("#propose_note", "Ready.")
    visitor.presses("#propose button[type=submit]")
    visitor.looks("proposed")


def approves_and_publishes(visitor, edition):
    visitor.goes_to(f"{LIST}{edition}/review/")
    visitor.presses("#approve button[type=submit]")
    visitor.looks("approved")
    visitor.presses("#publish button[type=submit]")
    visitor.looks("published")


def is_published(visitor, edition):
    """What everybody is answered at the edition's own address, without signing in."""
    return visitor.goes_to(f"/{visitor.language}{LIST}{edition}/").status == 200


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_from_compiling_to_publishing(open_browser, tmp_path, language, width):
    shape = {"language": language, "width": width}
    analyst = open_browser(**shape, pictures=f"analyst-{language}")
    signs_in(analyst, ANALYST)
    edition = compiles(analyst)
    shown, taken = compares(analyst, edition, tmp_path)
    assert len(shown) > 10
    assert shown < taken
    assert {address.rpartition("/")[2] for address in taken} == {"all"}
    said, found = reads_why(analyst)
    assert said == found > 0
    proposes(analyst, edition)
    assert analyst.page.locator("#approve, #publish").count() == 0

    everybody = open_browser(**shape, pictures=f"analyst-{language}-everybody")
    assert not is_published(everybody, edition)
    everybody.expects("404")
    second = open_browser(**shape, pictures=f"analyst-{language}-second")
    signs_in(second, OFFICE)
    approves_and_publishes(second, edition)

    assert is_published(everybody, edition)
    everybody.looks("public")
    assert everybody.context.cookies() == []
