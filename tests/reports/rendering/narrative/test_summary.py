"""The summary as blocks: what it says, in which order, and what it keeps to itself."""

import pytest
from django.utils.translation import get_language

from reports.rendering.blocks import Facts, Heading, Paragraph, Quotes, Spoken, Table
from reports.rendering.narrative import summary_document
from tests.reports.rendering.sample import ARABIC, CHINESE, HOSTILE, LANGUAGES, edition, words


def document(content=None, language="en", **changes):
    return summary_document(content or edition(), words=words(language, **changes), number=4, digest="ab" * 32)


def headings(found):
    return [(block.level, block.number, block.text) for block in found.blocks if isinstance(block, Heading)]


def under(found, title):
    """The blocks between a heading and the next."""
    blocks = list(found.blocks)
    start = next(i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.text == title) + 1
    rest = blocks[start:]
    end = next((i for i, block in enumerate(rest) if isinstance(block, Heading)), len(rest))
    return rest[:end]


def sentences(found, title):
    return [block.text for block in under(found, title) if isinstance(block, Paragraph)]


def test_the_title_page_says_which_edition_it_is():
    found = document()

    assert (found.title, found.kind, found.author) == (
        "Labour Survey",
        "Summary of replies",
        "International Labour Office",
    )
    assert found.facts == Facts(
        (
            ("Edition", "4"),
            ("As of", "31 December 2003"),
            ("Ledger position", "1,093"),
            ("States asked", "104"),
            ("Replies received", "90"),
            ("Compiled", "88"),
            ("Digest (SHA-256)", Spoken("ab" * 32, "en")),
        )
    )
    assert found.foot == "Labour Survey: edition 4 of the summary, as of 31 December 2003"
    assert found.notices == ("Demonstration data: answers are invented",)


def test_real_replies_carry_no_notice_of_invented_ones():
    assert document(synthetic=False).notices == ()


def test_chapters_sections_groups_and_questions_in_the_order_of_the_content():
    assert headings(document()) == [
        (1, "", "How to read the figures"),
        (1, "", "Replies"),
        (1, "1", "Policies"),
        (2, "", "Aims"),
        (3, "1", "What is the policy?"),
        (3, "2", "What is told to nobody?"),
        (2, "3", "Remarks"),
        (2, "4", "Partners"),
        (1, "2", "Figures"),
        (2, "", "Foreign workers"),
        (3, "5", "Total stock"),
        (3, "6", "Unit of the stock"),
        (3, "7", "Year of the stock"),
        (2, "8", "Since when?"),
        (2, "", "Rights in a regular situation"),
        (3, "9", "Equal pay"),
        (3, "10", "Unions"),
        (1, "3", "Legislation"),
        (2, "11", "Laws in force"),
        (3, "12", "Title"),
        (1, "", "Treatments"),
        (1, "", "Registered, not compiled"),
        (1, "", "Replies in this edition"),
    ]


def test_levels_of_headings_never_skip_one():
    levels = [level for level, _number, _text in headings(document())]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_a_questionnaire_that_numbers_its_sections_keeps_its_own_numbers():
    questions = [{**block, "section": f"{place}. {block['section']}"} for place, block in
                 enumerate(edition()["questions"][:1], start=1)]  # fmt: skip
    assert (1, "", "1. policies") in headings(document(edition(questions=questions)))


def test_questions_outside_of_all_sections_have_a_chapter():
    questions = [{**edition()["questions"][0], "section": ""}]
    assert (1, "1", "Questions outside of sections") in headings(document(edition(questions=questions)))


def test_n_of_N_governments_indicated():
    assert sentences(document(), "What is the policy?") == [
        "84 of 104 Governments answered this question. 40 of 104 Governments indicated “Raise”. "
        "33 of 104 Governments indicated “Keep”. 11 of 104 Governments indicated “Lower”."
    ]


def test_a_question_of_a_repeat_counts_entries():
    assert sentences(document(), "Laws in force") == ["3 of 104 Governments listed entries."]
    assert sentences(document(), "Title") == ["3 of 3 entries tell this."]


def test_choices_that_are_states_are_not_ranked():
    found = document()
    assert sentences(found, "Partners") == ["40 of 104 Governments answered this question."]
    (table,) = [block for block in under(found, "Partners") if isinstance(block, Table)]
    assert [row[0] for row in table.rows[1:3]] == ["Algeria", "Zambia"]


def test_what_is_not_shown_is_said_to_be_hidden_and_never_a_zero():
    blocks = under(document(), "What is told to nobody?")
    note = "Some figures are not shown: they would tell the answer of a State that did not permit it."
    assert Paragraph(note, "note") in blocks
    (table,) = [block for block in blocks if isinstance(block, Table)]
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["Lower"] == ("1 of 104", "1.0%", "not shown", "not shown")
    assert rows["answered"] == ("31 of 104", "29.8%", "2", "29")


def test_open_answers_stand_as_given_by_the_names_of_states_the_unnamed_last():
    (quotes,) = [block for block in under(document(), "Remarks") if isinstance(block, Quotes)]
    assert [(quote.whose, quote.text, quote.language_name) for quote in quotes.quotes] == [
        ("China", Spoken(CHINESE, "zh"), "Simplified Chinese"),
        ("France", Spoken(HOSTILE, ""), ""),
        ("Yemen", Spoken(ARABIC, "ar"), "Arabic"),
        ("State not named", Spoken("We would rather not be named.", "en"), "English"),
    ]


@pytest.mark.parametrize("attribution", ["office", "counted"])
def test_an_edition_of_the_first_format_tells_no_text_that_may_not_be_quoted(attribution):
    content = edition()
    remark = next(block for block in content["questions"] if block["question"] == "remark")
    for text in remark["texts"]:
        text["attribution"] = attribution
    assert [block for block in under(document(content), "Remarks") if isinstance(block, Quotes)] == []


def test_an_edition_of_the_first_format_names_no_state_that_did_not_permit_it():
    content = edition()
    remark = next(block for block in content["questions"] if block["question"] == "remark")
    remark["texts"] = [{**remark["texts"][0], "state": "FRA"}]
    (quotes,) = [block for block in under(document(content), "Remarks") if isinstance(block, Quotes)]
    assert [quote.whose for quote in quotes.quotes] == ["State not named"]


def test_an_edition_of_the_first_format_is_told_too():
    content = edition()
    for key in ("rates", "cut_offs", "treatments", "treatment_position"):
        del content[key]
    for block in content["questions"]:
        block.pop("entries", None)
        for group in block["groups"]:
            del group["set_aside"]
    titles = [text for _level, _number, text in headings(document(content))]
    assert "Treatments" not in titles
    assert "Replies in this edition" in titles


def test_entries_of_a_repeat_are_a_table_by_the_names_of_states():
    table = under(document(), "Laws in force")[-1]
    assert (table.caption, table.head) == ("Laws in force", ("State", "Title", "Year", "Kind"))
    assert table.rows == (
        ("Algeria", Spoken(HOSTILE), "don’t know", ""),
        ("Yemen", Spoken(ARABIC), "1995", "Keep"),
        ("State not named", Spoken("Unnamed Act"), "", ""),
    )


def test_a_question_in_a_repeat_quotes_nothing_that_stands_in_the_entries():
    assert [block for block in under(document(), "Title") if isinstance(block, Quotes)] == []


def test_treatments_are_listed_with_their_reasons():
    (table,) = [block for block in under(document(), "Treatments") if isinstance(block, Table)]
    assert table.rows == (
        ("1", "France", "What is the policy?", "set aside", Spoken("Not <an> answer")),
        ("2", "State not named", "Kind", "counted as “Keep”", Spoken("Other")),
        ("3", "Algeria", "Total stock", "multiplied by 1,000: thousands", Spoken("Thousands")),
    )


@pytest.mark.parametrize(("kind", "done"), [("recode", "“other” recoded"), ("unit", "unit corrected")])
def test_what_an_answer_became_is_left_out_where_the_edition_does_not_list_it(kind, done):
    listed = {"number": 1, "iso3": "", "path": "policy", "kind": kind, "reason": "Other"}
    (table,) = [
        block for block in under(document(edition(treatments=[listed])), "Treatments") if isinstance(block, Table)
    ]
    assert [row[3] for row in table.rows] == [done]


def test_replies_are_listed_alphabetically_and_no_state_that_did_not_reply():
    found = document()
    received = [row[0] for block in under(found, "Replies in this edition") for row in block.rows]
    tables = [block for block in under(found, "Registered, not compiled") if isinstance(block, Table)]
    waiting = [row[0] for table in tables for row in table.rows]
    assert (received, waiting) == (["Algeria", "France", "Zambia"], ["Egypt"])


def test_an_edition_without_replies_says_so():
    content = edition(states=[], registered=[], questions=[])
    assert sentences(document(content), "Replies in this edition") == ["No reply is compiled in this edition."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_reads_another_language_meanwhile_keeps_it(language):
    before = get_language()
    found = document(language=language)
    assert (found.language, get_language()) == (language, before)
    assert all(found.title and isinstance(block.text, str) for block in found.blocks if isinstance(block, Heading))
