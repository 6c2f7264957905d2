"""The register of consultations: looked at, its month, one entered, a copy of the calendar, two people at once."""

import pytest

REGISTER = "/consultations/ilms2003/"
LOOKS = [("en", 1280), ("ar", 360)]
BUTTON = "main form[method=post] .buttons button[type=submit]"


def comes_in(visitor, address=REGISTER):
    visitor.signs_in("office@example.org")
    # The language is the person's, whoever else of these tests was that person before.
    if visitor.page.locator("html").get_attribute("lang") != visitor.language:
        visitor.chooses_language(visitor.language)
    visitor.goes_to(address)


def titles(visitor):
    return visitor.page.locator(".data tbody th > a").all_inner_texts()


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_register_and_calendar_look_right(open_browser, language, width):
    visitor = open_browser(language=language, width=width, pictures="register")
    comes_in(visitor)

    visitor.looks(f"register-{language}-{width}")
    assert len(titles(visitor)) >= 36
    visitor.goes_to(f"{REGISTER}calendar/2003/7/")
    visitor.looks(f"month-{language}-{width}")
    assert visitor.page.locator(".month-beside li").count() == 3
    visitor.goes_to(f"{REGISTER}entries/E14-1/")
    visitor.looks(f"consultation-{language}-{width}")
    visitor.goes_to(f"{REGISTER}outcomes/")
    visitor.looks(f"outcomes-{language}-{width}")
    visitor.goes_to("/consultations/organizations/")
    visitor.looks(f"organizations-{language}-{width}")
    visitor.goes_to(f"{REGISTER}calendar/feed/")
    visitor.looks(f"feed-{language}-{width}")


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_a_consultation_is_entered_told_what_is_wrong_and_taken_out_again(open_browser, language, width):
    visitor = open_browser(language=language, width=width, pictures="register")
    page = visitor.page
    comes_in(visitor, f"{REGISTER}new/")
    visitor.looks(f"new-{language}-{width}")
    page.fill("#id_title_en", f"Talks in {language} {width}")
    page.select_option("#id_kind", "tripartite")
    page.fill("#id_begins", "2003-07-04")
    page.fill("#id_ends", "2003-07-02")
    page.check("[name=status][value=held]")

    assert visitor.presses(BUTTON).status == 400
    visitor.expects("400")
    visitor.looks(f"refused-{language}-{width}")
    assert page.locator(".field-error #id_ends").count() == 1
    assert page.input_value("#id_title_en") == f"Talks in {language} {width}"

    page.fill("#id_ends", "2003-07-05")
    visitor.presses(BUTTON)
    page.select_option("#id_member_state", "SEN")
    visitor.presses("main form[novalidate] .buttons button[type=submit]")
    visitor.looks(f"participants-{language}-{width}")
    visitor.presses(".buttons a.button-secondary")
    visitor.looks(f"entered-{language}-{width}")
    own = page.url
    visitor.goes_to(f"{own}history/")
    visitor.looks(f"history-{language}-{width}")
    assert page.locator(".history > li").count() == 2

    visitor.goes_to(f"{REGISTER}calendar/2003/7/")
    assert page.locator(".happening", has_text=f"Talks in {language} {width}").count() == 2
    visitor.goes_to(f"{own}delete/")
    visitor.looks(f"delete-{language}-{width}")
    visitor.presses(BUTTON)
    assert f"Talks in {language} {width}" not in titles(visitor)


def test_two_people_at_once_see_both_versions(open_browser):
    first, second = open_browser(), open_browser(pictures="register")
    comes_in(first, f"{REGISTER}entries/E19-1/edit/")
    comes_in(second, f"{REGISTER}entries/E19-1/edit/")
    before = first.page.input_value("#id_notes")
    first.page.fill("#id_notes", "First.")
    first.presses(BUTTON)

    second.page.fill("#id_notes", "Second.")
    assert second.presses(BUTTON).status == 409
    second.expects("409")
    second.looks("conflict")
    assert second.page.locator(".conflict blockquote").all_inner_texts() == ["First.", "Second."]
    second.page.fill("#id_notes", before)
    assert second.presses(BUTTON).status == 302


def test_works_without_javascript_and_an_address_for_programs_is_made_and_revoked(open_browser):
    visitor = open_browser(java_script_enabled=False, pictures="register")
    comes_in(visitor)
    visitor.page.fill("#id_q", "dialogue issyk")
    visitor.presses(".filters button[type=submit]")
    assert len(titles(visitor)) == 1

    visitor.goes_to(f"{REGISTER}calendar/feed/")
    visitor.presses("form[action$='/make/'] button")
    visitor.takes_picture("feed")
    address = visitor.page.locator(".summary-list dd").inner_text()
    stranger = open_browser()
    answer = stranger.context.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert "BEGIN:VCALENDAR" in answer.text()
    visitor.goes_to(f"{REGISTER}calendar/feed/")
    visitor.presses("form[action$='/revoke/'] button")
    assert stranger.context.request.get(address).status == 404
