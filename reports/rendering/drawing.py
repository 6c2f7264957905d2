"""Draw the specifications of reports/rendering/charts.py. Only workers import this: it needs 100 MB and a while."""

from functools import cache
from xml.sax.saxutils import escape

import vl_convert

from reports.rendering.charts import STYLE, Spec
from reports.rendering.fonts import DIRECTORIES


def svg(spec: Spec) -> bytes:
    """The picture as SVG, with title and description inside for whoever does not see it."""
    register_fonts()
    drawn = vl_convert.vegalite_to_svg(spec)
    opening, rest = drawn.split(">", 1)
    told = spec["usermeta"]
    inside = (
        f'<title id="title">{escape(told["title"])}</title>'
        f'<desc id="figures">{escape(told["description"])}</desc><style>{STYLE}</style>'
    )
    return f'{opening} role="img" aria-labelledby="title" aria-describedby="figures">{inside}{rest}'.encode()


def png(spec: Spec, scale: float = 2.0) -> bytes:
    """The picture as PNG on white, for documents that take no SVG."""
    register_fonts()
    return bytes(vl_convert.vegalite_to_png({**spec, "background": "white"}, scale=scale))


@cache
def register_fonts() -> None:
    """Make the packages' fonts known to the library, once in a process."""
    for directory in DIRECTORIES:
        vl_convert.register_font_directory(str(directory))
