"""Files reach who may read what they belong to, and never open in the browser."""

import hashlib
from datetime import date

import pgtrigger
import pytest
from django.test import Client

from surveys.actions.attachments import store
from surveys.actions.keying import begin_keying
from surveys.actions.withdrawals import recall
from surveys.models import Answer, Attachment, Return, Submission
from surveys.models.attachments import folder
from surveys.models.history import acting_as
from tests import people
from tests.factories import AT, MINIMUM, key_twice, make_paper, make_return, make_state, make_submission, make_survey
from tests.surveys.streams import Stream, post
from tests.surveys.uploads import PDF, PNG, TEXT, an_upload
from tests.surveys.views.pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def everybody():
    make_survey()
    own, foreign = make_state("FRA"), make_state("DEU")
    make_return(state=own)
    make_return(state=foreign)
    return people.everybody(own, foreign)


@pytest.fixture
def survey_return(everybody):
    return Return.objects.get(member_state__iso3="FRA")


def attach(survey_return, user, content=PDF, name="law.pdf", purpose="answer"):
    upload = an_upload(content, name)
    with acting_as("tests"):
        return store(survey_return=survey_return, upload=upload, purpose=purpose, by=user, at=AT)


def client_of(user):
    client = Client()
    if user:
        client.force_login(user)
    return client


def readers(everybody, attachment):
    """Who gets the file; everybody else gets what a missing file answers."""
    found = set()
    for name, user in everybody.items():
        answer = client_of(user).get(attachment.get_absolute_url())
        if answer.status_code == 200:
            assert b"".join(answer.streaming_content) == PDF
            found.add(name)
        else:
            assert answer.status_code == (302 if name in people.SIGNED_OUT else 404)
    return found


def test_file_of_a_draft_is_the_governments_alone(everybody, survey_return):
    attachment = attach(survey_return, everybody["amina"])
    assert readers(everybody, attachment) == {"amina", "boris"}


def test_file_that_a_submission_names_is_read_by_who_reads_submissions(everybody, survey_return):
    attachment = attach(survey_return, everybody["amina"])
    values = {**MINIMUM, "policy_exists": "yes", "policy_file": attachment.sha256}
    make_submission(survey_return, everybody["amina"], values)
    assert readers(everybody, attachment) == {"amina", "boris", "farid", "grace"}
    assert survey_return.events.office_opened(1).actor in {everybody["farid"], everybody["grace"]}


def test_government_that_reads_its_own_file_opens_nothing_for_the_office(everybody, survey_return):
    attachment = attach(survey_return, everybody["amina"])
    make_submission(survey_return, everybody["amina"], {**MINIMUM, "policy_file": attachment.sha256})
    answer = client_of(everybody["amina"]).get(attachment.get_absolute_url())
    assert b"".join(answer.streaming_content) == PDF
    assert survey_return.events.office_opened(1) is None


def test_file_of_a_submission_that_was_taken_back_is_the_governments_again(everybody, survey_return):
    attachment = attach(survey_return, everybody["amina"])
    values = {**MINIMUM, "policy_exists": "yes", "policy_file": attachment.sha256}
    make_submission(survey_return, everybody["amina"], values)
    survey_return.refresh_from_db()
    with acting_as("tests"):
        recall(survey_return=survey_return, number=1, user=everybody["amina"], key="again", on=AT.date(), at=AT)
    assert readers(everybody, attachment) == {"amina", "boris"}


def test_file_in_a_row_of_a_repeat_is_named_too(everybody, survey_return):
    attachment = attach(survey_return, everybody["amina"])
    row = "0123456789ab"
    submission = make_submission(survey_return, everybody["amina"])
    assert not Submission.objects.naming(attachment.sha256).exists()
    with pgtrigger.ignore("surveys.Submission:append_only"):
        Submission.objects.update(answers={"laws": [{"id": row, "law_file": attachment.sha256}]})
    assert Submission.objects.naming(attachment.sha256).get() == submission
    assert not Submission.objects.naming(attachment.sha256[:-1]).exists()


def test_file_that_was_removed_before_submitting_stays_the_governments(everybody, survey_return):
    attachment = attach(survey_return, everybody["amina"])
    make_submission(survey_return, everybody["amina"])
    assert readers(everybody, attachment) == {"amina", "boris"}


def test_office_reads_files_while_it_keys_in_from_paper(everybody, survey_return):
    paper = make_paper(survey_return, everybody["farid"])
    with acting_as("tests"):
        begin_keying(paper=paper, by=everybody["farid"], on=date(2003, 11, 4))
    attachment = attach(survey_return, everybody["farid"])
    assert readers(everybody, attachment) == {"amina", "boris", "farid"}


def test_scan_is_the_offices_until_the_reply_is_keyed_in(everybody, survey_return):
    paper = make_paper(survey_return, everybody["farid"])
    attachment = attach(survey_return, everybody["farid"], purpose="scan")
    assert readers(everybody, attachment) == {"farid"}
    make_submission(key_twice(paper, everybody["farid"]), everybody["farid"])
    assert readers(everybody, attachment) == {"amina", "farid"}


def test_foreign_and_missing_file_answer_alike(everybody, survey_return):
    attachment = attach(survey_return, everybody["amina"])
    elena = client_of(everybody["elena"])
    own = Return.objects.get(member_state__iso3="DEU")
    answers = [
        elena.get(where)
        for where in (
            address("file", survey_return, attachment.sha256),
            address("file", own, attachment.sha256),
            address("file", own, "0" * 64),
        )
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


def test_headers_keep_the_file_from_opening(everybody, survey_return):
    attachment = attach(survey_return, everybody["amina"], name="قانون العمل.pdf")
    answer = client_of(everybody["amina"]).get(attachment.get_absolute_url())
    assert b"".join(answer.streaming_content) == PDF
    name = "%D9%82%D8%A7%D9%86%D9%88%D9%86%20%D8%A7%D9%84%D8%B9%D9%85%D9%84.pdf"
    wanted = {
        "Content-Type": "application/pdf",
        "Content-Disposition": f"attachment; filename*=utf-8''{name}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Length": str(len(PDF)),
    }
    assert {header: answer[header] for header in wanted} == wanted


def test_kind_that_is_no_longer_listed_is_served_as_bytes(everybody, survey_return):
    attachment = attach(survey_return, everybody["amina"])
    facts = {"sha256": "b" * 64, "media_type": "text/html", "file": attachment.file.name + "x"}
    folder().joinpath(attachment.file.name.split("/", 1)[1] + "x").write_bytes(b"<html>")
    with acting_as("tests"):
        odd = Attachment.objects.create(
            survey_return=survey_return,
            purpose="answer",
            size=6,
            name="page.html",
            uploaded_by=everybody["amina"],
            uploaded_at=AT,
            **facts,
        )
    answer = client_of(everybody["amina"]).get(odd.get_absolute_url())
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("application/octet-stream", b"<html>")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_download_only_reads(everybody, survey_return, method):
    attachment = attach(survey_return, everybody["amina"])
    assert getattr(client_of(everybody["amina"]), method)(attachment.get_absolute_url()).status_code == 405


def send(user, survey_return, upload, path="policy_file"):
    return client_of(user).post(address("file_upload", survey_return), {"path": path, "file": upload})


def test_upload_answers_what_the_form_sends_as_value(everybody, survey_return):
    answer = send(everybody["amina"], survey_return, an_upload(name="Loi\u202e 12.pdf"))
    digest = hashlib.sha256(PDF).hexdigest()
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "value": digest,
            "name": "Loi 12.pdf",
            "size": len(PDF),
            "media_type": "application/pdf",
            "address": address("file", survey_return, digest),
            "shown": "PDF, 69\xa0bytes",
        },
    )
    assert Attachment.objects.get().uploaded_by == everybody["amina"]
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(
    ("upload", "status", "problem"),
    [
        (an_upload(b""), 422, "The file is empty. Choose the file again."),
        (an_upload(b"GIF89a", "a.gif"), 422, "Files of this kind are not taken."),
        (an_upload(PNG), 422, "The name of the file ends in .pdf, but its content is of another kind."),
    ],
)
def test_refused_upload_says_why(everybody, survey_return, upload, status, problem):
    upload.seek(0)
    answer = send(everybody["amina"], survey_return, upload)
    assert (answer.status_code, answer.json().keys()) == (status, {"problem"})
    assert answer.json()["problem"].startswith(problem)
    assert Attachment.objects.count() == 0


def test_upload_over_the_limit_is_413_with_the_limit(everybody, survey_return, settings):
    settings.ATTACHMENT_MOST_BYTES = 1_000
    answer = send(everybody["amina"], survey_return, an_upload(TEXT * 1_000, "law.txt"))
    assert (answer.status_code, answer.json()) == (
        413,
        {"problem": "The file is too large: at most 1000\xa0bytes are taken. Save it smaller, or divide it."},
    )


def test_upload_into_a_closed_draft_is_409(everybody, survey_return):
    make_submission(survey_return, everybody["amina"])
    answer = send(everybody["amina"], survey_return, an_upload())
    assert answer.status_code == 409
    assert answer.json()["problem"].startswith("The reply has been submitted meanwhile")
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize("path", ["", "respondent_ministry", "nothing", "laws[x]/nothing", "\x00"])
def test_upload_for_what_is_no_file_question_is_404(everybody, survey_return, path):
    assert send(everybody["amina"], survey_return, an_upload(), path).status_code == 404
    assert Attachment.objects.count() == 0


def test_upload_for_a_section_of_others_is_404(everybody, survey_return):
    assert send(everybody["boris"], survey_return, an_upload()).status_code == 404
    assert send(everybody["elena"], survey_return, an_upload()).status_code == 404
    assert send(everybody["farid"], survey_return, an_upload()).status_code == 404
    assert Attachment.objects.count() == 0


def test_upload_without_a_file_is_400(everybody, survey_return):
    answer = client_of(everybody["amina"]).post(address("file_upload", survey_return), {"path": "policy_file"})
    assert answer.status_code == 400


def test_half_a_gigabyte_is_refused_with_the_limit_and_nothing_is_stored(everybody, survey_return):
    stream = Stream(500_000_000, fields=[("path", "policy_file")])
    answer = post(client_of(everybody["amina"]), address("file_upload", survey_return), stream)
    assert answer.status_code == 413
    assert answer.json()["problem"].startswith("The file is too large: at most 20.0\xa0MB are taken.")
    assert (Attachment.objects.count(), folder().exists()) == (0, False)
