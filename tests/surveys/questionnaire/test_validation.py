import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from surveys.questionnaire.definition import Choice, Definition, Question
from surveys.questionnaire.validation import (
    ABSENCES,
    Flaw,
    Misfit,
    as_typed,
    check_document,
    clean,
    is_canonical,
    parse,
    parse_absence,
)
from tests.surveys.questionnaire.forms import real, real_evaluator

TYPES = {
    "text": Question("text", 1, type="text"),
    "integer": Question("integer", 1, type="integer"),
    "decimal": Question("decimal", 1, type="decimal"),
    "date": Question("date", 1, type="date"),
    "one": Question("one", 1, type="select_one", list_name="letters"),
    "many": Question("many", 1, type="select_multiple", list_name="letters"),
    "state": Question("state", 1, type="select_one_from_file", file_name="states.csv"),
    "states": Question("states", 1, type="select_multiple_from_file", file_name="states.csv"),
    "file": Question("file", 1, type="file"),
    "sum": Question("sum", 1, type="calculate", calculation="1"),
}
LETTERS = tuple(Choice(name, {"en": name}) for name in "abc")
STATES = tuple(Choice(name, {"en": name}) for name in ("FRA", "DEU"))
FORM = Definition(
    "", "", "", "en", ("en",), tuple(TYPES.values()), lists={"letters": LETTERS}, files={"states.csv": STATES}
)


def value(type_, raw):
    return parse(TYPES[type_], raw, FORM)


def code(type_, raw):
    with pytest.raises(Misfit) as misfit:
        value(type_, raw)
    return misfit.value.code


@pytest.mark.parametrize(
    ("type_", "raw", "canonical"),
    [
        ("text", "  a b \r\n c\rd  ", "a b \n c\nd"),
        ("text", "e\u0301", "é"),
        ("text", "tab\tstays", "tab\tstays"),
        ("text", "العمال\u200f و\u2067x\u2069", "العمال\u200f و\u2067x\u2069"),
        ("text", "=1+1", "=1+1"),
        ("text", "00042", "00042"),
        ("integer", "12500", 12500),
        ("integer", "12 500", 12500),
        ("integer", "12\u00a0500", 12500),
        ("integer", "1\u202f234\u202f567", 1234567),
        ("integer", "٠", 0),
        ("integer", "١٢٥٠٠", 12500),
        ("integer", "۱۲۵۰۰", 12500),
        ("integer", " 7 ", 7),
        ("integer", "-7", -7),
        ("integer", "\u22127", -7),
        ("integer", "+7", 7),
        ("integer", "007", 7),
        ("integer", "-0", 0),
        ("integer", "1000000000000000", 10**15),
        ("integer", "0" * 5000, 0),
        ("decimal", "1.5", "1.5"),
        ("decimal", "1,5", "1.5"),
        ("decimal", "١٫٥", "1.5"),
        ("decimal", "1.50", "1.5"),
        ("decimal", "1.0", "1"),
        ("decimal", "0.125", "0.125"),
        ("decimal", "0,125", "0.125"),
        ("decimal", "1.2340", "1.234"),
        ("decimal", "1234.567", "1234.567"),
        ("decimal", "1 234,5", "1234.5"),
        ("decimal", "-0.0", "0"),
        ("decimal", "-00.50", "-0.5"),
        ("decimal", "1000000000000000.0", "1000000000000000"),
        ("date", "2003-07-01", "2003-07-01"),
        ("date", "٢٠٠٣-٠٧-٠١", "2003-07-01"),
        ("one", "b", "b"),
        ("one", ["b"], "b"),
        ("state", "FRA", "FRA"),
        ("many", ["c", "a", "c", ""], ["a", "c"]),
        ("many", "b", ["b"]),
        ("states", ["DEU", "FRA"], ["FRA", "DEU"]),
    ],
)
def test_reads(type_, raw, canonical):
    assert value(type_, raw) == canonical
    assert type(value(type_, raw)) is type(canonical)


@pytest.mark.parametrize("type_", sorted(TYPES.keys() - {"sum"}))
@pytest.mark.parametrize("raw", ["", [], [""]])
def test_blank_is_none(type_, raw):
    assert value(type_, raw) is None


def test_blanks_alone_are_blank():
    assert value("text", " \r\n\u00a0") is None


@pytest.mark.parametrize(
    ("type_", "raw", "misfit"),
    [
        ("integer", "1,5", "not_an_integer"),
        ("integer", "1.5", "not_an_integer"),
        ("integer", "12,500", "not_an_integer"),
        ("integer", "1 2", "not_an_integer"),
        ("integer", "12 50", "not_an_integer"),
        ("integer", "1234 567", "not_an_integer"),
        ("integer", "1e3", "not_an_integer"),
        ("integer", "1_000", "not_an_integer"),
        ("integer", "४२", "not_an_integer"),
        ("integer", "²", "not_an_integer"),
        ("integer", "0x10", "not_an_integer"),
        ("integer", "1000000000000001", "out_of_range"),
        ("integer", "-1000000000000001", "out_of_range"),
        ("integer", "9" * 5000, "out_of_range"),
        ("decimal", "1,234", "ambiguous_number"),
        ("decimal", "1.234", "ambiguous_number"),
        ("decimal", "-12,345", "ambiguous_number"),
        ("decimal", "1.234,5", "ambiguous_number"),
        ("decimal", "1,234.5", "ambiguous_number"),
        ("decimal", "1.234.567", "ambiguous_number"),
        ("decimal", "1e5", "not_a_decimal"),
        ("decimal", "NaN", "not_a_decimal"),
        ("decimal", "Infinity", "not_a_decimal"),
        ("decimal", ".5", "not_a_decimal"),
        ("decimal", "5.", "not_a_decimal"),
        ("decimal", "1 %", "not_a_decimal"),
        ("decimal", "1000000000000000.1", "out_of_range"),
        ("decimal", "9" * 5000, "out_of_range"),
        ("decimal", "0.1234567890123456", "out_of_range"),
        ("date", "01.07.2003", "not_a_date"),
        ("date", "07/01/2003", "not_a_date"),
        ("date", "2003-7-1", "not_a_date"),
        ("date", "20030701", "not_a_date"),
        ("date", "2003-02-30", "not_a_date"),
        ("date", "2003-W27-1", "not_a_date"),
        ("date", "0000-01-01", "not_a_date"),
        ("one", "d", "unknown_choice"),
        ("one", "A", "unknown_choice"),
        ("many", ["a", "d"], "unknown_choice"),
        ("many", "a b", "unknown_choice"),
        ("state", "fra", "unknown_choice"),
        ("states", ["XXX"], "unknown_choice"),
        ("file", "scan.pdf", "unknown_file"),
        ("file", "A" * 64, "unknown_file"),
        ("file", "a" * 65, "unknown_file"),
        ("sum", "2", "not_typed"),
        ("text", "a\x00b", "nul"),
        ("text", "a\ud800", "surrogate"),
        ("text", "a\x07", "control_character"),
        ("text", "a\x85b", "control_character"),
        ("text", "\x7f", "control_character"),
        ("text", "a\u202eb", "bidi_override"),
        ("text", "a\u202db", "bidi_override"),
        ("text", "a" * 200_001, "too_long"),
        ("many", ["a", "b\x00"], "nul"),
        ("date", "2003-07-01\x00", "nul"),
    ],
)
def test_refuses(type_, raw, misfit):
    assert code(type_, raw) == misfit


def test_too_long_says_how_long():
    assert len(value("text", "a" * 200_000)) == 200_000
    with pytest.raises(Misfit) as misfit:
        value("text", "a" * 200_001)
    assert misfit.value.params == {"most": 200_000, "length": 200_001}


@pytest.mark.parametrize("code", ABSENCES)
def test_a_stated_absence_is_a_value(code):
    assert parse_absence(code) == {"missing": code}


@pytest.mark.parametrize("code", ["", "missing", "NOT_AVAILABLE"])
def test_an_unknown_absence_is_refused(code):
    with pytest.raises(Misfit) as misfit:
        parse_absence(code)
    assert misfit.value.code == "unknown_absence"


numberlike = st.text("0123456789٠١۵+-.,٫ \u00a0\u202feE", max_size=24)
anything = st.text(st.characters(codec=None), max_size=30)
raws = st.one_of(anything, numberlike, st.lists(st.one_of(anything, st.sampled_from("abc")), max_size=4))


@given(st.sampled_from(sorted(TYPES)), raws)
@example("integer", "0" * 10_000)
@example("decimal", "1." + "0" * 10_000)
def test_whatever_is_typed_gives_a_canonical_value_or_a_misfit(type_, raw):
    question = TYPES[type_]
    try:
        parsed = parse(question, raw, FORM)
    except Misfit:
        return
    if parsed is not None:
        assert is_canonical(question, parsed, FORM)
        shown = parsed if isinstance(parsed, list) else as_typed(question, parsed)
        assert parse(question, shown, FORM) == parsed


@given(anything)
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


def test_a_form_shows_a_number_so_that_it_is_read_back():
    assert as_typed(TYPES["decimal"], "1.234") == "1.2340"
    assert as_typed(TYPES["decimal"], "0.125") == "0.125"
    assert as_typed(TYPES["integer"], 12500) == "12500"


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("integer", 5),
        ("integer", -(10**15)),
        ("decimal", "1.234"),
        ("decimal", "0"),
        ("date", "2003-07-01"),
        ("text", "é\nb"),
        ("one", "a"),
        ("many", ["a", "c"]),
        ("states", ["FRA"]),
        ("text", {"missing": "confidential"}),
        ("file", {"missing": "dont_know"}),
        ("file", "0123456789abcdef" * 4),
    ],
)
def test_canonical(type_, value):
    assert is_canonical(TYPES[type_], value, FORM)


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("integer", "5"),
        ("integer", 5.0),
        ("integer", True),
        ("integer", 10**15 + 1),
        ("integer", None),
        ("decimal", 1.5),
        ("decimal", 1),
        ("decimal", "1.50"),
        ("decimal", "01"),
        ("decimal", "+1"),
        ("decimal", "-0"),
        ("decimal", "1,5"),
        ("decimal", "1" * 20),
        ("date", "2003-7-1"),
        ("date", ""),
        ("text", "e\u0301"),
        ("text", " a"),
        ("text", "a\r\nb"),
        ("text", ""),
        ("text", 5),
        ("text", ["a"]),
        ("one", "d"),
        ("one", ["a"]),
        ("many", "a"),
        ("many", ["c", "a"]),
        ("many", ["a", "a"]),
        ("many", []),
        ("many", [["a"]]),
        ("many", [5]),
        ("text", {"missing": "else"}),
        ("text", {"missing": ["dont_know"]}),
        ("text", {"missing": "dont_know", "why": ""}),
        ("text", {}),
        ("file", "scan.pdf"),
        ("file", "A" * 64),
        ("file", ["a" * 64]),
        ("file", 5),
        ("sum", "1"),
    ],
)
def test_not_canonical(type_, value):
    assert not is_canonical(TYPES[type_], value, FORM)


DOCUMENT = {
    "country_roles": ["origin", "destination"],
    "data_reference_year": 2002,
    "wage_gap_percent": "12.5",
    "stock_source": {"missing": "not_available"},
    "laws": [{"id": "r1", "law_title": "Act", "law_date": "1999-01-31", "_not_asked": ["law_number"]}],
    "_not_asked": ["transit_estimate"],
}


def test_a_submissions_document_is_canonical():
    assert check_document(real(), DOCUMENT) == ()
    flat = {"country_roles": ["origin"], "laws": ["r1"], "laws[r1]/law_title": "Act"}
    assert check_document(real(), flat) == ()
    assert check_document(real(), real_evaluator().document(flat)) == ()


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"nobody": "x"}, Flaw("nobody", "not_a_question")),
        ({"stock_calculated": "1"}, Flaw("stock_calculated", "not_a_question")),
        ({"law_title": "outside its repeat"}, Flaw("law_title", "not_a_question")),
        ({"laws[r1]/stock_year": 2000}, Flaw("laws[r1]/stock_year", "not_a_question")),
        ({"laws": "r1"}, Flaw("laws", "not_rows")),
        ({"laws": ["r1", "r1"]}, Flaw("laws", "not_rows")),
        ({"laws": ["r/1"]}, Flaw("laws", "not_rows")),
        ({"laws": [{"law_title": "no id"}]}, Flaw("", "not_rows")),
        ({"laws": [{"id": "r1", "law_date": "soon"}]}, Flaw("laws[r1]/law_date", "not_canonical")),
        ({"laws[r9]/law_title": "gone"}, Flaw("laws[r9]/law_title", "not_a_row")),
        ({"country_roles": ["destination", "origin"]}, Flaw("country_roles", "not_canonical")),
        ({"data_reference_year": "2002"}, Flaw("data_reference_year", "not_canonical")),
        ({"wage_gap_percent": 12.5}, Flaw("wage_gap_percent", "not_canonical")),
        ({"_not_asked": ["nobody"]}, Flaw("_not_asked", "not_a_list_of_names")),
        ({"_not_asked": [["stock_year"]]}, Flaw("_not_asked", "not_a_list_of_names")),
        ({"_not_asked": "stock_year"}, Flaw("_not_asked", "not_a_list_of_names")),
    ],
)
def test_a_flaw_is_named_with_its_path(change, flaw):
    assert check_document(real(), {**DOCUMENT, **change}) == (flaw,)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), anything),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(anything, inner, max_size=3)),
    max_leaves=6,
)
paths = st.one_of(
    anything, st.sampled_from(["laws", "laws[r1]/law_title", "country_roles", "_not_asked", "law_file"])
)


@given(st.dictionaries(paths, json_values, max_size=5))
def test_any_json_object_can_be_checked_and_evaluated(document):
    check_document(real(), document)
    evaluation = real_evaluator().evaluate(document)
    assert "country_roles" in evaluation.asked
    assert evaluation.document()["_not_asked"]
