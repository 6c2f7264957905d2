import gettext

import polib
import pytest

from ilc_migration import catalogues
from ilc_migration.catalogues import check, compile_all, extract_into, find_texts, main

TEMPLATE = """\
{% extends "base.html" %}{% load i18n %}
{% block content %}
  <p title="{% translate "Cut-off" %}">{% blocktranslate trimmed with name=state.name %}
    {{ name }} has
    replied.
  {% endblocktranslate %}</p>
    {% blocktranslate count number=n %}{{ number }} State{% plural %}{{ number }} States{% endblocktranslate %}
  {# Translators: of a survey #}
{% translate "Round" context "survey" %} {{ value|default:_("none") }}
{% endblock %}
"""
PYTHON = '''\
from django.utils.translation import gettext_lazy as _, ngettext_lazy, pgettext

def label(number):
    """Not a text: gettext."""
    return _("Cut-off"), ngettext_lazy("%(n)s row", "%(n)s rows", number), pgettext("verb", "Return")
'''


@pytest.fixture
def root(tmp_path):
    """A small project with a template, a module, and what is no source."""
    for name, text in {
        "templates/surveys/status.html": TEMPLATE,
        "surveys/forms.py": PYTHON,
        "surveys/data/text.html": "{% load i18n %}{% translate 'data' %}",
        "static/x.py": "_('static')",
        "tests/x.py": "_('test')",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def catalogue(root, language="ar"):
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


@pytest.fixture
def arabic(root):
    """A complete Arabic catalogue."""
    extract_into(root, ["ar"])
    translated = polib.pofile(str(catalogue(root)))
    for entry in translated:
        entry.msgstr = "" if entry.msgid_plural else f"ع {entry.msgid}"
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, f"ع {entry.msgid_plural}")
    translated.save()
    return translated


def change(po, msgid, **changes):
    entry = po.find(msgid)
    for name, value in changes.items():
        setattr(entry, name, value)
    po.save()


def test_finds_every_text_of_templates_and_modules(root):
    assert {key: text.files for key, text in find_texts(root).items()} == {
        (None, "Cut-off", ""): ["templates/surveys/status.html", "surveys/forms.py"],
        (None, "%(name)s has replied.", ""): ["templates/surveys/status.html"],
        (None, "%(number)s State", "%(number)s States"): ["templates/surveys/status.html"],
        ("survey", "Round", ""): ["templates/surveys/status.html"],
        (None, "none", ""): ["templates/surveys/status.html"],
        (None, "%(n)s row", "%(n)s rows"): ["surveys/forms.py"],
        ("verb", "Return", ""): ["surveys/forms.py"],
    }


def test_hands_on_what_translators_are_told(root):
    assert find_texts(root)["survey", "Round", ""].comments == ["of a survey"]


def test_new_catalogue_has_the_plural_forms_of_its_language(root):
    extract_into(root, ["ar", "zh_Hans"])

    forms = {
        language: len(polib.pofile(str(catalogue(root, language))).find("%(n)s row").msgstr_plural)
        for language in ("ar", "zh_Hans")
    }
    assert forms == {"ar": 6, "zh_Hans": 1}


def test_extracting_again_changes_nothing(root, arabic):
    extract_into(root, [])
    before = catalogue(root).read_bytes()

    assert extract_into(root, []) == [catalogue(root)]
    assert catalogue(root).read_bytes() == before
    assert check(root) == []


def test_extracting_keeps_translations_and_drops_what_is_gone(root, arabic):
    (root / "surveys" / "forms.py").write_text(PYTHON.replace('"Return"', '"Reply"'))

    extract_into(root, [])

    after = polib.pofile(str(catalogue(root)))
    assert after.find("Cut-off").msgstr == "ع Cut-off"
    assert after.find("Reply").msgstr == ""
    assert after.find("Return") is None


def test_english_may_be_empty(root):
    extract_into(root, ["en"])

    assert check(root) == []


def test_untranslated_text_is_named_with_its_line(root, arabic):
    change(arabic, "none", msgstr="")

    line = polib.pofile(str(catalogue(root))).find("none").linenum
    assert check(root) == [f"locale/ar/LC_MESSAGES/django.po:{line}: untranslated: 'none'"]


def test_plural_with_one_empty_form_is_untranslated(root, arabic):
    change(arabic, "%(n)s row", msgstr_plural={**arabic.find("%(n)s row").msgstr_plural, 3: ""})

    assert [fault.partition(": ")[2] for fault in check(root)] == ["untranslated: '%(n)s row'"]


def test_missing_text_is_named_with_its_source(root, arabic):
    arabic.remove(arabic.find("none"))
    arabic.save()

    assert check(root) == ["locale/ar/LC_MESSAGES/django.po: missing: 'none' (templates/surveys/status.html)"]


def test_superfluous_text_is_named(root, arabic):
    arabic.append(polib.POEntry(msgid="gone", msgstr="x"))
    arabic.save()

    assert [fault.partition(": ")[2] for fault in check(root)] == ["superfluous: 'gone'"]


def test_fuzzy_is_refused(root, arabic):
    change(arabic, "none", flags=["fuzzy"])

    assert [fault.partition(": ")[2] for fault in check(root)] == ["fuzzy: 'none'"]


@pytest.mark.parametrize(
    ("translation", "fault"),
    [
        ("%(nom)s a répondu", "other placeholders (%(nom)s instead of %(name)s): "),
        ("a répondu", "other placeholders (none instead of %(name)s): "),
        ("%(name)s %(name)s", "other placeholders (%(name)s instead of %(name)s): "),
        ("<b>%(name)s</b>", "other tags (<b </b instead of none): "),
    ],
)
def test_placeholders_and_tags_stay(root, arabic, translation, fault):
    change(arabic, "%(name)s has replied.", msgstr=translation)

    assert [line.partition(": ")[2] for line in check(root)] == [f"{fault}'%(name)s has replied.'"]


def test_one_and_two_may_go_without_the_number(root, arabic):
    forms = arabic.find("%(n)s row").msgstr_plural
    change(arabic, "%(n)s row", msgstr_plural={**forms, 0: "لا", 1: "صف", 2: "صفان"})

    assert check(root) == []


@pytest.mark.parametrize("form", [1, 5])
def test_plural_form_with_a_foreign_placeholder_is_refused(root, arabic, form):
    change(arabic, "%(n)s row", msgstr_plural={**arabic.find("%(n)s row").msgstr_plural, form: "%(m)s"})

    assert ["other placeholders" in fault for fault in check(root)] == [True]


def test_too_few_plural_forms_are_refused(root, arabic):
    change(arabic, "%(n)s row", msgstr_plural={0: "%(n)s", 1: "%(n)s"})

    assert [line.partition(": ")[2] for line in check(root)] == ["2 plural forms instead of 6: '%(n)s row'"]


def test_compiled_catalogue_translates(root, arabic):
    (compiled,) = compile_all(root)

    with compiled.open("rb") as file:
        translations = gettext.GNUTranslations(file)
    assert translations.gettext("Cut-off") == "ع Cut-off"
    assert translations.pgettext("survey", "Round") == "ع Round"
    assert translations.ngettext("%(n)s row", "%(n)s rows", 11) == "ع %(n)s rows"
    assert not list(compiled.parent.glob("*.part"))


def test_gate_prints_faults_and_fails(root, arabic, monkeypatch, capsys):
    monkeypatch.setattr(catalogues, "BASE_DIR", root)
    assert main(["check"]) == 0

    change(arabic, "none", msgstr="")

    assert main(["check"]) == 1
    assert "untranslated: 'none'" in capsys.readouterr().err


def test_unknown_language_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["extract", "la"])

    assert "no such language: la" in capsys.readouterr().err
