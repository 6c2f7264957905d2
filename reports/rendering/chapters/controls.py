"""Figures in a Word file: content controls whose tags say which figure of which edition stands in them."""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from reports.rendering.chapters.package import MC, W, WordFile
from reports.rendering.chapters.paragraphs import FIGURE, Line, Place, lines, pieces_of, tag_of
from reports.rendering.ooxml import element

TAG = re.compile(r"figure:(F[1-9][0-9]{0,8}):([0-9]{1,9}):([0-9a-f]{1,64}):([A-Za-z-]{2,10})")
SHORT_DIGEST = 12
MOST_ID = 2**31 - 1
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Binding:
    """What stands for a code: the number of the edition, its digest, the language, and the words."""

    code: str
    edition: int
    digest: str
    language: str
    text: str

    @property
    def tag(self) -> str:
        """The tag of its control; Word takes 64 letters at most."""
        return f"{FIGURE}{self.code}:{self.edition}:{self.digest[:SHORT_DIGEST]}:{self.language}"


@dataclass(frozen=True)
class Control:
    """A control for a figure as it stands in a file; `code` is empty where its tag is none that the portal made.

    `was_deleted`: it is there only as a recorded deletion.
    """

    element: _Element
    tag: str
    text: str
    place: Place
    code: str = ""
    edition: int = 0
    digest: str = ""
    language: str = ""
    was_deleted: bool = False


def controls(file: WordFile, known_lines: Sequence[Line] | None = None) -> list[Control]:
    """The controls for figures in the order of the file."""
    of_paragraph = {line.element: line for line in known_lines or lines(file)}
    found = []
    for story in file.stories:
        for control in story.root.iter(f"{W}sdt"):
            in_second_form = any(above.tag == f"{MC}Fallback" for above in control.iterancestors())
            if tag_of(control).startswith(FIGURE) and not in_second_form:
                found.append(control_of(control, story.kind, of_paragraph))
    return found


def control_of(control: _Element, part: str, of_paragraph: dict[_Element, Line]) -> Control:
    """One control with its text and place."""
    texts = list(texts_of(control))
    said = "".join(text.text or "" for text in texts)
    line = line_of(control, of_paragraph)
    place = Place(part, 0, "")
    if line is not None:
        start = start_of(line, texts)
        place = line.place(start, start + len(said))
    is_deleted = not said and (
        next(control.iter(f"{W}delText"), None) is not None
        or any(above.tag in {f"{W}del", f"{W}moveFrom"} for above in control.iterancestors())
    )
    read = TAG.fullmatch(tag_of(control))
    facts = {} if read is None else {"code": read[1], "edition": int(read[2]), "digest": read[3], "language": read[4]}
    return Control(control, tag_of(control), said, place, was_deleted=is_deleted, **facts)  # type: ignore[arg-type]


def texts_of(control: _Element) -> Iterator[_Element]:
    """The elements of a control's text, whether it stands in a paragraph or around one."""
    content = control.find(f"{W}sdtContent")
    for holder in [] if content is None else [content, *content.iter(f"{W}p")]:
        yield from (piece.element for piece in pieces_of(holder) if piece.element.tag == f"{W}t")


def line_of(control: _Element, of_paragraph: dict[_Element, Line]) -> Line | None:
    """The paragraph in which a control stands, or the first that it holds."""
    near = [above for above in control.iterancestors() if above.tag == f"{W}p"] or list(control.iter(f"{W}p"))
    return next((of_paragraph[paragraph] for paragraph in near if paragraph in of_paragraph), None)


def start_of(line: Line, texts: Sequence[_Element]) -> int:
    """Where in its paragraph the first of these elements begins; at its end where none of them has text."""
    start = 0
    for piece in line.pieces:
        if texts and piece.element is texts[0]:
            return start
        start += len(piece.text)
    return start


def new_control(binding: Binding, number: int, properties: _Element | None) -> _Element:
    """A control with the figure's words, locked against typing over, in the dress of the text around it."""
    made = element(
        f'<w:sdt><w:sdtPr><w:alias w:val="{binding.code}"/><w:tag w:val="{binding.tag}"/><w:id w:val="{number}"/>'
        '<w:lock w:val="contentLocked"/><w:text/></w:sdtPr><w:sdtContent></w:sdtContent></w:sdt>'
    )
    content = made.find(f"{W}sdtContent")
    assert content is not None  # noqa: S101 - it stands four lines above
    content.append(run_with(binding.text, properties))
    return made


def run_with(text: str, properties: _Element | None) -> _Element:
    """A run with a text, with properties like those of another run."""
    run = etree.Element(f"{W}r")
    if properties is not None:
        run.append(copy.deepcopy(properties))
    put = etree.SubElement(run, f"{W}t")
    put.text = text
    put.set(SPACE, "preserve")
    return run


def fill(control: Control, binding: Binding) -> None:
    """Put another figure in the place of the one that a control holds."""
    properties = control.element.find(f"{W}sdtPr")
    for name, value in (("alias", binding.code), ("tag", binding.tag)):
        mark = None if properties is None else properties.find(f"{W}{name}")
        if mark is not None:
            mark.set(f"{W}val", value)
    first, *others = list(texts_of(control.element))
    first.text = binding.text
    first.set(SPACE, "preserve")
    for other in others:
        other.text = ""


def free_ids(file: WordFile) -> Iterator[int]:
    """Ids for controls that no control of the file has."""
    taken = {
        int(mark.get(f"{W}val", "0"))
        for story in file.stories
        for mark in story.root.iter(f"{W}id")
        if mark.getparent() is not None and re.fullmatch(r"-?[0-9]{1,10}", mark.get(f"{W}val", ""))
    }
    return (number for number in range(1, MOST_ID) if number not in taken)
