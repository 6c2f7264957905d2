"""A file is held, imported as one step, and undone as one step."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex
from threading import Barrier

import pytest
from django.db import InternalError, connection, transaction
from django.utils import timezone

from surveys.actions.upkeep import DAILY, ensure_daily_job
from surveys.actions.write_keys import KeyReused
from surveys.imports.keeping import Moved, NotHeld, confirm, give_up, hold, plan_of, undo
from surveys.imports.tables import TABLES
from surveys.imports.undoing import ChangedSince, columns_of
from surveys.imports.writing import write_csv
from surveys.models import GroupOfStates, Job, MemberState, SheetImport
from surveys.models.history import acting_as
from surveys.tasks import daily
from tests.factories import make_state, make_user
from tests.surveys.imports.sheets import changed_csv

pytestmark = pytest.mark.django_db
ON = date(2003, 10, 1)
AT = datetime(2003, 10, 1, 9, 30, tzinfo=UTC)
CHANGES = {(2, "name_fr"): "la France", (3, "name_fr"): "Namibie", (3, "member_until"): "2003-12-31"}
NEW_GROUP = b"code,name_en,name_fr,name_es,name_ar,name_zh,name_de,name_ru,order\nsadc,SADC,,,,,,,1\n"


@pytest.fixture
def hugo():
    user = make_user("hugo@example.org", groups=["administrator", "office_staff"])
    with acting_as(user, channel="web"):
        yield user


@pytest.fixture
def states(hugo):
    return [make_state("FRA", names={"en": "France", "fr": "France"}), make_state("NAM", names={"en": "Namibia"})]


def held(by, content=None, table="member-states", name="a.csv"):
    content = content or changed_csv(write_csv(TABLES[table], by, ON), CHANGES)
    return hold(table=table, name=name, content=content, by=by, at=AT)


def confirmed(found, by, **more):
    values = {"sha256": found.sha256, "plan": plan_of(found, by=by, on=ON).digest(), "key": token_hex(16), **more}
    confirm(held=found, by=by, on=ON, at=AT, **values)
    found.refresh_from_db()
    return found


def all_columns():
    return {state.pk: columns_of(state) for state in MemberState.objects.all()}


def test_confirming_writes_exactly_the_cells_that_were_shown(hugo, states):
    before = all_columns()
    found = confirmed(held(hugo), hugo)
    france, namibia = states
    wanted = before | {
        france.pk: before[france.pk] | {"names": {"en": "France", "fr": "la France"}},
        namibia.pk: before[namibia.pk] | {"names": {"en": "Namibia", "fr": "Namibie"}, "member_until": "2003-12-31"},
    }
    assert all_columns() == wanted
    assert (found.done_at, found.content, len(found.written)) == (AT, None, 2)
    assert [row["cells"] for row in found.written] == [
        [["name_fr", "France", "la France"]],
        [["name_fr", "", "Namibie"], ["member_until", "", "2003-12-31"]],
    ]


def test_undoing_restores_every_column_and_history_shows_both(hugo, states):
    before = all_columns()
    found = confirmed(held(hugo), hugo, key="the-import")
    undo(done=found, by=hugo, key="the-undoing", at=AT + timedelta(hours=1))
    assert all_columns() == before
    events = states[1].changes.order_by("pgh_id")
    assert [(event.pgh_label, event.names.get("fr")) for event in events] == [
        ("insert", None),
        ("update", "Namibie"),
        ("update", None),
    ]
    assert [(event.pgh_context["actor"], event.pgh_context["key"]) for event in events[1:]] == [
        (hugo.pk, "the-import"),
        (hugo.pk, "the-undoing"),
    ]
    found.refresh_from_db()
    assert (found.undone_by, found.undone_at) == (hugo, AT + timedelta(hours=1))


def test_undoing_takes_out_what_was_new(hugo):
    found = confirmed(held(hugo, NEW_GROUP, "groups"), hugo)
    assert GroupOfStates.objects.get().names == {"en": "SADC"}
    undo(done=found, by=hugo, key="k", at=AT)
    assert not GroupOfStates.objects.exists()


def test_nothing_is_undone_once_somebody_has_changed_one_row(hugo, states):
    found = confirmed(held(hugo), hugo)
    MemberState.objects.filter(iso3="NAM").update(subregion="Southern Africa")
    standing = all_columns()
    with pytest.raises(ChangedSince) as caught:
        undo(done=found, by=hugo, key="k", at=AT)
    assert caught.value.names == ["Namibia"]
    assert all_columns() == standing


def test_a_change_and_back_again_is_a_change(hugo, states):
    found = confirmed(held(hugo), hugo)
    for subregion in ("Southern Africa", ""):
        MemberState.objects.filter(iso3="NAM").update(subregion=subregion)
    with pytest.raises(ChangedSince):
        undo(done=found, by=hugo, key="k", at=AT)


def test_what_is_in_use_is_not_taken_out(hugo, states):
    found = confirmed(held(hugo, NEW_GROUP, "groups"), hugo)
    GroupOfStates.objects.get().memberships.create(member_state=states[0], valid_from=ON)
    with pytest.raises(ChangedSince) as caught:
        undo(done=found, by=hugo, key="k", at=AT)
    assert caught.value.names == [str(GroupOfStates.objects.get())]


def test_an_import_is_undone_once(hugo, states):
    found = confirmed(held(hugo), hugo)
    undo(done=found, by=hugo, key="k", at=AT)
    undo(done=found, by=hugo, key="k", at=AT)
    with pytest.raises(NotHeld):
        undo(done=found, by=hugo, key="another", at=AT)


def test_the_same_press_twice_imports_once(hugo, states):
    found = held(hugo)
    plan = plan_of(found, by=hugo, on=ON).digest()
    for _ in range(2):
        confirm(held=found, sha256=found.sha256, plan=plan, by=hugo, key="k", on=ON, at=AT)
    assert states[0].changes.count() == 2
    with pytest.raises(KeyReused):
        confirm(held=found, sha256="other", plan=plan, by=hugo, key="k", on=ON, at=AT)


def test_another_plan_than_the_one_looked_at_is_not_written(hugo, states):
    found = held(hugo)
    plan = plan_of(found, by=hugo, on=ON).digest()
    MemberState.objects.filter(iso3="FRA").update(names={"en": "France", "fr": "République française"})
    standing = all_columns()
    with pytest.raises(Moved):
        confirm(held=found, sha256=found.sha256, plan=plan, by=hugo, key="k", on=ON, at=AT)
    assert all_columns() == standing
    found.refresh_from_db()
    assert (found.done_at, found.written) == (None, [])


def test_another_file_than_the_one_looked_at_is_not_written(hugo, states):
    found = held(hugo)
    with pytest.raises(Moved):
        confirmed(found, hugo, sha256=hashlib.sha256(b"another").hexdigest())
    assert MemberState.objects.get(iso3="FRA").names["fr"] == "France"


def test_one_refused_row_and_nothing_is_written(hugo, states):
    content = changed_csv(
        write_csv(TABLES["member-states"], hugo, ON), {(2, "name_fr"): "la France", (3, "iso2"): "x"}
    )
    with pytest.raises(Moved):
        confirmed(held(hugo, content), hugo)
    assert MemberState.objects.get(iso3="FRA").names["fr"] == "France"


def test_a_file_is_its_owners_to_confirm(hugo, states):
    found, other = held(hugo), make_user(groups=["administrator"])
    with pytest.raises(NotHeld):
        confirmed(found, other)


def test_a_file_that_is_given_up_or_too_old_is_not_imported(hugo, states):
    old, gone = held(hugo), held(hugo)
    give_up(held=gone, by=hugo, at=AT)
    with pytest.raises(NotHeld):
        confirmed_later(old, hugo)
    assert list(SheetImport.objects.all()) == [old]


def confirmed_later(found, by):
    plan = plan_of(found, by=by, on=ON).digest()
    confirm(held=found, sha256=found.sha256, plan=plan, by=by, key="k", on=ON, at=AT + timedelta(hours=24))


def test_an_imported_file_cannot_be_given_up(hugo, states):
    found = confirmed(held(hugo), hugo)
    give_up(held=found, by=hugo, at=AT)
    assert SheetImport.objects.get() == found


def test_daily_work_forgets_files_that_nobody_confirmed(hugo, states):
    now = timezone.now()
    done, old, young = confirmed(held(hugo), hugo), held(hugo), held(hugo, NEW_GROUP, "groups")
    SheetImport.objects.filter(pk=young.pk).update(expires_at=now + timedelta(hours=1))
    ensure_daily_job(now)
    job = Job.objects.get(task=DAILY)
    Job.objects.update(state="queued")
    daily(job.pk)
    assert set(SheetImport.objects.all()) == {done, young}
    assert old not in SheetImport.objects.all()


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_once_one_imports():
    """Both have seen the same plan under keys of their own; the second finds the file imported."""
    hugo = make_user("hugo@example.org", groups=["administrator"])
    make_state("FRA", names={"en": "France", "fr": "France"})
    make_state("NAM", names={"en": "Namibia"})
    with acting_as(hugo):
        found = held(hugo)
        plan = plan_of(found, by=hugo, on=ON).digest()
    gate = Barrier(2)

    def press(number):
        gate.wait()
        try:
            with acting_as(hugo):
                confirm(held=found, sha256=found.sha256, plan=plan, by=hugo, key=f"k{number}", on=ON, at=AT)
        except NotHeld:
            return "not held"
        finally:
            connection.close()
        return "imported"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == ["imported", "not held"]
    assert MemberState.objects.get(iso3="FRA").changes.count() == 2


@pytest.mark.parametrize("change", [{"written": []}, {"name": "b.csv"}, {"done_at": AT - timedelta(days=1)}])
def test_the_database_keeps_what_was_imported_as_it_was(hugo, states, change):
    done = SheetImport.objects.filter(pk=confirmed(held(hugo), hugo).pk)
    for spoil in (lambda: done.update(**change), done.delete):
        with pytest.raises(InternalError), transaction.atomic():
            spoil()
    assert done.get().written


def test_the_database_lets_nobody_undo_an_undoing(hugo, states):
    found = confirmed(held(hugo), hugo)
    undo(done=found, by=hugo, key=token_hex(16), at=AT)
    with pytest.raises(InternalError), transaction.atomic():
        SheetImport.objects.filter(pk=found.pk).update(undone_by=None, undone_at=None)
