"""Draws a page of a scan as a PNG: run as a process of its own by `pictures`, never imported by the portal.

`python -I drawing.py MEDIA_TYPE FILE PAGE` writes the picture to standard output; page 0 writes how
many pages there are.
"""

import resource
import sys

import pypdfium2
from PIL import Image, ImageSequence

MEMORY = 1 << 30
SECONDS = 10
WIDTH = 1240
MOST_PIXELS = 40_000_000


def limited() -> None:
    """Take memory and time away from this process: what it reads came from outside."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def pages_of(media_type: str, path: str) -> int:
    """How many pages the file has."""
    if media_type == "application/pdf":
        return len(pypdfium2.PdfDocument(path))
    with Image.open(path) as image:
        return getattr(image, "n_frames", 1)


def page(media_type: str, path: str, number: int) -> Image.Image:
    """The page of this number, counted from one, no wider than `WIDTH`."""
    if media_type == "application/pdf":
        found = pypdfium2.PdfDocument(path)[number - 1]
        width, height = found.get_size()
        scale = min(WIDTH / width, (MOST_PIXELS / (width * height)) ** 0.5)
        picture: Image.Image = found.render(scale=scale).to_pil()
        return picture
    with Image.open(path) as image:
        frame = next(frame for place, frame in enumerate(ImageSequence.Iterator(image), 1) if place == number)
        drawn = frame.convert("RGB")
    drawn.thumbnail((WIDTH, WIDTH * 4))
    return drawn


if __name__ == "__main__":
    limited()
    media_type, path, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if number:
        page(media_type, path, number).save(sys.stdout.buffer, "PNG")
    else:
        print(pages_of(media_type, path))
