"""The guides: each in its languages, all alike, in the words of the pages, with links that lead somewhere."""

import re

import polib
import pytest
from django.urls import resolve

from ilc_migration.env import BASE_DIR
from ilc_migration.guides import FOLDER, GUIDES
from surveys.rendering import marked_page

CATALOGUES = {"ar": "ar", "fr": "fr", "es": "es", "de": "de", "ru": "ru", "zh": "zh_Hans"}
ALL = [(guide, language) for guide in GUIDES.values() for language in guide.languages]
BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\]\((.+?)\)")


def named(pair):
    """What a test of a guide in a language is called."""
    return getattr(pair, "name", pair)


def in_language(language):
    """What each text of the pages is in this language, by what it is in English."""
    entries = polib.pofile(str(BASE_DIR / f"locale/{CATALOGUES.get(language, 'fr')}/LC_MESSAGES/django.po"))
    plain = [entry for entry in entries if not entry.obsolete and not entry.msgctxt]
    return {entry.msgid: entry.msgid if language == "en" else entry.msgstr for entry in plain}


def by_heading(text):
    """The words of the pages that stand under each heading."""
    return [sorted(BOLD.findall(body)) for body in re.split(r"^#+ .+$", text, flags=re.MULTILINE)]


def shape(text):
    """The levels of the headings, and how many paragraphs stand under each."""
    parts = re.split(r"^(#+) .+$", text, flags=re.MULTILINE)
    return [(level, len(body.strip().split("\n\n"))) for level, body in zip(parts[1::2], parts[2::2], strict=True)]


def test_the_files_are_those_of_the_guides():
    wanted = {f"{guide.name}.{language}.md" for guide, language in ALL}
    assert {path.name for path in FOLDER.iterdir()} == wanted
    assert GUIDES["respondents"].languages == ("en", *(code for code in ("fr", "es", "ar", "zh", "de", "ru")))
    assert GUIDES["staff"].languages == GUIDES["analysts"].languages == ("en", "fr", "es")


@pytest.mark.parametrize(("guide", "language"), ALL, ids=named)
def test_headings_are_the_same_in_every_language(guide, language):
    assert shape(guide.text(language)) == shape(guide.text("en"))
    assert len(shape(guide.text(language))) >= 7


@pytest.mark.parametrize(("guide", "language"), ALL, ids=named)
def test_what_is_bold_stands_on_the_pages(guide, language):
    """In the words of the catalogue, and under each heading the same as in English."""
    pages = in_language(language)
    wanted = [sorted(pages[words] for words in under) for under in by_heading(guide.text("en"))]
    assert by_heading(guide.text(language)) == wanted


@pytest.mark.parametrize(("guide", "language"), ALL, ids=named)
def test_every_link_leads_to_a_page(guide, language):
    links = LINK.findall(guide.text(language))
    assert links == LINK.findall(guide.text("en"))
    for link in links:
        assert resolve(link).url_name


@pytest.mark.parametrize(("guide", "language"), ALL, ids=named)
def test_markdown_becomes_a_page_with_nothing_left_over(guide, language):
    text = guide.text(language)
    page = marked_page(text)
    assert (page.count("<h1>"), page.count("<strong>")) == (1, len(BOLD.findall(text)))
    assert "**" not in page
    assert "](" not in page


def test_markup_in_a_guide_is_shown_and_not_run():
    page = marked_page("# <script>x</script>\n\n[a](javascript:alert(1)) ![b](https://example.org/b.png)")
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "language", "lang", "dir"),
    [("respondents", "ar", "ar", "rtl"), ("respondents", "zh-hans", "zh", "ltr"), ("staff", "ar", "en", "ltr")],
)
def test_a_guide_is_a_page_in_the_readers_language_or_in_english(client, name, language, lang, dir):
    client.cookies["django_language"] = language
    response = client.get(f"/guides/{name}/")
    assert f'<article class="guide" lang="{lang}" dir="{dir}"><h1>' in response.content.decode()


@pytest.mark.django_db
def test_guides_are_found_from_the_page_for_signing_in(client):
    assert 'href="/guides/"' in client.get("/account/login/").content.decode()
    page = client.get("/guides/").content.decode()
    assert all(f'href="/guides/{name}/"' in page for name in GUIDES)
    assert client.get("/guides/nothing/").status_code == 404


def test_the_readme_links_every_guide_and_pictures_that_are_small():
    links = set(LINK.findall((BASE_DIR / "README.md").read_text("utf-8")))
    assert {link for link in links if link.startswith("docs/guides/")} == {
        f"docs/guides/{guide.name}.{language}.md" for guide, language in ALL
    }
    pictures = {link for link in links if link.endswith(".png")}
    assert pictures == {f"docs/pictures/{path.name}" for path in (BASE_DIR / "docs/pictures").iterdir()}
    assert all((BASE_DIR / link).exists() for link in links if not link.startswith("http"))
    assert all((BASE_DIR / link).stat().st_size < 150_000 for link in pictures)
