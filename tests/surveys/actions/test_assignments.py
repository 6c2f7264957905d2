from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from surveys.actions.assignments import Assigned, assign_staff
from surveys.actions.write_keys import KeyReused
from surveys.models import Return
from surveys.models.history import acting_as
from tests.factories import make_return, make_state, make_survey, make_user

AT = datetime(2003, 10, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make_survey()


@pytest.fixture
def farid():
    return make_user("farid@example.org", groups=["office_staff"])


@pytest.fixture
def elena():
    return make_user("elena@example.org", groups=["office_staff"])


def ask(survey, *iso3s, staff=None):
    for iso3 in iso3s:
        survey_return = make_return(survey, make_state(iso3))
        with acting_as("tests"):
            survey_return.staff = staff
            survey_return.save(update_fields=["staff"])


def assign(survey, to, seen, by, key="k"):
    with acting_as(by):
        return assign_staff(survey=survey, to=to, seen=seen, by=by, key=key, at=AT)


def hands(survey):
    return dict(survey.returns.order_by("member_state__iso3").values_list("member_state__iso3", "staff__email"))


def test_gives_the_chosen_returns_to_a_person(survey, farid):
    ask(survey, "AAA", "BBB", "CCC")

    done = assign(survey, farid, {"AAA": None, "CCC": None}, farid)

    assert done == Assigned(("AAA", "CCC"), {})
    assert hands(survey) == {"AAA": farid.email, "BBB": None, "CCC": farid.email}


def test_takes_them_from_whoever_had_them(survey, farid, elena):
    ask(survey, "AAA", staff=elena)

    assert assign(survey, None, {"AAA": elena.pk}, farid).changed == ("AAA",)
    assert hands(survey) == {"AAA": None}


def test_what_a_colleague_changed_meanwhile_is_named_and_left(survey, farid, elena):
    ask(survey, "AAA", "BBB", "CCC")
    seen = {"AAA": None, "BBB": None, "CCC": None}
    assign(survey, elena, {"BBB": None}, elena)

    done = assign(survey, farid, seen, farid)

    assert done == Assigned(("AAA", "CCC"), {"BBB": elena.pk})
    assert hands(survey) == {"AAA": farid.email, "BBB": elena.email, "CCC": farid.email}


def test_what_a_colleague_has_done_alike_is_neither_changed_nor_named(survey, farid, elena):
    ask(survey, "AAA", "BBB")
    assign(survey, farid, {"AAA": None}, elena)

    assert assign(survey, farid, {"AAA": None, "BBB": None}, farid) == Assigned(("BBB",), {})


def test_the_same_key_has_one_effect_and_one_answer(survey, farid, elena):
    ask(survey, "AAA")
    first = assign(survey, farid, {"AAA": None}, farid)
    assign(survey, elena, {"AAA": farid.pk}, elena)

    assert assign(survey, farid, {"AAA": None}, farid) == first
    assert hands(survey) == {"AAA": elena.email}


def test_a_key_is_for_one_request(survey, farid):
    ask(survey, "AAA", "BBB")
    assign(survey, farid, {"AAA": None}, farid)

    with pytest.raises(KeyReused):
        assign(survey, farid, {"BBB": None}, farid)
    assert hands(survey) == {"AAA": farid.email, "BBB": None}


def test_another_survey_s_returns_are_left_alone(survey, farid):
    ask(survey, "AAA")
    other = make_survey("other")
    make_return(other, survey.returns.get().member_state)

    assign(survey, farid, {"AAA": None}, farid)

    assert other.returns.get().staff is None


def test_the_history_names_who_gave_it_away(survey, farid):
    ask(survey, "AAA")

    assign(survey, farid, {"AAA": None}, farid)

    change = Return.changes.rel.related_model.objects.order_by("pgh_id").last()
    assert (change.staff_id, change.pgh_context["actor"]) == (farid.pk, farid.pk)


def test_an_unknown_state_is_no_return(survey, farid):
    assert assign(survey, farid, {"XXX": None}, farid) == Assigned((), {})


def test_all_or_nothing(survey, farid):
    ask(survey, "AAA", "BBB")

    with pytest.raises(RuntimeError), transaction.atomic(), connection.execute_wrapper(fail_on_second_update()):
        assign(survey, farid, {"AAA": None, "BBB": None}, farid)
    assert hands(survey) == {"AAA": None, "BBB": None}


def fail_on_second_update():
    """A database that goes away after the first return was written."""
    updates = []

    def execute(run, sql, params, many, context):
        if sql.startswith('UPDATE "surveys_return"'):
            updates.append(sql)
            if len(updates) == 2:
                raise RuntimeError
        return run(sql, params, many, context)

    return execute
