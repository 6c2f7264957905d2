"""The checker finds what it is there to find; run with the suite, since the drills rest on it."""

from dataclasses import replace

import pytest

from tests.drills.histories import History, Stored, faults

NONE = {"no key": 0, "no history": 0, "lost": 0, "doubled": 0, "unread": 0}


def saved(history, *, iso3="FRA", seen, value, revision, key=None):
    save = history.invoke(
        editor=0, key=key or value, iso3=iso3, path="q", seen=seen, value=value, token=value.split()[-1]
    )
    save.revision, save.outcome = revision, "ok"


@pytest.fixture
def history():
    """Two saves of one editor alone, two of editors together."""
    found = History()
    saved(found, seen=0, value="a", revision=1)
    saved(found, seen=1, value="b", revision=2)
    saved(found, iso3="DEU", seen=0, value="c", revision=1)
    saved(found, iso3="DEU", seen=1, value="c d", revision=2)
    found.invoke(editor=0, key="never", iso3="FRA", path="q", seen=2, value="e", token="e")
    return found


@pytest.fixture
def stored():
    """What a sound database holds after them."""
    events = {("FRA", "q", 1): "a", ("FRA", "q", 2): "b", ("DEU", "q", 1): "c", ("DEU", "q", 2): "c d"}
    revisions = {"a": 1, "b": 2, "c": 1, "c d": 2}
    return Stored(
        keys={key: {"revisions": {"q": revision}} for key, revision in revisions.items()},
        events=events,
        events_total=4,
        answers={("FRA", "q"): (2, "b"), ("DEU", "q"): (2, "c d")},
    )


def found(history, stored):
    return {name: times for name, times in faults(history, stored, appended={"DEU"}).items() if times}


def test_sound_database_has_no_faults(history, stored):
    assert faults(history, stored, appended={"DEU"}) == NONE


def test_key_that_is_missing_or_says_something_else(history, stored):
    del stored.keys["a"]
    stored.keys["b"] = {"revisions": {"q": 7}}

    assert found(history, stored) == {"no key": 2}


def test_revision_that_is_missing_from_the_history(history, stored):
    del stored.events["FRA", "q", 1]

    assert found(history, replace(stored, events_total=3)) == {"no history": 1}


def test_save_that_another_one_wiped_out(history, stored):
    saved(history, iso3="DEU", seen=1, value="c f", revision=3)
    stored.keys["c f"] = {"revisions": {"q": 3}}
    stored.events["DEU", "q", 3] = "c f"
    stored.answers["DEU", "q"] = (3, "c f")

    assert found(history, replace(stored, events_total=5)) == {"lost": 1}


def test_save_over_a_revision_that_its_editor_had_not_seen(history, stored):
    saved(history, seen=0, value="g", revision=3)
    stored.keys["g"] = {"revisions": {"q": 3}}
    stored.events["FRA", "q", 3] = "g"
    stored.answers["FRA", "q"] = (3, "g")

    assert found(history, replace(stored, events_total=5)) == {"lost": 1}


def test_save_that_was_written_twice(history, stored):
    stored.events["FRA", "q", 3] = "b"
    stored.answers["FRA", "q"] = (3, "b")

    assert found(history, replace(stored, events_total=5)) == {"doubled": 1}


def test_revision_that_was_given_twice(history, stored):
    assert found(history, replace(stored, events_total=5)) == {"doubled": 1}


def test_answer_of_which_the_history_knows_nothing(history, stored):
    stored.answers["FRA", "q"] = (2, "something else")

    assert found(history, stored) == {"unread": 1}


def test_save_of_which_nothing_is_known_may_be_there_or_not(history, stored):
    stored.events["FRA", "q", 3] = "e"
    stored.answers["FRA", "q"] = (3, "e")

    assert found(history, replace(stored, events_total=5)) == {}
