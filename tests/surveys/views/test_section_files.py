"""A file as the answer to a question: sent with the plain form, kept although another answer does not fit."""

import hashlib

import pytest

from surveys.actions.attachments import store
from surveys.models import Answer, Attachment, Questionnaire, Return
from surveys.models.attachments import folder
from surveys.models.history import acting_as
from tests import people
from tests.factories import AT, MINIMUM, answer, make_return, make_state, make_submission, make_survey
from tests.surveys.streams import Stream, post
from tests.surveys.uploads import PDF, PNG, an_upload
from tests.surveys.views.pages import address, filled, form_of, text_of

pytestmark = pytest.mark.django_db
FILE, GATE = "policy_file", "policy_exists"
DIGEST = hashlib.sha256(PDF).hexdigest()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def survey_return():
    make_survey()
    return make_return(state=make_state("FRA"))


@pytest.fixture
def amina(client, survey_return):
    user = people.amina(survey_return.member_state)
    client.force_login(user)
    answer(survey_return, user, {**MINIMUM, GATE: "yes"})
    return user


@pytest.fixture
def url(survey_return, amina):
    definition = Questionnaire.objects.get().definition
    return address("section", survey_return, definition.section_of(FILE).name)


def attach(survey_return, user, content=PDF, name="law.pdf"):
    with acting_as("tests"):
        return store(
            survey_return=survey_return, upload=an_upload(content, name), purpose="answer", by=user, at=AT
        ).sha256


def send(client, url, **changes):
    """The page's form with these changes, as a browser sends it."""
    fields = filled(client.get(url), **changes)
    return client.post(url, {name: value for name, value in fields.items() if value != []})


def stored():
    return Answer.objects.get(path=FILE).value


def test_control_tells_kinds_and_limits_before_a_file_is_chosen(client, url):
    page = client.get(url)
    assert 'enctype="multipart/form-data"' in text_of(page)
    assert f'type="file" id="v-{FILE}" name="file:{FILE}" accept=".pdf,' in text_of(page)
    assert (
        "Kinds of file: PDF, PNG, JPEG, TIFF, DOCX, XLSX, PPTX, ODT, ODS, RTF, TXT. "
        "At most 20.0\xa0MB for each file and 200 files for the whole reply."
    ) in text_of(page)
    assert form_of(page)[f"value:{FILE}"] == [""]


def test_file_sent_with_the_form_is_the_answer(client, url):
    page = send(client, url, **{f"file__{FILE}": an_upload(name="Loi nº 12.pdf")})
    assert page.status_code in {302, 303}
    assert (stored(), Attachment.objects.get().name) == (DIGEST, "Loi nº 12.pdf")


def test_present_file_is_shown_with_its_link_and_kept_by_a_save(client, url, survey_return):
    send(client, url, **{f"file__{FILE}": an_upload()})
    page = client.get(url)
    link = f'<a href="{address("file", survey_return, DIGEST)}" download><bdi>law.pdf</bdi></a>'
    assert link in text_of(page) and "(PDF, 69\xa0bytes)" in text_of(page)
    assert form_of(page)[f"value:{FILE}"] == [DIGEST]
    before = Answer.objects.get(path=FILE).revision
    send(client, url)
    assert (stored(), Answer.objects.get(path=FILE).revision) == (DIGEST, before)


def test_file_is_taken_out_of_the_answer_and_not_out_of_the_return(client, url):
    send(client, url, **{f"file__{FILE}": an_upload()})
    send(client, url, **{f"remove__{FILE}": "yes"})
    assert stored() is None
    assert Attachment.objects.count() == 1
    assert "law.pdf" not in text_of(client.get(url))


def test_new_file_takes_the_place_of_the_old_one(client, url):
    send(client, url, **{f"file__{FILE}": an_upload()})
    send(client, url, **{f"file__{FILE}": an_upload(PNG, "a.png"), f"remove__{FILE}": "yes"})
    assert stored() == hashlib.sha256(PNG).hexdigest()


def test_refused_file_says_why_at_its_question_and_the_old_one_stays(client, url):
    send(client, url, **{f"file__{FILE}": an_upload()})
    page = send(client, url, **{f"file__{FILE}": an_upload(b"MZ\x90\x00", "law.exe"), "value__policy_title": "Kept"})
    assert page.status_code == 422
    assert "Files of this kind are not taken. Save it as one of these: PDF," in text_of(page)
    assert f'aria-describedby="l-{FILE} h-{FILE} e-{FILE}" aria-invalid="true"' in text_of(page)
    assert form_of(page)[f"value:{FILE}"] == [DIGEST]
    assert form_of(page)["value:policy_title"] == ["Kept"]
    assert stored() == DIGEST


def test_error_elsewhere_does_not_lose_the_file(client, url):
    page = send(client, url, **{f"file__{FILE}": an_upload(), "value__policy_adopted_on": "the day before"})
    assert page.status_code == 422
    assert form_of(page)[f"value:{FILE}"] == [DIGEST]
    assert "<bdi>law.pdf</bdi>" in text_of(page)
    assert not Answer.objects.filter(path=FILE).exists()
    corrected = {**form_of(page), "value:policy_adopted_on": "2002-01-31"}
    client.post(url, corrected)
    assert stored() == DIGEST


def test_name_of_the_control_without_a_file_is_nothing(client, url, survey_return, amina):
    send(client, url, **{f"value__{FILE}": attach(survey_return, amina)})
    assert send(client, url, **{f"file__{FILE}": ""}).status_code in {302, 303}
    assert stored() == DIGEST
    assert send(client, url, **{f"file__{FILE}": "C:\\fakepath\\law.pdf"}).status_code == 400


@pytest.mark.parametrize("value", ["a" * 64, "law.pdf", "../../etc/passwd"])
def test_digest_of_no_file_of_the_return_is_refused_at_the_field(client, url, value):
    page = send(client, url, **{f"value__{FILE}": value})
    assert page.status_code == 422
    assert "This file does not belong to the return. Choose the file again." in text_of(page)
    assert not Answer.objects.filter(path=FILE).exists()


def test_digest_of_another_state_or_of_a_scan_is_refused_at_the_field(client, url, survey_return, amina):
    foreign = make_return(state=make_state("DEU"))
    digest = attach(foreign, amina)
    with acting_as("tests"):
        store(survey_return=survey_return, upload=an_upload(), purpose="scan", by=amina, at=AT)
    assert send(client, url, **{f"value__{FILE}": digest}).status_code == 422
    assert not Answer.objects.filter(path=FILE).exists()


def test_file_for_what_is_no_file_question_of_the_section_is_not_stored(client, url):
    send(client, url, **{"file__policy_title": an_upload(), "file__model_contract_file": an_upload(PNG, "a.png")})
    assert Attachment.objects.count() == 0


def test_taking_out_what_is_no_file_is_a_bad_request(client, url):
    assert send(client, url, **{"remove__policy_title": "yes"}).status_code == 400


def test_half_a_gigabyte_in_the_form_is_refused_and_what_was_typed_stays(client, url):
    fields = [
        (name, values[0]) for name, values in filled(client.get(url), value__policy_title="Typed").items() if values
    ]
    before, after = fields[: len(fields) // 2], fields[len(fields) // 2 :]
    page = post(client, url, Stream(500_000_000, fields=before, field=f"file:{FILE}", after=after))
    assert page.status_code == 422
    assert "The file is too large: at most 20.0\xa0MB are taken." in text_of(page)
    assert form_of(page)["value:policy_title"] == ["Typed"]
    assert (Attachment.objects.count(), folder().exists()) == (0, False)


def test_page_with_files_asks_no_more_queries_for_each(client, url, django_assert_max_num_queries):
    send(client, url, **{f"file__{FILE}": an_upload()})
    with django_assert_max_num_queries(20):
        client.get(url)


def test_answers_to_check_and_submission_name_the_file(client, url, survey_return, amina):
    digest = attach(survey_return, amina, name="قانون.pdf")
    answer(survey_return, amina, {FILE: digest})
    link = f'<a href="{address("file", survey_return, digest)}" download><bdi>قانون.pdf</bdi></a>'
    assert link in text_of(client.get(address("return_check", survey_return)))
    make_submission(Return.objects.get(), amina)
    page = text_of(client.get(address("submission", survey_return, 1)))
    assert link in page and digest not in page.replace(link, "")
