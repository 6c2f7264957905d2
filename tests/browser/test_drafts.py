"""A chapter written by two people at once, and the check of a document that somebody has edited."""

import io

import docx
import pytest

from tests.reports.rendering.chapters.word_files import word

REPORT = "/summaries/ilms2003/report/"
SHAPES = [("en", 1280), ("ar", 360)]
# Each shape has a chapter of its own: the portal is shared, and what is stored stays.
CHAPTERS = {shape: order for order, shape in enumerate(SHAPES, 2)}


def signs_in(open_browser, language, width, **options):
    visitor = open_browser(language=language, width=width, pictures="drafts", **options)
    visitor.signs_in("office-too@example.org")
    if visitor.page.locator("html").get_attribute("lang") != language:
        visitor.chooses_language(language)
    return visitor


def code(visitor, cell="country_roles&what=choice/origin&group=all"):
    """The code of a figure of the newest edition, as the page gives it."""
    visitor.goes_to(f"{REPORT}figures/new/?question={cell}")
    visitor.presses("main form[method=post] button")
    return visitor.page.locator("main tbody th bdi").first.inner_text()


def chooses(visitor, content):
    file = {"name": "chapter.docx", "mimeType": "application/octet-stream", "buffer": content}
    visitor.page.set_input_files("main input[type=file]", file)


def text(code, words):
    return word(["In all, ", code[:3], code[3:], " called their country one of origin."], "Same.", words)


@pytest.mark.parametrize(("language", "width"), SHAPES)
def test_two_people_store_a_version_at_once_and_one_chooses(open_browser, language, width):
    drafts = f"{REPORT}chapters/{CHAPTERS[language, width]}/drafts/"
    one, two = (signs_in(open_browser, language, width) for _ in range(2))
    figure = code(one)
    one.looks(f"figures-{language}-{width}")
    for visitor, words in ((one, "A sentence of the one."), (two, "A sentence of the other.")):
        visitor.goes_to(drafts)
        chooses(visitor, text(figure, words))

    assert one.presses("main form[enctype] button[type=submit]").status == 302
    one.looks(f"version-{language}-{width}")
    assert two.presses("main form[enctype] button[type=submit]").status == 409
    two.expects("409")
    two.looks(f"conflict-{language}-{width}")

    two.presses("main a.button")
    two.looks(f"difference-{language}-{width}")
    assert two.page.locator("main ins").all_inner_texts() == ["other"]
    two.page.check("input[name=kind][value=taken]")
    assert two.presses("main form button[type=submit]").status == 302
    assert two.page.locator("main [lang] p").last.inner_text() == "A sentence of the other."

    two.goes_to(drafts)
    two.looks(f"versions-{language}-{width}")
    assert two.page.locator("main tbody tr").count() == 3


def edited(content):
    """What somebody made of a version: the number typed over, its field gone."""
    made = docx.Document(io.BytesIO(content))
    control = next(made.element.body.iter("{*}sdt"))
    run = next(control.iter("{*}r"))
    next(run.iter("{*}t")).text = "About half"
    control.addprevious(run)
    control.getparent().remove(control)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize(("language", "width"), SHAPES)
def test_an_edited_document_is_checked_without_javascript(open_browser, language, width, tmp_path):
    visitor = signs_in(open_browser, language, width, java_script_enabled=False)
    chapter = f"{REPORT}chapters/1/drafts/"
    figure = code(visitor)
    visitor.goes_to(chapter)
    chooses(visitor, text(figure, f"Once more: {figure}."))
    assert visitor.presses("main form[enctype] button[type=submit]").status == 302
    file = visitor.downloads("main .buttons a.button[href$='/file/']", tmp_path / "chapter.docx")

    for content, states in ((file.read_bytes(), 2), (edited(file.read_bytes()), 1)):
        visitor.goes_to(f"{chapter}check/")
        chooses(visitor, content)
        assert visitor.presses("main form[enctype] button[type=submit]").status == 200
        assert visitor.page.locator("main tbody tr").count() == 2
        assert visitor.page.locator("main tbody td strong").count() == 2 - states
    watcher = signs_in(open_browser, language, width)
    watcher.goes_to(f"{chapter}check/")
    chooses(watcher, edited(file.read_bytes()))
    watcher.presses("main form[enctype] button[type=submit]")
    watcher.looks(f"check-{language}-{width}")


@pytest.mark.parametrize(("language", "width"), SHAPES)
def test_a_chapter_is_typed_in_the_browser_and_the_whole_report_taken(open_browser, language, width, tmp_path):
    visitor = signs_in(open_browser, language, width)
    visitor.goes_to(f"{REPORT}chapters/6/drafts/write/")
    visitor.page.fill("textarea[name=text]", "# Title\n\nA paragraph^[With a note.].\n\n- One\n- Two")
    visitor.looks(f"editor-{language}-{width}")
    visitor.presses("main form button[type=submit]")
    assert visitor.page.locator("main [lang] h3").inner_text() == "Title"
    visitor.goes_to(f"{REPORT}whole/")
    visitor.looks(f"whole-{language}-{width}")
    visitor.page.select_option("select[name=format]", "docx")
    file = visitor.downloads("main form button[type=submit]", tmp_path / "report.docx")
    assert any("A paragraph" in one.text for one in docx.Document(str(file)).paragraphs)
