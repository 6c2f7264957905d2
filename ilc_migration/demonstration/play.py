"""Play the plan through the real actions, day by day, as it would have been done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from random import Random

from ilc_migration.demonstration.answers import Values, invent
from ilc_migration.demonstration.people import ensure_person
from ilc_migration.demonstration.plan import Plan, Reply
from surveys.actions.answers import Change, save_answers
from surveys.actions.comparing import check_texts, compare
from surveys.actions.keying import (
    begin_keying,
    begin_second_keying,
    finish_keying,
    finish_second_keying,
    save_again,
)
from surveys.actions.paper import Arrival, register_paper
from surveys.actions.returns import begin_amendment, note_opened, send_survey
from surveys.actions.submissions import Signatory, submit
from surveys.models import MemberState, PaperReturn, Questionnaire, Return, Survey, User
from surveys.models.history import acting_as
from surveys.models.surveys import evaluator_for
from surveys.questionnaire.keying import is_keyed_twice

Step = tuple[date, str, Callable[[], object]]


@dataclass
class Player:
    """Plays the steps of a plan for one survey; `staff` acts for the Office, `colleague` is the second of two."""

    survey: Survey
    questionnaire: Questionnaire
    staff: User
    colleague: User
    seed: int

    def __post_init__(self) -> None:
        self.states = {state.iso3: state for state in MemberState.objects.all()}
        self.evaluator = evaluator_for(self.questionnaire.pk)

    def steps(self, plan: Plan) -> list[Step]:
        """All that happens, in the order of the days on which it happened."""
        steps: list[Step] = [(day, iso3, self.sending(iso3, day)) for iso3, day in plan.sent_on.items()]
        for reply in plan.replies:
            steps.extend(self.reply_steps(reply))
        for iso3 in plan.half_done:
            steps.append((date(2003, 10, 20), iso3, self.half_done(iso3, date(2003, 10, 20))))
        for iso3 in plan.opened:
            steps.append((date(2003, 9, 22), iso3, self.opening(iso3, date(2003, 9, 22))))
        return sorted(steps, key=lambda step: step[:2])

    def reply_steps(self, reply: Reply) -> Iterator[Step]:
        """What a reply means: submitting, or registering and keying in; perhaps amending."""
        if not reply.on_paper:
            yield reply.received_on, reply.iso3, self.portal_reply(reply)
        else:
            yield reply.received_on, reply.iso3, self.registering(reply)
            if reply.keyed_on:
                yield reply.keyed_on, reply.iso3, self.keying(reply)
        if reply.amended_on:
            yield reply.amended_on, reply.iso3, self.amending(reply)

    def sending(self, iso3: str, day: date) -> Callable[[], object]:
        """Send the survey to the State."""
        return lambda: send_survey(
            survey=self.survey,
            questionnaire=self.questionnaire,
            member_states=[self.states[iso3]],
            by=self.staff,
            on=day,
            at=noon(day),
        )

    def opening(self, iso3: str, day: date) -> Callable[[], object]:
        """Somebody of the government opens the return and does nothing yet."""
        return lambda: note_opened(survey_return=self.return_of(iso3), user=ensure_person(self.states[iso3]), on=day)

    def half_done(self, iso3: str, day: date) -> Callable[[], object]:
        """A draft of which the first part is answered."""

        def act() -> None:
            focal_point = ensure_person(self.states[iso3])
            self.save(iso3, focal_point, self.invented(iso3, day, share=0.5), day)

        return act

    def portal_reply(self, reply: Reply) -> Callable[[], object]:
        """The focal point answers, signs and submits."""

        def act() -> None:
            focal_point = ensure_person(self.states[reply.iso3])
            day = reply.received_on
            note_opened(survey_return=self.return_of(reply.iso3), user=focal_point, on=day)
            self.save(reply.iso3, focal_point, self.invented(reply.iso3, day), day)
            self.sign(reply.iso3, focal_point, day)

        return act

    def registering(self, reply: Reply) -> Callable[[], object]:
        """The Office registers a paper reply on arrival."""
        language = self.states[reply.iso3].correspondence_language
        arrival = Arrival(
            counts=PaperReturn.Counts.GENEVA,
            channel=reply.channel,
            language=language,
            in_geneva_on=reply.received_on,
            pages=40,
        )
        return lambda: register_paper(
            survey_return=self.return_of(reply.iso3),
            arrival=arrival,
            by=self.staff,
            key=f"demo-{self.seed}-register-{reply.iso3}",
            at=noon(reply.received_on),
        )

    def keying(self, reply: Reply) -> Callable[[], object]:
        """Two people of the Office key a registered paper reply in; one submits it on the government's behalf."""

        def act() -> None:
            assert reply.keyed_on is not None  # noqa: S101 - for the type checker; the plan says so
            day = reply.keyed_on
            paper = PaperReturn.objects.get(survey=self.survey, member_state=self.states[reply.iso3])
            with acting_as(self.staff, on_behalf_of=reply.iso3, channel=reply.channel):
                begin_keying(paper=paper, by=self.staff, on=day)
                self.save(reply.iso3, self.staff, self.invented(reply.iso3, day), day)
                finish_keying(paper=paper, by=self.staff, on=day)
            with acting_as(self.colleague, on_behalf_of=reply.iso3, channel=reply.channel):
                self.key_again(paper, day)
            with acting_as(self.staff, on_behalf_of=reply.iso3, channel=reply.channel):
                self.sign(reply.iso3, self.staff, day)

        return act

    def key_again(self, paper: PaperReturn, day: date) -> None:
        """The colleague reads the same on the paper, codes and figures first, then the texts."""
        twice = [place for place in compare(paper) if is_keyed_twice(place.question) and not place.part]
        changes = [Change(path=place.name, value=place.first, seen=0) for place in twice if place.first is not None]
        key = f"demo-{self.seed}-again-{paper.member_state.iso3}"
        begin_second_keying(paper=paper, by=self.colleague, on=day)
        save_again(paper=paper, by=self.colleague, key=key, changes=changes, at=noon(day))
        finish_second_keying(paper=paper, by=self.colleague, on=day)
        texts = {place.name: place.first for place in compare(paper) if place.is_open}
        check_texts(paper=paper, by=self.colleague, key=f"{key}-texts", texts=texts, at=noon(day))

    def amending(self, reply: Reply) -> Callable[[], object]:
        """The focal point changes some answers after a cut-off and submits again."""

        def act() -> None:
            assert reply.amended_on is not None  # noqa: S101 - for the type checker; the plan says so
            day, focal_point = reply.amended_on, ensure_person(self.states[reply.iso3])
            begin_amendment(survey_return=self.return_of(reply.iso3), user=focal_point, on=day)
            self.save(reply.iso3, focal_point, {"data_reference_year": 2003}, day)
            self.sign(reply.iso3, focal_point, day, reason="Newer figures (invented reason).")

        return act

    def return_of(self, iso3: str) -> Return:
        """The State's return as it stands."""
        return Return.objects.get(survey=self.survey, member_state=self.states[iso3])

    def invented(self, iso3: str, day: date, share: float = 1.0) -> Values:
        """The State's invented answers: the same for the same seed, whatever else is played."""
        rng = Random(f"{self.seed}-{iso3}")  # noqa: S311 - a lottery that has to be repeatable
        language = self.states[iso3].correspondence_language
        return invent(self.evaluator, language=language, rng=rng, day=day, share=share)

    def save(self, iso3: str, user: User, values: Values, day: date) -> None:
        """Save the answers through the real action."""
        survey_return = self.return_of(iso3)
        seen = dict(survey_return.answers.values_list("path", "revision"))
        language = self.states[iso3].correspondence_language
        texts = {path for path, question in self.evaluator.definition.questions.items() if question.type == "text"}
        changes = [
            Change(path=path, value=value, seen=seen.get(path, 0), language=language if path in texts else "")
            for path, value in values.items()
        ]
        key = f"demo-{self.seed}-save-{iso3}-{day}"
        save_answers(survey_return=survey_return, user=user, key=key, changes=changes, on=day, at=noon(day))

    def sign(self, iso3: str, user: User, day: date, reason: str = "") -> None:
        """Sign and submit through the real action."""
        signatory = Signatory("Invented signatory", "Minister (invented)", "On behalf of the Government (invented)")
        submit(
            survey_return=self.return_of(iso3),
            user=user,
            key=f"demo-{self.seed}-submit-{iso3}-{day}",
            signatory=signatory,
            received_on=day,
            at=noon(day),
            reason=reason,
        )


def noon(day: date) -> datetime:
    """The instant at which the demonstration does the work of a day."""
    return datetime.combine(day, time(11), tzinfo=UTC)
