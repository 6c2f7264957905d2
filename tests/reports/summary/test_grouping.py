from itertools import chain, combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.summary.grouping import blocks_for
from reports.summary.tables import COUNTED
from reports.summary.tally import Row, count
from tests.reports.summary.documents import FIELD, FRAME, REGIONS, edition_of, groups_of, submissions
from tests.reports.summary.naive import answers_of, hidden, reveals

thorough = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
FIGURES = ("policy", "channels", "partner", "stock", "share", "since", "law_year")


def blocks_of(rows, chosen):
    """The blocks for the States that are chosen, by question."""
    inside = [row for row in rows if row.state in chosen]
    outside = [row for row in rows if row.state not in chosen]
    blocks = blocks_for("chosen", count(FRAME, inside), count(FRAME, outside))
    return {block["question"]: block for block in blocks}


@st.composite
def rows_and_group(draw, **options):
    rows = draw(submissions(**options))
    states = [row.state for row in rows]
    return rows, set(draw(st.lists(st.sampled_from(states), unique=True)) if states else [])


@thorough
@given(rows_and_group(sound=False))
def test_a_group_is_counted_as_an_edition_of_its_states_alone(found):
    rows, chosen = found
    alone = edition_of([row for row in rows if row.state in chosen])

    for name, block in blocks_of(rows, chosen).items():
        [group] = block["groups"]
        expected = groups_of(alone, name)["all"]
        assert group["group"] == "chosen"
        assert {measure: group[measure] for measure in (*COUNTED, "returns")} == {
            measure: expected[measure] for measure in (*COUNTED, "returns")
        }
        if "hidden" in group:
            assert group.keys() & {"choices", "numbers", "days", "unmapped"} == set()
        elif "hidden" not in expected:
            assert {**group, "group": "all"} == expected


@thorough
@given(rows_and_group())
def test_texts_and_rows_are_told_only_with_their_state(found):
    rows, chosen = found
    blocks = blocks_of(rows, chosen)

    for name in ("remark", "law_title"):
        named = {state for state, _text, use in answers_of(rows, name, "all") if use == "named" and state in chosen}
        assert {text["state"] for text in blocks[name]["texts"]} == named
    assert {entry["state"] for entry in blocks["laws"]["entries"]} <= chosen


@thorough
@given(rows_and_group(limited=True, most=16))
def test_no_difference_of_told_figures_shows_what_is_not_to_be_told(found):
    """Whatever whole regions are taken from the group, or the group from whole regions."""
    rows, chosen = found
    blocks = blocks_of(rows, chosen)

    for name in FIGURES:
        if "hidden" in blocks[name]["groups"][0] or "hidden" in groups_of(edition_of(rows), name)["all"]:
            continue
        answers = answers_of(rows, name, "all")
        group = {state for state, *_ in answers if state in chosen}
        for known in known_sets(rows, name):
            for rest in (group - known if known <= group else set(), known - group if group <= known else set()):
                assert not reveals([answer for answer in answers if answer[0] in rest]), (name, known)


def known_sets(rows, name):
    """The States that answered in any of the regions whose figures are told, or in all but those."""
    told = [region for region in REGIONS if region not in hidden(rows, name)]
    everybody = {state for state, *_ in answers_of(rows, name, "all")}
    for some in chain.from_iterable(combinations(told, size) for size in range(len(told) + 1)):
        states = {state for region in some for state, *_ in answers_of(rows, name, region)}
        yield states
        yield everybody - states


def answering(*uses, region="asia"):
    """States A, B, C … that answered, with their permitted uses."""
    return [
        Row(f"{region[:2]}{number}", region, {"policy": "raise"}, {}, {"policy": use})
        for number, use in enumerate(uses)
    ]


@pytest.mark.parametrize(
    ("rows", "chosen", "is_hidden"),
    [
        (answering("named", "named"), {"as0"}, False),
        (answering("counted", *["named"] * 5), {"as0"}, True),
        (answering("counted", *["named"] * 5), {"as1"}, False),
        (answering("counted", *["named"] * 5), {"as0", "as1", "as2"}, False),
        (answering("counted", *["named"] * 5), {"as1", "as2", "as3", "as4", "as5"}, True),
        (answering("counted", *["named"] * 5), {"as0", "as1", "as2", "as3", "as4", "as5"}, False),
        (answering(*["counted"] * 3) + answering("named", region="europe"), {"as0", "as1", "as2", "eu0"}, False),
        (
            answering(*["counted"] * 4) + answering(*["named"] * 3, region="africa"),
            {"as0", "af0", "af1", "af2"},
            True,
        ),
    ],
)
def test_a_group_is_hidden_where_it_or_the_rest_of_a_region_would_show_a_state(rows, chosen, is_hidden):
    [group] = blocks_of(rows, chosen)["policy"]["groups"]
    assert ("hidden" in group) is is_hidden
    assert ("choices" in group) is not is_hidden


def test_every_question_of_the_edition_is_there():
    assert blocks_of([], set()).keys() == {*FIELD, "laws"}
