"""Invented answers that fit the questionnaire: plausible for the roles that the State is given by lot."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from surveys.questionnaire.definition import Question
from surveys.questionnaire.evaluation import Evaluation, Evaluator
from surveys.questionnaire.validation import MANY_CODES, ONE_CODE

TEXTS = json.loads((Path(__file__).parent / "texts.json").read_text("utf-8"))
ABSENCES = ("not_available", "not_applicable", "dont_know", "confidential")
ROLES = ("origin", "transit", "destination")
NOT_INVENTED = frozenset({"file", "image", "audio", "video"})
BLANK, ABSENT = 0.12, 0.06
Values = dict[str, Any]


def invent(evaluator: Evaluator, *, language: str, rng: Random, day: date, share: float = 1.0) -> Values:
    """Answers of one State, none of which violates the questionnaire.

    `share` is how much of it is answered (a draft half done has 0.5). Answers open further questions, which are
    answered in their turn.
    """
    values = opening(language, rng, day)
    for _round in range(5):
        evaluation = evaluator.evaluate(values, day)
        open_questions = [
            (path, question)
            for path, question in evaluation.asked.items()
            if path not in values and question.type not in NOT_INVENTED
        ]
        for path, question in open_questions:
            values[path] = one_answer(evaluation, path, question, values, language, rng, day)
        values |= rows_of(evaluation, values, rng)
    return without_violations(evaluator, cut(values, share), day)


def opening(language: str, rng: Random, day: date) -> Values:
    """The answers that every reply needs."""
    return {
        "respondent_ministry": TEXTS["ministry"][language],
        "focal_point_name": TEXTS["person"][language],
        "data_reference_year": rng.choice([2000, 2001, 2002, 2002, 2003]),
        "country_roles": [role for role in ROLES if rng.random() < 0.55] or [rng.choice(ROLES)],
        "date_completed": max(day, date(2003, 7, 1)).isoformat(),
    }


def rows_of(evaluation: Evaluation, values: Values, rng: Random) -> Values:
    """Up to two rows for each repeat that applies and has none yet."""
    repeats = evaluation.definition.repeats.values()
    wanted = [repeat.name for repeat in repeats if repeat.name not in values and evaluation.relevant(repeat, "")]
    return {name: [f"r{number}" for number in range(1, rng.randint(0, 2) + 1)] for name in wanted}


def one_answer(
    evaluation: Evaluation, path: str, question: Question, values: Values, language: str, rng: Random, day: date
) -> Any:
    """One answer, blank (None), or a stated absence."""
    lot = rng.random()
    if lot < BLANK and not question.required:
        return None
    if lot < BLANK + ABSENT:
        return {"missing": rng.choice(ABSENCES)}
    if question.type in ONE_CODE | MANY_CODES:
        return chosen([choice.name for choice in evaluation.choices(path)], question, rng)
    return TYPED[question.type](question, values, language, rng, day)


def chosen(codes: list[str], question: Question, rng: Random) -> Any:
    """A code, or some codes in the questionnaire's order; low-numbered choices come a little more often."""
    if not codes:
        return None
    if question.type in ONE_CODE:
        return codes[min(rng.randrange(len(codes)), rng.randrange(len(codes)))]
    some = set(rng.sample(codes, min(len(codes), rng.randint(1, 3))))
    return [code for code in codes if code in some]


def invented_text(question: Question, values: Values, language: str, rng: Random, day: date) -> str:
    """A sentence that says that it is invented, or an address for the one question that checks for it."""
    if question.name.endswith("_email"):
        return "invented@example.org"
    return rng.choice(TEXTS["sentences"][language])


def invented_integer(question: Question, values: Values, language: str, rng: Random, day: date) -> int:
    """A year, a total that adds up, or a number of people with few significant digits."""
    name = question.name
    if name.endswith("_year"):
        return rng.choice([2000, 2001, 2002, 2003])
    if name.endswith("_total"):
        stem = name.removesuffix("_total")
        parts = [values.get(f"{stem}_men"), values.get(f"{stem}_women")]
        return sum(part for part in parts if isinstance(part, int)) or rng.randint(1, 900) * 1000
    return rng.randint(1, 900) * 100


def invented_decimal(question: Question, values: Values, language: str, rng: Random, day: date) -> str:
    """A share in per cent small enough that seven of them stay below a hundred."""
    return str(rng.randint(1, 14))


def invented_date(question: Question, values: Values, language: str, rng: Random, day: date) -> str:
    """A day of the decade before."""
    return date(rng.randint(1993, 2002), rng.randint(1, 12), rng.randint(1, 28)).isoformat()


TYPED = {
    "text": invented_text,
    "integer": invented_integer,
    "decimal": invented_decimal,
    "date": invented_date,
}


def cut(values: Mapping[str, Any], share: float) -> Values:
    """The first part of the answers, in the questionnaire's order, without the blank ones."""
    given = [(path, value) for path, value in values.items() if value is not None]
    return dict(given[: max(5, round(len(given) * share))])


def without_violations(evaluator: Evaluator, values: Values, day: date) -> Values:
    """The values without those that break a constraint, and without rows that lack what they need."""
    while broken := {v.path for v in evaluator.evaluate(values, day).violations if v.kind == "constraint"}:
        values = {path: value for path, value in values.items() if path not in broken}
    lacking = {path.partition("/")[0] for path in paths_required(evaluator, values, day)}
    whole = {path: value for path, value in values.items() if path.partition("/")[0] not in lacking}
    return {
        path: [row for row in value if f"{path}[{row}]" not in lacking]
        if path in evaluator.definition.repeats
        else value
        for path, value in whole.items()
    }


def paths_required(evaluator: Evaluator, values: Values, day: date) -> list[str]:
    """The paths in rows of repeats where an answer is required and missing."""
    violations = evaluator.evaluate(values, day).violations
    return [violation.path for violation in violations if violation.kind == "required" and "[" in violation.path]
