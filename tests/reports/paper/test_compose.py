"""Paragraphs are left out and numbers close up; headings and additions find their places."""

from datetime import date

import pytest

from reports.paper.compose import Addition, compose
from reports.paper.document import paper_of
from reports.paper.outline import read_outline, wrong
from tests.reports.paper.sample import HEAD, facts, paper, survey, texts


def outline(*paragraphs):
    return read_outline({"head": HEAD, "paragraphs": list(paragraphs)})


FIRST = {"key": "first", "lead": texts("First.")}
LATER = {"key": "later", "heading": texts("Later"), "lead": texts("Later."), "known_from": "2004-02-12"}
LAST = {"key": "last", "lead": texts("last, of {day}.")}


def test_what_was_not_known_is_left_out_and_its_heading_goes_to_the_next():
    blocks = compose(outline(FIRST, LATER, LAST), facts(), "en").blocks
    assert [(block.number, block.key, block.heading, block.words) for block in blocks] == [
        (1, "first", "", "First."),
        (2, "last", "Later", "Last, of 11 February 2004."),
    ]
    later = compose(outline(FIRST, LATER, LAST), facts(day=date(2004, 2, 12)), "en").blocks
    assert [(block.number, block.key, block.heading) for block in later] == [
        (1, "first", ""),
        (2, "later", "Later"),
        (3, "last", ""),
    ]


def test_a_text_that_names_what_was_not_known_is_not_told():
    unknown = {"key": "unknown", "lead": texts("At {title:X}.")}
    assert [block.key for block in compose(outline(unknown, LAST), facts(), "en").blocks] == ["last"]


def test_additions_keep_their_places_whatever_is_left_out():
    additions = [Addition(7, "later", "By hand.", "A. Person"), Addition(8, "gone", "Of old.", "B. Person")]
    blocks = compose(outline(FIRST, LATER, LAST), facts(), "en", additions).blocks
    assert [(block.number, block.key, block.by) for block in blocks] == [
        (1, "first", ""),
        (None, "later", "A. Person"),
        (2, "last", ""),
        (None, "gone", "B. Person"),
    ]


def test_invented_replies_are_said_at_the_head_once_the_survey_is_sent():
    one = outline(FIRST)
    assert compose(one, facts(survey=survey(synthetic=True)), "fr").notice.startswith("Dans cette démonstration")
    assert compose(one, facts(survey=survey(synthetic=True, sent=None)), "fr").notice == ""


def test_a_paper_is_kept_as_json_without_loss():
    found = paper()
    assert paper_of(found.to_json()) == found
    assert paper_of(found.to_json()).digest() == found.digest()


@pytest.mark.parametrize(
    ("paragraph", "reason"),
    [
        ({"key": "a"}, "paragraph a has neither a text nor a recipe"),
        ({"key": "a", "lead": {"en": "A"}}, "paragraph a, lead: there is none in fr"),
        (
            {"key": "a", "lead": {**texts("{day}"), "fr": "jour"}},
            "paragraph a, lead: the fields in fr are not those in en",
        ),
        ({"key": "a", "parts": [{"recipe": "soup"}]}, "paragraph a: there is no recipe 'soup'"),
        (
            {"key": "a", "parts": [{"recipe": "consultations", "counted": {"en": ["one"], "fr": ["1", "2"]}}]},
            "paragraph a: what is counted has no two forms in en",
        ),
        (
            {**FIRST, "known_from": "February"},
            "paragraph first: known_from is not a day such as 2004-02-11: 'February'",
        ),
        ({}, "paragraph 1 has no key"),
    ],
)
def test_outlines_with_faults_are_refused_with_their_places(paragraph, reason):
    assert reason in [found for _key, found in wrong({"head": HEAD, "paragraphs": [paragraph]})]


def test_a_head_has_all_its_lines():
    assert [found for _key, found in wrong({"head": {}, "paragraphs": [FIRST]})] == [
        f"head: {name} is missing" for name in ("item", "title", "place", "disposition")
    ]
    assert [found for _key, found in wrong([])] == ["the outline has no list of paragraphs"]
