import shutil
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.apps import apps

from surveys.actions.rounds import Loaded, load_round
from surveys.models import (
    CutOff,
    GroupMembership,
    GroupOfStates,
    LetterTemplate,
    MemberState,
    Questionnaire,
    Ratification,
    Region,
    Subregion,
    Survey,
)
from surveys.models.history import acting_as
from surveys.rounds.faults import BadRound
from tests.surveys.rounds.folders import change, make_folder

REAL = Path(__file__).resolve().parents[3] / "surveys" / "data"
AT = datetime(2003, 7, 1, 8, tzinfo=UTC)
LOADED = [
    Region,
    MemberState,
    Subregion,
    GroupOfStates,
    GroupMembership,
    Survey,
    CutOff,
    Questionnaire,
    Ratification,
    LetterTemplate,
]
SADC = {"AGO", "BWA", "COD", "LSO", "MOZ", "MUS", "MWI", "NAM", "SWZ", "SYC", "TZA", "ZAF", "ZMB", "ZWE"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the real round, to be changed."""
    return shutil.copytree(REAL, tmp_path / "round")


def load(folder):
    with acting_as("tests"):
        return load_round(folder=folder, at=AT)


def history():
    """How many rows each table of history has."""
    models = [model for model in apps.get_models() if model.__name__.endswith("Change")]
    return {model.__name__: model.objects.count() for model in models}


def test_loads_the_round_of_2003():
    loaded = load(REAL)

    groups = {"subregion": 21, "groupofstates": 7, "groupmembership": 80, "ratification": 60}
    groups |= {"region": 5, "memberstate": 177}
    rows = {
        "region": 5,
        "memberstate": 177,
        **groups,
        "survey": 1,
        "cutoff": 3,
        "questionnaire": 1,
        "lettertemplate": 140,
    }
    assert loaded == Loaded(rows, added=495, changed=0)
    assert {model._meta.model_name: model.objects.count() for model in LOADED} == rows
    assert MemberState.objects.get(iso3="NAM").iso2 == "NA"
    assert [MemberState.objects.members_on(day).count() for day in DAYS] == [175, 176, 177]
    survey = Survey.objects.get()
    assert (survey.slug, survey.reply_by, survey.dispatched_on) == ("ilms2003", date(2003, 10, 31), None)
    assert survey.title("fr") == "Enquête internationale sur les migrations de main-d’œuvre, 2003"
    assert survey.current_questionnaire().published_at == AT
    assert bytes(survey.current_questionnaire().source) == (REAL / "ilms2003.xlsx").read_bytes()


DAYS = [date(2002, 3, 31), date(2003, 7, 31), date(2004, 2, 11)]


def test_again_changes_nothing_at_all():
    load(REAL)
    before = history()

    loaded = load(REAL)

    assert (loaded.added, loaded.changed) == (0, 0)
    assert history() == before


def test_a_changed_row_is_updated_and_counted(folder):
    load(folder)
    before = history()
    change(folder, "member_states.csv", "NA,NAM,Namibia,", "NA,NAM,Republic of Namibia,")
    change(folder, "survey.json", "2004-04-30", "2004-05-07")

    loaded = load(folder)

    assert (loaded.added, loaded.changed) == (0, 2)
    assert MemberState.objects.get(iso3="NAM").names["en"] == "Republic of Namibia"
    assert CutOff.objects.get(slug="summary-of-may").day == date(2004, 5, 7)
    assert history() == before | {
        "MemberStateChange": before["MemberStateChange"] + 1,
        "CutOffChange": before["CutOffChange"] + 1,
    }


def test_a_language_that_a_person_confirmed_stays():
    load(REAL)
    with acting_as("tests"):
        MemberState.objects.filter(iso3="NAM").update(correspondence_language="de", language_confirmed=True)

    loaded = load(REAL)

    assert loaded.changed == 0
    assert MemberState.objects.get(iso3="NAM").correspondence_language == "de"


def test_a_day_of_dispatch_that_the_files_do_not_know_stays():
    load(REAL)
    with acting_as("tests"):
        Survey.objects.update(dispatched_on=date(2003, 7, 15))

    assert load(REAL).changed == 0
    assert Survey.objects.get().dispatched_on == date(2003, 7, 15)


def test_a_bad_row_loads_nothing(folder):
    change(folder, "member_states.csv", "1980-06-06", "sometime")

    with pytest.raises(BadRound, match="member_states.csv, line 178: member_from is not a date"):
        load(folder)

    assert [model.objects.count() for model in LOADED] == [0] * len(LOADED)


def test_a_file_that_is_no_questionnaire_loads_nothing(tmp_path):
    folder = make_folder(tmp_path / "round", form=b"this is not a workbook")

    with pytest.raises(BadRound, match=r"form\.xlsx, line 1: "):
        load(folder)

    assert Region.objects.count() == 0


def test_a_published_questionnaire_is_not_replaced_by_another(folder):
    load(folder)
    with (folder / "ilms2003-states.csv").open("a") as file:
        file.write("XXX,Nowhere,,,,,,,,africa\n")
    change(folder, "member_states.csv", "NA,NAM,Namibia,", "NA,NAM,Republic of Namibia,")

    with pytest.raises(BadRound, match="version 2003-07-01 is already published with other content"):
        load(folder)

    assert MemberState.objects.get(iso3="NAM").names["en"] == "Namibia"


def test_groups_of_states_are_as_on_the_first_of_january_2004():
    load(REAL)

    sizes = {"sadc": 14, "ecowas": 15, "cemac": 6, "mercosur": 4, "gcc": 6, "asean": 9, "eu": 15}
    in_force = GroupMembership.objects.in_force(date(2004, 1, 1)).values_list("group__code", flat=True)
    assert Counter(in_force) == sizes
    sadc = GroupMembership.objects.in_force(date(2002, 11, 22)).filter(group__code="sadc")
    assert set(sadc.values_list("member_state__iso3", flat=True)) == SADC


def test_every_subregion_of_a_state_has_names():
    load(REAL)

    used = set(MemberState.objects.values_list("subregion", "region__code"))
    assert used == set(Subregion.objects.values_list("name_en", "region__code"))
    assert Subregion.objects.get(name_en="Southern Africa").name("ar") == "الجنوب الأفريقي"


def test_a_corrected_first_day_of_a_membership_replaces_the_earlier_one(folder):
    load(folder)
    change(folder, "group_memberships.csv", "sadc,ZAF,1994-08-29,", "sadc,ZAF,1994-08-30,")

    loaded = load(folder)

    assert (loaded.added, loaded.changed) == (1, 1)
    days = GroupMembership.objects.filter(group__code="sadc", member_state__iso3="ZAF")
    assert list(days.values_list("valid_from", flat=True)) == [date(1994, 8, 30)]


def test_a_ratification_that_the_file_no_longer_has_is_taken_out(folder):
    load(folder)
    change(folder, "ratifications.csv", "C97,DZA\n", "")

    loaded = load(folder)

    assert (loaded.added, loaded.changed) == (0, 1)
    assert not Ratification.objects.filter(member_state__iso3="DZA", instrument="C97").exists()
