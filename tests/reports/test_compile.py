"""Compiling: as of a day and a ledger position, the same bytes however it is split, one edition for one request."""

import json
from datetime import date, timedelta

import pytest
from django.db import InternalError, connection, transaction

from reports.actions.compile import NotReproducible, compiled, request_compilation
from reports.actions.inputs import Inputs
from reports.models import Compilation, Summary
from reports.models.compilations import NoDay, refused_day
from reports.summary.compare import compare
from reports.summary.tables import cells, content_digest
from reports.tasks import compile_summary
from surveys.actions.returns import begin_amendment
from surveys.models import Job, Questionnaire, Submission, Survey
from surveys.models.history import acting_as
from tests.factories import (
    AT,
    MINIMUM,
    SENT_ON,
    key_twice,
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    make_user,
)
from tests.surveys.actions.test_submissions import sign

DECEMBER, JANUARY = date(2003, 12, 31), date(2004, 1, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make_survey()


def reply(survey, iso3, day=date(2003, 10, 1), region="africa", **values):
    survey_return = make_return(survey, make_state(iso3, region=region))
    return make_submission(survey_return, values={**MINIMUM, **values}, received_on=day)


def compile_now(survey, day=DECEMBER, **options):
    """Request an edition and let the task compile it, as the worker would; the edition."""
    request = request_compilation(survey=survey, as_of=day, due_at=AT, by=None, **options)
    Job.objects.filter(pk=request.job_id).update(state="queued")
    compile_summary(request.job_id)
    request.refresh_from_db()
    assert Job.objects.get(pk=request.job_id).state == "done", Job.objects.get(pk=request.job_id).error
    return request.summary


def value(edition, address):
    [found] = [cell.value for cell in cells(edition.content) if cell.address == address]
    return found


def test_counts_what_was_received_by_the_day(survey):
    reply(survey, "DZA", country_roles=["origin"])
    reply(survey, "EGY", country_roles=["origin", "transit"])
    reply(survey, "LBY", DECEMBER + timedelta(1))
    edition = compile_now(survey)
    assert [state["iso3"] for state in edition.content["states"]] == ["DZA", "EGY"]
    assert value(edition, "country_roles/choice/origin/all") == 2
    assert value(edition, "country_roles/choice/transit/africa") == 1
    total = edition.content["total"]
    assert (total["sent"], total["received"], total["compiled"]) == (3, 2, 2)


def test_every_question_adds_up_to_the_replies(survey):
    reply(survey, "DZA", country_roles=["destination"], wage_gap_percent={"missing": "dont_know"})
    reply(survey, "FRA", region="europe_central_asia", country_roles=["origin"])
    for block in compile_now(survey).content["questions"]:
        for found in block["groups"]:
            parts = ("answered", "blank", "not_asked", "not_available", "not_applicable", "dont_know", "confidential")
            assert sum(found[part] for part in parts) == found["returns"], block["question"]


def test_a_later_amendment_counts_from_its_day(survey):
    first = reply(survey, "DZA")
    amina, survey_return = first.recorded_by, first.survey_return
    with acting_as(amina):
        begin_amendment(survey_return=survey_return, user=amina, on=JANUARY)
    make_submission(survey_return, amina, {"data_reference_year": 2003}, received_on=JANUARY)
    assert value(compile_now(survey), "data_reference_year/median/-/all") == "2002"
    assert value(compile_now(survey, JANUARY), "data_reference_year/median/-/all") == "2003"


def test_paper_not_keyed_in_is_received_and_not_compiled(survey):
    reply(survey, "DZA")
    make_paper(make_return(survey, make_state("EGY")), received_on=date(2003, 11, 3))
    edition = compile_now(survey)
    assert [paper["iso3"] for paper in edition.content["registered"]] == ["EGY"]
    assert (edition.content["total"]["received"], edition.content["total"]["compiled"]) == (2, 1)


def test_the_same_request_gives_the_same_edition_whatever_the_parts(survey):
    for index in range(9):
        reply(survey, f"{index}{index}A", country_roles=["origin"] if index % 2 else ["transit"])
    editions = {compile_now(survey, parts=parts).pk for parts in (1, 2, 7)}
    assert len(editions) == Summary.objects.count() == 1
    stored = Inputs.from_json(Summary.objects.get().inputs)
    assert len({content_digest(compiled(stored, parts)) for parts in range(1, 10)}) == 1


def test_what_comes_in_late_makes_a_new_edition_and_leaves_the_old_one(survey):
    reply(survey, "DZA")
    paper = make_paper(make_return(survey, make_state("EGY")), received_on=date(2003, 11, 3))
    old = compile_now(survey)
    farid = make_user(groups=["office_staff"])
    sign(key_twice(paper, farid, on=JANUARY), farid, day=JANUARY)
    reply(survey, "LBY", date(2003, 9, 1))
    new = compile_now(survey)
    assert compile_now(survey, upto=old.ledger_position) == old
    assert new.number == old.number + 1
    difference = compare(old.content, new.content)
    assert (difference["states_added"], difference["superseded"]) == (["EGY", "LBY"], [])
    moved = {cell.address: (cell.old, cell.new) for cell in difference["cells"]}
    assert moved["country_roles/choice/origin/all"] == (1, 3)


def test_an_earlier_position_without_an_edition_knows_what_was_known_then(survey):
    reply(survey, "DZA")
    paper = make_paper(make_return(survey, make_state("EGY")), received_on=date(2003, 11, 3))
    position = paper.ledger_no
    reply(survey, "LBY", date(2003, 9, 1))
    edition = compile_now(survey, upto=position)
    assert [state["iso3"] for state in edition.content["states"]] == ["DZA"]
    assert [paper["iso3"] for paper in edition.content["registered"]] == ["EGY"]


def test_an_edition_that_comes_out_different_fails_loudly(survey):
    reply(survey, "DZA")
    edition = compile_now(survey)
    with connection.cursor() as cursor:
        # The owner of the table can do what the portal cannot; the checks put off until the commit come first.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_summary DISABLE TRIGGER USER")
        cursor.execute("UPDATE reports_summary SET digest = repeat('0', 64)")
        cursor.execute("ALTER TABLE reports_summary ENABLE TRIGGER USER")
    request = request_compilation(survey=survey, as_of=DECEMBER, due_at=AT, by=None)
    Job.objects.filter(pk=request.job_id).update(state="queued")
    compile_summary(request.job_id)
    job = Job.objects.get(pk=request.job_id)
    assert (job.state, job.error.split(":")[0]) == ("failed", NotReproducible.__name__)
    assert edition.digest in job.error


def test_an_edition_never_changes(survey):
    reply(survey, "DZA")
    edition = compile_now(survey)
    with pytest.raises(InternalError), transaction.atomic(), acting_as("tests"):
        Summary.objects.filter(pk=edition.pk).update(digest="other")
    Compilation.objects.all().delete()
    with pytest.raises(InternalError), transaction.atomic(), acting_as("tests"):
        edition.delete()


def test_an_empty_survey_gives_an_empty_edition(survey):
    make_return(survey, make_state("DZA"))
    edition = compile_now(survey)
    assert (edition.content["states"], edition.ledger_position) == ([], 0)
    assert value(edition, "country_roles/answered/-/all") == 0


def test_a_region_changed_later_does_not_change_an_edition(survey):
    entry = reply(survey, "DZA")
    edition = compile_now(survey)
    other = make_state("DEU", region="europe_central_asia").region
    with acting_as("tests"):
        entry.member_state.region = other
        entry.member_state.save()
    assert compile_now(survey, upto=edition.ledger_position) == edition


def test_asking_writes_a_due_job_and_nothing_else(survey):
    reply(survey, "DZA")
    request = request_compilation(survey=survey, as_of=DECEMBER, due_at=AT, by=None)
    assert (request.upto, request.job.state, request.job.task) == (1, "due", "reports.compile_summary")
    assert (Compilation.objects.count(), Summary.objects.count(), Submission.objects.count()) == (1, 0, 1)


def test_texts_keep_state_language_and_permitted_use(survey):
    state = make_state("YEM", region="arab_states")
    survey_return = make_return(survey, state)
    make_submission(survey_return, make_focal_point(state), {**MINIMUM, "respondent_ministry": "=وزارة"})
    [block] = [b for b in compile_now(survey).content["questions"] if b["question"] == "respondent_ministry"]
    [text] = block["texts"]
    assert (text["state"], text["text"], text["attribution"]) == ("YEM", "=وزارة", "named")


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "-2", "x" * 32_768, "ش" * 100_000])
def test_texts_stay_whole_and_texts_whatever_they_look_like(survey, text):
    reply(survey, "DZA", respondent_ministry=text)
    edition = compile_now(survey)
    edition.refresh_from_db()
    [block] = [b for b in edition.content["questions"] if b["question"] == "respondent_ministry"]
    assert [entry["text"] for entry in block["texts"]] == [text]
    assert content_digest(edition.content) == edition.digest


def test_returns_of_two_versions_are_counted_together(survey):
    first, survey_return = reply(survey, "DZA"), make_return(survey, make_state("EGY", region="africa"))
    newer = newer_version(survey, {"data_reference_year": "year_of_data"})
    with acting_as("tests"):
        survey_return.questionnaire = newer
        survey_return.save()
    values = {"year_of_data" if name == "data_reference_year" else name: value for name, value in MINIMUM.items()}
    make_submission(survey_return, values=values)
    edition = compile_now(survey)
    assert value(edition, "data_reference_year/answered/-/all") == 1
    assert value(edition, "year_of_data/answered/-/all") == 1
    assert value(edition, "country_roles/answered/-/all") == 2
    assert edition.content["unmapped_questions"] == {}
    assert edition.inputs["questionnaires"] == sorted([first.questionnaire_id, newer.pk])


def newer_version(survey, names):
    """A later version of the questionnaire in which some questions have other names."""
    older = survey.questionnaires.get()
    text = json.dumps(older.parsed)
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"{new}"').replace(f"${{{old}}}", f"${{{new}}}")
    with acting_as("tests"):
        return Questionnaire.objects.create(
            survey=survey,
            version="later",
            file_name="later.xlsx",
            source=b"later",
            parsed=json.loads(text),
            published_at=AT + timedelta(days=1),
        )


def test_a_questionnaire_that_is_gone_is_not_passed_over(survey):
    reply(survey, "DZA")
    edition = compile_now(survey)
    lost = Inputs.from_json({**edition.inputs, "questionnaires": [*edition.inputs["questionnaires"], 10**6]})
    with pytest.raises(LookupError, match="1 questionnaires of this edition are not there"):
        compiled(lost, 1)


def test_a_survey_without_a_questionnaire_has_nothing_to_compile():
    with acting_as("tests"):
        bare = Survey.objects.create(
            slug="bare", titles={"en": "Bare"}, languages=["en"], dispatched_on=SENT_ON, reply_by=DECEMBER
        )
    assert refused_day(bare, DECEMBER, today=JANUARY) == NoDay.NOT_SENT


def test_the_first_sending_is_the_first_day_of_which_an_edition_can_be(survey):
    Survey.objects.update(dispatched_on=None)
    survey.refresh_from_db()
    assert refused_day(survey, DECEMBER, today=JANUARY) == NoDay.NOT_SENT
    make_return(survey, make_state("DZA"), on=date(2003, 7, 20))
    make_return(survey, make_state("AGO"), on=date(2003, 7, 18))
    days = [date(2003, 7, 17), date(2003, 7, 18), JANUARY, JANUARY + timedelta(days=1)]
    found = [refused_day(survey, day, today=JANUARY) for day in days]
    assert found == [NoDay.BEFORE_DISPATCH, None, None, NoDay.FUTURE]
