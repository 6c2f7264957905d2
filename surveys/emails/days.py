"""How letters write days: the form that the sentences of each language expect (data/letters/README.md)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

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
GENEVA = ZoneInfo("Europe/Zurich")
INSTANTS = {
    "en": "{day}, {hour:02}:00 (Geneva time)",
    "fr": "{day} à {hour} {hours} (heure de Genève)",
    "es": "{day} a las {hour}.00 horas (hora de Ginebra)",
    "ar": "الساعة {hour:02}:00 من يوم {day} (بتوقيت جنيف)",
    "zh": "{day}{hour}时（日内瓦时间）",
    "de": "{day}, {hour}.00 Uhr (Genfer Zeit)",
    "ru": "{hour} {hours} {day} (женевское время)",
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


def written_instant(at: datetime, language: str) -> str:
    """Day and hour in Geneva written out in `language`, the time zone named; minutes are cut off, not rounded,
    so that what a letter promises until then holds."""
    local, short = at.astimezone(GENEVA), language.split("-")[0]
    pattern = INSTANTS.get(short, "{day} {hour:02}:00 (Europe/Zurich)")
    day = written_day(local.date(), short)
    return pattern.format(day=day, hour=local.hour, hours=_hours(local.hour, short))


def _hours(hour: int, language: str) -> str:
    """The word for hours after a number; in Russian the genitive, since it stands after a preposition."""
    if language == "fr":
        return "heure" if hour < 2 else "heures"
    return "часа" if hour in {1, 21} else "часов"
