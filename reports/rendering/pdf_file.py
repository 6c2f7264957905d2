"""The file that typst writes, made smaller by a factor of ten and readable in Arabic.

Tags are an object for every cell of every table: packed into compressed object streams they weigh little
(ISO 32000-1, 7.5.7). And letters that Arabic joins into one glyph are told there in the order of writing, while
whoever reads text out of a PDF turns what is written from the right round glyph by glyph and letter by letter: لا
comes out as ال. So the letters of such a glyph are told in the order of the page, as those of all other glyphs are,
and a vowel sign tells itself alone.
"""

import re
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

HEAD_OF_OBJECT = re.compile(rb"\d+ 0 obj\s*")
STREAM = b"\nstream\n"
FONT = re.compile(rb"/Subtype/Type0\b.*?/DescendantFonts\[(\d+) 0 R\]/ToUnicode (\d+) 0 R", re.DOTALL)
WIDTHS = re.compile(rb"/W\[([^\[\]]*)\]")
LETTERS_OF_GLYPH = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{8,})>")
# Letters told beside their glyphs, where glyphs were thought not to tell them: signs over Arabic letters.
LETTERS_BESIDE = re.compile(
    rb"/Span<</ActualText<FEFF(?:(?:06[0-9A-F]{2})+(?:202C)?|00[0-9A-F]{2}(?:202C|2060))>>>BDC"
)
# For pages side by side; pdfium, and browsers with it, would take every line, English too, for one from the right.
PAGES_FROM_THE_RIGHT = re.compile(rb"/Direction/R2L")
# What turns the direction of writing is no letter; typst puts it behind the last one.
TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
PACKED = 200


@dataclass(frozen=True)
class File:
    """The objects of a file by number, and what its trailer says of them."""

    head: bytes
    objects: Mapping[int, bytes]
    trailer: bytes


def packed(pdf: bytes) -> bytes:
    """The same file, smaller and with the letters of Arabic glyphs in the order of the page."""
    file = read(pdf)
    objects = {number: PAGES_FROM_THE_RIGHT.sub(b"", body) for number, body in file.objects.items()}
    return written(File(file.head, objects | turned(objects), file.trailer))


def read(pdf: bytes) -> File:
    """The objects of a file with a plain table of them, as typst writes it."""
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    table, trailer = pdf[start:].split(b"trailer", 1)
    places = [int(line[:10]) for line in table.splitlines()[3:] if line.rstrip().endswith(b"n")]
    ends = dict(zip(sorted(places), [*sorted(places)[1:], start], strict=True))
    objects = {
        number: HEAD_OF_OBJECT.sub(b"", pdf[place : ends[place]], count=1).rstrip().removesuffix(b"endobj").rstrip()
        for number, place in enumerate(places, start=1)
    }
    return File(pdf[: min(places)], objects, trailer[trailer.index(b"<<") + 2 : trailer.rindex(b">>")])


def turned(objects: Mapping[int, bytes]) -> dict[int, bytes]:
    """The objects in which something is told of Arabic letters, anew."""
    changed = {}
    for body in objects.values():
        if font := FONT.search(body):
            descendant, letters = (int(number) for number in font.groups())
            glyph = partial(line_of_glyph, wide=wide_glyphs(objects[descendant]))
            told = LETTERS_OF_GLYPH.sub(glyph, content_of(objects[letters]))
            changed[letters] = stream_of(objects[letters], told)
    for number, body in objects.items():
        if STREAM in body and number not in changed and LETTERS_BESIDE.search(content_of(body)):
            changed[number] = stream_of(body, LETTERS_BESIDE.sub(b"/Span BMC", content_of(body)))
    return changed


def wide_glyphs(font: bytes) -> frozenset[int]:
    """The glyphs of a font that take room: all but the signs that stand over others."""
    found = WIDTHS.search(font)
    numbers = found.group(1).split() if found else []
    spans = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    return frozenset(
        code for first, last, width in spans if float(width) for code in range(int(first), int(last) + 1)
    )


def line_of_glyph(found: "re.Match[bytes]", *, wide: frozenset[int]) -> bytes:
    """A line that tells the letters of a glyph, in the order of the page where they are written from the right."""
    code, told = found.groups()
    letters = bytes.fromhex(told.decode()).decode("utf-16-be", "replace")
    if unicodedata.bidirectional(letters[0]) not in {"R", "AL"}:
        return line(code, letters.translate(TURNS) or letters)
    letters = letters.translate(TURNS)
    signs = "".join(letter for letter in letters if unicodedata.combining(letter))
    rest = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return line(code, rest[::-1] if int(code, 16) in wide else signs or letters)


def line(code: bytes, letters: str) -> bytes:
    """The line of a glyph in the table of letters."""
    return b"<%b> <%b>" % (code, letters.encode("utf-16-be").hex().upper().encode())


def content_of(body: bytes) -> bytes:
    """What a stream holds; streams of pictures and fonts are of no interest, whatever they are packed with."""
    head, data = body.split(STREAM, 1)
    data = data.removesuffix(b"endstream").removesuffix(b"\n")
    return zlib.decompress(data) if b"/FlateDecode" in head else data


def stream_of(body: bytes, content: bytes) -> bytes:
    """The stream with something else in it."""
    data = zlib.compress(content, 9)
    head = re.sub(rb"/Filter\s*/FlateDecode|/Length \d+", b"", body.split(STREAM, 1)[0])
    return head.replace(b"<<", b"<</Length %d/Filter/FlateDecode" % len(data), 1) + STREAM + data + b"\nendstream"


def written(file: File) -> bytes:
    """The file with its plain objects in compressed streams, and a compressed table of all."""
    out, places = bytearray(file.head), {0: (0, 0, 65535)}
    plain = [number for number, body in file.objects.items() if STREAM not in body]
    streams = {number: body for number, body in file.objects.items() if STREAM in body}
    last = max(file.objects)
    for start in range(0, len(plain), PACKED):
        last += 1
        members = plain[start : start + PACKED]
        streams[last] = object_stream([file.objects[number] for number in members], members)
        places |= {number: (2, last, order) for order, number in enumerate(members)}
    for number, body in streams.items():
        places[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = last + 1
    places[table] = (1, len(out), 0)
    rows = b"".join(
        kind.to_bytes(1, "big") + where.to_bytes(4, "big") + order.to_bytes(2, "big")
        for kind, where, order in (places[number] for number in range(table + 1))
    )
    said = re.sub(rb"/Size \d+", b"", file.trailer)
    head = b"<</Type/XRef/W[1 4 2]/Size %d%b>>" % (table + 1, said)
    out += b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF" % (table, stream_of(head, rows), places[table][1])
    return bytes(out)


def object_stream(bodies: list[bytes], numbers: list[int]) -> bytes:
    """Plain objects as one compressed stream."""
    places, place = [], 0
    for number, body in zip(numbers, bodies, strict=True):
        places.append(b"%d %d" % (number, place))
        place += len(body) + 1
    index = b" ".join(places) + b"\n"
    head = b"<</Type/ObjStm/N %d/First %d>>" % (len(numbers), len(index))
    return stream_of(head, index + b"\n".join(bodies))
