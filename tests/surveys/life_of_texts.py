"""Two to four people at one return, in every order: what each has on the page, and what must never be lost.

The model knows, for every path, the text that must stand there now, and every text that was ever acknowledged. A text
may only be replaced by somebody whose page showed it (threats.md, A18, F16).
"""

from collections import Counter
from datetime import timedelta
from functools import lru_cache
from itertools import count
from secrets import token_hex

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from surveys.actions.answers import Change, DraftClosed, save_answers
from surveys.actions.comparing import NotCompared
from surveys.actions.events import NotNow
from surveys.actions.keying import HasDraft, OutOfTurn, begin_keying
from surveys.actions.openings import open_for_office
from surveys.actions.paper import NotWaiting
from surveys.actions.returns import begin_amendment
from surveys.actions.rows import change_rows
from surveys.actions.submissions import submit
from surveys.actions.withdrawals import OpenedMeanwhile, recall
from surveys.models import Answer, Questionnaire, Survey
from surveys.models.history import acting_as
from surveys.questionnaire.answers import unfolded
from surveys.questionnaire.rows import OPERATIONS
from surveys.questionnaire.xlsform import read_xlsform
from tests.factories import AT, SIGNATORY, agree_on, appoint, make_paper, make_return, make_state, make_user
from tests.surveys.questionnaire.forms import YES_NO, group, q, workbook

FORM = group(
    "part",
    q("select_one yes_no", "gate"),
    q("text", "behind", relevant="${gate} = 'yes'"),
    q("text", "open"),
    group("rows", q("text", "inside"), kind="repeat"),
)
PEOPLE = st.integers(0, 3)
STEPS = Counter()


@lru_cache(maxsize=1)
def small_form():
    """The questionnaire as parsed."""
    return read_xlsform(workbook(FORM, YES_NO), {}).to_json()


def ask_little(survey_return):
    """Put the return under a questionnaire of a gate, two texts and a repeat."""
    with acting_as("tests"):
        survey_return.questionnaire = Questionnaire.objects.create(
            survey=survey_return.survey, version="small", file_name="small.xlsx", source=b"", parsed=small_form()
        )
        survey_return.save(update_fields=["questionnaire"])


class Page:
    """What one person sees: the value and revision of each path when the page was loaded."""

    def __init__(self):
        self.seen = {}

    def load(self, survey_return):
        self.seen = {answer.path: (answer.value, answer.revision) for answer in survey_return.answers.all()}

    def at(self, path):
        return self.seen.get(path, (None, 0))


class LifeOfTexts(RuleBasedStateMachine):
    """Rules are what people do; invariants are what must hold after each."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.numbers = count(1)
        self.day = AT.date()

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(people=st.integers(2, 4), on_paper=st.booleans())
    def begin(self, people, on_paper):
        state = make_state("FRA")
        self.staff, self.colleague = (make_user(groups=["office_staff"]) for _ in range(2))
        self.return_ = make_return(Survey.objects.get(), state, staff=self.staff)
        ask_little(self.return_)
        self.people = [make_user() for _number in range(people)]
        for person in self.people:
            appoint(person, state)
        self.pages = [Page() for _person in self.people]
        self.now, self.acknowledged, self.rows = {}, {}, []
        self.paper = make_paper(self.return_, self.staff) if on_paper else None

    def step(self, name):
        STEPS[name] += 1

    def who(self, number):
        return number % len(self.people)

    def save(self, who, path, value):
        """Save one answer as this person's page has it; gives whether it was stored."""
        old, revision = self.pages[who].at(path)
        change = Change(path=path, value=value, seen=revision, language="en" if path != "gate" else "")
        try:
            with acting_as(self.people[who]):
                saved = save_answers(
                    survey_return=self.return_,
                    user=self.people[who],
                    key=token_hex(16),
                    changes=[change],
                    on=self.day,
                    at=AT,
                )
        except DraftClosed:
            return False
        if path in saved.conflicts:
            return False
        assert self.now.get(path) == old, f"{path}: “{self.now.get(path)}” was overwritten unseen"
        self.now[path] = value
        self.acknowledged.setdefault(path, []).append(value)
        self.pages[who].seen[path] = (value, saved.revisions[path])
        return True

    def paths(self):
        return ["open", "behind", *(f"rows[{row}]/inside" for row in self.rows)]

    @rule(who=PEOPLE)
    def load(self, who):
        self.step("load")
        self.pages[self.who(who)].load(self.return_)

    @rule(who=PEOPLE, where=st.integers(0, 5))
    def write(self, who, where):
        """Add to the text that the page shows; a conflict shows the other text, and the person goes on from it."""
        self.step("write")
        who, paths = self.who(who), self.paths()
        path = paths[where % len(paths)]
        added = f"text {next(self.numbers)}"
        before = self.pages[who].at(path)[0]
        if not self.save(who, path, f"{before} {added}" if before else added):
            self.pages[who].load(self.return_)
            theirs = self.pages[who].at(path)[0]
            self.save(who, path, f"{theirs} {added}" if theirs else added)

    @rule(who=PEOPLE, value=st.sampled_from(["yes", "no", None]))
    def answer_gate(self, who, value):
        self.step("gate")
        self.save(self.who(who), "gate", value)

    @rule(who=PEOPLE, operation=st.sampled_from(sorted(OPERATIONS)), place=st.integers(0, 3))
    def change_rows(self, who, operation, place):
        self.step(f"row {operation}")
        row = "" if operation == "add" or not self.rows else self.rows[place % len(self.rows)]
        if not row and operation != "add":
            return
        person = self.people[self.who(who)]
        before = self.listed()
        try:
            with acting_as(person):
                row = change_rows(
                    survey_return=self.return_,
                    user=person,
                    key=token_hex(16),
                    repeat="rows",
                    operation=operation,
                    row=row,
                    on=self.day,
                    at=AT,
                )
        except DraftClosed:
            return
        self.rows = list(dict.fromkeys([*self.rows, row]))
        assert self.listed() == OPERATIONS[operation](before, row)

    def listed(self):
        found = self.return_.answers.filter(path="rows").first()
        return found.value if found else []

    @rule(who=PEOPLE)
    def submit(self, who):
        """Submit, or amend with a reason: the frozen document is exactly what stands in the draft and is asked."""
        self.step("submit")
        person = self.people[self.who(who)]
        self.day += timedelta(days=1)
        try:
            with acting_as(person):
                submission = submit(
                    survey_return=self.return_,
                    user=person,
                    key=token_hex(16),
                    signatory=SIGNATORY,
                    received_on=self.day,
                    at=AT,
                    reason="Newer figures.",
                )
        except (DraftClosed, NotNow, NotCompared):
            return
        self.check_frozen(submission)

    def check_frozen(self, submission):
        behind = {"behind"} if self.now.get("gate") != "yes" else set()
        listed = {f"rows[{row}]/inside" for row in self.listed()}
        asked = {"gate", "open", "behind", *listed} - behind
        frozen = {path: value for path, value in unfolded(submission.answers).items() if path != "rows"}
        assert frozen == {path: value for path, value in self.now.items() if path in asked and value is not None}

    @rule(who=PEOPLE)
    def recall(self, who):
        self.step("recall")
        person = self.people[self.who(who)]
        newest = self.return_.submissions.in_effect().newest()
        if newest is None:
            return
        try:
            with acting_as(person):
                recall(
                    survey_return=self.return_,
                    number=newest.number,
                    user=person,
                    key=token_hex(16),
                    on=self.day,
                    at=AT,
                )
        except (OpenedMeanwhile, NotNow):
            return
        assert self.return_.submissions.in_effect().newest() != newest

    @rule()
    def office_opens(self):
        self.step("office opens")
        newest = self.return_.submissions.in_effect().newest()
        if newest:
            with acting_as(self.staff):
                assert open_for_office(submission=newest, by=self.staff, on=self.day)

    @rule(who=PEOPLE)
    def amend(self, who):
        self.step("amend")
        person = self.people[self.who(who)]
        try:
            with acting_as(person):
                begin_amendment(survey_return=self.return_, user=person, on=self.day)
        except NotNow:
            pass

    @precondition(lambda self: self.paper is not None)
    @rule()
    def key_in(self):
        """The Office opens the form for the paper: never over a draft of the government."""
        self.step("key in")
        written = self.return_.answers.given().exists()
        try:
            with acting_as(self.staff):
                begin_keying(paper=self.paper, by=self.staff, on=self.day)
        except (HasDraft, NotNow, NotWaiting, OutOfTurn):
            return
        assert not written or self.return_.keyed_from_id is None

    @precondition(lambda self: self.paper is not None)
    @rule()
    def key_again(self):
        """A colleague keys the same in again, so that it can be submitted until somebody writes into it."""
        self.step("key again")
        self.paper.refresh_from_db()
        if self.paper.state == "registered" and self.paper.keyed_by and self.return_.keyed_from_id:
            agree_on(self.paper, self.colleague)

    @invariant()
    def nothing_is_lost(self):
        """What was acknowledged stands where it was put, asked or not, and its history has every text."""
        if not hasattr(self, "now"):
            return
        stored = dict(self.return_.answers.exclude(path="rows").values_list("path", "value"))
        assert stored == self.now
        events = Answer._meta.get_field("changes").related_model.objects
        history = {}
        for path, value in events.filter(survey_return=self.return_).order_by("pgh_id").values_list("path", "value"):
            history.setdefault(path, []).append(value)
        history.pop("rows", None)
        assert history == self.acknowledged
