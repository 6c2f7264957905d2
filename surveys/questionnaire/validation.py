"""From what a form sends to canonical values (design.md, section 5), and a stated rule for every bad input."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from surveys.questionnaire.definition import Definition, Question

ABSENCES = ("not_available", "not_applicable", "dont_know", "confidential")
LONGEST_TEXT = 200_000
LARGEST_NUMBER = 10**15
OTHER_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+")
WHOLE = re.compile(r"[+-]?\d+")
DECIMAL = re.compile(r"([+-]?)(\d+)(?:[.,](\d+))?")
# Three digits after one mark may be thousands in one country and thousandths in another: only a person can tell.
AMBIGUOUS = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+|[+-]?\d[\d.,]*[.,][\d.,]*[.,]\d+")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
OVERRIDES = frozenset("\u202d\u202e")


class Misfit(Exception):
    """A value that does not fit its question; the web layer words the code, `params` fill the words."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def parse(question: Question, raw: str | Sequence[str], definition: Definition) -> Any:
    """The canonical value of what was typed or chosen, None when nothing was. Raises Misfit."""
    given = [raw] if isinstance(raw, str) else list(raw)
    for text in given:
        check_text(text)
    if question.type == "select_multiple":
        return parse_choices(question, given, definition)
    text = clean(given[0]) if given else ""
    return PARSERS[question.type](question, text, definition) if text else None


def parse_absence(code: str) -> dict[str, str]:
    """A stated absence as a value. Raises Misfit for a reason that does not exist."""
    if code not in ABSENCES:
        raise Misfit("unknown_absence")
    return {"missing": code}


def check_text(text: str) -> None:
    """Raise Misfit for what cannot be stored, or would read otherwise than it is stored.

    Refused: NUL and other control characters but tab and newline, lone surrogates, the two bidirectional overrides
    (the other marks stay: Arabic text needs them), more than 200,000 characters.
    """
    if len(text) > LONGEST_TEXT:
        raise Misfit("too_long", most=LONGEST_TEXT, length=len(text))
    for letter in text:
        if letter < " " and letter not in "\t\n\r" or "\x7f" <= letter <= "\x9f":
            raise Misfit("nul" if letter == "\x00" else "control_character")
        if "\ud800" <= letter <= "\udfff":
            raise Misfit("surrogate")
        if letter in OVERRIDES:
            raise Misfit("bidi_override")


def clean(text: str) -> str:
    """Text in NFC with plain newlines, without blanks around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def parse_text(question: Question, text: str, definition: Definition) -> str:
    """Text as it is."""
    return text


def parse_integer(question: Question, text: str, definition: Definition) -> int:
    """A whole number: digits of any script, thousands set apart by a space or not at all."""
    digits = text.translate(OTHER_DIGITS).replace("\u2212", "-")
    if GROUPED.fullmatch(digits):
        digits = re.sub(r"[ \u00a0\u202f]", "", digits)
    if not WHOLE.fullmatch(digits):
        raise Misfit("not_an_integer")
    if len(digits) > 20 or abs(int(digits)) > LARGEST_NUMBER:
        raise Misfit("out_of_range", most=LARGEST_NUMBER)
    return int(digits)


def parse_decimal(question: Question, text: str, definition: Definition) -> str:
    """A number with at most one point or comma, as text without needless zeros."""
    digits = text.translate(OTHER_DIGITS).replace("\u2212", "-")
    if AMBIGUOUS.fullmatch(digits):
        raise Misfit("ambiguous_number")
    match = DECIMAL.fullmatch(digits)
    if not match:
        raise Misfit("not_a_decimal")
    sign, whole, fraction = match.groups(default="")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    if len(whole) > 16 or len(fraction) > 15:
        raise Misfit("out_of_range", most=LARGEST_NUMBER)
    number = f"{whole}.{fraction}" if fraction else whole
    return f"-{number}" if sign == "-" and number != "0" else number


def parse_date(question: Question, text: str, definition: Definition) -> str:
    """A day in ISO form, as date controls send it; no other form means one day everywhere."""
    digits = text.translate(OTHER_DIGITS)
    try:
        if not ISO_DAY.fullmatch(digits):
            raise ValueError(digits)
        return date.fromisoformat(digits).isoformat()
    except ValueError as fault:
        raise Misfit("not_a_date") from fault


def parse_choice(question: Question, text: str, definition: Definition) -> str:
    """One of the listed codes."""
    if all(choice.name != text for choice in definition.choices_of(question)):
        raise Misfit("unknown_choice")
    return text


def parse_choices(question: Question, given: Sequence[str], definition: Definition) -> list[str] | None:
    """Listed codes in the questionnaire's order, each once; None when none is chosen."""
    wanted = {text for text in given if text}
    codes = [choice.name for choice in definition.choices_of(question)]
    if wanted - set(codes):
        raise Misfit("unknown_choice")
    return [code for code in codes if code in wanted] or None


PARSERS: dict[str, Callable[[Question, str, Definition], Any]] = {
    "text": parse_text,
    "integer": parse_integer,
    "decimal": parse_decimal,
    "date": parse_date,
    "select_one": parse_choice,
}


def is_canonical(question: Question, value: Any, definition: Definition) -> bool:
    """Whether a value is exactly what `parse` gives for this question, or a stated absence."""
    if isinstance(value, Mapping):
        return value.keys() == {"missing"} and value["missing"] in ABSENCES
    raw = value if isinstance(value, (str, list)) else str(value)
    if isinstance(value, bool) or question.type not in {*PARSERS, "select_multiple"}:
        return False
    try:
        parsed = parse(question, raw, definition)
    except (Misfit, TypeError, AttributeError):
        return False
    return type(parsed) is type(value) and parsed == value
