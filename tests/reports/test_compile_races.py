"""Compiling while others write, take over or compile the same: one edition, and nothing half-done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from reports.actions import inputs as inputs_module
from reports.actions.compile import compiled, request_compilation
from reports.actions.inputs import Inputs, collect
from reports.actions.treatments import NotTreatable, approve, refuse
from reports.models import Compilation, Summary, TreatmentDecision
from reports.summary.tables import content_digest
from reports.tasks import compile_summary
from surveys.actions.jobs import Superseded, claim
from surveys.actions.ledger import last_position
from surveys.models import Job, Submission
from tests import people
from tests.factories import (
    AT,
    MINIMUM,
    answer,
    make_focal_point,
    make_return,
    make_state,
    make_survey,
    make_user,
)
from tests.reports.test_compile import DECEMBER, compile_now, reply
from tests.reports.test_treatments import decided, proposed
from tests.reports.test_views import ask
from tests.surveys.actions.test_submissions import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make_survey()


def queued(survey, day=DECEMBER, **options):
    request = request_compilation(survey=survey, as_of=day, due_at=AT, by=None, **options)
    Job.objects.filter(pk=request.job_id).update(state="queued")
    return request


@pytest.fixture
def two_at_a_time(monkeypatch):
    monkeypatch.setattr(inputs_module, "FETCHED", 2)


def test_progress_is_told_as_it_counts_and_extends_the_lease(survey, two_at_a_time):
    for iso3 in ("DZA", "EGY", "LBY", "MAR", "TUN"):
        reply(survey, iso3)
    request = queued(survey)
    mine, told = claim(request.job_id), []

    class Listening(type(mine)):
        def progress(self, done, total):
            Job.objects.filter(pk=self.job_id).update(lease_until=timezone.now())
            super().progress(done, total)
            job = Job.objects.get(pk=self.job_id)
            told.append((job.done, job.total, job.lease_until > timezone.now() + timedelta(seconds=20)))

    compiled(collect(request), 2, Listening(mine.job_id, mine.epoch))
    assert told == [(0, 5, True), (2, 5, True), (3, 5, True), (5, 5, True)]


def test_a_worker_that_was_overtaken_stops_and_stores_nothing(survey, two_at_a_time):
    for iso3 in ("DZA", "EGY", "LBY"):
        reply(survey, iso3)
    request = queued(survey)
    late = claim(request.job_id)
    Job.objects.filter(pk=request.job_id).update(state="queued")
    newer = claim(request.job_id)
    with pytest.raises(Superseded):
        compiled(collect(request), 1, late)
    assert (Summary.objects.count(), Job.objects.get(pk=request.job_id).epoch) == (0, newer.epoch)


def test_fetching_a_few_at_a_time_changes_no_byte(survey, two_at_a_time, monkeypatch):
    for index in range(5):
        reply(survey, f"{index}{index}A")
    stored = collect(queued(survey))
    few = content_digest(compiled(stored, 1))
    monkeypatch.setattr(inputs_module, "FETCHED", 500)
    assert content_digest(compiled(stored, 1)) == few


def test_inputs_survive_the_database(survey):
    reply(survey, "DZA")
    edition = compile_now(survey)
    edition.refresh_from_db()
    assert Inputs.from_json(edition.inputs).to_json() == edition.inputs
    assert content_digest(edition.content) == edition.digest


def test_a_submission_that_is_gone_is_not_passed_over(survey):
    reply(survey, "DZA")
    edition = compile_now(survey)
    lost = Inputs.from_json({**edition.inputs, "submissions": [edition.inputs["submissions"][0] + 1000]})
    with pytest.raises(LookupError, match="1 submissions of this edition are no longer there"):
        compiled(lost, 1)


# From here on with transactions that really commit.


def at_once(*acts):
    """Do all of these at the same moment, each on a connection of its own; what each gave."""
    barrier = Barrier(len(acts))

    def act_with_the_others(act):
        barrier.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act_with_the_others, acts))


@pytest.mark.django_db(transaction=True)
def test_many_who_compile_the_same_at_once_get_one_edition(survey):
    reply(survey, "DZA")
    jobs = [queued(survey).job_id for _ in range(4)]
    at_once(*(lambda job=job: compile_summary(job) for job in jobs))
    assert Summary.objects.count() == 1
    assert set(Compilation.objects.values_list("summary", "job__state")) == {(Summary.objects.get().pk, "done")}


@pytest.mark.django_db(transaction=True)
def test_editions_compiled_at_once_get_numbers_of_their_own(survey):
    reply(survey, "DZA")
    days = [date(2003, 12, day) for day in (1, 2, 3, 4)]
    jobs = [queued(survey, day).job_id for day in days]
    at_once(*(lambda job=job: compile_summary(job) for job in jobs))
    assert sorted(Summary.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert set(Job.objects.filter(pk__in=jobs).values_list("state", flat=True)) == {"done"}


@pytest.mark.django_db(transaction=True)
def test_a_submission_under_way_while_an_edition_is_compiled_leaves_it_as_it_is(survey):
    """Received in time, committed after the request: the edition never knew it, today or when compiled anew."""
    reply(survey, "DZA")
    late = make_return(survey, make_state("EGY"))
    amina = make_focal_point(late.member_state)
    answer(late, amina, MINIMUM)
    late.refresh_from_db()
    entered, compiled_meanwhile = Barrier(2), Barrier(2)

    def submit_slowly():
        try:
            with transaction.atomic():
                sign(late, amina, day=DECEMBER)
                entered.wait(20)
                compiled_meanwhile.wait(20)
        finally:
            connection.close()

    slow = Thread(target=submit_slowly)
    slow.start()
    entered.wait(20)
    old = compile_now(survey)
    compiled_meanwhile.wait(20)
    slow.join()
    assert (Submission.objects.count(), last_position(survey)[0], old.ledger_position) == (2, 2, 1)
    assert compile_now(survey, upto=1) == old
    assert [state["iso3"] for state in compile_now(survey).content["states"]] == ["DZA", "EGY"]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_ask_for_the_same_edition_at_once_both_get_it(survey):
    reply(survey, "DZA")
    askers = [signed_in(person) for person in (people.farid(), people.grace())]
    asked = at_once(*(lambda client=client: ask(client, survey)[1] for client in askers))
    assert [response.status_code for response in asked] == [302, 302]
    jobs = list(Compilation.objects.values_list("job", flat=True))
    Job.objects.filter(pk__in=jobs).update(state="queued")
    at_once(*(lambda job=job: compile_summary(job) for job in jobs))
    followed = [client.get(response.url) for client, response in zip(askers, asked, strict=True)]
    assert [response.url for response in followed] == [Summary.objects.get().get_absolute_url()] * 2


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db(transaction=True)
def test_treatments_decided_at_once_get_numbers_one_after_another(survey):
    algeria, grace, deciders = reply(survey, "DZA"), people.grace(), [make_user(groups=["analyst"]) for _ in range(4)]
    paths = ["data_reference_year", "country_roles", "respondent_ministry", "focal_point_name"]
    wanted = [proposed(algeria, grace, path) for path in paths]
    at_once(
        *(
            lambda treatment=treatment, by=by: decided(approve, treatment, by)
            for treatment, by in zip(wanted, deciders, strict=True)
        )
    )
    assert sorted(TreatmentDecision.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_on_a_treatment_at_once_one_is_told_that_it_is_decided(survey):
    treatment = proposed(reply(survey, "DZA"), people.grace())
    deciders = [make_user(groups=["analyst"]) for _ in range(2)]

    def attempt(act, by):
        try:
            return decided(act, treatment, by).kind
        except NotTreatable as refused:
            return refused.refusal.value

    told = at_once(lambda: attempt(approve, deciders[0]), lambda: attempt(refuse, deciders[1]))
    assert sorted(told) in (["approved", "decided_already"], ["decided_already", "refused"])
    assert TreatmentDecision.objects.count() == 1
