"""Texts of letters are no programs, and a held letter says why it is held."""

import pytest
from django.core.exceptions import ValidationError

from surveys.models import LetterTemplate
from surveys.models.letters import reasons_to_hold


def template(**fields):
    values = {"subject": "Come", "body": "{{ url }}\n", "variables": ["sender", "url"]}
    return LetterTemplate(kind="invitation", language="en", direction="ltr", **{**values, **fields})


def test_a_text_with_its_variables_is_accepted():
    template(subject="From {{ sender }}").clean()


def test_a_text_may_leave_a_variable_out():
    template(body="Come.\n").clean()


@pytest.mark.parametrize("field", ["subject", "body"])
@pytest.mark.parametrize(
    "strange",
    ["{{ digest }}", "{{url}}", "{{ url|safe }}", "{% include 'x' %}", "{# x #}", "{{ url.real }}", "{{ url", "}}"],
)
def test_anything_else_is_refused_at_its_field(field, strange):
    with pytest.raises(ValidationError) as refusal:
        template(**{field: f"See {strange}"}).clean()

    assert list(refusal.value.message_dict) == [field]
    assert "A letter of this kind cannot hold" in refusal.value.message_dict[field][0]


@pytest.mark.parametrize(
    ("closed", "assumed", "addressees", "expected"),
    [
        (False, False, ["a@b.example"], []),
        (True, False, ["a@b.example"], ["The survey is closed."]),
        (False, True, ["a@b.example"], ["The language of correspondence is only assumed."]),
        (False, False, [], ["No addressee is known."]),
        (True, True, [], ["The survey is closed.", "The language of correspondence is only assumed."]),
    ],
)
def test_every_reason_to_hold_a_letter_is_told(closed, assumed, addressees, expected):
    told = reasons_to_hold(closed=closed, language_assumed=assumed, addressees=addressees)

    assert told[: len(expected)] == expected
    assert len(told) == closed + assumed + (not addressees)
