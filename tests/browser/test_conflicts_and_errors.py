"""Two people at one question, and what does not fit, in the plain form: nothing that was typed is lost.

With the script of the page the same is said earlier, at each question: tests/browser/test_saving.py.
"""

import re

import pytest

from tests.browser.visitor import SURVEY

MINISTRY, UNIT, YEAR = "respondent_ministry", "respondent_unit", "data_reference_year"


def opens(visitor, email, government):
    """The section in a browser that has not got the script: axe needs one that runs scripts."""
    empty = {"body": "", "content_type": "text/javascript"}
    visitor.context.route(re.compile(r"/js/saving\."), lambda route: route.fulfill(**empty))
    visitor.signs_in(email.format(government))
    visitor.goes_to(f"{SURVEY}{government.upper()}/sections/respondent/")
    return visitor


@pytest.fixture
def two_people(open_browser, government):
    """The focal point, who saves first, and the contributor, who has had the page open since before."""
    first = opens(open_browser(), "focal-point.{}@example.org", government)
    second = opens(
        open_browser(width=360, pictures="conflict"),
        "contributor.{}@example.org",
        government,
    )
    first.answers(MINISTRY, "Ministry of the first")
    second.answers(MINISTRY, "Ministry of the second")
    second.answers(UNIT, "Unit of the second")
    assert first.saves().status == 303
    assert second.saves().status == 409
    return first, second


def test_second_editor_sees_both_texts_and_loses_none(two_people, government):
    _first, second = two_people
    second.expects("status of 409")

    texts = second.page.locator(f"#q-{MINISTRY} .conflict blockquote").all_text_contents()

    assert [text.strip() for text in texts] == ["Ministry of the first", "Ministry of the second"]
    assert second.page.input_value(f"[name='value:{MINISTRY}']") == "Ministry of the second"
    assert second.page.locator(".conflict").count() == 1
    second.looks("conflict")


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "Ministry of the second"), ("theirs", "Ministry of the first")]
)
def test_second_editor_chooses(two_people, government, choice, kept):
    first, second = two_people

    second.page.check(f"[name='resolve:{MINISTRY}'][value={choice}]")
    assert second.saves().status == 303

    first.goes_to(f"{SURVEY}{government.upper()}/sections/respondent/")
    assert first.page.input_value(f"[name='value:{MINISTRY}']") == kept
    assert first.page.input_value(f"[name='value:{UNIT}']") == "Unit of the second"


@pytest.mark.parametrize(("language", "width", "letter"), [("en", 1280, "[a-z]"), ("ar", 360, "[ء-ي]")])
def test_wrong_input_is_named_at_its_question(open_browser, government, language, width, letter):
    visitor = open_browser(width=width, pictures=f"wrong-{language}")
    opens(visitor, "focal-point.{}@example.org", government)
    if language != "en":
        visitor.chooses_language(language)
        visitor.language = language
    visitor.answers(YEAR, "abc")
    visitor.answers(UNIT, "Unit that stays")

    assert visitor.saves().status == 422

    visitor.expects("status of 422")
    visitor.looks("wrong-year")
    question = visitor.page.locator(f"#q-{YEAR}")
    assert re.search(letter, question.locator(".error-text").inner_text())
    assert visitor.page.locator("#answers .error-text").count() == 1
    assert question.locator("input[aria-invalid=true]").get_attribute("aria-describedby").split()[-1] == f"e-{YEAR}"
    assert visitor.page.input_value(f"[name='value:{YEAR}']") == "abc"
    assert visitor.page.input_value(f"[name='value:{UNIT}']") == "Unit that stays"
    visitor.page.click(f".error-summary a[href='#q-{YEAR}']")
    assert visitor.page.evaluate("document.activeElement.id") == f"q-{YEAR}"
    visitor.goes_to(f"{SURVEY}{government.upper()}/sections/respondent/")
    assert visitor.page.input_value(f"[name='value:{UNIT}']") == ""
