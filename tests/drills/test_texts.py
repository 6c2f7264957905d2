"""The machine of tests/surveys/life_of_texts.py, for as long as it takes to do ten thousand steps."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.factories import make_survey
from tests.surveys.life_of_texts import STEPS, LifeOfTexts
from tests.surveys.test_life_of_texts import ROUND

AIM = 10_000


@pytest.mark.drill
@pytest.mark.timeout(1800)
def test_nothing_is_lost_in_ten_thousand_steps(db, capsys):
    make_survey()
    STEPS.clear()
    while STEPS.total() < AIM:
        run_state_machine_as_test(LifeOfTexts, settings=ROUND)
    with capsys.disabled():
        print(f"\n{STEPS.total():,} steps, none lost: {dict(sorted(STEPS.items()))}")
