"""A government's whole story in the languages of no other story: answered, signed, taken back, amended."""

import pytest

from tests.browser.visitor import SURVEY

STORIES = [
    pytest.param("fr", 360, "Ministère de l’Emploi – « été »", "Nom changé.", id="fr-360"),
    pytest.param("es", 1280, "Ministerio de Trabajo de Ñuñoa", "¿Otro nombre? Sí.", id="es-1280"),
    pytest.param("zh-hans", 360, "劳动和社会保障部", "名称已更改。", id="zh-360"),
    pytest.param("de", 360, "Bundesministerium für Wirtschaft und Arbeitsverwaltung", "Größerer Name.", id="de-360"),
    pytest.param("ru", 1280, "Министерство труда и занятости", "Другое название.", id="ru-1280"),
]


@pytest.mark.parametrize(("language", "width", "ministry", "reason"), STORIES)
def test_a_government_replies_in_its_language(open_browser, government, language, width, ministry, reason):
    place = f"{SURVEY}{government.upper()}/"
    visitor = open_browser(language=language, width=width, pictures=f"story-{language}-{width}")
    visitor.signs_in(f"focal-point.{government}@example.org")
    visitor.chooses_language(language)
    answers(visitor, place, ministry)
    signs(visitor, place)
    sees(visitor, f"{place}submissions/1/", language, ministry)
    takes_back(visitor, place)
    amends(visitor, place, ministry, reason)
    sees(visitor, f"{place}submissions/4/", language, f"{ministry} 2")
    sees(visitor, f"{place}what-the-office-sees/", language, "4")
    visitor.signs_out()


def sees(visitor, address, language, text):
    """The page is in the language and shows the text."""
    visitor.goes_to(address)
    visitor.looks(address.strip("/").rsplit("/", 1)[-1])
    assert visitor.page.locator("html").get_attribute("lang") == language
    assert visitor.page.locator("main", has_text=text).is_visible()


def answers(visitor, place, ministry):
    visitor.looks("task-list")
    visitor.presses(".buttons a.button")
    visitor.answers("respondent_ministry", ministry)
    visitor.answers("focal_point_name", ministry)
    visitor.answers("data_reference_year", "2002")
    visitor.answers("country_roles", ["origin"])
    visitor.saves()
    visitor.goes_to(f"{place}sections/application_of_norms/")
    visitor.answers("c097_ratified", "no")
    visitor.answers("c143_ratified", "no")
    visitor.looks("section")
    visitor.saves()


def signs(visitor, place, reason=""):
    visitor.goes_to(f"{place}check/")
    visitor.looks("check")
    for name in ("name", "title", "authority"):
        visitor.page.fill(f"[name=signatory_{name}]", "A. Person")
    if reason:
        visitor.page.fill("[name=reason]", reason)
    visitor.page.check("[name=declared]")
    visitor.presses("main form button[type=submit]")
    assert visitor.page.url.endswith("/receipt/")
    visitor.looks("receipt")


def takes_back(visitor, place):
    visitor.goes_to(f"{place}recall/")
    visitor.looks("recall")
    visitor.presses("main form button[type=submit]")
    assert visitor.page.locator(".facts .status-in_progress").is_visible()
    signs(visitor, place)


def amends(visitor, place, ministry, reason):
    visitor.goes_to(place)
    visitor.presses("main form[action$='/amend/'] button")
    visitor.goes_to(f"{place}sections/respondent/")
    visitor.answers("respondent_ministry", f"{ministry} 2")
    visitor.saves()
    signs(visitor, place, reason)
