import json

import pytest
from hypothesis import HealthCheck, given, settings

from reports.summary.frame import Frame
from reports.summary.tables import COUNTED, Cell, cell, cells, codes_of, content, content_digest
from reports.summary.tally import Row, count
from surveys.ledger import canonical_json
from tests.reports.summary.documents import FRAME, REGIONS, edition_of, groups_of, inputs, submissions

thorough = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ROWS = [
    Row("NAM", "africa", {"policy": "raise", "channels": ["post", "-"], "stock": 3, "remark": "=1+1"}),
    Row("FRA", "europe", {"policy": "old", "stock": 8, "share": "0.5", "partner": "NAM", "since": "2003-05-01"}),
    Row(
        "DEU", "europe", {"policy": {"missing": "confidential"}, "stock": 5, "laws": [{"id": "r1", "law_year": 1999}]}
    ),
    Row("THA", "asia", {"_not_asked": ["policy"], "laws": [{"id": "r1"}, {"id": "r2", "law_year": 2001}]}),
]
EDITION = edition_of(ROWS)


def state(iso3, **changes):
    return {"iso3": iso3, "region": "asia", "submission": 1, "number": 1, "received_on": "2004-01-02"} | changes


# Content


def test_the_head_says_what_edition_it_is():
    assert {name: EDITION[name] for name in ("format", "survey", "as_of", "ledger_position")} == {
        "format": 2,
        "survey": "ilms2003",
        "as_of": "2004-04-30",
        "ledger_position": 93,
    }
    assert (EDITION["total"]["sent"], EDITION["total"]["members"]) == (60, 63)
    assert [region["region"] for region in EDITION["regions"]] == list(REGIONS)


def test_one_question_as_it_stands_in_the_content():
    assert groups_of(EDITION, "policy") == {
        "all": {
            "group": "all",
            "returns": 4,
            "answered": 2,
            "blank": 0,
            "not_available": 0,
            "not_applicable": 0,
            "dont_know": 0,
            "confidential": 1,
            "not_asked": 1,
            "set_aside": 0,
            "choices": [["raise", 1], ["maintain", 0], ["lower", 0]],
            "unmapped": [["old", 1]],
        },
        **{found["group"]: found for found in EDITION["questions"][0]["groups"][1:]},
    }
    assert groups_of(EDITION, "policy")["europe"]["unmapped"] == [["old", 1]]
    assert "unmapped" not in groups_of(EDITION, "policy")["africa"]


def test_questions_stand_in_the_order_of_the_frame():
    assert [block["question"] for block in EDITION["questions"]] == [question.name for question in FRAME.questions]
    assert [block["section"] for block in EDITION["questions"]][:4] == ["policy", "policy", "policy", "figures"]


def test_of_a_long_list_only_what_was_chosen_is_shown():
    assert groups_of(EDITION, "partner")["all"]["choices"] == [["NAM", 1]]
    assert groups_of(EDITION, "channels")["all"]["choices"] == [["post", 1], ["web", 0], ["-", 1]]


@thorough
@given(submissions(sound=False))
def test_the_content_survives_the_database(rows):
    """JSONB keeps no order of keys; cells, digest and all lists have to come out the same."""
    edition = edition_of(rows)
    stored = json.loads(json.dumps(edition, sort_keys=True))

    assert content_digest(stored) == content_digest(edition)
    assert list(cells(stored)) == list(cells(edition))


@thorough
@given(submissions(sound=False))
def test_the_content_holds_no_floats(rows):
    assert isinstance(canonical_json(edition_of(rows)), bytes)


def test_states_and_papers_stand_by_code_and_any_order_of_them_gives_the_same_bytes():
    states = [state("NAM"), state("DEU"), state("FRA")]
    papers = [state("YEM", channel="post"), state("YEM", channel="fax"), state("ALB")]

    one = edition_of(ROWS, states=states, registered=papers)
    two = edition_of(ROWS, states=states[::-1], registered=papers[::-1])

    assert [entry["iso3"] for entry in one["states"]] == ["DEU", "FRA", "NAM"]
    assert [entry["iso3"] for entry in one["registered"]] == ["ALB", "YEM", "YEM"]
    assert content_digest(one) == content_digest(two)


def test_texts_stand_by_code_point_not_by_any_language():
    rows = [Row("AAA", "asia", {"remark": text}) for text in ("é", "z", "Z", "ا", "😀", "\uffee")]
    block = next(block for block in edition_of(rows)["questions"] if block["question"] == "remark")

    assert [text["text"] for text in block["texts"]] == ["Z", "z", "é", "ا", "\uffee", "😀"]


def test_returns_from_a_region_without_figures_are_refused_not_left_out():
    with pytest.raises(ValueError, match="atlantis"):
        content(FRAME, count(FRAME, [Row("ATL", "atlantis", {})]), inputs())


def test_the_digest_changes_with_anything():
    digests = {
        content_digest(EDITION),
        content_digest(edition_of(ROWS[:3])),
        content_digest(edition_of(ROWS, as_of="2004-04-29")),
        content_digest(edition_of(ROWS, ledger_position=94)),
        content_digest(edition_of(ROWS, states=[state("NAM")])),
        content_digest(edition_of(ROWS, registered=[state("NAM")])),
    }

    assert len(digests) == 6


def test_an_edition_without_replies_has_all_its_cells():
    empty = edition_of([])

    assert {found.value for found in cells(empty)} == {0}
    assert {found.base for found in cells(empty) if found.group == "all" and found.question == "stock"} == {60}


# Cells


@thorough
@given(submissions(sound=False))
def test_addresses_are_unique(rows):
    addresses = [found.address for found in cells(edition_of(rows))]

    assert len(set(addresses)) == len(addresses)


@thorough
@given(submissions(sound=False, most=4))
def test_every_cell_is_found_at_its_address(rows):
    edition = edition_of(rows)

    for found in list(cells(edition))[::7]:
        assert cell(edition, found.address) == found


@pytest.mark.parametrize(
    ("address", "value", "n", "base"),
    [
        ("policy/answered/-/all", 2, 2, 60),
        ("policy/answered/-/europe", 1, 1, 20),
        ("policy/confidential/-/europe", 1, 1, 20),
        ("policy/not_asked/-/asia", 1, 1, 20),
        ("policy/choice/raise/africa", 1, 1, 20),
        ("policy/choice/lower/all", 0, 0, 60),
        ("policy/unmapped/old/all", 1, 1, 60),
        ("channels/choice/-/all", 1, 1, 60),
        ("stock/minimum/-/all", "3", 3, 60),
        ("stock/median/-/all", "5", 3, 60),
        ("stock/median/-/europe", "6.5", 2, 20),
        ("stock/maximum/-/all", "8", 3, 60),
        ("share/median/-/all", "0.5", 1, 60),
        ("since/minimum/-/europe", "2003-05-01", 1, 20),
        ("laws/rows/-/all", 3, 2, 60),
        ("laws/answered/-/asia", 1, 1, 20),
        ("law_year/answered/-/all", 2, 2, 3),
        ("law_year/blank/-/asia", 1, 1, 2),
        ("law_year/maximum/-/all", "2001", 2, 3),
    ],
)
def test_a_cell_says_how_many_of_how_many(address, value, n, base):
    found = cell(EDITION, address)

    assert (found.value, found.n, found.base) == (value, n, base)


def test_a_statistic_counts_the_numbers_not_all_answers():
    edition = edition_of([Row("AAA", "asia", {"stock": 3}), Row("BBB", "asia", {"stock": "about 3"})])

    assert cell(edition, "stock/answered/-/all").n == 2
    assert cell(edition, "stock/median/-/all").n == 1


def test_a_cell_names_its_parts():
    assert cell(EDITION, "policy/choice/raise/africa") == Cell(
        "policy/choice/raise/africa", "policy", "choice", "raise", "africa", 1, 1, 20
    )
    assert cell(EDITION, "policy/blank/-/africa").choice == ""
    assert cell(EDITION, "channels/choice/-/all").choice == "-"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "policy",
        "policy/answered/-/atlantis",
        "other/answered/-/all",
        "share/median/-/asia",
        "policy/choice/old/all",
    ],
)
def test_an_address_without_a_figure_is_refused(address):
    with pytest.raises(KeyError):
        cell(EDITION, address)


def test_a_code_with_a_slash_has_an_address_of_its_own():
    frame = Frame.of([{"name": "a", "type": "select_one", "codes": ["x", "x/y"]}])
    edition = edition_of([Row("AAA", "asia", {"a": "x/y"}), Row("BBB", "asia", {"a": ""})], frame)

    assert cell(edition, "a/choice/x/y/all").value == 1
    assert cell(edition, "a/choice/x/all").value == 0
    assert cell(edition, "a/unmapped//all").value == 1


def test_a_value_that_does_not_fit_is_not_mistaken_for_a_choice():
    frame = Frame.of([{"name": "a", "type": "select_one", "codes": ["5"]}])
    edition = edition_of([Row("AAA", "asia", {"a": "5"}), Row("BBB", "asia", {"a": 5})], frame)

    assert [cell(edition, f"a/{measure}/5/all").value for measure in ("choice", "unmapped")] == [1, 1]


def test_cells_stand_in_the_order_of_the_content():
    assert [found.measure for found in cells(EDITION)][: len(COUNTED) + 4] == [
        *COUNTED,
        "choice",
        "choice",
        "choice",
        "unmapped",
    ]


def test_codes_come_with_what_no_version_knows_at_the_end():
    assert codes_of(groups_of(EDITION, "policy")["all"]) == [("raise", 1), ("maintain", 0), ("lower", 0), ("old", 1)]


# Editions of format 1


def test_an_edition_of_the_first_format_is_still_read():
    old = json.loads(json.dumps(EDITION))
    for block in old["questions"]:
        for found in block["groups"]:
            del found["set_aside"]

    known = [found for found in cells(EDITION) if found.measure != "set_aside"]
    assert list(cells(old)) == known
