"""Small files of every kind that is taken, and of kinds that are not."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG_BEGINS = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
JPEG = JPEG_BEGINS + b"\xff\xda\x00\x08\x01\x01\x00\x00?\x00\x12\xff\xd9"
RTF = rb"{\rtf1\ansi Law No. 12}"
TEXT = "Loi nº 12 – قانون\n".encode()
DOCUMENT = "wordprocessingml.document"
SHEET = "spreadsheetml.sheet"
SLIDES = "presentationml.presentation"


def chunk(kind, content=b""):
    """A chunk of PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


PNG_BEGINS = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
PNG = PNG_BEGINS + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND")
TIFF = b"II*\x00\x08\x00\x00\x00" + struct.pack("<HHHIII", 1, 256, 3, 1, 1, 0)


def packed(members, compression=zipfile.ZIP_DEFLATED):
    """A ZIP archive of these members by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office(*families, part="main", **members):
    """A document of Office with these main parts; `members` are further parts by name."""
    types = "".join(f'<Override ContentType="application/vnd.x.{family}.{part}+xml"/>' for family in families)
    return packed({"[Content_Types].xml": f"<Types>{types}</Types>", "part.xml": "<x/>", **members})


def open_document(kind="text", **members):
    """A document of LibreOffice."""
    said = {"mimetype": f"application/vnd.oasis.opendocument.{kind}"}
    return packed({**said, "content.xml": "<x/>", **members}, zipfile.ZIP_STORED)


def an_upload(content=PDF, name="law.pdf", media_type="text/html"):
    """A file as a form sends it; the browser's word on its kind is wrong on purpose."""
    return SimpleUploadedFile(name, content, media_type)
