"""What was received never changes and never goes."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from surveys.models import Attachment
from surveys.models.history import acting_as
from tests.factories import AT, make_return, make_user

pytestmark = pytest.mark.django_db


def make_attachment(**fields):
    given = {
        "survey_return": fields.pop("survey_return", None) or make_return(),
        "purpose": "answer",
        "sha256": "a" * 64,
        "size": 3,
        "media_type": "text/plain",
        "name": "law.txt",
        "file": "attachments/ab/abc",
        "uploaded_by": make_user(),
        "uploaded_at": AT,
    }
    with acting_as("tests"):
        return Attachment.objects.create(**{**given, **fields})


@pytest.mark.parametrize(
    "change",
    [
        {"name": "other.txt"},
        {"sha256": "b" * 64},
        {"size": 4},
        {"file": "x"},
        {"purpose": "scan"},
        {"media_type": "x"},
    ],
)
def test_content_is_frozen(change):
    make_attachment()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic(), acting_as("tests"):
        Attachment.objects.update(**change)


def test_description_may_change_and_its_history_is_kept():
    attachment = make_attachment()
    with acting_as("tests"):
        Attachment.objects.update(title="Loi", number="12", day="2002-01-31", language="fr")
    assert list(attachment.changes.order_by("pk").values_list("pgh_label", "title")) == [
        ("insert", ""),
        ("update", "Loi"),
    ]


def test_nothing_is_deleted():
    make_attachment()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic(), acting_as("tests"):
        Attachment.objects.all().delete()


@pytest.mark.parametrize("fields", [{"sha256": "A" * 64}, {"sha256": "a" * 63}, {"size": 0}])
def test_row_that_cannot_be_is_refused(fields):
    with pytest.raises(IntegrityError):
        make_attachment(**fields)


def test_same_content_once_for_a_purpose():
    first = make_attachment()
    make_attachment(survey_return=first.survey_return, purpose="scan", file="attachments/ab/other")
    with pytest.raises(IntegrityError, match="attachment_once"):
        make_attachment(survey_return=first.survey_return, file="attachments/ab/third")


def test_address_names_state_and_digest():
    attachment = make_attachment()
    assert attachment.get_absolute_url() == f"/surveys/ilms2003/FRA/files/{'a' * 64}/"
