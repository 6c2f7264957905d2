"""The tables of States: what may stand in them, and who is told as addressee."""

from datetime import date

import pytest

from surveys.imports.tables import TABLES
from surveys.imports.writing import rows_of
from surveys.models import MemberState, Subregion
from surveys.models.history import acting_as
from tests.factories import appoint, make_state, make_user
from tests.surveys.imports.sheets import changed_csv
from tests.surveys.imports.test_plan import cells, codes, exported, plan_of

pytestmark = pytest.mark.django_db
ON = date(2003, 10, 1)


@pytest.fixture
def hugo():
    return make_user("hugo@example.org", groups=["administrator"])


@pytest.fixture
def farid():
    return make_user("farid@example.org", groups=["office_staff"])


def changed(table, by, changes):
    return plan_of(table, changed_csv(exported(table, by), changes), by)


def test_contacts_tell_the_members_of_the_day_and_their_addressees(farid):
    state = make_state("FRA", names={"en": "France"})
    make_state("XXX", iso2="XX", member_from=date(2004, 1, 1))
    for email, role in (("b@example.org", "focal_point"), ("c@example.org", "contributor")):
        appoint(make_user(email), state, role)
    appoint(make_user("closed@example.org", is_active=False), state)
    assert rows_of(TABLES["contacts"], farid, ON) == [["FRA", "France", "en", "no", "b@example.org"]]


def test_the_files_of_contacts_and_users_hold_no_password_and_no_session(farid):
    hugo, amina = make_user(groups=["administrator"]), make_user("amina@example.org", password="a secret of hers")
    appoint(amina, make_state("FRA"))
    for table, by in (("contacts", farid), ("appointments", hugo)):
        text = exported(table, by).decode()
        assert "amina@example.org" in text
        assert amina.password not in text
        assert not {"password", "last_login", "session", "is_staff"} & set(TABLES[table].headings())


def test_a_subregion_has_to_be_one_of_the_region(hugo):
    africa, europe = make_state("NAM", region="africa"), make_state("FRA")
    with acting_as("tests"):
        Subregion.objects.create(region=africa.region, name_en="Southern Africa", names={"en": "x"}, order=1)
        Subregion.objects.create(region=europe.region, name_en="Western Europe", names={"en": "x"}, order=2)
    assert cells(changed("member-states", hugo, {(2, "subregion"): "Western Europe"})) == {
        (2, "subregion"): ("", "Western Europe")
    }
    plan = changed("member-states", hugo, {(2, "subregion"): "Southern Africa", (3, "subregion"): "Nowhere"})
    assert codes(plan) == {"K2": "no_such_subregion", "K3": "no_such_subregion"}


def test_codes_of_states_are_capital_letters(hugo):
    make_state("FRA")
    assert codes(changed("member-states", hugo, {(2, "iso3"): "fra", (2, "iso2"): "F1"})) == {
        "A2": "A code of 3 capital letters, A to Z, belongs here."
    }


def test_a_new_state_is_added_with_all_that_it_needs(hugo):
    make_state("FRA")
    content = exported("member-states", hugo) + (
        b"TLS,TL,Timor-Leste,,,,,,,europe_central_asia,,en,no,2003-08-19,\r\n"
    )
    plan = plan_of("member-states", content, hugo, write=True)
    assert plan.counts() == {"new": 1, "changed": 0, "unchanged": 1, "refused": 0}
    added = MemberState.objects.get(iso3="TLS")
    assert (added.names, added.member_from, added.member_until) == ({"en": "Timor-Leste"}, date(2003, 8, 19), None)


def test_an_emptied_name_is_taken_out_and_english_stands_in(hugo):
    state = make_state("FRA", names={"en": "France", "fr": "la France"})
    changed_plan = plan_of(
        "member-states", changed_csv(exported("member-states", hugo), {(2, "name_fr"): ""}), hugo, write=True
    )
    state.refresh_from_db()
    assert (cells(changed_plan), state.names) == ({(2, "name_fr"): ("la France", "")}, {"en": "France"})
