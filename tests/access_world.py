"""Two States full of canaries, the people of tests/people.py with a client each, and how to ask an address."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.cookies import SimpleCookie
from secrets import token_hex

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from reports.actions.charts import digests_of, request_drawing, specs_of
from reports.actions.compile import compile_edition, request_compilation
from reports.actions.drawing import draw_charts
from reports.actions.exports import request_export, write_export
from reports.actions.files import words_of
from reports.actions.treatments import propose
from reports.models import Compilation, Export, Report, Summary, Topic, Treatment
from surveys.actions.accounts import ask_for_reset
from surveys.actions.answers import Change, save_answers
from surveys.actions.attachments import store
from surveys.actions.jobs import run
from surveys.actions.people import invite
from surveys.actions.returns import begin_amendment
from surveys.actions.submissions import Signatory, submit
from surveys.models import Answer, Appointment, Invitation, Job, Letter, Objection, Return, Submission
from surveys.models.history import acting_as
from tests import people
from tests.access_register import Register
from tests.factories import MINIMUM, SENT_ON, appoint, make_paper, make_return, make_state, make_survey, make_user
from tests.imported import import_states
from tests.reports.chapters import code, make_chapter, make_report
from tests.reports.chapters import store as store_version
from tests.reports.editions import published
from tests.reports.milestones import make_milestone
from tests.reports.paper.papers import make_paper_of
from tests.reports.rendering.chapters.word_files import word
from tests.surveys.uploads import PNG

KINDS = ("draft", "file", "remark", "answer", "signatory", "letter", "note", "invited", "objection")
ON = date(2003, 10, 1)
AT = datetime(2003, 10, 1, 9, 30, tzinfo=UTC)
SLUG, OWN, FOREIGN, MISSING, PAPER = "ilms2003", "FRA", "DEU", "XXX", "NAM"
PUBLISHED = 2
OFFICE = ("farid", "grace", "hugo")
# Whose value says which object is meant: the first of these in an address is what a scope changes.
SCOPED = ("iso3", "pk", "slug")


def canary(iso3: str, kind: str) -> str:
    """A word that stands nowhere but in what it was put into."""
    return f"zq{iso3.lower()}{kind}qz"


@dataclass(frozen=True)
class Address:
    """A named address of the URLconf with the names of its arguments."""

    name: str
    arguments: tuple[str, ...]
    is_named: bool

    @property
    def scope(self) -> str | None:
        """The argument that says which object is meant; None for an address of no object."""
        return next((name for name in SCOPED if name in self.arguments), None)


def addresses(patterns=None, namespace="", arguments=()) -> list[Address]:
    """Every address of the URLconf; one without a name goes by its pattern."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += addresses(pattern.url_patterns, inner, (*arguments, *pattern.pattern.regex.groupindex))
        elif isinstance(pattern, URLPattern):
            name = namespace + (pattern.name or str(pattern.pattern))
            found.append(Address(name, (*arguments, *pattern.pattern.regex.groupindex), bool(pattern.name)))
    return found


class World:
    """The States, and everybody with a client of their own."""

    def __init__(self):
        self.survey = make_survey()
        self.states = {iso3: make_state(iso3) for iso3 in (OWN, FOREIGN, PAPER)}
        self.people = people.everybody(self.states[OWN], self.states[FOREIGN])
        with acting_as("tests"):
            self.sheet = import_states(by=self.people["hugo"], on=ON, at=AT).pk
            self.files: dict[str, str] = {}
            self.letters: dict[str, int] = {}
            self.contributors = {OWN: self.appointment("boris").pk, FOREIGN: self.contributor_of(FOREIGN).pk}
            self.focal_points = {OWN: self.appointment("amina").pk, FOREIGN: self.appointment("elena").pk}
            self.reset = self.asked_for_by_another_administrator()
            self.invitations = {iso3: self.fill(iso3).pk for iso3 in (OWN, FOREIGN)}
            self.objections = {iso3: self.object(iso3).pk for iso3 in (OWN, FOREIGN)}
            self.compilation = self.compile().pk
            self.treatments = {iso3: self.treat(iso3).pk for iso3 in (OWN, FOREIGN)}
            self.picture = self.draw()
            self.export = self.write_workbook().pk
            self.register = Register(self.survey, self.people["farid"], at=AT)
            self.publish()
            self.addition = make_paper_of(self.survey, by=self.people["farid"]).pk
            self.write_chapter()
            milestone, topic = make_milestone(self.survey), self.write_topic()
            self.codes = {
                "reports:milestone": milestone.code,
                "reports:signature_step": str(self.letters[OWN]),
                "reports:topic_edit": topic.code,
                "reports:topic_up": topic.code,
            }
        paper = make_paper(make_return(self.survey, self.states[PAPER]), self.people["farid"])
        self.files[PAPER] = self.scan(paper.survey_return)
        self.clients = {name: self.client_of(user) for name, user in self.people.items()}

    def client_of(self, user) -> Client:
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        return client

    def fill(self, iso3: str) -> Invitation:
        """A submission, a draft beside it that says other things, letters and an invitation, all with canaries."""
        focal_point = self.people["amina" if iso3 == OWN else "elena"]
        survey_return = make_return(self.survey, self.states[iso3], staff=self.people["farid"])
        self.answer(survey_return, focal_point, {**MINIMUM, "respondent_ministry": canary(iso3, "answer")})
        signatory = Signatory(name=canary(iso3, "signatory"), title="Minister", authority="By order")
        submit(
            survey_return=survey_return,
            user=focal_point,
            key=token_hex(16),
            signatory=signatory,
            received_on=ON,
            at=AT,
        )
        survey_return.refresh_from_db()
        begin_amendment(survey_return=survey_return, user=focal_point, on=ON)
        survey_return.refresh_from_db()
        remark = {"comment": canary(iso3, "remark")}
        draft = {"respondent_ministry": canary(iso3, "draft"), "enclosures": ["r1"]}
        self.answer(survey_return, focal_point, draft, remark=remark)
        self.files[iso3] = self.attach(survey_return, focal_point)
        self.letters[iso3] = Letter.objects.create(
            survey_return=survey_return,
            kind="reminder_first",
            occasion="once",
            language="en",
            subject=canary(iso3, "letter"),
            body=canary(iso3, "letter"),
            html=canary(iso3, "letter"),
        ).pk
        return self.invitation(iso3)

    def answer(self, survey_return: Return, user, values, *, remark=None):
        seen = dict(Answer.objects.filter(survey_return=survey_return).values_list("path", "revision"))
        changes = [Change(path, value, seen.get(path, 0), remark=remark or {}) for path, value in values.items()]
        save_answers(survey_return=survey_return, user=user, key=token_hex(16), changes=changes, on=ON, at=AT)

    def attach(self, survey_return: Return, user) -> str:
        """The digest of a file of the draft, whose name and content are a canary."""
        word = canary(survey_return.member_state.iso3, "file")
        upload = SimpleUploadedFile(f"{word}.txt", word.encode())
        return store(survey_return=survey_return, upload=upload, purpose="answer", by=user, at=AT).sha256

    def scan(self, survey_return: Return) -> str:
        """The digest of a scan of the paper reply."""
        upload = SimpleUploadedFile("reply.png", PNG)
        with acting_as("tests"):
            return store(
                survey_return=survey_return, upload=upload, purpose="scan", by=self.people["farid"], at=AT
            ).sha256

    def invitation(self, iso3: str) -> Invitation:
        return invite(
            email=f"{canary(iso3, 'invited')}@example.org",
            role="contributor",
            member_state=self.states[iso3],
            sections=["policies"],
            language="en",
            by=self.people["farid"],
            key=token_hex(16),
            at=AT,
        ).invitation

    def appointment(self, name: str) -> Appointment:
        return self.people[name].appointments.get()

    def contributor_of(self, iso3: str) -> Appointment:
        return appoint(make_user(), self.states[iso3], "contributor", sections=[people.SECTION])

    def asked_for_by_another_administrator(self) -> int:
        other = make_user(groups=["administrator"])
        return ask_for_reset(person=self.people["grace"], reason="She rang.", by=other, key=token_hex(16), at=AT)

    def object(self, iso3: str) -> Objection:
        """An objection to what stands in the State's submission."""
        return Objection.objects.create(
            submission=Submission.objects.get(member_state__iso3=iso3),
            path="respondent_ministry",
            text=canary(iso3, "objection"),
            raised_by=self.people["amina" if iso3 == OWN else "elena"],
            raised_at=AT,
        )

    def compile(self) -> Compilation:
        """An edition with both States' answers, and a request for another one."""
        by = self.people["farid"]
        done = request_compilation(survey=self.survey, as_of=ON, due_at=AT, by=by).job
        Job.objects.filter(pk=done.pk).update(state=Job.State.QUEUED)
        run(done.pk, compile_edition)
        return request_compilation(survey=self.survey, as_of=SENT_ON, due_at=AT, by=by)

    def draw(self) -> str:
        """The digest of a chart of the edition, drawn as a worker would."""
        edition = Summary.objects.get(number=1)
        job = request_drawing(summary=edition, language="en", due_at=AT).job
        Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
        run(job.pk, draw_charts)
        return next(iter(digests_of(specs_of(edition.content["questions"], words_of(edition, "en"))).values()))

    def write_workbook(self) -> Export:
        """A file of the edition, with both States' answers."""
        edition = Summary.objects.get(survey=self.survey)
        asked = request_export(summary=edition, format="xlsx", language="en", by=self.people["farid"], at=AT)
        Job.objects.filter(pk=asked.job_id).update(state=Job.State.QUEUED)
        run(asked.job_id, write_export)
        return asked

    def publish(self) -> None:
        """An edition for everybody, of a day before any reply: what is published may be read, canaries or not."""
        day = SENT_ON + timedelta(1)
        job = request_compilation(survey=self.survey, as_of=day, due_at=AT, by=self.people["farid"]).job
        Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
        run(job.pk, compile_edition)
        published(Summary.objects.get(number=PUBLISHED))

    def write_chapter(self) -> None:
        """A chapter of the report with a version, and another that stands aside of it."""
        report = Report.objects.filter(survey=self.survey).first() or make_report(self.survey)
        chapter = report.chapters.filter(order=1).first() or make_chapter(report)
        edition = Summary.objects.get(survey=self.survey, number=1)
        code(report, edition, "country_roles/answered/-/all", self.people["farid"])
        store_version(chapter, word("[[F1]] replied."), by=self.people["farid"])
        store_version(chapter, word("Aside."), by=self.people["farid"])

    def write_topic(self) -> Topic:
        """A topic of the report."""
        return Topic.objects.create(
            report=self.survey.report, code="remittances", order=1, titles={"en": "Money sent"}
        )

    def treat(self, iso3: str) -> Treatment:
        """A treatment of an answer of the State that waits for a decision."""
        return propose(
            submission=Submission.objects.get(member_state__iso3=iso3),
            path="respondent_ministry",
            kind="set_aside",
            reason=canary(iso3, "answer"),
            by=make_user(groups=["analyst"]),
            key=token_hex(16),
            at=AT,
        )

    def own_state(self, person: str) -> str:
        """The State for which the person acts; the Office begins with the first."""
        return FOREIGN if person == "elena" else OWN

    def other_state(self, person: str) -> str:
        """The State for which the person does not act."""
        return OWN if person == "elena" else FOREIGN

    def key_of(self, name: str, iso3: str) -> int:
        """The key of what the address of this name is about; a compilation is about all States."""
        if iso3 != MISSING and name.startswith("consultations:"):
            return self.register.key_of(name)
        if iso3 != MISSING and name.startswith("reports:paper"):
            return self.addition
        if iso3 != MISSING and name.startswith("reports:export"):
            return self.export
        if name.startswith("reports:treatment"):
            return self.treatments.get(iso3, 99_999_999)
        if iso3 != MISSING and name.startswith("reports:"):
            return self.compilation
        if iso3 != MISSING and name.startswith("surveys:sheet_import"):
            return self.sheet
        if name.startswith("surveys:letter"):
            return self.letters.get(iso3, 99_999_999)
        if iso3 != MISSING and name.startswith("surveys:reset"):
            return self.reset
        keys = {
            "surveys:contributor_sections": self.contributors,
            "surveys:appointment_end": self.contributors,
            "surveys:focal_point_hand_over": self.focal_points,
            "surveys:objection_answer": self.objections,
        }
        return keys.get(name, self.invitations).get(iso3, 99_999_999)

    def value(self, argument: str, name: str, iso3: str):
        """What stands for an argument of an address when the object of this State, or a missing one, is meant."""
        values = {
            "order": 1,
            "iso3": iso3,
            "slug": SLUG,
            "pk": self.key_of(name, iso3),
            "number": PUBLISHED if name.startswith("published:") or name == "reports:draft_choose" else 1,
            "language": "en",
            "format": "xlsx",
            "kind": "letter" if name == "reports:signature_step" else "docx",
            "after": "decision",
            "sha256": self.files.get(iso3, "0" * 64),
            "picture": self.picture,
            "older": 1,
            "newer": 1,
            "session": 1,
            "passkey": 1,
            "section": "closing" if name.startswith("surveys:row_") else "respondent",
            "repeat": "enclosures",
            "row": "r1",
            "operation": "up",
            "token": "x" * 43,
            "uidb36": "1",
            "key": "x-y",
            "object_id": "1",
            "content_type_id": "1",
            "app_label": "surveys",
            "url": "nothing",
            "table": "member-states",
            "name": "respondents",
            "code": self.codes.get(name) or self.register.code_of(name),
            "secret": self.register.secret,
            "year": 2003,
            "month": 7,
        }
        return values[argument]

    def arguments(self, address: Address, iso3: str) -> dict:
        """All arguments of the address for the object of this State; MISSING names none."""
        values = {argument: self.value(argument, address.name, iso3) for argument in address.arguments}
        if iso3 == MISSING and address.scope == "slug":
            values["slug"] = "x" * len(SLUG)
        return values

    def ask(self, person: str, method: str, path: str, data=None):
        """The answer to a request of this person; whatever it wrote is undone, the client signed in as before."""
        client = self.clients[person]
        cookies = client.cookies.output()
        kept = SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()})
        with transaction.atomic():
            answer = getattr(client, method.lower())(path, data or {})
            body = text_of(answer)
            transaction.set_rollback(True)
        if client.cookies.output() != cookies:
            client.cookies = kept
        return answer, body


def text_of(answer) -> str:
    """Everything that an answer says: headers, body, and what lies in a file of the kind of a workbook."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = [f"{name}: {value}" for name, value in answer.headers.items()]
    said += [content.decode(errors="replace")]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            said += [name + file.read(name).decode(errors="replace") for name in file.namelist()]
    return "\n".join(said)


def likeness(answer, body: str) -> tuple[int, str]:
    """What is to be the same for a foreign and a missing object: status and all that is said but forms' tokens."""
    return answer.status_code, re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", body)


def canaries_in(body: str) -> set[tuple[str, str]]:
    """State and kind of every canary in the text."""
    return {(iso3, kind) for iso3 in (OWN, FOREIGN) for kind in KINDS if canary(iso3, kind) in body}
