"""The summary done again the slow way: one document after another, for sound documents."""

from collections import Counter
from decimal import Decimal
from statistics import median

from reports.summary.counts import SET_ASIDE
from tests.reports.summary.documents import ABSENCES, FIELD, REGIONS

MEASURES = ("answered", "blank", *ABSENCES, "not_asked", "set_aside")


def use_of(row, name, row_id=""):
    """The permitted use of an answer: that of its repeat, if it is stricter."""
    path = f"laws[{row_id}]/{name}" if row_id else name
    order = ("office", "counted", "unnamed", "named")
    uses = [row.attributions.get(where, "named") for where in ([path, "laws"] if row_id else [path])]
    return order[min(order.index(use) if use in order else 0 for use in uses)]


def laws_of(row):
    """The rows of the repeat that are counted."""
    return row.answers.get("laws", []) if use_of(row, "laws") != "office" else []


def places_of(rows, name, group):
    """Of each return, or row of the repeat: State, where the question stands in it, the permitted use there."""
    chosen = [row for row in rows if group in ("all", row.region)]
    if "repeat" not in FIELD[name]:
        return [(row.state, row.answers, use_of(row, name)) for row in chosen]
    return [(row.state, law, use_of(row, name, law["id"])) for row in chosen for law in laws_of(row)]


def answers_of(rows, name, group):
    """State, answer and permitted use of all who answered."""
    return [
        (state, place[name], use)
        for state, place, use in places_of(rows, name, group)
        if name in place and place[name] is not SET_ASIDE and not isinstance(place[name], dict)
    ]


def recount(rows, name, group):
    """The measures of a question in a group."""
    found = Counter()
    for _state, place, _use in places_of(rows, name, group):
        if name not in place:
            found["not_asked" if name in place.get("_not_asked", []) else "blank"] += 1
        elif place[name] is SET_ASIDE:
            found["set_aside"] += 1
        elif isinstance(place[name], dict):
            found[place[name]["missing"]] += 1
        else:
            found["answered"] += 1
    return {measure: found[measure] for measure in MEASURES}


def told(rows, name, group):
    """The answers that go into choices and statistics."""
    return [answer for _state, answer, use in answers_of(rows, name, group) if use != "office"]


def reveals(answers):
    """Whether these are the answers of less than three States, one of them not to be named."""
    return len({state for state, _answer, _use in answers}) < 3 and any(use != "named" for *_, use in answers)


def hidden(rows, name):
    """The groups whose choices and statistics are not told."""
    by_region = {region: answers_of(rows, name, region) for region in REGIONS}
    few = {region for region, answers in by_region.items() if reveals(answers)}
    if reveals(answers_of(rows, name, "all")):
        return few | {"all"}
    smallest_first = sorted((len(answers), region) for region, answers in by_region.items() if answers)
    for _size, region in smallest_first:
        if few and reveals([answer for hidden_one in few for answer in by_region[hidden_one]]):
            few.add(region)
    return few


def numbers_of(answers):
    """The statistics of numbers, by the standard library's own median."""
    if not answers:
        return {}
    exact = sorted(map(Decimal, answers))
    return {"n": len(exact), "minimum": exact[0], "median": median(exact), "maximum": exact[-1]}
