import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from consultations.models import Consultation, Organization
from ilc_migration.rounds import Folders, folders_of, load_whole_round
from reports.models import Chapter, Report
from surveys.models import MemberState, Region
from surveys.models.history import acting_as
from surveys.models.surveys import Questionnaire
from surveys.rounds.faults import BadRound
from tests.rounds import LOADED_AT
from tests.surveys.rounds.folders import change, make_folder

DATA = folders_of(None)
ROWS = (
    "region 5, memberstate 177, subregion 21, groupofstates 7, groupmembership 80, ratification 60, survey 1,"
    " cutoff 3, questionnaire 1, lettertemplate 140, organization 67, theme 3, consultation 43, participation 97,"
    " outcome 11, outcomesource 27, report 1, topic 9, chapter 6, milestone 10, contribution 23,"
    " paperoutline 1, paperparagraph 27"
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(tmp_path):
    """One folder with all the files of the round of 2003."""
    folder = shutil.copytree(DATA.surveys, tmp_path / "whole")
    for path in (*DATA.consultations.iterdir(), *DATA.reports.iterdir()):
        if path.suffix in {".json", ".csv"}:
            shutil.copy(path, folder)
    return folder


def faults_of(folders):
    with pytest.raises(BadRound) as refusal, acting_as("tests"):
        load_whole_round(folders=folders, at=LOADED_AT)
    return refusal.value.faults


def test_loads_the_round_of_2003_and_then_nothing(capsys):
    call_command("load_round")
    call_command("load_round")

    first, second = capsys.readouterr().out.splitlines()
    assert first == f"{ROWS}: 820 added, 0 changed"
    assert second == f"{ROWS}: 0 added, 0 changed"


def test_names_itself_in_the_history():
    call_command("load_round")

    for model in (MemberState, Consultation, Chapter):
        actors = model.changes.rel.related_model.objects.values_list("pgh_context__actor", flat=True)
        assert set(actors) == {"command:load_round"}
    assert Questionnaire.objects.count() == 1


def test_takes_all_files_from_a_folder_and_answers_in_json(whole, capsys):
    change(whole, "events.json", '"en": "Bangkok"', '"en": "Krung Thep"')

    call_command("load_round", whole, "--json")

    document = json.loads(capsys.readouterr().out)
    assert (document["loaded"], document["added"], document["changed"]) == (True, 820, 0)
    assert (document["rows"]["memberstate"], document["rows"]["consultation"]) == (177, 43)
    assert Consultation.objects.get(code="E13-1").place("en") == "Krung Thep"


def test_a_folder_may_have_no_register_and_no_report(capsys):
    call_command("load_round", DATA.surveys)

    assert capsys.readouterr().out.endswith("lettertemplate 140: 495 added, 0 changed\n")
    assert (Organization.objects.count(), Report.objects.count()) == (0, 0)


def test_a_second_load_says_what_a_changed_file_changes(whole, capsys):
    call_command("load_round", whole)
    planned = '"status_2004_02_11": "planned",\n   "status_word": "is organizing"'
    change(whole, "events.json", planned, planned.replace("planned", "cancelled"))
    change(
        whole,
        "events.json",
        '"status_word": "is organizing",\n   "announced_on": "2004-02-11"',
        '"announced_on": "2004-02-01", "recorded_on": "2004-02-11"',
    )
    change(whole, "organizations.csv", "a European platform", "European")
    change(whole, "report.json", '"en": "Effects of remittances"', '"en": "Money sent"')

    call_command("load_round", whole)

    assert capsys.readouterr().out.endswith("0 added, 3 changed\n")
    row = Consultation.objects.get(code="E17-3")
    assert (row.status, row.status_word, row.recorded_on) == ("cancelled", "", date(2004, 2, 11))


def test_names_file_line_and_reason_and_loads_nothing(tmp_path, capsys):
    folder = make_folder(tmp_path / "round")
    change(folder, "member_states.csv", "1978-10-03", "soon")

    with pytest.raises(CommandError) as refusal:
        call_command("load_round", folder, "--json")

    reason = "member_from is not a date such as 2003-07-31: 'soon'"
    assert str(refusal.value) == f"Nothing was loaded.\nmember_states.csv, line 2: {reason}"
    assert refusal.value.returncode == 1
    assert json.loads(capsys.readouterr().out) == {
        "loaded": False,
        "faults": [{"file": "member_states.csv", "line": 2, "reason": reason}],
    }
    assert Region.objects.count() == 0


def test_what_is_wrong_in_any_of_the_files_is_named_at_once(whole):
    change(whole, "survey.json", '"reply_by": "2003-10-31"', '"reply_by": "soon"')
    change(whole, "organizations.csv", ",academic,ilo,", ",school,ilo,")
    change(whole, "events.json", '"start": "2002-08"', '"start": "August"')
    change(whole, "report.json", '"date": "2004-05"', '"date": "May"')

    faults = faults_of(folders_of(whole))

    assert [fault.file for fault in faults] == ["events.json", "organizations.csv", "report.json", "survey.json"]
    assert all(fault.line > 1 for fault in faults)
    assert Region.objects.count() == 0


def test_a_participant_who_was_no_member_then_is_refused_with_its_line(whole):
    change(whole, "events.json", '"AUS"', '"TLS"')

    [fault] = faults_of(folders_of(whole))

    assert fault.reason == "TLS took part in E13-1 and was no member then"
    assert '"states"' in (whole / "events.json").read_text().splitlines()[fault.line - 1]


def test_other_themes_in_the_report_are_refused(whole):
    change(whole, "report.json", "improving migrant workers’ protection", "protection")

    [fault] = faults_of(folders_of(whole))

    assert fault.file == "report.json"
    assert fault.reason == "the themes are not those of the register's file, in the same order"


def test_the_three_apps_may_have_a_folder_each(tmp_path):
    empty = Path(tmp_path)
    with acting_as("tests"):
        loaded = load_whole_round(folders=Folders(DATA.surveys, DATA.consultations, empty), at=LOADED_AT)
    assert (loaded.rows["consultation"], "report" in loaded.rows) == (43, False)
