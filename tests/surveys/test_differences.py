"""What differs between two texts: nothing of either is lost, what is the same is found, and it never takes long."""

from os.path import commonprefix
from random import Random
from time import monotonic

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveys.differences import MARKS, Run, differences

LETTERS = "ab مُهاج移民рк.\n"
LONGEST = 200_000
MOST_SECONDS = 5


def old_of(runs):
    return "".join(run.text for run in runs if run.kind != "added")


def new_of(runs):
    return "".join(run.text for run in runs if run.kind != "removed")


def told(old, new):
    """The runs as pairs, to be read in a test."""
    return [(run.kind, run.text) for run in differences(old, new)]


def test_says_which_words_went_and_came():
    assert told("The quota was raised in 2001.", "The annual quota was raised in 2002.") == [
        ("same", "The "),
        ("added", "annual "),
        ("same", "quota was raised in "),
        ("removed", "2001"),
        ("added", "2002"),
        ("same", "."),
    ]


def test_of_two_equal_texts_nothing():
    assert differences("as it was\n", "as it was\n") == (Run("same", "as it was\n"),)


def test_of_two_empty_texts_nothing_at_all():
    assert differences("", "") == ()


@pytest.mark.parametrize(("old", "new", "run"), [("", "word", "added"), ("word", "", "removed")])
def test_of_an_empty_text_and_a_text_all(old, new, run):
    assert differences(old, new) == (Run(run, "word"),)


def test_arabic_words_keep_their_marks():
    assert told("مُهَاجِر من العمال", "مُهَاجِر مِن العمال") == [
        ("same", "مُهَاجِر "),
        ("removed", "من"),
        ("added", "مِن"),
        ("same", " العمال"),
    ]


def test_chinese_is_compared_by_character():
    assert told("移民工人的权利", "移民劳动者的权利") == [
        ("same", "移民"),
        ("removed", "工人"),
        ("added", "劳动者"),
        ("same", "的权利"),
    ]


def test_a_word_of_many_letters_is_one_word():
    assert told("Wanderarbeitnehmer", "Wanderarbeiter") == [
        ("removed", "Wanderarbeitnehmer"),
        ("added", "Wanderarbeiter"),
    ]


def test_marks_are_what_python_takes_for_no_letter():
    assert not [mark for mark in "\u0301\u064b\u0652\u0670" if mark.isalnum()]
    assert all(any(low <= mark <= high for low, high in ranges()) for mark in "\u0301\u064b\u0652\u0670")


def ranges():
    """The ranges of MARKS as pairs."""
    pieces = MARKS.replace("-", "")
    singles = [(mark, mark) for mark in "\u0670\u200c\u200d"]
    spans = [(a, b) for a, dash, b in zip(MARKS, MARKS[1:], MARKS[2:], strict=False) if dash == "-"]
    assert len(pieces) == 2 * len(spans) + len(singles)
    return spans + singles


@given(st.text(LETTERS, max_size=60), st.text(LETTERS, max_size=60))
@settings(max_examples=300, deadline=None)
def test_both_texts_can_be_read_from_the_runs(old, new):
    runs = differences(old, new)
    assert (old_of(runs), new_of(runs)) == (old, new)
    assert all(one.kind != next_one.kind for one, next_one in zip(runs, runs[1:], strict=False))


@given(st.text("甲乙", max_size=7), st.text("甲乙", max_size=7))
@settings(max_examples=300, deadline=None)
def test_where_nothing_stands_once_the_shortest_way_is_found(old, new):
    inner_old, inner_new = without_common_ends(old, new)
    assume(not [letter for letter in "甲乙" if inner_old.count(letter) == inner_new.count(letter) == 1])
    same = sum(len(run.text) for run in differences(old, new) if run.kind == "same")
    assert same == longest_common(old, new)


def without_common_ends(old, new):
    """What lies between the beginning and the end that both have."""
    begins = len(commonprefix([old, new]))
    old, new = old[begins:], new[begins:]
    ends = len(commonprefix([old[::-1], new[::-1]]))
    return old[: len(old) - ends], new[: len(new) - ends]


def longest_common(old, new):
    """The length of the longest common subsequence, by the book."""
    row = [0] * (len(new) + 1)
    for word in old:
        before = row[:]
        for j, other in enumerate(new):
            row[j + 1] = before[j] + 1 if word == other else max(before[j + 1], row[j])
    return row[-1]


def of_words(random, number):
    """A long text of few different words."""
    return "".join(random.choice(["labour ", "migrant ", "worker ", "rights "]) for _ in range(number))[:LONGEST]


def of_characters(random):
    """A long text without blanks."""
    return "".join(chr(random.randint(0x4E00, 0x5000)) for _ in range(LONGEST))


@pytest.mark.parametrize(
    "make",
    [
        lambda random: (of_words(random, 40_000), of_words(random, 40_000)),
        lambda random: (of_characters(random), of_characters(random)),
        lambda random: ("a " * 100_000, "b " * 100_000),
        lambda random: ("a b " * 50_000, "b a a " * 33_333),
        lambda random: ("一" * LONGEST, "一" * 100_000 + "二" + "一" * 99_999),
        lambda random: nested(400),
    ],
    ids=["few words", "no blanks", "nothing in common", "much in common", "one character", "nested"],
)
def test_the_longest_texts_take_seconds_whatever_stands_in_them(make):
    old, new = make(Random(2003))
    begun = monotonic()
    runs = differences(old, new)
    assert monotonic() - begun < MOST_SECONDS
    assert (old_of(runs), new_of(runs)) == (old, new)


def nested(depth):
    """Texts in which each word that stands once shows one more such word before it, and no end of that."""
    words = [f"w{i}" for i in range(depth)]
    old = " ".join([f"{word} old{word}" for word in words] + list(reversed(words)))
    return old, old.replace("old", "new")


def test_many_small_changes_in_a_long_text_are_found():
    words = [f"word{i % 5000}" for i in range(30_000)]
    changed = [f"{word}!" if i % 300 == 7 else word for i, word in enumerate(words)]
    runs = differences(" ".join(words), " ".join(changed))
    assert [run.text for run in runs if run.kind == "added"] == ["!"] * 100
    assert [run for run in runs if run.kind == "removed"] == []
