"""The command that writes the matrix: files whole or not at all, what is wrong named."""

import csv
import json
from datetime import date

import openpyxl
import pyreadstat
import pytest
from django.core.management import CommandError, call_command

from surveys.models import Happening, Survey
from surveys.models.history import acting_as
from tests.factories import make_paper, make_return, make_state, make_survey, take_back
from tests.reports.test_compile import reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    survey = make_survey()
    reply(survey, "DZA", respondent_ministry="=Ministry", stock_year=0)
    make_paper(make_return(survey, make_state("EGY")), received_on=date(2003, 11, 3))
    make_state("FRA", region="europe_central_asia")
    return survey


def export(path, *options, format="csv", as_of="2003-12-31", survey="ilms2003"):
    call_command(
        "export_returns", "--survey", survey, "--as-of", as_of, "--format", format, *options, str(path), "--json"
    )


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row["iso3"]: row for row in csv.DictReader(file)}


def test_a_row_for_each_state_and_the_codebook_beside(survey, tmp_path, capsys):
    export(tmp_path / "returns.csv")
    told = json.loads(capsys.readouterr().out)
    rows = rows_of(tmp_path / "returns.csv")
    assert {iso3: row["reply"] for iso3, row in rows.items()} == {
        "DZA": "submitted",
        "EGY": "registered",
        "FRA": "not_sent",
    }
    assert rows["DZA"]["respondent_ministry"] == "'=Ministry"
    assert (told["states"], told["versions"], told["does_not_fit"]) == (3, ["2003-07-01"], 0)
    assert told["columns"] == len(rows["DZA"])
    assert sorted(told["files"]) == sorted(str(path) for path in tmp_path.iterdir())
    with (tmp_path / "returns.codebook.csv").open(encoding="utf-8") as file:
        main = [row["column"] for row in csv.DictReader(file) if row["table"] == "returns"]
    assert main == list(rows["DZA"])


def test_only_those_that_have_replied(survey, tmp_path):
    export(tmp_path / "returns.csv", "--states=answered")
    assert list(rows_of(tmp_path / "returns.csv")) == ["DZA", "EGY"]


def test_as_of_a_day_and_a_ledger_position(survey, tmp_path):
    export(tmp_path / "before.csv", as_of="2003-09-30")
    export(tmp_path / "unknown.csv", "--upto=0")
    for name in ("before.csv", "unknown.csv"):
        assert {row["respondent_ministry"] for row in rows_of(tmp_path / name).values()} == {""}


def test_labels_in_a_language(survey, tmp_path):
    export(tmp_path / "returns.csv", "--labels=labels", "--language=fr")
    assert rows_of(tmp_path / "returns.csv")["DZA"]["country_roles"] == "Pays d’origine"


def test_excel_in_arabic_is_right_to_left(survey, tmp_path):
    export(tmp_path / "returns.xlsx", "--language=ar", format="xlsx")
    book = openpyxl.load_workbook(tmp_path / "returns.xlsx")
    assert all(sheet.sheet_view.rightToLeft for sheet in book)
    assert [path.name for path in tmp_path.iterdir()] == ["returns.xlsx"]


@pytest.mark.parametrize("format", ["sav", "dta"])
def test_statistics(survey, tmp_path, format):
    export(tmp_path / f"returns.{format}", "--repeats=wide", format=format)
    table, meta = getattr(pyreadstat, f"read_{format}")(tmp_path / f"returns.{format}")
    assert list(table["iso3"]) == ["DZA", "EGY", "FRA"]
    assert meta.column_names_to_labels["received_on"] == "Received on"


def test_what_was_taken_back_is_a_draft_again_also_for_an_earlier_position(survey, tmp_path):
    submission = reply(survey, "LBY", respondent_ministry="Secret")
    take_back(submission)
    export(tmp_path / "now.csv")
    export(tmp_path / "then.csv", f"--upto={submission.ledger_no}")
    assert "Secret" not in (tmp_path / "now.csv").read_text() + (tmp_path / "then.csv").read_text()
    assert rows_of(tmp_path / "then.csv")["LBY"]["reply"] == "taken_back"


def test_the_command_opens_nothing(survey, tmp_path):
    export(tmp_path / "returns.csv")
    events = survey.returns.get(member_state__iso3="DZA").events
    assert events.filter(kind=Happening.OFFICE_OPENED).count() == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"survey": "nothing"}, "There is no survey nothing."),
        ({"as_of": "2003-02-30"}, "2003-02-30 is not a day of the form 2004-04-30."),
    ],
)
def test_names_what_is_wrong(survey, tmp_path, options, told):
    with pytest.raises(CommandError, match=f"^{told}$"):
        export(tmp_path / "returns.csv", **options)
    assert list(tmp_path.iterdir()) == []


def test_refuses_a_position_that_the_ledger_does_not_have(survey, tmp_path):
    with pytest.raises(CommandError, match="^The ledger has 2 entries: --upto 3 is not among them.$"):
        export(tmp_path / "returns.csv", "--upto=3")


def test_a_folder_that_is_not_there_is_named(survey, tmp_path):
    path = tmp_path / "nowhere" / "returns.csv"
    with pytest.raises(CommandError, match=f"^{path} cannot be written: No such file or directory.$"):
        export(path)


def test_a_survey_without_a_questionnaire_is_named(survey, tmp_path):
    with acting_as("tests"):
        Survey.objects.create(slug="empty", titles={}, languages=["en"], reply_by=date(2003, 10, 31))
    with pytest.raises(CommandError, match="^The survey empty has no questionnaire yet.$"):
        export(tmp_path / "returns.csv", survey="empty")
