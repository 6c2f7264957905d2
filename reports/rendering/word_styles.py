"""How a Word file looks: paper, typefaces for every script, and the styles of its parts."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from reports.rendering.ooxml import COUNTRIES

# Typefaces that Word has wherever it runs; the first draws Latin, Cyrillic and Arabic letters.
FACE, EAST_ASIAN_FACE = "Arial", "Microsoft YaHei"
INK, MUTED, ACCENT, ATTENTION = "1C2024", "565F69", "14488C", "8A5000"
MARGIN, PAPER_WIDTH, PAPER_HEIGHT = Cm(2.2), Cm(21), Cm(29.7)
# Name, size, space before and after in points, colour, bold, stays with what follows.
STYLES = (
    ("Normal", 10, 0, 6, INK, False, False),
    ("Title", 26, 140, 4, INK, True, False),
    ("Subtitle", 15, 0, 60, MUTED, False, False),
    ("Notice", 10, 0, 18, ATTENTION, False, False),
    ("ContentsTitle", 17, 0, 14, ACCENT, True, True),
    ("TOC1", 10, 0, 4, INK, False, False),
    ("TOC2", 10, 0, 2, INK, False, False),
    ("Heading 1", 17, 0, 12, ACCENT, True, True),
    ("Heading 2", 13, 18, 8, ACCENT, True, True),
    ("Heading 3", 11, 14, 6, INK, True, True),
    ("Heading 4", 10, 12, 6, INK, True, True),
    ("Heading 5", 10, 12, 6, INK, True, True),
    ("Lead", 11, 0, 6, INK, False, False),
    ("Note", 8.5, 0, 6, MUTED, False, False),
    ("Caption", 8.5, 8, 4, MUTED, False, True),
    ("Cell", 8.5, 1, 1, INK, False, False),
    ("AfterTable", 4, 0, 4, INK, False, False),
    ("Quote", 10, 6, 0, INK, False, True),
    ("Source", 8.5, 0, 6, MUTED, False, False),
    ("Footer", 8, 0, 0, MUTED, False, False),
)
ON_A_NEW_PAGE = frozenset({"ContentsTitle", "Heading 1"})
INDENTED = {"Quote": 12, "Source": 12, "TOC2": 16}
BEHIND_LANGUAGE = ("eastAsianLayout", "specVanish", "oMath")
BEHIND_SIZE = (
    *("highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang"),
    *BEHIND_LANGUAGE,
)
OLD_FACES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


class InALanguage(Protocol):
    """Whatever is written in one language."""

    @property
    def language(self) -> str:
        """The language's code."""


def dress(word: WordDocument, document: InALanguage) -> None:
    """Set paper, typefaces and styles."""
    section = word.sections[0]
    section.page_width, section.page_height = PAPER_WIDTH, PAPER_HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    for name, size, before, after, colour, is_bold, stays in STYLES:
        style = style_of(word, name)
        style.font.size, style.font.bold, style.font.italic = Pt(size), is_bold, False
        style.font.color.rgb = RGBColor.from_string(colour)
        lay_out(style, before, after, stays=stays)
        write_in(style, size, is_bold=is_bold, document=document)
    stops = word.styles["Footer"].paragraph_format.tab_stops
    for _stop in list(stops):
        del stops[0]
    stops.add_tab_stop(PAPER_WIDTH - 2 * MARGIN, WD_TAB_ALIGNMENT.RIGHT)


def style_of(word: WordDocument, name: str) -> ParagraphStyle:
    """The style of this name, made where the file has none."""
    if name in word.styles:
        return word.styles[name]
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    return style


def lay_out(style: ParagraphStyle, before: float, after: float, *, stays: bool) -> None:
    """Space around, new pages, indents; no borders of the file that all documents begin with."""
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(after), stays
    layout.page_break_before = style.name in ON_A_NEW_PAGE
    layout.left_indent = Pt(INDENTED.get(style.name, 0))
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def write_in(style: ParagraphStyle, size: float, *, is_bold: bool, document: InALanguage) -> None:
    """Typefaces for Latin, Arabic and Chinese letters, their size where it is told apart, the language, the side."""
    properties = style.element.get_or_add_rPr()
    faces = properties.get_or_add_rFonts()
    for name in OLD_FACES:
        faces.attrib.pop(qn(f"w:{name}"), None)
    for name, face in (("ascii", FACE), ("hAnsi", FACE), ("cs", FACE), ("eastAsia", EAST_ASIAN_FACE)):
        faces.set(qn(f"w:{name}"), face)
    style.font.cs_bold = is_bold
    for mark in properties.findall(qn("w:szCs")):
        properties.remove(mark)
    put(style, "szCs", {"val": str(round(2 * size))}, before=BEHIND_SIZE)
    if style.name == "Normal":
        name = COUNTRIES.get(document.language, document.language)
        put(style, "lang", {"val": name, "eastAsia": name, "bidi": name}, before=BEHIND_LANGUAGE)


def put(style: ParagraphStyle, name: str, values: Mapping[str, str], *, before: Sequence[str]) -> None:
    """Add a property that python-docx has no word for; Word wants its properties in order."""
    mark = OxmlElement(f"w:{name}")
    for attribute, value in values.items():
        mark.set(qn(f"w:{attribute}"), value)
    style.element.get_or_add_rPr().insert_element_before(mark, *(f"w:{follower}" for follower in before))
