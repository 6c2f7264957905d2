"""How cells look: named styles, which Excel offers to whoever goes on working in the file."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from surveys.rendering import direction
from surveys.workbooks.excel import SHARE, WHOLE

# Fonts that Windows and macOS bring along and that have the script; all else is written in Excel's own.
FONT, FONTS = "Calibri", {"ar": "Arial", "zh": "Microsoft YaHei", "ja": "Microsoft YaHei"}
# Days in the order and the words of the language; where Excel's words of a month are in doubt, in digits.
DAYS = {
    "en": "[$-809]d mmmm yyyy",
    "fr": "[$-40C]d mmmm yyyy",
    "es": r"[$-C0A]d\ \d\e\ mmmm\ \d\e\ yyyy",
    "de": r"[$-407]d\.\ mmmm\ yyyy",
    "ru": "[$-FC19]d mmmm yyyy",
    "ar": "yyyy/mm/dd",
    "zh": 'yyyy"年"m"月"d"日"',
}
ISO_DAY = "yyyy-mm-dd"
START = {"ltr": "left", "rtl": "right"}
READING_ORDER = {"ltr": 1, "rtl": 2}
TOP = {"vertical": "top"}
LINE = Border(bottom=Side(style="thin", color="B4BCC8"))
INK, ACCENT, MUTED, NOTICE = "1B2430", "1F3864", "6B7480", "7F3F00"


def font_of(language: str) -> str:
    """The name of a font that has the script of the language."""
    return FONTS.get(language.split("-")[0], FONT)


def add_styles(book: Workbook, language: str) -> None:
    """Put the styles into the workbook, in the font of its language."""
    name = font_of(language)
    wrapped, plain = Alignment(wrap_text=True, **TOP), Alignment(**TOP)
    at_start = Alignment(horizontal=START[direction(language)], **TOP)

    def font(**options: object) -> Font:
        return Font(**{"name": name, "size": 10, "color": INK, **options})

    for style in (
        NamedStyle("text", font=font(), alignment=wrapped),
        NamedStyle("strong", font=font(bold=True), alignment=wrapped),
        NamedStyle("quiet", font=font(color=MUTED), alignment=plain),
        NamedStyle("whole", font=font(), alignment=plain, number_format=WHOLE),
        NamedStyle("fact", font=font(), alignment=at_start, number_format=WHOLE),
        NamedStyle("exact", font=font(), alignment=plain),
        NamedStyle("share", font=font(), alignment=plain, number_format=SHARE),
        NamedStyle(
            "day",
            font=font(),
            alignment=at_start,
            number_format=DAYS.get(language, ISO_DAY),
        ),
        NamedStyle("link", font=font(color="0563C1", underline="single"), alignment=wrapped),
        NamedStyle(
            "head",
            font=font(bold=True, color="FFFFFF"),
            fill=PatternFill("solid", fgColor=ACCENT),
            alignment=Alignment(wrap_text=True, vertical="center"),
            border=LINE,
        ),
        NamedStyle("heading", font=font(bold=True, size=14, color=ACCENT)),
        NamedStyle("notice", font=font(bold=True, color=NOTICE)),
        NamedStyle("note", font=font(color=MUTED)),
    ):
        book.add_named_style(style)


def spoken_style(book: Workbook, language: str) -> str:
    """The name of the style for texts in a language, which the workbook gets when it has none yet."""
    name = f"text {language}".strip()
    if name not in book.named_styles:
        order = READING_ORDER[direction(language)] if language else 0
        alignment = Alignment(wrap_text=True, readingOrder=order, **TOP)
        font = Font(name=font_of(language), size=10, color=INK)
        book.add_named_style(NamedStyle(name, font=font, alignment=alignment))
    return name
