import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from surveys.actions.paper import ask_to_void, void_paper
from tests.factories import make_paper, make_return, make_submission, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt():
    return make_submission(make_return()).receipt.document


def check(client, text="", file=None):
    upload = {"file": SimpleUploadedFile("receipt.json", file)} if file is not None else {}
    return client.post(reverse("surveys:receipt_check"), {"text": text, **upload})


def text(response):
    return " ".join(re.sub("<[^>]*>", " ", response.content.decode()).split())


def test_needs_no_signing_in_and_says_what_a_receipt_is_not(client):
    response = client.get("/surveys/receipts/check/")

    assert response.status_code == 200
    assert "It is not a qualified electronic delivery" in text(response)


def test_pasted_text_that_is_true(client, receipt):
    page = text(check(client, json.dumps(receipt)))

    assert "This receipt is true" in page
    assert f"Receipt No. {receipt['number']}" in page
    assert "Submission No. 1" in page
    assert receipt["digest"] in page


def test_a_file_that_is_true(client, receipt):
    assert "This receipt is true" in text(check(client, file=json.dumps(receipt).encode()))


def test_a_receipt_for_a_paper_reply_is_true(client):
    paper = make_paper(make_return())

    page = text(check(client, json.dumps(paper.receipt.document)))

    assert "This receipt is true" in page
    assert "Kind paper reply" in page


def test_a_receipt_for_a_voided_registration_says_so(client):
    paper = make_paper(make_return())
    ask_to_void(paper=paper, reason="of another survey", by=paper.registered_by)
    void = void_paper(paper=paper, by=make_user("second@example.org"), key="v", at=timezone.now())

    page = text(check(client, json.dumps(void.receipt.document)))

    assert "This receipt is true" in page
    assert "Kind voided registration" in page


def test_says_what_is_wrong_and_shows_none_of_it(client, receipt):
    page = text(check(client, json.dumps(receipt | {"member_state": "CANARY"})))

    assert "This receipt is not true It was changed after it was signed." in page
    assert "Member State CANARY" not in page


def test_asks_no_database(client, receipt, django_assert_num_queries):
    with django_assert_num_queries(0):
        check(client, json.dumps(receipt))


@pytest.mark.parametrize("pasted", ["", "no json", "[]", "[" * 60_000, '{"a": 1.5}'])
def test_text_that_is_no_receipt_is_refused_at_its_field(client, pasted):
    response = check(client, pasted)

    assert response.status_code == 400
    assert response.context["form"].errors == {"text": ["This is not a receipt: give the whole JSON text."]}
    assert response.context["form"]["text"].value() == pasted


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "This file is not a receipt."),
        (b"x" * (64 * 1024 + 1), "This file is too long to be a receipt."),
        (b"{}}", "This is not a receipt: give the whole JSON text."),
    ],
)
def test_a_file_that_is_no_receipt_is_refused_at_its_field(client, content, message):
    response = check(client, file=content)

    assert response.status_code == 400
    assert response.context["form"].errors == {"file": [message]}


def test_an_object_that_is_no_receipt_is_said_not_to_be_whole(client):
    assert "This is not a whole receipt" in text(check(client, "{}"))


def test_words_in_a_receipt_are_words_and_not_markup(client, receipt):
    response = check(client, '{"number": "<script>alert(1)</script>"}')

    assert "<script>" not in response.content.decode()
