"""The States behind a figure with their answers as they gave them, and those that said something else."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.fields.json import KeyTransform

from reports.actions.inputs import Inputs
from reports.actions.parts import parts_in
from reports.models import Summary
from reports.summary.parts import Address, Parts
from surveys.models import Submission, User


@dataclass(frozen=True)
class Said:
    """What one State's submission says to a question.

    `value` is the answer unchanged, of a question in a repeat what stands in each row by the row's id; `parts` is how
    it is counted. `submission` is None where the government has taken it back since: its answer is a draft again.
    """

    iso3: str
    submission: dict[str, Any] | None
    value: Any
    parts: Parts
    treatments: list[dict[str, Any]]
    is_behind: bool


def said_to(summary: Summary, address: Address, *, repeat: str, user: User, on: date) -> list[Said]:
    """What each State in the cell's group said to its question, by the States' codes; only what `user` may read."""
    inputs = Inputs.from_json(summary.inputs)
    keys = {state["iso3"]: pk for pk, state in zip(inputs.submissions, inputs.states, strict=True)}
    found = [parts for parts in parts_in(summary, {address.question}) if address.covers(parts.region)]
    readable = answers_to(repeat or address.question, [keys[parts.state] for parts in found], user, on)
    treatments = treatments_of(inputs, address.question)
    said = [
        Said(
            iso3=parts.state,
            submission=readable.get(keys[parts.state]),
            value=value_in(readable.get(keys[parts.state]), address.question, repeat),
            parts=parts,
            treatments=treatments.get(keys[parts.state], []),
            is_behind=bool(parts.at(address)),
        )
        for parts in found
    ]
    return sorted(said, key=lambda one: one.iso3)


def answers_to(name: str, submissions: list[int], user: User, on: date) -> dict[int, dict[str, Any]]:
    """Of these submissions those that the person may read: number, day, version, and what stands under the name."""
    readable = Submission.objects.visible_to(user, on=on).filter(pk__in=submissions)
    fields = readable.values("pk", "number", "received_on", "questionnaire_id", answer=KeyTransform(name, "answers"))
    return {found["pk"]: found for found in fields}


def value_in(submission: dict[str, Any] | None, name: str, repeat: str) -> Any:
    """The answer, or of a question in a repeat the answers by row; None where there is none or none may be read."""
    if submission is None or not repeat:
        return submission and submission["answer"]
    rows = submission["answer"] if isinstance(submission["answer"], list) else []
    return {row["id"]: row[name] for row in rows if name in row}


def treatments_of(inputs: Inputs, name: str) -> dict[int, list[dict[str, Any]]]:
    """The treatments of answers to the question, by the submission they treat."""
    found: dict[int, list[dict[str, Any]]] = {}
    for treatment in inputs.treatments:
        if treatment["path_treated"].rpartition("/")[2] == name:
            found.setdefault(treatment["submission"], []).append(treatment)
    return found
