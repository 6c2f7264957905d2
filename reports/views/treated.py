"""A treatment in words: which State and question, the answer as it was given, what it is counted as."""

from dataclasses import dataclass

from reports.forms.treatments import STANDINGS
from reports.models import Treatment
from reports.summary.counts import SetAside
from reports.summary.numbers import plain
from reports.summary.treatments import Applied, place_of, treated, value_at
from surveys.models.surveys import evaluator_for
from surveys.questionnaire.definition import Definition
from surveys.rendering import direction, shown

STANDING_WORDS = dict(STANDINGS)


@dataclass(frozen=True)
class Treated:
    """A treatment with the words of its answer; `counted` is empty for one that is set aside."""

    treatment: Treatment
    standing: str
    state: str
    question: str
    section: str
    row: str
    answer: str
    direction: str
    counted: str


def treated_of(treatment, language: str) -> Treated:
    """The treatment in the words of the questionnaire version that was answered; it comes `with_standing`."""
    submission = treatment.submission
    definition = evaluator_for(submission.questionnaire_id).definition
    _repeat, row, name = place_of(treatment.path)
    section = definition.section_of(name)
    spoken = submission.languages.get(treatment.path, "")
    return Treated(
        treatment=treatment,
        standing=str(STANDING_WORDS[treatment.standing]),
        state=submission.member_state.name(language),
        question=question_words(definition, name, language),
        section=definition.label(section.labels, language) if section else "",
        row=row,
        answer=answer_words(definition, submission.answers, treatment.path, language),
        direction=direction(spoken) if spoken else "auto",
        counted=counted_words(treatment, definition, language),
    )


def question_words(definition: Definition, name: str, language: str) -> str:
    """A question's label."""
    question = definition.questions.get(name)
    return (definition.label(question.labels, language) if question else "") or name


def answer_words(definition: Definition, document, path: str, language: str) -> str:
    """The answer at a path as it was given."""
    question = definition.questions.get(place_of(path)[2])
    return shown(definition, question, value_at(document, path), language) if question else ""


def counted_words(treatment: Treatment, definition: Definition, language: str) -> str:
    """What the answer is counted as once it is treated; empty where it is set aside."""
    factor = plain(treatment.factor) if treatment.factor is not None else ""
    applied = Applied(treatment.path, treatment.kind, factor, treatment.code)
    document = treated(treatment.submission.answers, [applied])
    if isinstance(value_at(document, treatment.path), SetAside):
        return ""
    return answer_words(definition, document, treatment.path, language)
