"""What an edition is made of: collected once, stored with it, and all that recomputing reads."""

import io
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from django.db import connection

from reports.actions.rates import cut_offs_of, rates_of
from reports.models import Compilation, Treatment
from reports.summary.attribution import NAMED, restrictions, strictest
from reports.summary.frame import Frame
from reports.summary.numbers import plain
from reports.summary.tally import Counting, Row, Tally, uncollected
from reports.summary.treatments import RECODE, Applied, place_of, treated
from surveys.models import PaperReturn, Questionnaire, Submission, Survey
from surveys.questionnaire.definition import Definition, Question, walk
from surveys.standing import report_on, states_on

# Control characters that JSON text cannot hold: nothing is ever quoted, and each row comes as it is (measures.md).
COPY_DOCUMENTS = """
COPY (
    SELECT id, answers, languages, attributions FROM surveys_submission WHERE id IN ({ids})
) TO STDOUT (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')
"""
# How the names end of what counting needs of a treatment and the edition does not list.
TREATED = "_treated"
# How many documents are in memory at a time, and how often progress is told.
FETCHED = 500


@dataclass(frozen=True)
class Inputs:
    """Everything that goes into an edition: ids of submissions, figures as of its day and ledger position, and the
    treatments that are in force. `treatments` name the submission by its id."""

    survey: str
    as_of: str
    ledger_position: int
    questionnaires: list[int]
    submissions: list[int]
    states: list[dict[str, Any]]
    registered: list[dict[str, Any]]
    asked: list[str]
    regions: list[dict[str, Any]]
    total: dict[str, Any]
    treatment_position: int
    rates: list[dict[str, Any]]
    cut_offs: list[dict[str, Any]]
    treatments: list[dict[str, Any]]

    def to_json(self) -> dict[str, Any]:
        """The inputs as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Inputs":
        """The inputs that `to_json` wrote; an edition of the first format knew neither treatments nor rates."""
        return cls(**{"treatment_position": 0, "rates": [], "cut_offs": [], "treatments": [], **value})

    def for_content(self) -> dict[str, Any]:
        """What of them stands in the content: no ids, since ids differ between databases."""
        left_out = {"questionnaires", "submissions", "treatments"}
        told = {name: value for name, value in self.to_json().items() if name not in left_out}
        return {**told, "treatments": [without_id(treatment) for treatment in self.treatments]}


def collect(compilation: Compilation) -> Inputs:
    """Collect the inputs for a request, as known at its ledger position."""
    survey, day, upto = compilation.survey, compilation.as_of, compilation.upto
    rows, cut_offs = states_on(survey, day, upto=upto), cut_offs_of(survey, day, upto)
    report = report_on(survey, rows).to_json(survey.slug, day)
    in_force = Submission.objects.in_force(survey, on=day, upto=upto).meta().select_related("member_state__region")
    submissions = sorted(in_force, key=lambda submission: submission.pk)
    return Inputs(
        survey=survey.slug,
        as_of=day.isoformat(),
        ledger_position=upto,
        questionnaires=versions_in_use(survey, submissions),
        submissions=[submission.pk for submission in submissions],
        states=[
            {**state_of(submission), "cut_offs": cut_offs.of_state(submission.member_state.iso3)}
            for submission in submissions
        ],
        registered=[paper_of(paper) for paper in waiting(compilation)],
        asked=sorted(row.member_state.iso3 for row in rows if row.standing.was_sent),
        regions=report["regions"],
        total={name: report[name] for name in ("members", "sent", "received", "compiled", "outstanding", "late")},
        treatment_position=compilation.treatments_upto,
        rates=rates_of(survey, rows, [region["region"] for region in report["regions"]]),
        cut_offs=cut_offs.figures,
        treatments=[treatment_of(*found) for found in treatments_in(compilation, submissions)],
    )


def treatments_in(compilation: Compilation, submissions: list[Submission]) -> Iterator[tuple[Treatment, int]]:
    """The treatments of these submissions that are in force at the compilation's position, with the numbers of their
    approval, in that order."""
    in_force = Treatment.objects.in_force(compilation.survey, upto=compilation.treatments_upto)
    counted = {submission.pk for submission in submissions}
    for treatment in in_force.select_related("submission__member_state"):
        if treatment.submission_id in counted:
            yield treatment, treatment.number


def treatment_of(treatment: Treatment, number: int) -> dict[str, Any]:
    """A treatment as the edition lists it: where the answer is not told with its State without this, the row and
    what it became, which counting alone needs."""
    submission = treatment.submission
    repeat, _row, name = place_of(treatment.path)
    uses = [submission.attributions.get(path, NAMED) for path in (treatment.path, repeat)]
    is_named = strictest(*uses) == NAMED
    told = {
        "submission": submission.pk,
        "path_treated": treatment.path,
        "number": number,
        "iso3": submission.member_state.iso3 if is_named else "",
        "path": treatment.path if is_named or not repeat else f"{repeat}/{name}",
        "kind": treatment.kind,
        "reason": treatment.reason,
    }
    made = made_of(treatment)
    return told | (made if is_named else {f"{name}{TREATED}": value for name, value in made.items()})


def made_of(treatment: Treatment) -> dict[str, str]:
    """What the answer is multiplied by and the unit it was in, or the code in its place; nothing when set aside."""
    if treatment.factor is not None:
        return {"factor": plain(treatment.factor), "unit": treatment.unit}
    return {"code": treatment.code} if treatment.kind == RECODE else {}


def without_id(treatment: dict[str, Any]) -> dict[str, Any]:
    """A treatment without what counting alone needs of it."""
    return {name: value for name, value in treatment.items() if name != "submission" and not name.endswith(TREATED)}


def applied(treatment: dict[str, Any]) -> Applied:
    """A treatment of the inputs as counting knows it."""
    path, kind = treatment["path_treated"], treatment["kind"]
    factor, code = (treatment.get(f"{name}{TREATED}", treatment.get(name, "")) for name in ("factor", "code"))
    return Applied(path, kind, factor, code)


def versions_in_use(survey: Survey, submissions: list[Submission]) -> list[int]:
    """The questionnaire versions that were answered; before the first reply, the one that was sent."""
    answered = sorted({submission.questionnaire_id for submission in submissions})
    current = survey.current_questionnaire()
    return answered or ([current.pk] if current else [])


def state_of(submission: Submission) -> dict[str, Any]:
    """A submission as the edition lists it."""
    return {
        "iso3": submission.member_state.iso3,
        "region": submission.member_state.region.code,
        "submission": submission.ledger_no,
        "number": submission.number,
        "received_on": submission.received_on.isoformat(),
        "channel": submission.channel,
        "language": submission.language,
        "digest": submission.digest,
    }


def waiting(compilation: Compilation) -> Iterator[PaperReturn]:
    """Paper replies received by the day and not compiled at the position: asked of ledger numbers, never of `state`,
    which tells only how things stand now (docs/adr/0002)."""
    survey, day, upto = compilation.survey, compilation.as_of, compilation.upto
    keyed = Submission.objects.known_at(survey, upto).filter(paper__isnull=False).values("paper")
    received = PaperReturn.objects.received(survey, on=day, upto=upto).exclude(pk__in=keyed)
    return received.select_related("member_state__region").order_by("ledger_no").iterator()


def paper_of(paper: PaperReturn) -> dict[str, Any]:
    """A registered paper reply as the edition lists it."""
    return {
        "iso3": paper.member_state.iso3,
        "region": paper.member_state.region.code,
        "received_on": paper.received_on.isoformat(),
        "channel": paper.channel,
        "language": paper.language,
    }


def frame_of(inputs: Inputs) -> Frame:
    """The frame of all questionnaire versions in use, the newest first. Raises LookupError when one is not there."""
    versions = Questionnaire.objects.filter(pk__in=inputs.questionnaires).order_by("-published_at", "-pk")
    if len(versions) != len(inputs.questionnaires):
        raise LookupError(
            f"{len(inputs.questionnaires) - len(versions)} questionnaires of this edition are not there"
        )
    return Frame.of(fields for version in versions for fields in questions_of(version.definition))


def questions_of(definition: Definition) -> Iterator[dict[str, Any]]:
    """The questions of a definition as a frame takes them."""
    for section in definition.sections:
        for node in walk(section.children):
            if isinstance(node, Question) and node.type != "calculate":
                yield {
                    "name": node.name,
                    "type": node.type,
                    "codes": [choice.name for choice in definition.choices_of(node)],
                    "repeat": node.repeat,
                    "section": section.name,
                }


def count_range(
    frame: Frame, inputs: Inputs, submissions: list[int], tell: Callable[[int], None] = lambda counted: None
) -> Tally:
    """Count these of the inputs' submissions, streamed from the database; `tell` hears how many more are counted.

    States and regions are those of the inputs. Raises LookupError when a submission is no longer there. Each is
    counted while the database sends the next; those of a region come together, so that they are counted together.
    """
    counting, source = Counting(frame), Source(inputs)
    with uncollected():
        for ids in source.some_at_a_time(submissions):
            source.copy(ids, counting.take)
            tell(len(ids))
        return counting.done()


def rows_of(inputs: Inputs, submissions: list[int]) -> Iterator[Row]:
    """These of the inputs' submissions as rows, fetched some at a time."""
    source = Source(inputs)
    for ids in source.some_at_a_time(submissions):
        rows: list[Row] = []
        source.copy(ids, rows.append)
        yield from rows


class Source:
    """Reads submissions of an edition's inputs from the database, parsed one by one: memory stays small."""

    def __init__(self, inputs: Inputs) -> None:
        self.places = dict(zip(inputs.submissions, inputs.states, strict=True))
        self.treatments = treatments_by_submission(inputs)

    def some_at_a_time(self, submissions: list[int]) -> Iterator[list[int]]:
        """The ids, those of a region together, in lists of a few hundred."""
        ids = sorted(submissions, key=lambda pk: self.places[pk]["region"])
        return (ids[start : start + FETCHED] for start in range(0, len(ids), FETCHED))

    def copy(self, ids: list[int], take: Callable[[Row], None]) -> None:
        """Give each of these as a row to `take`. Raises LookupError when one is no longer there."""
        lines = Lines(lambda line: take(self.row(line)))
        with connection.cursor() as cursor:
            cursor.copy_expert(COPY_DOCUMENTS.format(ids=",".join(map(str, ids))), lines)
        if lines.taken != len(ids):
            raise LookupError(f"{len(ids) - lines.taken} submissions of this edition are no longer there")

    def row(self, line: bytes) -> Row:
        """A line of the COPY as a submission to be counted."""
        key, answers, languages, attributions = line.rstrip(b"\n").split(b"\x01")
        place, treatment = self.places[int(key)], self.treatments.get(int(key))
        document = orjson.loads(answers)
        if treatment:
            document = treated(document, treatment)
        uses = {} if is_all_named(attributions) else restrictions(orjson.loads(attributions))
        return Row(place["iso3"], place["region"], document, orjson.loads(languages), uses)


def is_all_named(attributions: bytes) -> bool:
    """Whether every value of the JSON text is the one that permits everything: most often so, and a third of what is
    read need not be parsed. Each name is followed by a colon and a blank, which inside of a name only adds one."""
    return attributions.count(b'": ') == attributions.count(b'": "named"')


def treatments_by_submission(inputs: Inputs) -> dict[int, list[Applied]]:
    """The treatments by the id of the submission that they treat."""
    found: dict[int, list[Applied]] = {}
    for treatment in inputs.treatments:
        found.setdefault(treatment["submission"], []).append(applied(treatment))
    return found


class Lines(io.RawIOBase):
    """Takes the lines of a COPY, one to each write, and gives them on."""

    def __init__(self, give: Callable[[bytes], None]) -> None:
        self.give = give
        self.taken = 0

    def write(self, line: Any) -> int:
        """Give a line on."""
        self.give(bytes(line))
        self.taken += 1
        return len(line)
