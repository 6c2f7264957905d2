"""The difference between two versions: paragraphs by their words, what was rewritten word by word."""

from reports.rendering.chapters.differences import between, most_like
from reports.rendering.chapters.package import read_word
from reports.rendering.chapters.paragraphs import lines
from tests.reports.rendering.chapters.word_files import word


def paragraphs(*texts, level=0):
    return [{"part": "body", "number": n, "level": level, "text": text} for n, text in enumerate(texts, 1)]


def told(changes):
    return [(change.kind, [(run.kind, run.text) for run in change.runs]) for change in changes]


def test_what_is_the_same_is_told_as_that():
    assert [change.kind for change in between(paragraphs("a b", "c"), paragraphs("a b", "c"))] == ["same", "same"]
    assert between([], []) == []


def test_a_rewritten_paragraph_is_told_word_by_word():
    old, new = paragraphs("First.", "Of 23 States it is said."), paragraphs("First.", "Of 25 States it is said.")
    assert told(between(old, new))[1] == (
        "changed",
        [("same", "Of "), ("removed", "23"), ("added", "25"), ("same", " States it is said.")],
    )


def test_paragraphs_that_have_nothing_in_common_are_removed_and_added():
    old, new = paragraphs("One two three.", "Kept."), paragraphs("Quite other words.", "Kept.", "Last.")
    assert [change.kind for change in between(old, new)] == ["added", "removed", "same", "added"]


def test_arabic_and_chinese_are_compared_too():
    assert [change.kind for change in between(paragraphs("أشارت 23 حكومة"), paragraphs("أشارت 25 حكومة"))] == [
        "changed"
    ]
    assert [change.kind for change in between(paragraphs("二十三国"), paragraphs("二十五国"))] != ["same"]


def test_a_text_that_becomes_a_heading_is_a_change():
    assert [change.kind for change in between(paragraphs("Title"), paragraphs("Title", level=1))] == ["changed"]


def test_the_paragraph_a_text_has_become_is_the_nearest_that_keeps_its_words():
    found = lines(read_word(word("In Africa 5 of 9 said so.", "In Asia 17 of 18 said so, then.", "Other.")))
    assert most_like("In Asia 5 of 9 said so.", "5 of 9", found, 2).number == 2
    assert most_like("Nothing like that is here at all.", "5 of 9", found, 2) is None
