"""One way through everything, as a stranger sees it: a government replies, the Office compiles and reads."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

import pytest
from openpyxl import load_workbook

from tests.browser.portal import LAST_CUT_OFF, TODAY
from tests.browser.visitor import SURVEY, digits

EDITION = re.compile(r"/summaries/ilms2003/\d+/$")
FIRST_DAY = "date_completed/minimum/-/all"


@dataclass(frozen=True)
class Story:
    """Who replies in which language, and who reads it."""

    language: str
    width: int
    iso3: str
    office: str
    ministry: str
    person: str
    title: str


STORIES = (
    Story("en", 1280, "UKR", "office@example.org", "Ministry of Labour {}", "Olena Kovalenko", "Director"),
    Story("ar", 360, "YEM", "office-too@example.org", "وزارة العمل {}", "أحمد صالح", "المدير العام"),
)


@pytest.fixture(params=STORIES, ids=lambda story: f"{story.language}-{story.width}")
def story(request):
    return request.param


@pytest.fixture
def ministry(story):
    """A name that occurs nowhere else."""
    return story.ministry.format(token_hex(8))


@pytest.fixture
def visitor(open_browser, story):
    pictures = f"{story.language}-{story.width}"
    return open_browser(language=story.language, width=story.width, pictures=pictures)


def test_reply_is_in_the_summary_of_its_day_and_not_before(visitor, story, ministry, portal, tmp_path):
    replies(visitor, story, ministry)
    signs_and_submits(visitor, story, ministry)
    keeps_the_receipt(visitor, portal, tmp_path)
    visitor.signs_out()
    visitor.looks("signed-out")

    comes_to_the_office(visitor, story)
    sees_who_has_replied(visitor, story)
    today = compiles(visitor, TODAY)
    reads_the_answer(visitor, today, ministry)
    finds_it_in_excel(visitor, today, ministry, tmp_path)
    before = compiles(visitor, LAST_CUT_OFF)
    assert not gives_answer(visitor, before, ministry)


def replies(visitor, story, ministry):
    visitor.goes_to("/")
    visitor.looks("sign-in")
    visitor.signs_in(f"focal-point.{story.iso3.lower()}@example.org")
    assert visitor.page.url.endswith(f"{SURVEY}{story.iso3}/")
    visitor.looks("task-list")
    visitor.presses(".buttons a.button")
    visitor.looks("section")
    visitor.answers("respondent_ministry", ministry)
    visitor.answers("focal_point_name", story.person)
    visitor.answers("data_reference_year", "2002")
    visitor.answers("country_roles", ["origin", "transit", "destination"])
    assert visitor.saves().status == 303
    visitor.looks("next-section")
    visitor.goes_to(f"{SURVEY}{story.iso3}/sections/application_of_norms/")
    visitor.answers("c097_ratified", "yes")
    visitor.answers("c143_ratified", "no")
    visitor.saves()


def signs_and_submits(visitor, story, ministry):
    visitor.goes_to(f"{SURVEY}{story.iso3}/")
    visitor.page.click(f"main a[href='{SURVEY}{story.iso3}/check/']")
    visitor.looks("check")
    assert visitor.page.locator("main dd", has_text=ministry).is_visible()
    assert not visitor.page.locator(".notice-attention").is_visible()
    assert stands_where_its_line_begins(visitor, "2002")
    visitor.page.fill("[name=signatory_name]", story.person)
    visitor.page.fill("[name=signatory_title]", story.title)
    visitor.page.fill("[name=signatory_authority]", ministry)
    visitor.page.check("[name=declared]")
    visitor.presses("main form button[type=submit]")
    assert visitor.page.url.endswith("/submissions/1/receipt/")
    visitor.looks("receipt")


def stands_where_its_line_begins(visitor, text):
    """Whether the text of a list of answers stands at the side from which the page is read."""
    return visitor.page.locator("main dd", has_text=re.compile(f"^{text}$")).evaluate("""dd => {
        const range = document.createRange();
        range.selectNodeContents(dd);
        const text = range.getBoundingClientRect(), box = dd.getBoundingClientRect();
        return document.dir === "rtl" ? box.right - text.right < 2 : text.left - box.left < 2;
    }""")


def keeps_the_receipt(visitor, portal, tmp_path):
    file = visitor.downloads(".buttons a.button[href$='receipt.json']", tmp_path / "receipt.json")
    receipt = json.loads(file.read_text())
    shown = visitor.page.locator("article.sheet").text_content()
    assert receipt["digest"] in shown
    assert receipt["number"] in shown
    assert portal.run("verify_receipt", file) == f"{file}: true\n"


def comes_to_the_office(visitor, story):
    visitor.signs_in(story.office)
    if visitor.page.locator("html").get_attribute("lang") != story.language:
        visitor.chooses_language(story.language)
    visitor.looks("status")


def sees_who_has_replied(visitor, story):
    row = visitor.page.locator("tr", has=visitor.page.locator(f"a[href='{SURVEY}{story.iso3}/office/']"))
    assert row.locator(".status-submitted").is_visible()
    assert {TODAY.year, TODAY.day} <= set(digits(row.text_content()))
    visitor.goes_to(f"{SURVEY}status/?as_of={LAST_CUT_OFF}")
    visitor.looks("status-before")
    assert row.locator(".status").is_visible()
    assert row.locator(".status-submitted, .status-received").count() == 0
    figures = visitor.page.locator(".figures").text_content()
    assert digits(figures)[:2] == [93, 176]


def compiles(visitor, day):
    """Ask for the edition of this day, wait on the page of progress; the address of the edition."""
    visitor.goes_to("/summaries/ilms2003/")
    visitor.looks("editions")
    visitor.page.fill("[name=as_of]", day.isoformat())
    answer = visitor.presses("form.filters[method=post] button[type=submit]")
    assert answer.status == 302
    visitor.takes_picture("compiling")
    visitor.page.wait_for_url(EDITION, timeout=60_000)
    visitor.looks("edition")
    return visitor.page.url


def gives_answer(visitor, edition, text):
    """Whether the section of the edition about the respondents shows the text."""
    visitor.goes_to(f"{edition}sections/respondent/")
    visitor.looks("edition-section")
    return text in visitor.page.locator("#respondent_ministry").text_content()


def reads_the_answer(visitor, edition, ministry):
    assert gives_answer(visitor, edition, ministry)
    visitor.page.click("#respondent_ministry details:has(.quotes) > summary")
    assert visitor.page.locator("#respondent_ministry .quotes li", has_text=ministry).is_visible()
    visitor.looks("open-answers")


def finds_it_in_excel(visitor, edition, ministry, tmp_path):
    visitor.goes_to(edition)
    visitor.page.select_option("[name=format]", "xlsx")
    visitor.page.click("form[action$='/export/'] button[type=submit]")
    visitor.page.wait_for_selector("a[href$='/file/']", timeout=60_000)
    visitor.looks("file-for-download")
    book = load_workbook(visitor.downloads("a[href$='/file/']", tmp_path / "summary.xlsx"))
    figures = zip(column(book, "figure_address"), column(book, "figure_value"), strict=True)
    assert [value.value for address, value in figures if address.value == FIRST_DAY] == [datetime(2003, 8, 12)]
    answers = next(sheet for sheet in book.worksheets if "open_answers" in sheet.tables)
    found = [cell for row in answers.rows for cell in row if cell.value == ministry]
    assert [cell.data_type for cell in found] == ["s"]
    assert answers.sheet_view.rightToLeft is (visitor.language == "ar")


def column(book, name):
    """The cells of the column that has this name in every language."""
    tab, place = next(book.defined_names[name].destinations)
    return [cell for (cell,) in book[tab][place.replace("$", "")]]
