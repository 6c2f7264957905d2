import gc
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.summary.counts import SET_ASIDE
from reports.summary.tables import COUNTED, content, content_digest
from reports.summary.tally import BATCH, Row, Tally, count
from surveys.ledger import canonical_json
from tests.reports.summary.documents import (
    FIELD,
    FRAME,
    IN_LAWS,
    REGIONS,
    edition_of,
    groups_of,
    inputs,
    submissions,
)
from tests.reports.summary.naive import answers_of, hidden, laws_of, numbers_of, recount, told, use_of

thorough = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def only(name, *values, region="asia"):
    """The measures of one question over documents that hold nothing else; None is no answer."""
    rows = [Row(f"S{number}", region, {} if value is None else {name: value}) for number, value in enumerate(values)]
    return groups_of(edition_of(rows), name)[region]


def in_parts(rows, cuts):
    """The content when the submissions are counted in the given parts and added."""
    tally = Tally(FRAME)
    for part in cuts(rows):
        tally.add(count(FRAME, part))
    return content(FRAME, tally, inputs())


# Against a recount


@thorough
@given(submissions())
def test_every_measure_is_what_a_recount_finds(rows):
    edition = edition_of(rows)

    for name in FIELD:
        for group, found in groups_of(edition, name).items():
            assert {measure: found[measure] for measure in COUNTED} == recount(rows, name, group)


@thorough
@given(submissions())
def test_hidden_is_what_a_recount_hides(rows):
    edition = edition_of(rows)

    for name in ("policy", "channels", "partner", "stock", "share", "since", "law_year"):
        assert {group for group, found in groups_of(edition, name).items() if "hidden" in found} == hidden(rows, name)
    for found in groups_of(edition, "remark").values():
        assert "hidden" not in found


@thorough
@given(submissions())
def test_every_choice_is_what_a_recount_finds(rows):
    edition = edition_of(rows)

    for name in ("policy", "channels", "partner"):
        secret = hidden(rows, name)
        for group, found in groups_of(edition, name).items():
            answers = told(rows, name, group)
            codes = Counter(code for answer in answers for code in ([answer] if isinstance(answer, str) else answer))
            expected = None if group in secret else codes
            assert choices_in(found) == expected


def choices_in(found):
    """How often each code was chosen; None where that is not told."""
    return {code: times for code, times in found["choices"] if times} if "choices" in found else None


@thorough
@given(submissions())
def test_every_statistic_is_what_a_recount_finds(rows):
    edition = edition_of(rows)

    for name in ("stock", "share", "law_year"):
        secret = hidden(rows, name)
        for group, found in groups_of(edition, name).items():
            expected = numbers_of(told(rows, name, group))
            if group in secret:
                assert found.keys() & {"numbers", "unmapped"} == set()
            else:
                exact = {measure: type(expected[measure])(value) for measure, value in found["numbers"].items()}
                assert exact == expected


@thorough
@given(submissions())
def test_open_answers_are_told_as_their_governments_permit(rows):
    edition = edition_of(rows)
    blocks = {block["question"]: block["texts"] for block in edition["questions"] if "texts" in block}

    for name in ("remark", "law_title"):
        named = [(state, text) for state, text, use in answers_of(rows, name, "all") if use == "named"]
        unnamed = [("", text) for _state, text, use in answers_of(rows, name, "all") if use == "unnamed"]
        if name == "remark" and len(possible_authors(rows, name)) < 3:
            unnamed = []
        assert [(text["state"], text["text"]) for text in blocks[name]] == sorted(unnamed) + by_row(named, rows, name)
        assert {text["row"] for text in blocks[name] if not text["state"]} <= {""}
        assert {text["language"] for text in blocks[name]} <= ({"fr"} if name == "remark" else {""})


def possible_authors(rows, name):
    """The States that could have written what stands without a State: those of the same regions, not named there."""
    uses = {state: use for state, _text, use in answers_of(rows, name, "all")}
    regions = {row.region for row in rows if uses.get(row.state, "named") != "named"}
    return [row.state for row in rows if row.region in regions and uses.get(row.state) != "named"]


@pytest.mark.parametrize(
    ("region", "quoted"), [("africa", False), ("asia", True)], ids=["only it can have written it", "any of three can"]
)
def test_a_text_without_its_state_is_quoted_where_three_could_have_written_it(region, quoted):
    secret = Row("YEM", region, {"remark": "Please without our name."}, attributions={"remark": "unnamed"})
    others = [Row(state, "asia", {}) for state in ("AAA", "BBB")] + [Row("FRA", "europe", {"remark": "Ours."})]
    block = next(block for block in edition_of([secret, *others])["questions"] if block["question"] == "remark")
    expected = ["Please without our name.", "Ours."] if quoted else ["Ours."]
    assert [text["text"] for text in block["texts"]] == expected
    assert block["groups"][0]["answered"] == 2


def by_row(named, rows, name):
    """The texts by State and row: rows are numbered, so that they stand in order."""
    return sorted(named, key=lambda pair: pair[0]) if name == "law_title" else sorted(named)


@thorough
@given(submissions())
def test_entries_tell_of_each_row_what_is_permitted(rows):
    block = next(block for block in edition_of(rows)["questions"] if block["question"] == "laws")
    expected = [part for row in rows for law in laws_of(row) for part in parts_of(row, law)]

    def order(entry):
        return (entry["state"], entry["row"], canonical_json(entry["values"]))

    assert block["entries"] == sorted(expected, key=order)


def parts_of(row, law):
    """What of a row of the repeat may be told: with the State, and without."""
    by_use = {"named": {}, "unnamed": {}}
    given = {name: law[name] for name in IN_LAWS if name in law and law[name] is not SET_ASIDE}
    for name, value in given.items():
        by_use.setdefault(use_of(row, name, law["id"]), {})[name] = value
    above = use_of(row, "laws")
    if by_use["named"] or (not given and above == "named"):
        yield {"state": row.state, "row": law["id"], "values": by_use["named"]}
    if by_use["unnamed"] or (not given and above == "unnamed"):
        yield {"state": "", "row": "", "values": by_use["unnamed"]}


@thorough
@given(submissions())
def test_the_rows_of_a_repeat_are_counted_by_state_and_region(rows):
    block = next(block for block in edition_of(rows)["questions"] if block["question"] == "laws")
    first = [next(parts_of(row, law), None) for row in rows for law in laws_of(row)]
    by_state = Counter(part["state"] for part in first if part)

    assert block["rows_by_state"] == [[state, by_state[state]] for state in sorted(by_state)]
    for found in block["groups"]:
        chosen = [row for row in rows if found["group"] in ("all", row.region)]
        assert found["rows"] == sum(len(laws_of(row)) for row in chosen)
        assert found["answered"] == sum(1 for row in chosen if row.answers.get("laws"))


# What always holds


@thorough
@given(submissions(sound=False))
def test_the_measures_add_up_whatever_stands_in_the_documents(rows):
    edition = edition_of(rows)

    for block in edition["questions"]:
        for found in block["groups"]:
            assert min(found[measure] for measure in COUNTED) >= 0
            assert sum(found[measure] for measure in COUNTED) == found["returns"]
        overall, *regions = block["groups"]
        assert [found["group"] for found in regions] == list(REGIONS)
        for measure in (*COUNTED, "returns"):
            assert overall[measure] == sum(found[measure] for found in regions)
        if not block["repeat"]:
            assert overall["returns"] == len(rows)


@thorough
@given(submissions(sound=False), st.data())
def test_parts_merged_in_any_order_give_the_same_bytes(rows, data):
    at_once = canonical_json(edition_of(rows))

    for parts in range(1, 10):
        where = data.draw(st.lists(st.integers(0, parts - 1), min_size=len(rows), max_size=len(rows)))
        ranges = [[row for row, part in zip(rows, where, strict=True) if part == chosen] for chosen in range(parts)]
        shuffled = data.draw(st.permutations(ranges))
        assert canonical_json(in_parts(rows, lambda _rows, found=shuffled: found)) == at_once


@thorough
@given(submissions(sound=False), st.data())
def test_the_order_of_the_submissions_says_nothing(rows, data):
    assert content_digest(edition_of(data.draw(st.permutations(rows)))) == content_digest(edition_of(rows))


@thorough
@given(submissions(sound=False, limited=False))
def test_nothing_that_was_given_is_dropped(rows):
    """Each answer to a choice, number, day or text is counted as what it is, or listed as not fitting."""
    edition = edition_of(rows)
    for name in ("policy", "partner", "stock", "share", "since", "remark"):
        found = groups_of(edition, name)["all"]
        fits = (
            sum(times for _code, times in found.get("choices", ()))
            + found.get("numbers", {}).get("n", 0)
            + found.get("days", {}).get("n", 0)
        )
        if name == "remark":
            fits = len(next(block for block in edition["questions"] if block["question"] == name)["texts"])
        assert fits + sum(times for _code, times in found.get("unmapped", ())) == found["answered"]


def test_more_than_a_batch_of_one_region():
    rows = [Row(f"S{number}", "asia", {"policy": "raise", "stock": number}) for number in range(2 * BATCH + 7)]

    assert groups_of(edition_of(rows), "policy")["asia"]["choices"][0] == ["raise", 2 * BATCH + 7]
    assert groups_of(edition_of(rows), "stock")["all"]["numbers"]["median"] == str(BATCH + 3)


def test_what_was_not_asked_adds_up_over_batches():
    rows = [Row(f"S{number}", "asia", {"_not_asked": ["policy"]}) for number in range(2 * BATCH + 7)]

    assert groups_of(edition_of(rows), "policy")["asia"]["not_asked"] == 2 * BATCH + 7


def test_regions_whose_batches_fill_by_turns_are_kept_apart():
    rows = [Row(f"S{number}", REGIONS[number % 3], {"policy": "lower"}) for number in range(3 * BATCH)]

    found = groups_of(edition_of(rows), "policy")
    assert {group: block["answered"] for group, block in found.items()} == {
        "all": 3 * BATCH,
        **dict.fromkeys(REGIONS, BATCH),
    }


# What does not fit


@pytest.mark.parametrize(
    ("name", "value", "listed"),
    [
        ("policy", "abolish", [["abolish", 1]]),
        ("policy", ["raise"], [['["raise"]', 1]]),
        ("policy", 5, [["5", 1]]),
        ("channels", "post", [["post", 1]]),
        ("channels", ["web", "fax", 3], [["3", 1], ["fax", 1]]),
        ("stock", "about 300", [["about 300", 1]]),
        ("stock", True, [["true", 1]]),
        ("stock", 1.5, [["1.5", 1]]),
        ("share", "1e999999999", [["1e999999999", 1]]),
        ("share", "NaN", [["NaN", 1]]),
        ("share", "١٢", [["١٢", 1]]),
        ("since", "2003-02-30", [["2003-02-30", 1]]),
        ("since", "20030201", [["20030201", 1]]),
        ("since", 2003, [["2003", 1]]),
        ("remark", 7, [["7", 1]]),
        ("remark", {"missing": "refused"}, [['{"missing": "refused"}', 1]]),
        ("remark", {}, [["{}", 1]]),
        ("remark", {"missing": "dont_know", "why": 1}, [['{"missing": "dont_know", "why": 1}', 1]]),
        ("laws", ["r1", "r2"], [['["r1", "r2"]', 1]]),
    ],
)
def test_an_answer_that_does_not_fit_is_listed_as_it_was_given(name, value, listed):
    found = only(name, value)

    assert (found["unmapped"], found["answered"], found["blank"]) == (listed, 1, 0)
    assert not found.get("numbers") and not found.get("days")


def test_a_question_whose_type_was_widened_takes_both_kinds_of_number():
    assert only("share", 3, "2.5", "3.50")["numbers"] == {"n": 3, "minimum": "2.5", "median": "3", "maximum": "3.5"}


def test_what_is_answered_was_asked():
    rows = [Row("AAA", "asia", {"stock": 5, "_not_asked": ["stock", "share"]})]
    edition = edition_of(rows)

    assert [groups_of(edition, "stock")["asia"][measure] for measure in ("answered", "not_asked")] == [1, 0]
    assert [groups_of(edition, "share")["asia"][measure] for measure in ("answered", "not_asked")] == [0, 1]


def test_names_that_no_question_has_are_counted_where_they_stand():
    document = {
        "gone": 1,
        "law_title": "outside of its repeat",
        "id": "x",
        "laws": [{"id": "r1", "lost": 1}, {"id": "r2", "lost": 2, "policy": "raise"}],
        "_not_asked": ["older"],
    }
    edition = edition_of([Row("AAA", "asia", document), Row("BBB", "asia", {"gone": 2})])

    assert edition["unmapped_questions"] == {
        "gone": 2,
        "id": 1,
        "law_title": 1,
        "laws/lost": 2,
        "laws/policy": 1,
        "older": 1,
    }


def test_a_repeat_may_be_absent_not_asked_or_blank():
    rows = [
        Row("AAA", "asia", {"laws": {"missing": "dont_know"}}),
        Row("BBB", "asia", {"_not_asked": ["laws"]}),
        Row("CCC", "asia", {}),
        Row("DDD", "asia", {"laws": [{"id": "r1"}, {"id": "r2", "_not_asked": ["law_year"]}]}),
    ]
    edition = edition_of(rows)
    found = groups_of(edition, "laws")["asia"]

    assert {name: found[name] for name in ("answered", "dont_know", "not_asked", "blank", "rows")} == {
        "answered": 1,
        "dont_know": 1,
        "not_asked": 1,
        "blank": 1,
        "rows": 2,
    }
    in_rows = groups_of(edition, "law_year")["asia"]
    assert [in_rows[name] for name in ("returns", "not_asked", "blank")] == [2, 1, 1]


def test_texts_of_rows_are_in_the_language_of_their_own_place():
    row = Row(
        "AAA",
        "asia",
        {
            "laws": [
                {"id": "r1", "law_title": "Gesetz"},
                {"id": "r2", "law_title": "Loi"},
                *({"id": row, "law_title": "—"} for row in ("r3", "r4")),
            ]
        },
        {"laws[r1]/law_title": "de", "laws[r2]/law_title": "fr"},
        {"laws[r2]/law_title": "unnamed", "laws[r3]/law_title": "counted", "laws[r4]/law_title": "anonymous"},
    )
    block = next(block for block in edition_of([row])["questions"] if block["question"] == "law_title")

    assert block["texts"] == [
        {"state": "", "row": "", "text": "Loi", "language": "fr", "attribution": "unnamed"},
        {"state": "AAA", "row": "r1", "text": "Gesetz", "language": "de", "attribution": "named"},
    ]


# Numbers, exactly


@pytest.mark.parametrize(
    ("values", "median"),
    [
        ([1, 2], "1.5"),
        ([2, 1, 4], "2"),
        ([0], "0"),
        ([-3, -2], "-2.5"),
        ([2**64, 2**64 + 1], "18446744073709551616.5"),
        ([10, 10**30], "500000000000000000000000000005"),
    ],
)
def test_medians_of_integers_are_exact(values, median):
    assert only("stock", *values)["numbers"]["median"] == median


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["0.1", "0.2"], ("0.1", "0.15", "0.2")),
        (["1.50", "1.5"], ("1.5", "1.5", "1.5")),
        (["-0.0", "0"], ("0", "0", "0")),
        (["0", "-0.0"], ("0", "0", "0")),
        (["100", "1000.00"], ("100", "550", "1000")),
        (["0." + "0" * 79 + "1", "1"], ("0." + "0" * 79 + "1", "0.5" + "0" * 79 + "5", "1")),
    ],
)
def test_decimals_are_written_exactly_and_in_one_way(values, expected):
    found = only("share", *values)["numbers"]

    assert (found["minimum"], found["median"], found["maximum"]) == expected


def test_days_have_a_first_and_a_last():
    assert only("since", "2003-02-28", "1999-12-31", "2003-01-01", {"missing": "dont_know"}, None)["days"] == {
        "n": 3,
        "minimum": "1999-12-31",
        "maximum": "2003-02-28",
    }


# Manners


def test_the_search_for_circles_goes_on_afterwards():
    was_on = gc.isenabled()
    try:
        for state in (gc.enable, gc.disable):
            state()
            before = gc.isenabled()
            count(FRAME, [])
            assert gc.isenabled() is before
        gc.enable()
        with pytest.raises(AttributeError):
            count(FRAME, [None])
        assert gc.isenabled()
    finally:
        (gc.enable if was_on else gc.disable)()


def test_documents_may_come_one_by_one():
    seen = []

    def stream():
        for number in range(BATCH * 3):
            seen.append(number)
            yield Row(f"S{number}", "asia", {"policy": "raise"})

    assert count(FRAME, stream()).returns == {"asia": BATCH * 3}
    assert seen == list(range(BATCH * 3))


def test_adding_leaves_the_other_tally_as_it_was():
    part = count(FRAME, [Row("AAA", "asia", {"policy": "raise", "remark": "x", "stock": 1, "laws": [{"id": "r"}]})])
    before = canonical_json(content(FRAME, part, inputs()))

    whole = Tally(FRAME).add(part).add(count(FRAME, [Row("BBB", "asia", {"policy": "raise", "stock": 2})]))

    assert whole.returns == {"asia": 2}
    assert canonical_json(content(FRAME, part, inputs())) == before
