"""Documents of submissions and a frame for the tests of the summary, and a recount that does it the slow way."""

from collections import Counter
from decimal import Decimal
from statistics import median

from hypothesis import strategies as st

from reports.summary.frame import Frame
from reports.summary.tables import content
from reports.summary.tally import Row, count

REGIONS = ("europe", "africa", "asia")
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


@st.composite
def submissions(draw, sound=True, most=12):
    """Submissions of as many States."""
    found = draw(st.lists(st.tuples(st.sampled_from(REGIONS), documents(sound)), max_size=most))
    return [
        Row(f"S{number:02}", region, document, {"remark": "fr"}, {"remark": "named"})
        for number, (region, document) in enumerate(found)
    ]


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
    }


def edition_of(rows, frame=FRAME, **changes):
    """The content for these submissions, counted at once."""
    return content(frame, count(frame, rows), inputs() | changes)


def groups_of(edition, name):
    """The measures of a question by group."""
    block = next(block for block in edition["questions"] if block["question"] == name)
    return {found["group"]: found for found in block["groups"]}


def recount(rows, name, group):
    """The measures of a question in a group for sound documents, one document after another."""
    field = FIELD[name]
    chosen = [row for row in rows if group in ("all", row.region)]
    places = [row.answers for row in chosen]
    if "repeat" in field:
        places = [entry for row in chosen for entry in row.answers.get("laws", [])]
    found = Counter()
    answers = []
    for place in places:
        if name in place and isinstance(place[name], dict):
            found[place[name]["missing"]] += 1
        elif name in place:
            found["answered"] += 1
            answers.append(place[name])
        elif name in place.get("_not_asked", []):
            found["not_asked"] += 1
        else:
            found["blank"] += 1
    return {measure: found[measure] for measure in ("answered", "blank", *ABSENCES, "not_asked")}, answers


def numbers_of(answers):
    """The statistics of numbers, by the standard library's own median."""
    if not answers:
        return {}
    exact = sorted(map(Decimal, answers))
    return {"n": len(exact), "minimum": exact[0], "median": median(exact), "maximum": exact[-1]}
