"""A Word file as its parts: those with text are read as XML, all others are kept to the byte."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from reports.rendering.ooxml import NAMESPACE

W = f"{{{NAMESPACE}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
STRICT = "http://purl.oclc.org/ooxml/"
# What holds text, by the end of its content type; comments are talk about the text.
KINDS = {
    "wordprocessingml.document.main+xml": "body",
    "wordprocessingml.footnotes+xml": "footnote",
    "wordprocessingml.endnotes+xml": "endnote",
    "wordprocessingml.header+xml": "header",
    "wordprocessingml.footer+xml": "footer",
}
ORDER = tuple(KINDS.values())
# A chapter of two hundred pages has three million; read, it takes some ten times the room.
MOST_OF_A_PART = 30_000_000
# The zip's clock begins here: a file that is written twice is the same bytes.
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


class Unreadable(Exception):
    """A Word file that cannot be read: `code` is damaged, strict or unpacks_too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Story:
    """A part with text: `kind` is body, footnote, endnote, header or footer."""

    name: str
    kind: str
    root: _Element


@dataclass
class WordFile:
    """The parts of a file by their names, and those with text, the body first."""

    parts: dict[str, bytes]
    stories: list[Story] = field(default_factory=list)

    def to_bytes(self) -> bytes:
        """The file with its stories as they are now; the same content is the same bytes."""
        changed = {story.name: serialized(story.root) for story in self.stories}
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name, ZIP_DAY), changed.get(name, data), zipfile.ZIP_DEFLATED)
        return written.getvalue()

    @property
    def body(self) -> _Element:
        """The main part."""
        return next(story.root for story in self.stories if story.kind == "body")

    def xml(self, name: str) -> _Element | None:
        """A part as XML, None where the file has none of this name."""
        return parsed(self.parts[name]) if name in self.parts else None

    def related(self, story: Story) -> dict[str, str]:
        """The names of the parts that a story refers to, by the ids of its relations."""
        folder, name = posixpath.split(story.name)
        root = self.xml(f"{folder}/_rels/{name}.rels")
        relations = [] if root is None else list(root.iter(f"{RELATIONS}Relationship"))
        return {
            relation.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:]
            for relation in relations
            if relation.get("TargetMode") != "External"
        }


def read_word(content: bytes) -> WordFile:
    """The parts of a Word file. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            parts = {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, KeyError) as fault:
        raise Unreadable("damaged") from fault
    file = WordFile(parts)
    file.stories = sorted(stories_in(file), key=lambda story: (ORDER.index(story.kind), story.name))
    if [story.kind for story in file.stories].count("body") != 1:
        raise Unreadable("damaged")
    return file


def stories_in(file: WordFile) -> Iterator[Story]:
    """The parts with text that the list of content types names."""
    types = file.xml("[Content_Types].xml")
    if types is None:
        raise Unreadable("damaged")
    for override in types.iter(f"{TYPES}Override"):
        name, said = override.get("PartName", "").lstrip("/"), override.get("ContentType", "")
        kind = next((kind for ending, kind in KINDS.items() if said.endswith(ending)), None)
        if kind and name in file.parts:
            root = parsed(file.parts[name])
            if etree.QName(root).namespace != NAMESPACE:
                is_strict = str(etree.QName(root).namespace).startswith(STRICT)
                raise Unreadable("strict" if is_strict else "damaged")
            yield Story(name, kind, root)


def parsed(data: bytes) -> _Element:
    """A part as XML, without entities or anything from outside. Raises Unreadable."""
    if len(data) > MOST_OF_A_PART:
        raise Unreadable("unpacks_too_large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise Unreadable("damaged") from fault
    if root.getroottree().docinfo.doctype:
        raise Unreadable("damaged")
    return root


def serialized(root: _Element) -> bytes:
    """A part as it stands in a file."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
