"""Pages of scans as pictures: drawn elsewhere, counted, and refused when there is nothing to draw."""

import io

import pypdfium2
import pytest
from PIL import Image

from surveys.file_types.pictures import NotDrawn, page_count, page_picture
from tests.surveys.uploads import PDF

RED, BLUE = (200, 0, 0), (0, 0, 200)


@pytest.fixture
def scan(tmp_path):
    """Writes pages of these colours as a file; gives its path."""

    def write(kind, *colours, size=(60, 80)):
        pages = [Image.new("RGB", size, colour) for colour in colours]
        path = tmp_path / f"scan.{kind}"
        if len(pages) > 1:
            pages[0].save(path, save_all=True, append_images=pages[1:])
        else:
            pages[0].save(path)
        return str(path)

    return write


def opened(picture):
    return Image.open(io.BytesIO(picture)).convert("RGB")


@pytest.mark.parametrize(("kind", "media_type"), [("pdf", "application/pdf"), ("tiff", "image/tiff")])
def test_each_page_is_a_picture_of_its_own(scan, kind, media_type):
    path = scan(kind, RED, BLUE)
    assert page_count(path, media_type) == 2
    first, second = (opened(page_picture(path, media_type, number)).getpixel((20, 20)) for number in (1, 2))
    assert first[0] > 150 > first[2]
    assert second[2] > 150 > second[0]


@pytest.mark.parametrize(("kind", "media_type"), [("png", "image/png"), ("jpeg", "image/jpeg")])
def test_a_picture_is_its_only_page(scan, kind, media_type):
    path = scan(kind, RED)
    assert page_count(path, media_type) == 1
    assert opened(page_picture(path, media_type, 1)).size == (60, 80)


def test_a_page_is_no_wider_than_a_screen(scan):
    wide = opened(page_picture(scan("png", RED, size=(4000, 1000)), "image/png", 1))
    assert wide.size == (1240, 310)


@pytest.mark.parametrize("number", [-1, 0, 3, 10**9])
def test_there_is_no_other_page(scan, number):
    with pytest.raises(NotDrawn):
        page_picture(scan("pdf", RED, BLUE), "application/pdf", number)


def test_what_is_damaged_or_of_another_kind_is_not_drawn(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(PDF)
    with pytest.raises(NotDrawn):
        page_picture(str(path), "application/pdf", 1)
    with pytest.raises(NotDrawn):
        page_count(str(path), "application/rtf")


def test_a_picture_that_unpacks_to_gigabytes_is_not_drawn(tmp_path):
    Image.new("1", (30_000, 30_000)).save(tmp_path / "bomb.png")
    with pytest.raises(NotDrawn):
        page_picture(str(tmp_path / "bomb.png"), "image/png", 1)


def test_a_page_as_large_as_a_wall_is_drawn_small(tmp_path):
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_000, 14_000)
    document.save(tmp_path / "wall.pdf")
    assert opened(page_picture(str(tmp_path / "wall.pdf"), "application/pdf", 1)).size == (1240, 1240)
