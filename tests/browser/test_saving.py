"""Answers are saved as they are given; nothing typed is lost to a second editor, an ended session or a dead line."""

import json
import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.browser.portal import PASSWORD
from tests.browser.visitor import SURVEY

MINISTRY, UNIT, YEAR, ROLES = "respondent_ministry", "respondent_unit", "data_reference_year", "country_roles"
SAVED = re.compile(r"Saved \d\d:\d\d, Geneva time")
WORDS = " ".join(f"word{number}" for number in range(500))
CANARY = "zqcanaryqz"
STORAGE = """async () => JSON.stringify({
    local: {...localStorage}, session: {...sessionStorage},
    databases: await indexedDB.databases(), caches: await caches.keys(),
})"""
ANSWERS = """
import json
from surveys.models import Answer
answers = Answer.objects.filter(survey_return__member_state__iso3={iso3!r})
print(json.dumps({{answer.path: [answer.value, answer.revision] for answer in answers}}))
"""
END_SESSION = "from django.contrib.sessions.models import Session; Session.objects.filter(pk={key!r}).delete()"
CLOSE = """
from surveys.models import User
from surveys.models.history import acting_as
with acting_as("tests"):
    user = User.objects.get(email={email!r})
    user.is_active = False
    user.save()
"""


@pytest.fixture
def answers(portal, government):
    """What is stored of the return now: value and revision by path."""

    def ask():
        code = ANSWERS.format(iso3=government.upper())
        return json.loads(portal.run("shell", "--no-imports", "--verbosity=0", "-c", code))

    return ask


@pytest.fixture
def opens(open_browser, government):
    """Open the first section as somebody of the government."""

    def open_one(role="focal-point", **options):
        visitor = open_browser(**options)
        visitor.signs_in(f"{role}.{government}@example.org")
        visitor.saves = []
        visitor.page.on("response", lambda response: note(visitor, response))
        visitor.goes_to(f"{SURVEY}{government.upper()}/sections/respondent/")
        return visitor

    return open_one


def note(visitor, response):
    """Keep status and key of each save that the page's script made."""
    if response.url.endswith("/sections/respondent/save/"):
        visitor.saves.append((response.status, parse_qs(response.request.post_data)["key"][0]))


def field(visitor, path):
    return visitor.page.locator(f"[name='value:{path}']")


def says(visitor, words):
    expect(visitor.page.locator("#saving-state")).to_have_text(words)


def gives(visitor, path, text):
    """Fill in an answer and leave its field."""
    field(visitor, path).fill(text)
    field(visitor, path).blur()


def ends_session(visitor, portal):
    key = next(cookie["value"] for cookie in visitor.context.cookies() if cookie["name"] == "sessionid")
    portal.run("shell", "--no-imports", "--verbosity=0", "-c", END_SESSION.format(key=key))


def storage_of(visitor):
    return visitor.page.evaluate(STORAGE)


# Saving


def test_an_answer_is_saved_when_its_field_is_left(opens, answers):
    visitor = opens(pictures="saving")
    says(visitor, "Answers are saved as you give them.")

    gives(visitor, MINISTRY, "Ministry of Labour")

    says(visitor, SAVED)
    assert answers() == {MINISTRY: ["Ministry of Labour", 1]}
    expect(visitor.page.locator(f"#by-{MINISTRY}")).to_contain_text("Saved by")
    visitor.looks("saved")


def test_a_text_is_saved_while_it_is_written_and_the_cursor_stays(opens, answers):
    visitor = opens()
    field(visitor, MINISTRY).press_sequentially("Ministry of")

    says(visitor, SAVED)
    visitor.page.keyboard.type(" Labour")
    expect(field(visitor, MINISTRY)).to_be_focused()
    field(visitor, MINISTRY).blur()

    expect(visitor.page.locator(f"[name='seen:{MINISTRY}']")).to_have_value("2")
    assert answers() == {MINISTRY: ["Ministry of Labour", 2]}


def test_what_an_answer_makes_asked_appears_at_once(opens):
    visitor = opens()
    other = field(visitor, "agencies_contributing_other")
    assert other.count() == 0

    visitor.page.check("[name='value:agencies_contributing'][value=other]")

    expect(other).to_be_visible()
    expect(visitor.page.locator("[name='value:agencies_contributing'][value=other]")).to_be_focused()


def test_what_does_not_fit_is_said_above_its_control_and_goes_when_it_fits(opens, answers):
    visitor = opens(pictures="saving-wrong", width=360)
    gives(visitor, YEAR, "two thousand")

    error = visitor.page.locator(f"#n-{YEAR} .error-text")
    expect(error).to_contain_text("Enter a whole number in digits")
    says(visitor, "Not saved: see the question marked")
    expect(field(visitor, YEAR)).to_have_attribute("aria-invalid", "true")
    visitor.expects("status of 422")
    visitor.looks("wrong")
    gives(visitor, YEAR, "2000")

    says(visitor, SAVED)
    expect(error).to_have_count(0)
    assert answers() == {YEAR: [2000, 1]}


def test_leaving_the_page_at_once_saves_first(opens, answers):
    visitor = opens()
    field(visitor, MINISTRY).fill("Ministry in a hurry")

    with visitor.page.expect_navigation():
        visitor.page.click(".section-list a:not([aria-current])")

    assert answers() == {MINISTRY: ["Ministry in a hurry", 1]}


def test_the_button_saves_once_what_was_saved_already(opens, answers):
    visitor = opens()
    field(visitor, MINISTRY).fill("Ministry by button")

    with visitor.page.expect_navigation():
        visitor.page.click(".saving button[name=next] >> nth=1")

    assert answers() == {MINISTRY: ["Ministry by button", 1]}


def test_answers_that_would_be_dropped_are_asked_about_in_place(opens, answers, government):
    visitor = opens(pictures="dropping")
    visitor.page.check(f"[name='value:{ROLES}'][value=transit]")
    says(visitor, SAVED)
    visitor.goes_to(f"{SURVEY}{government.upper()}/sections/current_conditions/")
    gives(visitor, "transit_estimate", "10")
    says(visitor, SAVED)
    visitor.goes_to(f"{SURVEY}{government.upper()}/sections/respondent/")

    visitor.page.uncheck(f"[name='value:{ROLES}'][value=transit]")
    visitor.page.click(f"#n-{ROLES} [data-keep]")
    expect(visitor.page.locator(f"[name='value:{ROLES}'][value=transit]")).to_be_checked()
    visitor.page.uncheck(f"[name='value:{ROLES}'][value=transit]")
    expect(visitor.page.locator(f"#n-{ROLES} li")).to_have_count(1)
    visitor.expects("status of 422")
    visitor.looks("asked-first")
    assert answers()[ROLES] == [["transit"], 1]
    visitor.page.click(f"#n-{ROLES} [data-confirm]")

    says(visitor, SAVED)
    assert (answers()[ROLES], answers()["transit_estimate"]) == ([None, 2], [10, 1])


# Two people


@pytest.fixture
def conflict(opens):
    """The second of two people who have given the same answer, and is shown both texts."""
    first, second = opens(), opens("contributor", width=360, pictures="saving-conflict")
    gives(first, MINISTRY, "Ministry of the first")
    says(first, SAVED)
    gives(second, MINISTRY, "Ministry of the second")
    expect(second.page.locator(f"#n-{MINISTRY} .conflict")).to_be_visible()
    second.expects("status of 409")
    return second


def test_the_same_answer_at_once_shows_both_and_saves_neither_over_the_other(conflict, answers):
    texts = conflict.page.locator(f"#n-{MINISTRY} blockquote").all_text_contents()

    assert texts == ["Ministry of the first", "Ministry of the second"]
    assert conflict.page.locator(f"#n-{MINISTRY} mark").all_text_contents() == ["first", "second"]
    assert conflict.page.locator(f"#n-{MINISTRY} input:checked").count() == 0
    says(conflict, "Not saved: see the question marked")
    assert answers() == {MINISTRY: ["Ministry of the first", 1]}
    conflict.looks("both")


@pytest.mark.parametrize(
    ("choice", "kept", "revision"), [("theirs", "Ministry of the first", 1), ("mine", "Ministry of the second", 2)]
)
def test_one_of_both_is_taken(conflict, answers, choice, kept, revision):
    conflict.page.check(f"#n-{MINISTRY} [value={choice}]")

    says(conflict, SAVED)
    expect(conflict.page.locator(f"#n-{MINISTRY} .conflict")).to_have_count(0)
    expect(field(conflict, MINISTRY)).to_have_value(kept)
    assert answers() == {MINISTRY: [kept, revision]}


def test_a_third_is_made_of_both(conflict, answers):
    conflict.page.check(f"#n-{MINISTRY} [value=third]")
    expect(field(conflict, MINISTRY)).to_be_focused()
    gives(conflict, MINISTRY, "Ministry of both")

    says(conflict, SAVED)
    expect(conflict.page.locator(f"#n-{MINISTRY} .conflict")).to_have_count(0)
    assert answers() == {MINISTRY: ["Ministry of both", 2]}


# The session ends


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_a_session_that_ends_during_500_words_loses_none(opens, portal, answers, language, width):
    visitor = opens(width=width, pictures=f"signed-out-{language}")
    if language != "en":
        visitor.chooses_language(language)
        visitor.language = language
    ends_session(visitor, portal)
    field(visitor, MINISTRY).fill(WORDS)

    dialog = visitor.page.locator("#sign-in")
    expect(dialog).to_be_visible()
    visitor.expects("status of 401")
    visitor.looks("sign-in-again")
    assert visitor.page.locator("#sign-in-email").input_value().startswith("focal-point.")
    visitor.page.keyboard.type("wrong")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#sign-in-error")).to_be_visible()
    visitor.expects("status of 400")
    visitor.page.fill("#sign-in-password", PASSWORD)
    visitor.page.keyboard.press("Enter")

    expect(dialog).to_be_hidden()
    expect(visitor.page.locator("#saving-state.is-saved")).to_be_visible()
    expect(field(visitor, MINISTRY)).to_be_focused()
    assert answers() == {MINISTRY: [WORDS, 1]}
    (refused, first_key), (saved, second_key) = visitor.saves[:2]
    assert (refused, saved, first_key) == (401, 200, second_key)


def test_signing_in_in_another_tab_goes_on_too(opens, portal, answers):
    visitor = opens()
    ends_session(visitor, portal)
    gives(visitor, MINISTRY, "Ministry of two tabs")
    expect(visitor.page.locator("#sign-in")).to_be_visible()
    visitor.expects("status of 401")

    other = visitor.context.new_page()
    other.goto("/account/login/")
    other.fill("input[name=login]", visitor.page.locator("#sign-in-email").input_value())
    other.fill("input[name=password]", PASSWORD)
    with other.expect_navigation():
        other.click("main form button[type=submit]")
    other.close()
    visitor.page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(visitor.page.locator("#sign-in")).to_be_hidden()
    says(visitor, SAVED)
    assert answers() == {MINISTRY: ["Ministry of two tabs", 1]}


def test_a_closed_account_saves_nothing_and_keeps_the_text_on_the_page(opens, portal, answers, government):
    visitor = opens()
    email = f"focal-point.{government}@example.org"
    portal.run("shell", "--no-imports", "--verbosity=0", "-c", CLOSE.format(email=email))
    gives(visitor, MINISTRY, "Ministry too late")
    visitor.page.fill("#sign-in-password", PASSWORD)
    visitor.page.keyboard.press("Enter")

    expect(visitor.page.locator("#sign-in-closed, #sign-in-error").filter(visible=True)).to_have_count(1)
    visitor.page.click("#sign-in [data-close]")
    expect(field(visitor, MINISTRY)).to_have_value("Ministry too late")
    says(visitor, "Not saved: sign in again")
    assert answers() == {}


def test_a_form_sent_without_javascript_comes_back_and_is_sent_again(opens, portal, answers):
    visitor = opens(java_script_enabled=False, pictures="signed-out-plain")
    ends_session(visitor, portal)
    visitor.answers(MINISTRY, WORDS)
    assert visitor.presses(".saving button[name=next]").status == 401
    visitor.takes_picture("comes-back")
    assert visitor.page.locator("main textarea").input_value() == WORDS

    with visitor.context.expect_page() as opened:
        visitor.page.click("main a[target=_blank]")
    other = opened.value
    other.fill("input[name=login]", f"focal-point.{visitor.page.url.split('/')[5].lower()}@example.org")
    other.fill("input[name=password]", PASSWORD)
    with other.expect_navigation():
        other.click("main form button[type=submit]")
    visitor.presses("main form button")
    if visitor.page.locator("textarea").count():
        # The token of the form is older than the sign-in: the page says so and has a new one.
        visitor.presses("main form button")

    assert answers() == {MINISTRY: [WORDS, 1]}


# The line is dead


def test_three_answers_are_kept_and_saved_after_a_reload(opens, answers):
    visitor = opens(pictures="offline")
    says(visitor, "Answers are saved as you give them.")
    visitor.page.context.set_offline(True)
    for path, text in ((MINISTRY, f"Ministry {CANARY}"), (UNIT, f"Unit {CANARY}"), (YEAR, "2001")):
        gives(visitor, path, text)

    says(visitor, "Offline. Answers kept on this computer: 3")
    visitor.errors.clear()
    visitor.takes_picture("kept")
    kept = storage_of(visitor)
    assert kept.count("kept:") == 3
    assert CANARY not in kept and MINISTRY not in kept
    # Nobody answers before the page is loaded again: it is the copies that are sent.
    visitor.page.route("**/sections/respondent/save/", lambda route: route.abort())
    visitor.page.context.set_offline(False)
    visitor.page.reload()
    visitor.page.unroute("**/sections/respondent/save/")

    # The page's first try may still have been cut off; the next comes after some seconds.
    expect(visitor.page.locator(f"[name='seen:{YEAR}']")).to_have_value("1", timeout=20_000)
    expect(field(visitor, MINISTRY)).to_have_value(f"Ministry {CANARY}")
    says(visitor, SAVED)
    assert answers() == {MINISTRY: [f"Ministry {CANARY}", 1], UNIT: [f"Unit {CANARY}", 1], YEAR: [2001, 1]}
    assert "kept:" not in storage_of(visitor)


def test_answers_go_when_the_line_is_back(opens, answers):
    visitor = opens()
    says(visitor, "Answers are saved as you give them.")
    visitor.page.context.set_offline(True)
    gives(visitor, MINISTRY, "one")
    says(visitor, "Offline. Answers kept on this computer: 1")
    gives(visitor, MINISTRY, "two")

    visitor.page.context.set_offline(False)

    expect(visitor.page.locator(f"[name='seen:{MINISTRY}']")).to_have_value("2")
    says(visitor, SAVED)
    assert answers() == {MINISTRY: ["two", 2]}


def test_nothing_is_left_on_the_computer_after_signing_out(opens, government):
    visitor = opens()
    gives(visitor, MINISTRY, f"Ministry {CANARY}")
    says(visitor, SAVED)

    visitor.signs_out()

    left = storage_of(visitor)
    assert CANARY not in left and "kept:" not in left
    visitor.page.go_back()
    assert CANARY not in visitor.page.content()


def test_copies_of_one_person_are_nothing_to_another(opens, open_browser, government, answers):
    """On one computer, one after the other; the first comes back and finds them."""
    visitor = opens()
    says(visitor, "Answers are saved as you give them.")
    visitor.page.route("**/save/", lambda route: route.abort())
    gives(visitor, MINISTRY, f"Ministry {CANARY}")
    says(visitor, "Offline. Answers kept on this computer: 1")
    visitor.errors.clear()
    visitor.page.unroute("**/save/")
    visitor.context.clear_cookies()

    visitor.signs_in(f"contributor.{government}@example.org")
    visitor.goes_to(f"{SURVEY}{government.upper()}/sections/respondent/")
    says(visitor, "Answers are saved as you give them.")
    assert field(visitor, MINISTRY).input_value() == ""
    assert CANARY not in storage_of(visitor)
    assert answers() == {}
    visitor.context.clear_cookies()
    visitor.signs_in(f"focal-point.{government}@example.org")
    visitor.goes_to(f"{SURVEY}{government.upper()}/sections/respondent/")

    says(visitor, SAVED)
    assert answers() == {MINISTRY: [f"Ministry {CANARY}", 1]}


def test_after_signing_in_beside_it_the_first_press_sends_a_form_again(opens, portal):
    visitor = opens()
    visitor.page.goto("/".join(visitor.page.url.split("/")[:6]) + "/people/invite/")
    ends_session(visitor, portal)
    visitor.page.fill("input[name=email]", "a-contributor-with-a-long-address@example.org")
    visitor.page.check("input[name=sections] >> nth=0")
    assert visitor.presses("main form button").status == 401
    visitor.expects("status of 401")

    other = visitor.context.new_page()
    other.goto("/account/login/")
    other.fill("input[name=login]", f"focal-point.{visitor.page.url.split('/')[5].lower()}@example.org")
    other.fill("input[name=password]", PASSWORD)
    with other.expect_navigation():
        other.click("main form button[type=submit]")

    assert visitor.presses("main form button").status == 200
    assert "a-contributor-with-a-long-address@example.org" in visitor.page.inner_text("h1")
