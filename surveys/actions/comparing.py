"""Compare the two keyings of a paper reply, check its texts, settle what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from surveys.actions.paper import hold_paper
from surveys.actions.write_keys import once
from surveys.models import Answer, KeyedAnswer, PaperReturn, Settlement, User
from surveys.models.surveys import evaluator_for
from surveys.questionnaire.keying import Place, Settled, path_and_part, places_of


class NotCompared(Exception):
    """The two keyings have not been compared, or something in them is not settled or checked; `places` says what."""

    def __init__(self, places: Sequence[Place] = ()) -> None:
        super().__init__(f"{len(places)} places")
        self.places = list(places)


@dataclass(frozen=True)
class Decision:
    """What is taken at a place where the two differ; `first` and `second` are what the decider saw."""

    place: str
    choice: str
    first: Any
    second: Any
    value: Any = None

    @property
    def taken(self) -> Any:
        """The value that was chosen."""
        known = {Settlement.Choice.FIRST: self.first, Settlement.Choice.SECOND: self.second}
        return known.get(Settlement.Choice(self.choice), self.value)


def compare(paper: PaperReturn) -> list[Place]:
    """Every place of what the draft asks, with what the two persons wrote there and whether they agree."""
    survey_return = paper.survey_return
    answers = survey_return.answers.by_path()
    given = {path: answer.value for path, answer in answers.items() if answer.value is not None}
    evaluation = evaluator_for(survey_return.questionnaire_id).evaluate(given, paper.received_on)
    first = {path: (answer.value, answer.remark) for path, answer in answers.items()}
    second = dict(paper.keyed_answers.values_list("place", "value"))
    settled = {place: Settled(*pair) for place, *pair in paper.settlements.values_list("place", "second", "value")}
    return places_of(evaluation.asked, first, second, settled)


def require_compared(paper: PaperReturn) -> None:
    """Raise NotCompared unless two persons have keyed the reply in and all that differed is settled.

    The caller holds the return's row.
    """
    if paper.state != PaperReturn.State.COMPARED:
        raise NotCompared()
    left = [place for place in compare(paper) if place.is_open]
    if left:
        raise NotCompared(left)


def check_texts(*, paper: PaperReturn, by: User, key: str, texts: Mapping[str, Any], at: datetime) -> int:
    """Keep what the second person read on the paper at these places; returns how many.

    Raises NotCompared for anybody but the second person and before both have keyed it in; NotWaiting, KeyReused.
    """

    def act() -> int:
        locked = hold_paper(paper)
        if locked.state != PaperReturn.State.COMPARED or locked.second_keyed_by != by:
            raise NotCompared()
        for place, value in texts.items():
            _keep(locked, place, value, by, at)
        return len(texts)

    request = {"paper": paper.pk, "texts": dict(texts)}
    number: int = once(user=by, key=key, request=request, at=at, act=act)
    return number


def _keep(paper: PaperReturn, place: str, value: Any, by: User, at: datetime) -> None:
    keyed = KeyedAnswer.objects.filter(paper=paper, place=place).first()
    keyed = keyed or KeyedAnswer(paper=paper, place=place, revision=0)
    keyed.value, keyed.keyed_by, keyed.keyed_at = value, by, at
    keyed.revision += 1
    keyed.save()


def settle(
    *, paper: PaperReturn, by: User, key: str, decisions: Sequence[Decision], at: datetime
) -> tuple[int, list[str]]:
    """Take what was decided into the draft; returns how many, and the places that had changed meanwhile.

    Values are checked by the caller. Raises NotCompared before both have keyed it in; NotWaiting, KeyReused.
    """

    def act() -> list[Any]:
        locked = hold_paper(paper)
        if locked.state != PaperReturn.State.COMPARED:
            raise NotCompared()
        now = {place.name: place for place in compare(locked)}
        fitting = [decision for decision in decisions if _still_fits(now.get(decision.place), decision)]
        for decision in fitting:
            _take(locked, decision, by, at)
        taken = {decision.place for decision in fitting}
        return [len(fitting), [decision.place for decision in decisions if decision.place not in taken]]

    request = {"paper": paper.pk, "settle": [asdict(decision) for decision in decisions]}
    number, stale = once(user=by, key=key, request=request, at=at, act=act)
    return number, stale


def _still_fits(place: Place | None, decision: Decision) -> bool:
    return place is not None and (place.first, place.second) == (decision.first, decision.second)


def _take(paper: PaperReturn, decision: Decision, by: User, at: datetime) -> None:
    Settlement.objects.update_or_create(
        paper=paper,
        place=decision.place,
        defaults={
            "choice": decision.choice,
            "first": decision.first,
            "second": decision.second,
            "value": decision.taken,
            "decided_by": by,
            "decided_at": at,
        },
    )
    if decision.taken != decision.first:
        _write(paper, decision.place, decision.taken, by)


def _write(paper: PaperReturn, place: str, value: Any, by: User) -> None:
    """Into the draft, where the answer stays what it is but for this part."""
    path, part = path_and_part(place)
    stored = Answer.objects.filter(survey_return=paper.survey_return_id, path=path).first()
    remark = dict(stored.remark) if stored else {}
    if part:
        remark = {name: text for name, text in {**remark, part: value}.items() if text is not None}
        value = stored.value if stored else None
    is_text = isinstance(value, str)
    Answer.objects.save_answer(
        survey_return=paper.survey_return_id,
        keyed_from=paper.pk,
        path=path,
        value=value,
        seen=stored.revision if stored else 0,
        user=by.pk,
        language=(stored.language if stored else "") or (paper.language if is_text else ""),
        remark=remark,
        attribution=stored.attribution if stored else "named",
    )
