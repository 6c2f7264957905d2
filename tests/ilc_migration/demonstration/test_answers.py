"""Invented answers fit the questionnaire and say that they are invented."""

from datetime import date
from random import Random

import pytest

from ilc_migration.demonstration.answers import TEXTS, cut, invent
from surveys.questionnaire.answers import parts_of
from surveys.questionnaire.evaluation import Evaluator
from tests.factories import real_questionnaire

DAY = date(2003, 10, 20)


@pytest.fixture(scope="module")
def evaluator():
    return Evaluator(real_questionnaire()[1])


@pytest.mark.parametrize("seed", range(12))
def test_invented_answers_can_be_submitted(evaluator, seed):
    values = invent(evaluator, language="fr", rng=Random(seed), day=DAY)
    assert evaluator.evaluate(values, DAY).violations == ()
    assert len(values) > 30


def test_texts_are_in_the_language_and_say_that_they_are_invented(evaluator):
    values = invent(evaluator, language="ar", rng=Random(1), day=DAY)
    questions = evaluator.definition.questions
    texts = {
        value
        for path, value in values.items()
        if (question := questions.get(parts_of(path)[1]))
        and question.type == "text"
        and isinstance(value, str)
        and path not in {"respondent_ministry", "focal_point_name", "focal_point_email"}
    }
    assert texts
    assert texts <= set(TEXTS["sentences"]["ar"])


def test_some_have_rows_with_all_that_these_need(evaluator):
    found = [invent(evaluator, language="en", rng=Random(seed), day=DAY) for seed in range(12)]
    rows = [values for values in found if values.get("bilateral_agreements")]
    assert rows
    for values in rows:
        for row in values["bilateral_agreements"]:
            assert values[f"bilateral_agreements[{row}]/bilateral_partner"]


def test_same_lot_same_answers(evaluator):
    first, second = (invent(evaluator, language="en", rng=Random(7), day=DAY) for _ in range(2))
    assert first == second


def test_half_done_is_the_first_part():
    values = {f"q{number}": number for number in range(20)} | {"q3": None}
    assert cut(values, 0.5) == {f"q{number}": number for number in range(11) if number != 3}


def test_sentences_exist_in_all_seven_languages():
    languages = {"en", "fr", "es", "ar", "zh", "de", "ru"}
    assert all(set(texts) == languages for texts in TEXTS.values())
