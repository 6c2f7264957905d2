import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_paper, make_return, make_state, make_submission, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    survey = make_survey()
    make_submission(make_return(survey, make_state("AAA", region="africa")), received_on=date(2003, 10, 1))
    make_paper(make_return(survey, make_state("BBB", region="africa")), received_on=date(2003, 11, 3))
    make_return(survey, make_state("CCC", region="americas"))
    make_state("DDD", region="americas", member_from=date(2003, 8, 19))
    return survey


def status(capsys, day, *options):
    call_command("status", "--survey", "ilms2003", "--as-of", day, *options)
    return capsys.readouterr().out


def test_answers_with_the_document_that_scripts_rely_on(survey, capsys):
    assert json.loads(status(capsys, "2003-12-31", "--json")) == {
        "survey": "ilms2003",
        "as_of": "2003-12-31",
        "members": 4,
        "sent": 3,
        "received": 2,
        "compiled": 1,
        "outstanding": 1,
        "late": 1,
        "regions": [
            {
                "region": "africa",
                "members": 2,
                "sent": 2,
                "received": 2,
                "compiled": 1,
                "outstanding": 0,
                "late": 1,
            },
            {
                "region": "americas",
                "members": 2,
                "sent": 1,
                "received": 0,
                "compiled": 0,
                "outstanding": 1,
                "late": 0,
            },
        ],
    }


def test_every_day_has_its_own_figures(survey, capsys):
    days = ["2003-07-14", "2003-07-15", "2003-10-01", "2003-11-02", "2003-11-03"]

    documents = [json.loads(status(capsys, day, "--json")) for day in days]

    assert [(d["members"], d["sent"], d["received"], d["outstanding"]) for d in documents] == [
        (3, 0, 0, 0),
        (3, 3, 0, 3),
        (4, 3, 1, 2),
        (4, 3, 1, 2),
        (4, 3, 2, 1),
    ]


def test_prints_a_table_for_people(survey, capsys):
    lines = [line.split() for line in status(capsys, "2003-12-31").splitlines()]

    assert lines == [
        ["members", "sent", "received", "compiled", "outstanding", "late"],
        ["africa", "2", "2", "2", "1", "0", "1"],
        ["americas", "2", "1", "0", "0", "1", "0"],
        ["Total", "4", "3", "2", "1", "1", "1"],
    ]


@pytest.mark.parametrize("options", [[], ["--json"]])
@pytest.mark.parametrize(
    ("survey_name", "day", "message"),
    [
        ("nothing", "2003-12-31", "There is no survey 'nothing'."),
        ("ilms2003", "2003-12-32", "--as-of is not a day such as 2003-12-31: '2003-12-32'"),
        ("ilms2003", "31.12.2003", "--as-of is not a day such as 2003-12-31: '31.12.2003'"),
    ],
)
def test_says_in_one_line_what_is_wrong(survey, capsys, survey_name, day, message, options):
    with pytest.raises(CommandError) as refusal:
        call_command("status", "--survey", survey_name, "--as-of", day, *options)

    assert (str(refusal.value), refusal.value.returncode) == (message, 1)
    assert capsys.readouterr().out == ""
