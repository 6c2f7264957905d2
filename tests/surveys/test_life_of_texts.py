"""Whatever people do at once, no acknowledged text is lost or overwritten by somebody who had not seen it."""

from time import monotonic

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from surveys.querysets import answers
from tests.factories import make_survey
from tests.surveys.life_of_texts import STEPS, LifeOfTexts

# Enough that everything happens; `make drill` goes on for longer. A busy machine has a minute for it.
ENOUGH, SECONDS = 2_000, 60
KINDS = {"write", "gate", "row add", "row remove", "row restore", "submit", "recall", "amend", "key in"}
ROUND = settings(
    max_examples=10,
    stateful_step_count=40,
    deadline=None,
    database=None,
    derandomize=False,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def world(db):
    make_survey()
    STEPS.clear()


def test_nothing_is_lost(world):
    begun = monotonic()
    while monotonic() - begun < SECONDS and not (set(STEPS) >= KINDS and STEPS.total() > ENOUGH):
        run_state_machine_as_test(LifeOfTexts, settings=ROUND)
    assert set(STEPS) >= KINDS
    assert STEPS.total() > 1000


def test_the_machine_finds_what_is_lost_without_the_revision(world, monkeypatch):
    naive = answers.SAVE_ANSWER.replace("WHERE answer.revision = %(seen)s", "")
    assert naive != answers.SAVE_ANSWER
    monkeypatch.setattr(answers, "SAVE_ANSWER", naive)
    with pytest.raises(AssertionError, match="was overwritten unseen"):
        run_state_machine_as_test(LifeOfTexts, settings=settings(ROUND, max_examples=200, phases=[Phase.generate]))
