import json

import pytest
from django.core.management import CommandError, call_command

from surveys.models import MemberState, Region
from surveys.models.surveys import Questionnaire
from tests.surveys.rounds.folders import change, make_folder

pytestmark = pytest.mark.django_db


def test_loads_the_round_of_2003_and_then_nothing(capsys):
    call_command("load_round")
    call_command("load_round")

    first, second = capsys.readouterr().out.splitlines()
    assert first == (
        "region 5, memberstate 177, subregion 21, groupofstates 7, groupmembership 80, ratification 60, survey 1,"
        " cutoff 3, questionnaire 1, lettertemplate 126: 481 added, 0 changed"
    )
    assert second.endswith(": 0 added, 0 changed")


def test_names_itself_in_the_history():
    call_command("load_round")

    actors = MemberState.changes.rel.related_model.objects.values_list("pgh_context__actor", flat=True)
    assert set(actors) == {"command:load_round"}
    assert Questionnaire.objects.count() == 1


def test_answers_in_json(capsys):
    call_command("load_round", "--json")

    document = json.loads(capsys.readouterr().out)
    assert (document["loaded"], document["added"], document["changed"]) == (True, 481, 0)
    assert document["rows"]["memberstate"] == 177


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
