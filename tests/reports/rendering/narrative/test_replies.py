"""How many replied: the sentences and tables of the chapter on replies."""

from reports.rendering.blocks import Paragraph, Table
from reports.rendering.narrative.replies import replies
from tests.reports.rendering.sample import edition, words


def told(**changes):
    blocks = list(replies(edition(**changes), words()))
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    return texts, {block.caption: block for block in blocks if isinstance(block, Table)}


def test_who_replied_what_is_compiled_and_what_is_being_entered():
    assert told()[0] == [
        "90 of 104 Governments had replied by 31 December 2003.",
        "88 replies are compiled in this edition.",
        "2 replies were received on paper and are being entered.",
    ]


def test_one_reply_is_told_in_the_singular_and_none_on_paper_is_not_told():
    total = {**edition()["total"], "received": 1, "compiled": 1}
    assert told(total=total)[0][1:] == ["1 reply is compiled in this edition."]


def test_rates_by_region_with_their_total():
    table = told()[1]["Replies as of 31 December 2003"]
    assert table.head[0] == "Region"
    assert table.rows == (
        ("Africa", "46 of 53", "86.8%", "45", "7", "1"),
        ("Europe", "44 of 51", "86.3%", "43", "7", "2"),
        ("Total", "90 of 104", "86.5%", "88", "14", "3"),
    )
    assert table.has_total


def test_rates_by_all_other_divisions_and_no_share_where_it_would_mislead_or_nobody_was_asked_in_that_way():
    tables = told()[1]
    convention = next(caption for caption in tables if "97" in caption)
    assert {caption: table.rows for caption, table in tables.items() if len(table.rows) == 1} == {
        "Subregion": (("Western Europe", "7 of 9", "", "7", "2", "0"),),
        "Language of correspondence": (("French", "20 of 30", "66.7%", "20", "10", "0"),),
        "Channel": (("portal", "80", "–", "80", "–", "0"),),
        convention: (("ratified", "31 of 42", "73.8%", "31", "11", "0"),),
        "Replies on the cut-off dates": (("draft report", "31 December 2003", "90", "88"),),
    }


def test_an_edition_of_the_first_format_has_the_rates_by_region_alone():
    assert list(told(rates=[], cut_offs=[])[1]) == ["Replies as of 31 December 2003"]
