"""Questions in words: pairs of twins, figures with their addresses, what is not told, entries, shares."""

from dataclasses import replace

import pytest

from reports.rendering.words import Words
from reports.summary.tables import cells
from reports.views.blocks import Entries, Explored, blocks_of
from surveys.questionnaire.definition import Choice, Definition, Group, Question, Repeat

RIGHTS = (Choice("same", {"en": "Same as nationals"}), Choice("none", {"en": "No entitlement"}))
REGIONS = {"africa": "Africa", "asia": "Asia"}
STATES = {"DZA": "Algeria", "EGY": "Égypte", "ESP": "Espagne", "ZMB": "Zambia"}


def matrix(kind):
    asked = Question(f"pay_{kind}", 3, {"en": f"Equal pay ({kind} status)"}, type="select_one", list_name="rights")
    return Group(f"pay{kind}", 2, {}, children=(replace(asked, name=f"pay{kind}_one"),), appearance="table-list")


LAWS = Repeat(
    "laws",
    4,
    {"en": "Law or regulation"},
    children=(
        Question("law_title", 5, {"en": "Title"}, type="text", repeat="laws"),
        Question("law_year", 6, {"en": "Date"}, type="date", repeat="laws"),
        Question("law_file", 7, {"en": "Text"}, type="file", repeat="laws"),
    ),
)
DEFINITION = Definition(
    title="Survey",
    form_id="f",
    version="1",
    default_language="en",
    languages=("en",),
    children=(Group("s", 1, {"en": "S"}, children=(matrix("regular"), matrix("irregular"), LAWS)),),
    lists={"rights": RIGHTS},
)
WORDS = Words("en", "T", DEFINITION, states=STATES, regions=REGIONS)


def group(code, answered=0, **more):
    counted = dict.fromkeys(("blank", "not_available", "not_applicable", "dont_know", "confidential", "not_asked"), 0)
    return {"group": code, "returns": 4, "answered": answered, **counted, **more}


def question(name, kind="select_one", repeat="", groups=(), **more):
    return {"question": name, "type": kind, "section": "s", "repeat": repeat, "groups": list(groups), **more}


def edition(*questions, sent=12):
    regions = [{"region": code, "sent": sent // 2} for code in REGIONS]
    return {"total": {"sent": sent}, "regions": regions, "questions": list(questions)}


def rights(kind, **more):
    chosen = {"choices": [["same", 2], ["none", 1]]}
    return question(
        f"pay{kind}_one", groups=[group("all", 3, **chosen), group("africa", 3, **chosen), group("asia", **more)]
    )


def told(figures):
    return [figure.value for figure in figures]


def test_twins_stand_in_one_block_each_with_what_tells_it_apart():
    [block] = blocks_of(edition(rights("regular"), rights("irregular")), "s", WORDS)
    assert (block.label, block.series) == ("Equal pay", ["regular status", "irregular status"])
    assert [(series, part.name) for series, part in block.parts] == [
        ("regular status", "payregular_one"),
        ("irregular status", "payirregular_one"),
    ]


def test_a_twin_whose_other_is_not_in_the_edition_stands_alone():
    [block] = blocks_of(edition(rights("irregular")), "s", WORDS)
    assert (block.label, block.parts) == ("Equal pay (irregular status)", [("", block)])


def test_every_figure_of_the_table_has_the_address_of_its_cell():
    content = edition(rights("regular", choices=[["same", 0], ["none", 0]]))
    [block] = blocks_of(content, "s", WORDS)
    shown = {figure.address: figure.value for _label, figures in block.rows for figure in figures}
    assert shown == {cell.address: cell.value for cell in cells(content)}


def test_hidden_choices_are_not_told_and_never_nought():
    [block] = blocks_of(edition(rights("regular", hidden=True)), "s", WORDS)
    assert (block.is_hidden, told(dict(block.rows)["Same as nationals"])) == (True, [2, 2, None])
    assert told(dict(block.rows)["answered"]) == [3, 3, 0]


def test_choices_hidden_in_all_are_told_where_they_may_be():
    asked = question(
        "payregular_one", groups=[group("all", 1, hidden=True), group("africa", 1, choices=[["same", 1]])]
    )
    [block] = blocks_of(edition(asked), "s", WORDS)
    assert (block.bars, told(dict(block.rows)["Same as nationals"])) == ([], [None, 1])


@pytest.mark.parametrize(("sent", "share"), [(20, "10%"), (10, "20%"), (9, "")])
def test_a_share_is_told_of_ten_and_more(sent, share):
    [block] = blocks_of(edition(rights("regular"), sent=sent), "s", WORDS)
    assert [(bar.n, bar.base, bar.share) for bar in block.bars][0] == (2, sent, share)


def test_a_chosen_group_comes_first_with_its_own_base():
    chosen = {"payregular_one": question("payregular_one", groups=[group("sadc", 2, choices=[["same", 2]])])}
    [block] = blocks_of(edition(rights("regular")), "s", WORDS, Explored("SADC", 5, chosen))
    assert block.groups == [("SADC", 5), ("All States asked", 12), ("Africa", 6), ("Asia", 6)]
    assert [(bar.label, bar.n, bar.base) for bar in block.bars] == [("Same as nationals", 2, 5)]
    assert (block.answered, told(dict(block.rows)["Same as nationals"])) == (2, [2, 2, 2, 0])


def laws(entries):
    inner = [
        question(name, kind, "laws", [group("all")])
        for name, kind in (("law_title", "text"), ("law_year", "date"), ("law_file", "file"))
    ]
    return edition(question("laws", "repeat", groups=[group("all", 2, rows=2)], entries=entries), *inner)


def test_entries_are_a_table_by_state_with_unnamed_ones_in_their_place():
    entries = [
        {"state": "ZMB", "row": "r1", "values": {"law_title": "Act 1", "law_year": {"missing": "dont_know"}}},
        {"state": "", "row": "", "values": {"law_title": "Act 2"}},
        {"state": "DZA", "row": "r1", "values": {"law_title": "Loi", "law_year": "1999-05-01", "law_file": "ab"}},
    ]
    block = blocks_of(laws(entries), "s", WORDS)[0]
    assert block.entries == Entries(
        ["Title", "Date"],
        [("Algeria", ["Loi", "1 May 1999"]), ("State not named", ["Act 2", ""]), ("Zambia", ["Act 1", "don’t know"])],
    )


def test_a_question_of_a_repeat_says_of_what_it_is_asked():
    _laws, title, *_rest = blocks_of(laws([]), "s", WORDS)
    assert (title.repeat, title.by_entry, title.base) == ("Law or regulation", True, 4)


def test_open_answers_stand_by_state_and_those_without_a_name_last():
    given = [
        {
            "state": iso3,
            "row": "",
            "text": f"text {iso3}",
            "language": "fr",
            "attribution": "named" if iso3 else "unnamed",
        }
        for iso3 in ("", "ZMB", "EGY", "ESP")
    ]
    [block] = blocks_of(edition(question("remark", "text", groups=[group("all", 4)], texts=given)), "s", WORDS)
    assert [text.state for text in block.texts] == ["Égypte", "Espagne", "Zambia", ""]
    assert {text.language_name for text in block.texts} == {"French"}
    assert len({text.use for text in block.texts}) == 2
