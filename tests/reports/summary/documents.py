"""Documents of submissions and a frame for the tests of the summary."""

from hypothesis import strategies as st

from reports.summary.counts import is_absence, is_rows
from reports.summary.frame import Frame
from reports.summary.tables import content
from reports.summary.tally import Row, count
from reports.summary.treatments import Applied, treated, value_at

REGIONS = ("europe", "africa", "asia")
USES = ("office", "counted", "unnamed", "named", "something else")
ABSENCES = ("not_available", "not_applicable", "dont_know", "confidential")
FIELDS = (
    {"name": "policy", "type": "select_one", "codes": ["raise", "maintain", "lower"], "section": "policy"},
    {"name": "channels", "type": "select_multiple", "codes": ["post", "web", "-"], "section": "policy"},
    {"name": "partner", "type": "select_one_from_file", "codes": ["FRA", "DEU", "NAM"], "section": "policy"},
    {"name": "stock", "type": "integer", "section": "figures"},
    {"name": "share", "type": "decimal", "section": "figures"},
    {"name": "since", "type": "date", "section": "figures"},
    {"name": "remark", "type": "text", "section": "figures"},
    {"name": "enclosure", "type": "file", "section": "figures"},
    {"name": "law_title", "type": "text", "repeat": "laws", "section": "laws"},
    {"name": "law_year", "type": "integer", "repeat": "laws", "section": "laws"},
)
FRAME = Frame.of(FIELDS)
FIELD = {field["name"]: field for field in FIELDS}
ONCE = [field["name"] for field in FIELDS if "repeat" not in field]
IN_LAWS = [field["name"] for field in FIELDS if "repeat" in field]

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000)
fitting = {
    "select_one": lambda field: st.sampled_from(field["codes"]),
    "select_one_from_file": lambda field: st.sampled_from(field["codes"]),
    "select_multiple": lambda field: st.lists(st.sampled_from(field["codes"]), unique=True, min_size=1),
    "integer": lambda field: st.integers(-50, 50) | st.integers(-(2**70), 2**70),
    "decimal": lambda field: decimals.map(lambda number: f"{number:f}"),
    "date": lambda field: st.dates().map(lambda day: day.isoformat()),
    "text": lambda field: texts,
    "file": lambda field: texts,
}
misfits = st.one_of(
    texts,
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.lists(st.one_of(texts, st.integers(), st.dictionaries(texts, texts, max_size=1)), max_size=3),
    st.dictionaries(texts, texts, max_size=2),
    st.just({"missing": "refused"}),
    st.just({"missing": ["dont_know"]}),
    st.just({"missing": "dont_know", "why": "x"}),
)
absences = st.sampled_from(ABSENCES).map(lambda reason: {"missing": reason})


def values(name, *, sound):
    """What may stand at a question: an answer, a stated absence, and unless the document is sound anything else."""
    usual = fitting[FIELD[name]["type"]](FIELD[name]) | absences
    return usual if sound else usual | misfits


@st.composite
def documents(draw, sound=True):
    """The answers of a submission."""
    given = draw(st.lists(st.sampled_from(ONCE), unique=True))
    found = {name: draw(values(name, sound=sound)) for name in given}
    rows = [
        {"id": f"r{number}"}
        | {name: draw(values(name, sound=sound)) for name in draw(st.lists(st.sampled_from(IN_LAWS), unique=True))}
        for number in range(draw(st.integers(0, 3)))
    ]
    left = [name for name in [*ONCE, "laws"] if name not in found]
    if rows:
        found["laws"] = rows
        left.remove("laws")
    found["_not_asked"] = sorted(draw(st.lists(st.sampled_from(left), unique=True))) if left else []
    if not sound:
        found |= draw(st.dictionaries(st.sampled_from(["gone", "older", "law_title"]), misfits, max_size=2))
        if draw(st.booleans()):
            found["laws"] = draw(st.just({"missing": "dont_know"}) | misfits)
    return found


def paths_in(document):
    """Where something stands in a document: questions, rows of the repeat, the repeat itself."""
    rows = document.get("laws")
    found = [name for name in document if name != "_not_asked"]
    for row in rows if is_rows(rows) else []:
        found += [f"laws[{row['id']}]/{name}" for name in IN_LAWS if name in row]
    return found


@st.composite
def uses_and_treatments(draw, document, limited):
    """Permitted uses of some answers, and those that are set aside."""
    paths = paths_in(document)
    if not limited or not paths:
        return {}, []
    uses = draw(st.dictionaries(st.sampled_from(paths), st.sampled_from(USES), max_size=6))
    absent = [path for path in paths if is_absence(value_at(document, path)) or path == "laws"]
    aside = [path for path in paths if path not in absent]
    if not aside:
        return uses, []
    return uses, draw(st.lists(st.sampled_from(aside), unique=True, max_size=2))


@st.composite
def submissions(draw, sound=True, limited=True, most=12):
    """Submissions of as many States; unless `limited` is false, some answers are not to be told or are set aside."""
    found = draw(st.lists(st.tuples(st.sampled_from(REGIONS), documents(sound)), max_size=most))
    rows = []
    for number, (region, document) in enumerate(found):
        uses, aside = draw(uses_and_treatments(document, limited))
        answers = treated(document, [Applied(path, "set_aside") for path in aside])
        rows.append(Row(f"S{number:02}", region, answers, {"remark": "fr"}, uses))
    return rows


def inputs(sent=20):
    """What a content needs beside the tally."""
    figures = {"members": sent + 1, "sent": sent, "received": 3, "compiled": 2, "outstanding": sent - 3, "late": 1}
    total = {name: len(REGIONS) * number for name, number in figures.items()}
    return {
        "survey": "ilms2003",
        "as_of": "2004-04-30",
        "ledger_position": 93,
        "total": total,
        "regions": [{"region": region, **figures} for region in REGIONS],
        "states": [],
        "registered": [],
        "treatment_position": 7,
        "rates": [{"by": "region", "key": region, **rate(figures)} for region in REGIONS],
        "cut_offs": [{"day": "2003-12-31", "received": 2, "compiled": 1}],
        "treatments": [],
    }


def rate(figures):
    """Figures as rates tell them."""
    return {name: figures[name] for name in ("sent", "received", "compiled", "outstanding", "late")}


def edition_of(rows, frame=FRAME, **changes):
    """The content for these submissions, counted at once."""
    return content(frame, count(frame, rows), inputs() | changes)


def groups_of(edition, name):
    """The measures of a question by group."""
    block = next(block for block in edition["questions"] if block["question"] == name)
    return {found["group"]: found for found in block["groups"]}
