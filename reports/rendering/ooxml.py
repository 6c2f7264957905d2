"""Paragraphs, runs and tables as Office Open XML: what reports.rendering.docx puts into a document.

Written as text and parsed a table at a time: an object for each of ten thousand cells would take a minute.
"""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.parser import parse_xml
from lxml.etree import _Element

from reports.rendering.blocks import Cell, Spoken, Table, printable

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OPENING = f'xmlns:w="{NAMESPACE}"'
# Word checks spelling by country; where it knows none, the language's code has to do.
COUNTRIES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ar": "ar-SA", "zh": "zh-CN", "de": "de-DE", "ru": "ru-RU"}
EAST_ASIAN = frozenset({"zh", "ja", "ko"})
RULE, HEAD, TOTAL = "DCD8CF", "E7EEF7", "F6F4EF"
# Fiftieths of a per cent.
WHOLE_WIDTH = 5000


def element(xml: str) -> _Element:
    """The XML as an element of a document."""
    return parse_xml(xml.replace(">", f" {OPENING}>", 1))


def spoken(text: Cell, language: str) -> Spoken:
    """A text with its language; what is none of its own is in that of the document."""
    return text if isinstance(text, Spoken) else Spoken(text, language)


def paragraph(text: Cell, *, language: str, style: str = "", align: str = "", bold: bool = False) -> str:
    """A paragraph in the direction of its own text."""
    told = spoken(text, language)
    properties = (
        (f"<w:pStyle w:val={quoteattr(style)}/>" if style else "")
        + ("<w:bidi/>" if told.direction == "rtl" else "")
        + (f'<w:jc w:val="{align}"/>' if align else "")
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(told, bold=bold)}</w:p>"


def run(text: Spoken, *, bold: bool = False) -> str:
    """A run with its language and direction; whatever was typed is text."""
    properties = ("<w:b/><w:bCs/>" if bold else "") + ("<w:rtl/>" if text.direction == "rtl" else "") + tag(text)
    return f"<w:r><w:rPr>{properties}</w:rPr>{words(text.text)}</w:r>"


def tag(text: Spoken) -> str:
    """The language of a run, for spelling and for reading aloud."""
    code = text.language.split("-")[0]
    if not code:
        return ""
    name = COUNTRIES.get(code, text.language)
    attribute = "bidi" if text.direction == "rtl" else "eastAsia" if code in EAST_ASIAN else "val"
    return f"<w:lang w:{attribute}={quoteattr(name)}/>"


def words(text: str) -> str:
    """A text with its line breaks and tabs."""
    lines = printable(text).split("\n")
    return "<w:br/>".join("<w:tab/>".join(map(piece, line.split("\t"))) for line in lines)


def piece(text: str) -> str:
    """A piece of text without breaks."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def field(instruction: str) -> str:
    """A field that is worked out when the document is shown, such as the number of the page."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(block: Table, *, language: str, is_right_to_left: bool) -> str:
    """A table whose head is repeated on every page."""
    shares = [WHOLE_WIDTH * width // sum(block.widths) for width in block.widths]
    head = row(block.head, shares, block, language, shade=HEAD, bold=True, is_head=True) if block.head else ""
    last = len(block.rows) - 1
    rows = (
        row(cells, shares, block, language, shade=TOTAL if is_total else "", bold=is_total)
        for cells, is_total in ((cells, block.has_total and place == last) for place, cells in enumerate(block.rows))
    )
    return (
        f"<w:tbl>{table_properties(block.caption, is_right_to_left)}<w:tblGrid>"
        + "".join(f'<w:gridCol w:w="{2 * share}"/>' for share in shares)
        + f"</w:tblGrid>{head}{''.join(rows)}</w:tbl>"
    )


def table_properties(caption: str, is_right_to_left: bool) -> str:
    """Columns from the right in Arabic, rules between rows only, and the caption for whoever does not see it."""
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in ("top", "bottom", "insideH")
    )
    return (
        "<w:tblPr>"
        + ("<w:bidiVisual/>" if is_right_to_left else "")
        + f'<w:tblW w:w="{WHOLE_WIDTH}" w:type="pct"/><w:tblBorders>{rules}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        '</w:tblCellMar><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        + (f"<w:tblCaption w:val={quoteattr(printable(caption))}/>" if caption else "")
        + "</w:tblPr>"
    )


def row(
    cells: Sequence[Cell],
    shares: Iterable[int],
    block: Table,
    language: str,
    *,
    shade: str = "",
    bold: bool = False,
    is_head: bool = False,
) -> str:
    """A row; short enough rows stay on one page."""
    marks = "<w:tblHeader/>" if is_head else ""
    inside = "".join(
        cell(text, share, language, shade=shade, bold=bold, align="right" if place in block.figures else "")
        for place, (text, share) in enumerate(zip(cells, shares, strict=True))
    )
    return f"<w:tr><w:trPr>{marks}</w:trPr>{inside}</w:tr>"


def cell(text: Cell, share: int, language: str, *, shade: str, bold: bool, align: str) -> str:
    """A cell."""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    inside = paragraph(text, language=language, style="Cell", align=align, bold=bold)
    return f'<w:tc><w:tcPr><w:tcW w:w="{share}" w:type="pct"/>{fill}</w:tcPr>{inside}</w:tc>'
