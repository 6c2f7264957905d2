"""Codes typed in a text, such as [[F12]]: found however Word has cut them up, replaced by the controls of figures."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from reports.rendering.chapters.controls import (
    SPACE,
    Binding,
    Control,
    controls,
    fill,
    free_ids,
    new_control,
)
from reports.rendering.chapters.package import W, WordFile
from reports.rendering.chapters.paragraphs import Line, Piece, Place, lines, pieces_of

# Blanks, and the marks of direction that programs put into Arabic text by themselves.
GAP = r"[\s\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
# What looks like a code: a letter or a few, digits of any script; `[[see below]]` is text.
CODE = re.compile(rf"\[{GAP}\[{GAP}([A-Za-z]{{0,3}}){GAP}([0-9\u0660-\u0669\u06f0-\u06f9]{{1,40}}){GAP}\]{GAP}\]")


@dataclass(frozen=True)
class Found:
    """A code with its place; `line` and the span say where it stands, `control` that it was typed into one."""

    code: str
    place: Place
    line: Line
    start: int
    end: int
    control: Control | None = None


Known = Callable[[str], Binding | None]


def find_codes(file: WordFile) -> list[Found]:
    """The codes of a file in order, those included that name no figure."""
    all_lines = lines(file)
    found = [
        Found(code_of(match), line.place(*match.span()), line, *match.span())
        for line in all_lines
        for match in CODE.finditer(line.typed)
    ]
    by_element = {line.element: line for line in all_lines}
    for control in controls(file, all_lines):
        match = CODE.fullmatch(control.text.strip())
        line = next((by_element[p] for p in control.element.iterancestors() if p in by_element), None)
        if match and line is not None:
            found.append(Found(code_of(match), control.place, line, 0, 0, control))
    return found


def code_of(match: re.Match[str]) -> str:
    """The code as the portal writes it: F12."""
    return f"{match[1].upper()}{int(match[2])}"


def bind(file: WordFile, known: Known) -> list[Found]:
    """Put figures in the place of their codes; `known` gives what stands for a code.

    Returns the codes that name no figure; the file is changed only where there is none of these.
    """
    found = find_codes(file)
    bindings = {code: known(code) for code in {one.code for one in found}}
    if unknown := [one for one in found if bindings[one.code] is None]:
        return unknown
    ids = free_ids(file)
    # From the end, so that what stands before keeps its place.
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        binding = bindings[one.code]
        if binding is not None and one.control is not None:
            fill(one.control, binding)
        elif binding is not None:
            replace(one.line.element, one.start, one.end, binding, next(ids))
    return []


def replace(paragraph: _Element, start: int, end: int, binding: Binding, number: int) -> None:
    """Put a control in the place of a passage of a paragraph."""
    first, offset = piece_at(paragraph, start)
    run = first.element.getparent()
    if run is None or run.getparent() is None:
        raise ValueError("a text stands outside of any run")
    behind = divide(run, first.element, start - offset)
    run.addnext(behind)
    run.addnext(new_control(binding, number, run.find(f"{W}rPr")))
    take_out(paragraph, start, end, behind)
    for emptied in list(paragraph.iter(f"{W}r")):
        parent = emptied.getparent()
        if is_empty(emptied) and parent is not None and parent.tag != f"{W}sdtContent":
            parent.remove(emptied)


def piece_at(paragraph: _Element, at: int) -> tuple[Piece, int]:
    """The piece in which the letter of this number stands, and where the piece begins."""
    offset = 0
    for piece in pieces_of(paragraph):
        if offset <= at < offset + len(piece.text):
            return piece, offset
        offset += len(piece.text)
    raise ValueError(f"a paragraph has no letter {at}")


def divide(run: _Element, text: _Element, at: int) -> _Element:
    """Cut a run within one of its texts: what comes behind, as a run of its own with the same properties."""
    behind = etree.Element(f"{W}r")
    properties = run.find(f"{W}rPr")
    if properties is not None:
        behind.append(etree.fromstring(etree.tostring(properties)))
    rest = etree.SubElement(behind, f"{W}t")
    whole = text.text or ""
    text.text, rest.text = whole[:at], whole[at:]
    for part in (text, rest):
        part.set(SPACE, "preserve")
    for follower in list(text.itersiblings()):
        behind.append(follower)
    return behind


def take_out(paragraph: _Element, start: int, end: int, behind: _Element) -> None:
    """Take the passage out, which now begins with the first text of the run `behind`."""
    left = end - start
    for text in texts_from(paragraph, behind):
        whole = text.text or ""
        text.text, left = whole[left:], left - min(left, len(whole))
        text.set(SPACE, "preserve")
        if not left:
            return


def texts_from(paragraph: _Element, behind: _Element) -> Iterator[_Element]:
    """The texts of a paragraph from a run on."""
    begun = False
    for piece in pieces_of(paragraph):
        begun = begun or piece.element.getparent() is behind
        if begun and piece.element.tag == f"{W}t":
            yield piece.element


def is_empty(run: _Element) -> bool:
    """Whether nothing is left in a run but its properties and empty texts."""
    return all(child.tag == f"{W}rPr" or (child.tag == f"{W}t" and not child.text) for child in run)
