"""Signing in with more than a password: an app without JavaScript, recovery codes, passkeys."""

from urllib.parse import urlsplit

import pytest

from tests.browser.portal import PASSWORD
from tests.ilc_migration.second_steps import code_now

SECOND_STEP = "/account/second-step/"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def email(government):
    return f"focal-point.{government}@example.org"


def with_passkeys(visitor):
    """Give the visitor's computer a place for passkeys, whose owner always agrees."""
    browser = visitor.context.new_cdp_session(visitor.page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def confirms_the_password(visitor):
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.presses("main form button[type=submit]")


def gives_code(visitor, code):
    visitor.page.fill("[name=code]", code)
    visitor.presses("main form:has([name=code]) button[type=submit]")


def sets_up_the_app(visitor):
    visitor.goes_to(f"{SECOND_STEP}app/")
    confirms_the_password(visitor)
    assert visitor.page.locator("img.qr").is_visible()
    assert visitor.page.evaluate("document.querySelector('img.qr').naturalWidth") > 0
    visitor.looks("app")
    secret = visitor.page.locator("dd.mono bdi").text_content()
    gives_code(visitor, code_now(secret))
    assert visitor.page.url.endswith(f"{SECOND_STEP}codes/")
    visitor.looks("codes")
    return secret, visitor.page.locator(".codes li").all_text_contents()


def half_signs_in(visitor, email):
    visitor.signs_out()
    visitor.signs_in(email)
    assert visitor.page.url.endswith(f"{SECOND_STEP}confirm/")


def is_signed_in(visitor):
    visitor.goes_to(SECOND_STEP)
    return urlsplit(visitor.page.url).path == SECOND_STEP


@pytest.mark.parametrize("language, width", [("en", 1280), ("ar", 360)])
def test_recovery_code_signs_in_once(open_browser, email, language, width):
    pictures = f"accounts-{language}-{width}"
    visitor = open_browser(language=language, width=width, pictures=pictures)
    plain = open_browser(java_script_enabled=False)
    visitor.signs_in(email)
    visitor.chooses_language(language)
    _secret, codes = sets_up_the_app(visitor)
    visitor.goes_to(SECOND_STEP)
    visitor.looks("second-step")

    plain.signs_in(email)
    gives_code(plain, codes[0])
    assert is_signed_in(plain)
    half_signs_in(plain, email)
    gives_code(plain, codes[0])
    assert plain.page.locator(".error-summary").is_visible() and not is_signed_in(plain)


def test_app_signs_in_without_javascript(open_browser, email):
    visitor = open_browser(java_script_enabled=False)
    visitor.signs_in(email)
    visitor.goes_to(f"{SECOND_STEP}app/")
    confirms_the_password(visitor)
    secret = visitor.page.locator("dd.mono bdi").text_content()
    gives_code(visitor, code_now(secret))
    half_signs_in(visitor, email)

    gives_code(visitor, code_now(secret))

    assert is_signed_in(visitor)


def adds_a_passkey(visitor):
    visitor.goes_to("/account/passkeys/new/")
    confirms_the_password(visitor)
    visitor.looks("passkey")
    visitor.page.fill("[name=name]", "Office computer")
    visitor.page.check("[name=passwordless]")
    visitor.presses("form[data-passkey=create] button[type=submit]")
    assert visitor.page.url.endswith(f"{SECOND_STEP}codes/")


def test_passkey_is_made_and_signs_in_alone(open_browser, email):
    visitor = open_browser(pictures="accounts-passkey")
    with_passkeys(visitor)
    visitor.signs_in(email)
    adds_a_passkey(visitor)
    visitor.goes_to(SECOND_STEP)
    assert visitor.page.get_by_text("Office computer").first.is_visible()
    visitor.signs_out()
    visitor.looks("sign-in")

    visitor.presses("form[data-passkey=sign-in] button[type=submit]")

    assert is_signed_in(visitor)
    assert not visitor.errors


def test_passkey_is_the_second_step_after_a_password(open_browser, email):
    visitor = open_browser(pictures="accounts-second")
    with_passkeys(visitor)
    visitor.signs_in(email)
    adds_a_passkey(visitor)
    half_signs_in(visitor, email)
    visitor.looks("confirm")

    visitor.presses("form[data-passkey=get] button[type=submit]")

    assert is_signed_in(visitor)


def test_other_session_is_ended(open_browser, email):
    here, there = open_browser(pictures="accounts-sessions"), open_browser()
    there.signs_in(email)
    here.signs_in(email)
    here.goes_to("/account/sessions/")
    here.looks("sessions")

    here.presses("main form[action$='/end/'] button")

    assert is_signed_in(here) and not is_signed_in(there)


@pytest.mark.parametrize("language, width", [("en", 1280), ("ar", 360)])
def test_focal_point_hands_over_without_javascript(open_browser, email, government, language, width):
    pictures = f"people-{language}-{width}"
    focal_point = open_browser(language=language, width=width, pictures=pictures)
    newcomer = open_browser(java_script_enabled=False)
    focal_point.signs_in(email)
    focal_point.chooses_language(language)
    focal_point.goes_to(f"/surveys/ilms2003/{government.upper()}/people/")
    focal_point.looks("people")
    focal_point.page.locator("a[href$='/hand-over/']").first.click()
    focal_point.page.fill("[name=email]", f"successor.{language}@example.org")
    focal_point.looks("hand-over")
    focal_point.presses("main form button[type=submit]")
    focal_point.looks("offered")

    newcomer.goes_to(focal_point.page.locator("dd.mono bdi").first.text_content())
    newcomer.page.fill("[name=name]", "Newcomer")
    newcomer.page.fill("[name=password]", "correct horse battery")
    newcomer.presses("main form button[type=submit]")

    assert newcomer.page.url.endswith(f"/{government.upper()}/")
    assert focal_point.goes_to(f"/surveys/ilms2003/{government.upper()}/people/").status == 404
