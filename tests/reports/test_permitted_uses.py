"""What a government permits to be done with an answer, from its page to the edition."""

from datetime import date
from decimal import Decimal
from secrets import token_hex

import pytest

from reports.actions.compile import compiled
from reports.actions.inputs import Inputs, rows_of
from reports.actions.treatments import approve
from reports.summary.tables import content_digest
from surveys.actions.answers import Change, save_answers
from surveys.models.history import acting_as
from tests import people
from tests.factories import AT, MINIMUM, make_focal_point, make_return, make_state, make_submission, make_survey
from tests.reports.test_compile import compile_now
from tests.reports.test_treatments import decided, proposed, treatments

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make_survey()


def permitted(survey, iso3, use, values):
    """A submission whose answers may be used only so."""
    survey_return = make_return(survey, make_state(iso3))
    amina = make_focal_point(survey_return.member_state)
    changes = [Change(path=path, value=value, seen=0, attribution=use) for path, value in values.items()]
    with acting_as(amina):
        save_answers(
            survey_return=survey_return, user=amina, key=token_hex(8), changes=changes, on=date(2003, 10, 1), at=AT
        )
    others = {path: value for path, value in MINIMUM.items() if path not in values}
    return make_submission(survey_return, amina, others)


@pytest.mark.parametrize("use", ["office", "counted", "unnamed"])
def test_what_an_answer_became_is_listed_only_where_its_state_is_named(survey, use):
    grace, farid = people.grace(), people.farid()
    agencies, year = "agencies_contributing", "data_reference_year"
    egypt = permitted(survey, "EGY", use, {agencies: ["other"], year: 2002})
    decided(approve, proposed(egypt, grace, agencies, "recode", code="interior"), farid)
    decided(approve, proposed(egypt, grace, year, "unit", factor=Decimal("0.5"), unit="half years"), farid)
    edition = compile_now(survey)
    told = {"iso3": "", "reason": "Meant otherwise."}
    assert treatments(edition) == [
        {"number": 1, "path": agencies, "kind": "recode", **told},
        {"number": 2, "path": year, "kind": "unit", **told},
    ]
    [block] = [block for block in edition.content["questions"] if block["question"] == agencies]
    assert [found.get("hidden") for found in block["groups"] if found["answered"]] == [True, True]
    assert content_digest(compiled(Inputs.from_json(edition.inputs), 2)) == edition.digest
    rows = rows_of(Inputs.from_json(edition.inputs), edition.inputs["submissions"])
    assert [(row.answers[agencies], row.answers[year]) for row in rows] == [(["interior"], 1001)]
