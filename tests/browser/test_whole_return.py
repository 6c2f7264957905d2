"""All of the questionnaire answered in a browser and submitted: what arrives is what was typed."""

import json

import pytest

from tests.browser.filling import Filling, sections, whole_reply
from tests.browser.visitor import SURVEY

WAYS = [
    pytest.param("en", 1280, True, id="en-1280"),
    pytest.param("ar", 360, True, id="ar-360"),
    pytest.param("fr", 1280, False, id="fr-without-javascript"),
]
ANSWERS = """
import json
from surveys.models import Submission
print(json.dumps(Submission.objects.get(member_state__iso3="{iso3}").answers))
"""


def signs(visitor, iso3):
    visitor.goes_to(f"{SURVEY}{iso3}/check/")
    for name in ("name", "title", "authority"):
        visitor.page.fill(f"[name=signatory_{name}]", "A. Person")
    visitor.page.check("[name=declared]")
    visitor.presses("main form button[type=submit]")
    assert visitor.page.url.endswith("/submissions/1/receipt/")


def frozen(portal, iso3):
    """The document that was submitted, rows of repeats without their ids."""
    document = json.loads(portal.run("shell", "--no-imports", "--verbosity=0", "-c", ANSWERS.format(iso3=iso3)))
    return plain({name: value for name, value in document.items() if name != "_not_asked"})


def plain(document):
    """Rows without their ids and without what was not asked in them."""
    return {
        name: [{key: item for key, item in row.items() if key not in {"id", "_not_asked"}} for row in value]
        if isinstance(value, list) and value and isinstance(value[0], dict)
        else value
        for name, value in document.items()
    }


def expected(filling):
    """The document that the typed values make."""
    from_rows = {}
    for path, value in filling.typed.items():
        repeat, _mark, rest = path.partition("[")
        if rest:
            row, _mark, name = rest.partition("]/")
            from_rows.setdefault(repeat, {}).setdefault(row, {})[name] = value
    given = {path: value for path, value in filling.typed.items() if "[" not in path}
    rows = {name: [from_rows.get(name, {}).get(row, {}) for row in ids] for name, ids in filling.rows.items()}
    return {**given, **rows}


@pytest.mark.parametrize(("language", "width", "scripts"), WAYS)
def test_every_section_is_filled_and_submitted(portal, open_browser, government, language, width, scripts):
    iso3 = government.upper()
    visitor = open_browser(language=language, width=width, java_script_enabled=scripts)
    visitor.signs_in(f"focal-point.{government}@example.org")
    visitor.chooses_language("zh-hans" if language == "zh" else language)
    filling = Filling(visitor, iso3, whole_reply(language))
    for name in sections():
        filling.fills(name)
        if scripts:
            visitor.looks(name)
    signs(visitor, iso3)
    assert frozen(portal, iso3) == expected(filling)
    assert len(filling.typed) > 150
