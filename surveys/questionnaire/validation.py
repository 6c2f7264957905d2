"""From what a form sends to canonical values (design.md, section 5), and a stated rule for every bad input."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeGuard

from surveys.questionnaire.answers import NOT_ASKED, is_row_id, parts_of, path_of, unfolded
from surveys.questionnaire.definition import Definition, Question

ABSENCES = ("not_available", "not_applicable", "dont_know", "confidential")
LONGEST_TEXT = 200_000
LARGEST_NUMBER = 10**15
MOST_PLACES = 15
OTHER_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹\u2212", "01234567890123456789-")
SAME_MARKS = str.maketrans({**dict.fromkeys("\u2018\u2019\u02bc", "'"), **dict.fromkeys("-\u2010\u2011\u2013", " ")})
SPACES = re.compile("[ \u00a0\u202f]")
GROUPED = r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+"
WHOLE = re.compile(rf"[+-]?(?:[0-9]+|{GROUPED})")
# The Arabic decimal mark is one everywhere; point and comma are read as it, or as a mark of thousands.
DECIMAL = re.compile(rf"([+-]?)([0-9]+|{GROUPED})(?:[.,\u066b]([0-9]+))?")
CANONICAL_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
# Three digits after a mark may be thousands in one country and thousandths in another: only a person can tell.
AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}|[+-]?[0-9]+[.,][0-9.,]*[.,][0-9]+")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DIGEST = re.compile(r"[0-9a-f]{64}")
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202d\u202e]")
ONE_CODE = frozenset({"select_one", "select_one_from_file"})
MANY_CODES = frozenset({"select_multiple", "select_multiple_from_file"})


class Misfit(Exception):
    """A value that does not fit its question; the web layer words the code, `params` fill the words."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def parse(question: Question, raw: str | Sequence[str], definition: Definition) -> Any:
    """The canonical value of what was typed or chosen, None when nothing was. Raises Misfit.

    Calculations are not typed: their code is `not_typed`. Of a file it is the digest that is sent.
    """
    given = [raw] if isinstance(raw, str) else list(raw)
    for text in given:
        check_text(text)
    if question.type in MANY_CODES:
        return parse_choices(question, given, definition)
    if question.type not in PARSERS:
        raise Misfit("not_typed")
    text = clean(given[0]) if given else ""
    return PARSERS[question.type](question, text, definition) if text else None


def named_choices(question: Question, texts: Sequence[str], definition: Definition) -> list[str]:
    """The codes of choices that were named in words: by code, or by a label in any language. Raises Misfit."""
    if not texts:
        return []
    known = {
        folded(name): choice.name
        for choice in definition.choices_of(question)
        for name in (choice.name, *choice.labels.values())
    }
    for text in texts:
        check_text(text)
        if folded(text) not in known:
            raise Misfit("unknown_name", name=clean(text)[:100])
    return [known[folded(text)] for text in texts]


def folded(text: str) -> str:
    """A name without what people leave out or write otherwise: capitals, accents, blanks, kinds of dash and quote."""
    plain = unicodedata.normalize("NFKD", clean(text).casefold()).translate(SAME_MARKS)
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


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
    if found := UNFIT.search(text):
        raise Misfit(code_of(found[0]))


def code_of(letter: str) -> str:
    """The code for a character that is refused."""
    if letter == "\x00":
        return "nul"
    if "\ud800" <= letter <= "\udfff":
        return "surrogate"
    return "bidi_override" if letter in "\u202d\u202e" else "control_character"


def clean(text: str) -> str:
    """Text in NFC with plain newlines, without blanks around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def parse_text(question: Question, text: str, definition: Definition) -> str:
    """Text as it is."""
    return text


def parse_integer(question: Question, text: str, definition: Definition) -> int:
    """A whole number: Arabic, Arabic-Indic or Persian digits, thousands set apart by a space or not at all."""
    digits = text.translate(OTHER_DIGITS)
    if not WHOLE.fullmatch(digits):
        raise Misfit("not_an_integer")
    size = SPACES.sub("", digits).lstrip("+-0") or "0"
    if len(size) > 16 or int(size) > LARGEST_NUMBER:
        raise Misfit("out_of_range", most=LARGEST_NUMBER)
    return -int(size) if digits.startswith("-") else int(size)


def parse_decimal(question: Question, text: str, definition: Definition) -> str:
    """A number with at most one decimal mark, as text without needless zeros."""
    return number_typed(text)


def number_typed(text: str) -> str:
    """A number as people type it, as text without needless zeros. Raises Misfit."""
    digits = text.translate(OTHER_DIGITS)
    if AMBIGUOUS.fullmatch(digits):
        raise Misfit("ambiguous_number")
    match = DECIMAL.fullmatch(digits)
    if not match:
        raise Misfit("not_a_decimal")
    sign, whole, fraction = match.groups(default="")
    whole, fraction = SPACES.sub("", whole).lstrip("0") or "0", fraction.rstrip("0")
    number = f"{whole}.{fraction}" if fraction else whole
    if len(whole) > 16 or len(fraction) > MOST_PLACES or Decimal(number) > LARGEST_NUMBER:
        raise Misfit("out_of_range", most=LARGEST_NUMBER)
    return f"-{number}" if sign == "-" and number != "0" else number


def as_typed(question: Question, value: Any) -> str:
    """A text that `parse` reads as this canonical value: what a form shows for it.

    Differs from the value where that would be ambiguous as typed text: 1.234 is shown as 1.2340.
    """
    text = str(value)
    return f"{text}0" if question.type == "decimal" and AMBIGUOUS.fullmatch(text) else text


def parse_date(question: Question, text: str, definition: Definition) -> str:
    """A day in ISO form, as date controls send it; no other form means one day everywhere."""
    digits = text.translate(OTHER_DIGITS)
    try:
        if not ISO_DAY.fullmatch(digits):
            raise ValueError(digits)
        return date.fromisoformat(digits).isoformat()
    except ValueError as fault:
        raise Misfit("not_a_date") from fault


def parse_file(question: Question, text: str, definition: Definition) -> str:
    """The digest of a file; whether the return has it, only the web layer can know."""
    if not DIGEST.fullmatch(text):
        raise Misfit("unknown_file")
    return text


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
    "file": parse_file,
    **dict.fromkeys(ONE_CODE, parse_choice),
}
JSON_TYPES: dict[str, type] = {"integer": int, **dict.fromkeys(MANY_CODES, list)}


def is_canonical(question: Question, value: Any, definition: Definition) -> bool:
    """Whether a value is exactly what `parse` gives for this question, or a stated absence."""
    if isinstance(value, Mapping):
        return value.keys() == {"missing"} and value["missing"] in ABSENCES
    if question.type not in {*PARSERS, *MANY_CODES} or type(value) is not JSON_TYPES.get(question.type, str):
        return False
    if isinstance(value, list) and not all(isinstance(code, str) for code in value):
        return False
    if question.type == "decimal" and not CANONICAL_DECIMAL.fullmatch(str(value)):
        return False
    raw = value if isinstance(value, list) else as_typed(question, value)
    try:
        return bool(parse(question, raw, definition) == value)
    except Misfit:
        return False


@dataclass(frozen=True)
class Flaw:
    """What is wrong with one answer of a document: at which path, which kind."""

    path: str
    code: str


def check_document(definition: Definition, document: Mapping[str, Any]) -> tuple[Flaw, ...]:
    """What is not canonical in a submission's document, or in answers by path; nothing when all is as it should be.

    Codes: not_a_question, not_a_row (an answer in a row that the repeat does not list), not_rows, not_canonical,
    not_a_list_of_names (`_not_asked`).
    """
    try:
        answers = unfolded(document)
    except ValueError:
        return (Flaw("", "not_rows"),)
    found = ((path, flaw_at(definition, answers, path, value)) for path, value in answers.items())
    flaws = [Flaw(path, code) for path, code in found if code]
    if not are_names(definition, document.get(NOT_ASKED, [])):
        flaws.append(Flaw(NOT_ASKED, "not_a_list_of_names"))
    return tuple(flaws)


def flaw_at(definition: Definition, answers: Mapping[str, Any], path: str, value: Any) -> str:
    """The code for one answer, nothing when it is as it should be."""
    row, name = parts_of(path)
    if not row and name in definition.repeats:
        return "" if are_row_ids(value) else "not_rows"
    question = definition.questions.get(name)
    if question is None or question.type == "calculate" or path_of(question, row) != path:
        return "not_a_question"
    rows = answers.get(question.repeat) if question.repeat else None
    if question.repeat and not (are_row_ids(rows) and row in rows):
        return "not_a_row"
    return "" if is_canonical(question, value, definition) else "not_canonical"


def are_row_ids(value: Any) -> TypeGuard[list[str]]:
    """Whether the value is a list of row ids, each once."""
    return isinstance(value, list) and all(map(is_row_id, value)) and len(set(value)) == len(value)


def are_names(definition: Definition, value: Any) -> bool:
    """Whether the value lists names of the questionnaire."""
    return isinstance(value, list) and all(
        isinstance(name, str) and (name in definition.questions or name in definition.repeats) for name in value
    )
