"""Word files as people would send them, cut up as Word cuts them up."""

import io
import zipfile

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.rendering.chapters.controls import Binding

DIGEST = "ab12cd34ef56" + "0" * 52
FOOTNOTES = (
    f'<w:footnotes {nsdecls("w")}><w:footnote w:id="-1" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p>'
    '</w:footnote><w:footnote w:id="1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'
)
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def word(*paragraphs, table=(), header="", footer="", footnote="", heading=""):
    """The bytes of a Word file; a paragraph is a text, or a list of the texts of its runs."""
    made = docx.Document()
    if heading:
        made.add_heading(heading, 1)
    for texts in paragraphs:
        paragraph = made.add_paragraph()
        for text in [texts] if isinstance(texts, str) else texts:
            paragraph.add_run(text)
    if table:
        grid = made.add_table(rows=1, cols=len(table))
        for cell, text in zip(grid.rows[0].cells, table, strict=True):
            cell.text = text
    if header:
        made.sections[0].header.paragraphs[0].text = header
    if footer:
        made.sections[0].footer.paragraphs[0].text = footer
    written = io.BytesIO()
    made.save(written)
    return with_footnote(written.getvalue(), footnote) if footnote else written.getvalue()


def with_footnote(content, text):
    """The file with a part for footnotes, which python-docx cannot make."""
    parts = members(content)
    parts["word/footnotes.xml"] = FOOTNOTES.format(text=text).encode()
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{FOOTNOTES_TYPE}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
    return packed(parts)


def with_body(xml):
    """The bytes of a file whose body is this XML, a string of paragraphs."""
    made = docx.Document()
    body = made.element.body
    for child in list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")):
        body.insert(len(body) - 1, child)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return written.getvalue()


def bindings(**texts):
    """What stands for codes: F12="23 of 176"."""
    return {code: Binding(code, 2, DIGEST, "en", text) for code, text in texts.items()}
