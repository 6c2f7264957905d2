"""Treatments of answers: who may, of what, what an edition makes of them, and what the database refuses."""

from datetime import date
from decimal import Decimal
from secrets import token_hex

import pytest
from django.db import Error, IntegrityError, transaction

from reports.actions.compile import compiled
from reports.actions.inputs import Inputs
from reports.actions.treatments import NotTreatable, approve, last_decision, propose, refuse, revoke
from reports.models import Treatment, TreatmentDecision
from reports.permissions import may_decide_treatment, may_propose_treatment
from reports.summary.tables import content_digest
from surveys.actions.returns import begin_amendment
from surveys.actions.write_keys import KeyReused
from surveys.models.history import acting_as
from tests import people
from tests.factories import AT, make_submission, make_survey, make_user
from tests.reports.test_compile import compile_now, reply, value

pytestmark = pytest.mark.django_db
LAW = "laws[r1]/law_title"


@pytest.fixture
def survey():
    return make_survey()


@pytest.fixture
def grace():
    return people.grace()


@pytest.fixture
def farid():
    return people.farid()


@pytest.fixture
def algeria(survey):
    return reply(survey, "DZA", agencies_contributing=["interior", "other"])


def proposed(submission, by, path="data_reference_year", kind="set_aside", **options):
    options = {"reason": "Meant otherwise.", "key": token_hex(8), **options}
    return propose(submission=submission, path=path, kind=kind, by=by, at=AT, **options)


def decided(act, treatment, by, **options):
    return act(treatment=treatment, by=by, at=AT, **{"key": token_hex(8), **options})


def refusal(act, *args, **options):
    with pytest.raises(NotTreatable) as caught:
        act(*args, **options)
    return caught.value.refusal.value, caught.value.field


def counted(edition, name="data_reference_year"):
    [block] = [block for block in edition.content["questions"] if block["question"] == name]
    return block["groups"][0]


# Who may


def test_analysts_propose_and_another_of_the_office_decides(algeria, grace, farid):
    treatment = proposed(algeria, grace)
    assert [may_propose_treatment(user) for user in (grace, farid, algeria.recorded_by)] == [True, False, False]
    hugo = people.hugo()
    decides = [may_decide_treatment(user, treatment) for user in (grace, farid, algeria.recorded_by, hugo)]
    assert decides == [False, True, False, False]


def test_who_proposed_it_does_not_decide(algeria, grace, farid):
    treatment = proposed(algeria, grace)
    for act in (approve, refuse):
        assert refusal(decided, act, treatment, grace) == ("same_person", "")
    decided(approve, treatment, farid)
    assert refusal(decided, revoke, treatment, grace) == ("same_person", "")


def test_a_treatment_is_decided_once(algeria, grace, farid):
    approved, refused = proposed(algeria, grace), proposed(algeria, grace, "country_roles")
    assert refusal(decided, revoke, approved, farid) == ("not_in_force", "")
    decided(approve, approved, farid)
    decided(refuse, refused, farid)
    for treatment in (approved, refused):
        assert refusal(decided, approve, treatment, farid) == ("decided_already", "")
        assert refusal(decided, refuse, treatment, farid) == ("decided_already", "")
    assert refusal(decided, revoke, refused, farid) == ("not_in_force", "")
    decided(revoke, approved, farid)
    assert refusal(decided, revoke, approved, farid) == ("not_in_force", "")
    assert list(TreatmentDecision.objects.values_list("number", "kind")) == [
        (1, "approved"),
        (2, "refused"),
        (3, "revoked"),
    ]


def test_a_double_click_proposes_and_decides_once(algeria, grace, farid):
    first, second = (proposed(algeria, grace, key="one") for _ in range(2))
    assert (first, Treatment.objects.count()) == (second, 1)
    with pytest.raises(KeyReused):
        proposed(algeria, grace, "country_roles", key="one")
    decisions = {decided(approve, first, farid, key="two") for _ in range(2)}
    assert len(decisions) == TreatmentDecision.objects.count() == 1
    with pytest.raises(KeyReused):
        decided(revoke, first, farid, key="two")


# Of what


@pytest.mark.parametrize(
    ("path", "options", "expected"),
    [
        ("stock_year", {}, ("not_answered", "path")),
        ("gone", {}, ("not_answered", "path")),
        ("_not_asked", {}, ("not_answered", "path")),
        ("laws[r9]/law_title", {}, ("not_answered", "path")),
        ("data_reference_year", {"reason": "  "}, ("reason", "reason")),
        ("country_roles", {"kind": "unit", "factor": Decimal(10), "unit": "x"}, ("not_a_number", "kind")),
        ("data_reference_year", {"kind": "unit", "unit": "x"}, ("factor", "factor")),
        ("data_reference_year", {"kind": "unit", "factor": Decimal(1), "unit": "x"}, ("factor", "factor")),
        ("data_reference_year", {"kind": "unit", "factor": Decimal(-2), "unit": "x"}, ("factor", "factor")),
        ("data_reference_year", {"kind": "unit", "factor": Decimal("NaN"), "unit": "x"}, ("factor", "factor")),
        ("data_reference_year", {"kind": "unit", "factor": Decimal("1e-13"), "unit": "x"}, ("factor", "factor")),
        ("data_reference_year", {"kind": "unit", "factor": Decimal("1e99"), "unit": "x"}, ("factor", "factor")),
        ("data_reference_year", {"kind": "unit", "factor": Decimal(10), "unit": " "}, ("unit", "unit")),
        ("country_roles", {"kind": "recode", "code": "transit"}, ("not_other", "kind")),
        ("data_reference_year", {"kind": "recode", "code": "transit"}, ("not_other", "kind")),
        ("agencies_contributing", {"kind": "recode", "code": "elsewhere"}, ("no_such_code", "code")),
        ("agencies_contributing", {"kind": "recode", "code": "other"}, ("no_such_code", "code")),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(algeria, grace, path, options, expected):
    assert refusal(proposed, algeria, grace, path, **options) == expected
    assert Treatment.objects.count() == 0


def test_an_absence_holds_nothing_to_be_treated(survey, grace):
    absent = reply(survey, "DZA", wage_gap_percent={"missing": "dont_know"})
    assert refusal(proposed, absent, grace, "wage_gap_percent") == ("not_answered", "path")


def test_what_belongs_to_another_kind_is_left_out(algeria, grace):
    treatment = proposed(algeria, grace, factor=Decimal(10), unit="x", code="y")
    assert (treatment.factor, treatment.unit, treatment.code) == (None, "", "")


def test_an_answer_is_treated_in_one_way_at_a_time(algeria, grace, farid):
    first, second = proposed(algeria, grace), proposed(algeria, grace, reason="Twice.")
    decided(approve, first, farid)
    assert refusal(decided, approve, second, farid) == ("treated_already", "path")
    assert refusal(proposed, algeria, grace) == ("treated_already", "path")
    decided(revoke, first, farid)
    decided(approve, second, farid)
    assert list(Treatment.objects.in_force(algeria.survey)) == [second]


# What an edition makes of them


def test_a_treatment_counts_from_its_approval_and_the_answer_stays(survey, algeria, grace, farid):
    reply(survey, "EGY")
    untreated = compile_now(survey)
    treatment = proposed(algeria, grace)
    assert compile_now(survey) == untreated
    decided(approve, treatment, farid)
    treated = compile_now(survey)
    assert (treated.number, treated.treatment_position, counted(treated)["set_aside"]) == (2, 1, 1)
    assert (counted(treated)["answered"], counted(untreated)["answered"]) == (1, 2)
    assert treated.content["treatments"] == [
        {
            "number": 1,
            "iso3": "DZA",
            "path": "data_reference_year",
            "kind": "set_aside",
            "reason": "Meant otherwise.",
        }
    ]
    decided(revoke, treatment, farid)
    revoked = compile_now(survey)
    assert (revoked.content["treatments"], counted(revoked)["set_aside"]) == ([], 0)
    algeria.refresh_from_db()
    assert algeria.answers["data_reference_year"] == 2002


def test_editions_of_earlier_positions_stay_as_they_were(survey, algeria, grace, farid):
    treatment = proposed(algeria, grace)
    decided(approve, treatment, farid)
    treated = compile_now(survey)
    decided(revoke, treatment, farid)
    assert compile_now(survey, treatments_upto=1) == treated
    assert content_digest(compiled(Inputs.from_json(treated.inputs), 3)) == treated.digest
    assert compile_now(survey, treatments_upto=0).content["treatment_position"] == 0


def test_units_and_others_are_corrected_where_they_are_counted(survey, algeria, grace, farid):
    unit = proposed(algeria, grace, kind="unit", factor=Decimal("0.5000"), unit="half years")
    decided(approve, unit, farid)
    other = proposed(algeria, grace, "agencies_contributing", "recode", code="interior")
    decided(approve, other, farid)
    edition = compile_now(survey)
    assert value(edition, "data_reference_year/median/-/all") == "1001"
    assert value(edition, "agencies_contributing/choice/interior/all") == 1
    assert value(edition, "agencies_contributing/choice/other/all") == 0
    told = [{name: entry.get(name) for name in ("number", "factor", "unit", "code")} for entry in treatments(edition)]
    assert told == [
        {"number": 1, "factor": "0.5", "unit": "half years", "code": None},
        {"number": 2, "factor": None, "unit": None, "code": "interior"},
    ]


def treatments(edition):
    return edition.content["treatments"]


def test_a_later_submission_is_not_treated(survey, algeria, grace, farid):
    decided(approve, proposed(algeria, grace), farid)
    amina, survey_return = algeria.recorded_by, algeria.survey_return
    with acting_as(amina):
        begin_amendment(survey_return=survey_return, user=amina, on=date(2003, 11, 1))
    make_submission(survey_return, amina, {"data_reference_year": 2001}, received_on=date(2003, 11, 1))
    edition = compile_now(survey)
    assert (treatments(edition), value(edition, "data_reference_year/median/-/all")) == ([], "2001")


def test_a_treatment_of_another_survey_has_numbers_of_its_own(survey, algeria, grace, farid):
    other = make_survey("another")
    decided(approve, proposed(algeria, grace), farid)
    assert (last_decision(survey), last_decision(other)) == (1, 0)


# What the database refuses


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "set_aside", "code": "x"},
        {"kind": "unit"},
        {"kind": "unit", "factor": Decimal(10)},
        {"kind": "unit", "factor": Decimal(1), "unit": "x"},
        {"kind": "unit", "factor": Decimal(0), "unit": "x"},
        {"kind": "recode"},
        {"kind": "recode", "code": "x", "unit": "y"},
        {"kind": "guess"},
        {"kind": "set_aside", "reason": ""},
        {"kind": "set_aside", "path": ""},
    ],
)
def test_no_row_that_makes_no_sense(algeria, grace, fields):
    values = {"path": "stock", "reason": "x", "proposed_by": grace, "proposed_at": AT, **fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        Treatment.objects.create(submission=algeria, **values)


def decision(treatment, by, kind="approved", number=1, survey=None):
    survey = survey or treatment.submission.survey
    return TreatmentDecision.objects.create(
        survey=survey, number=number, treatment=treatment, kind=kind, by=by, at=AT
    )


def test_the_database_itself_refuses_what_does_not_fit(algeria, grace, farid):
    treatment, other = proposed(algeria, grace), make_survey("another")
    wrong = [
        {"by": grace},
        {"by": farid, "survey": other},
        {"by": farid, "kind": "revoked"},
        {"by": farid, "kind": "forgotten"},
        {"by": farid, "number": 0},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            decision(treatment, **fields)
    decision(treatment, farid)
    for fields in ({"kind": "refused", "number": 2}, {"kind": "revoked", "number": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            decision(treatment, farid, **fields)


def test_neither_proposal_nor_decision_ever_changes(algeria, grace, farid):
    treatment = proposed(algeria, grace)
    made = decision(treatment, farid)
    for change in (
        lambda: Treatment.objects.update(reason="Other."),
        lambda: TreatmentDecision.objects.update(kind="refused"),
        made.delete,
    ):
        with pytest.raises(Error, match="append_only|Cannot update or delete"), transaction.atomic():
            change()


def test_only_the_office_sees_treatments(algeria, grace, farid):
    treatment = proposed(algeria, grace)
    seen = {user: list(Treatment.objects.visible_to(user)) for user in (grace, farid, algeria.recorded_by)}
    assert list(seen.values()) == [[treatment], [treatment], []]
    assert list(Treatment.objects.waiting()) == [treatment]
    decided(refuse, treatment, make_user(groups=["analyst"]))
    assert list(Treatment.objects.waiting()) == []
