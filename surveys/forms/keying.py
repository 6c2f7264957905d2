"""A section of the questionnaire keyed in again: codes and figures alone, blind to what was keyed in first."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from surveys.forms.answers import SectionForm
from surveys.models import Attribution, KeyedAnswer, PaperReturn, User
from surveys.questionnaire.definition import Repeat, walk
from surveys.questionnaire.evaluation import Evaluator
from surveys.questionnaire.keying import path_and_part


@dataclass(frozen=True)
class Keyed:
    """What the second person keyed in at a path, as the section's form takes an answer."""

    value: Any
    revision: int
    saved_by: User
    saved_at: datetime
    pk: int | None = None
    remark: dict[str, Any] = field(default_factory=dict)
    language: str = ""
    attribution: str = Attribution.NAMED


class KeyingForm(SectionForm):
    """The section's form over the second person's own answers; its section holds codes and figures alone."""

    def as_seen(self) -> dict[str, tuple[Any, dict[str, Any]]]:
        """Their own answers as this page showed them; one that another page of theirs changed counts as unknown."""
        found: dict[str, tuple[Any, dict[str, Any]]] = {}
        for path, typed in self.typed.items():
            stored = self.answers.get(path)
            is_seen = stored is not None and stored.revision == typed.seen
            found[path] = (stored.value if stored and is_seen else None, {})
        return found


def answers_of_second(paper: PaperReturn, evaluator: Evaluator) -> dict[str, Any]:
    """What the form shows: the second person's answers, and the rows of repeats as the first has laid them out.

    Of the first keying nothing but the ids of the rows.
    """
    sections = evaluator.definition.sections
    repeats = [node.name for node in walk(sections) if isinstance(node, Repeat)]
    rows = paper.survey_return.answers.filter(path__in=repeats, value__isnull=False)
    laid_out = {answer.path: Keyed(answer.value, 0, answer.saved_by, answer.saved_at) for answer in rows}
    own = paper.keyed_answers.select_related("keyed_by")
    return laid_out | {keyed.place: of_second(keyed) for keyed in own if not path_and_part(keyed.place)[1]}


def of_second(keyed: KeyedAnswer) -> Keyed:
    """One answer of the second person."""
    return Keyed(keyed.value, keyed.revision, keyed.keyed_by, keyed.keyed_at, keyed.pk)
