"""How letters write days: the form that the sentences of each language expect (data/letters/README.md)."""

from datetime import date

from babel.dates import format_date

ARABIC_MONTHS = (
    "كانون الثاني/يناير",
    "شباط/فبراير",
    "آذار/مارس",
    "نيسان/أبريل",
    "أيار/مايو",
    "حزيران/يونيو",
    "تموز/يوليو",
    "آب/أغسطس",
    "أيلول/سبتمبر",
    "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر",
    "كانون الأول/ديسمبر",
)
PATTERNS = {
    "en": "d MMMM y",
    "fr": "d MMMM y",
    "es": "d 'de' MMMM 'de' y",
    "zh": "y年M月d日",
    "de": "d. MMMM y",
    "ru": "d MMMM y 'года'",
}


def written_day(day: date, language: str) -> str:
    """The day written out in `language` (a code such as `fr` or `zh-hans`), with digits 0-9 throughout."""
    short = language.split("-")[0]
    if short == "ar":
        return f"{day.day} {ARABIC_MONTHS[day.month - 1]} {day.year}"
    if short not in PATTERNS:
        return day.isoformat()
    written = format_date(day, PATTERNS[short], locale=short)
    return written.replace("1 ", "1er ", 1) if short == "fr" and day.day == 1 else written
