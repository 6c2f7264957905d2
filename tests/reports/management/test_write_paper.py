"""The command that writes the paper."""

import json
from datetime import date

import docx
import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_survey
from tests.reports.paper.papers import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(settings):
    settings.PORTAL_TODAY = date(2004, 2, 11)
    return make_report(make_survey(synthetic=True))


def write_paper(*options, as_of="2004-02-11"):
    call_command("write_paper", "--as-of", as_of, *options)


def test_writes_the_file_that_its_name_says(report, tmp_path, capsys):
    for name, start in (("p.docx", b"PK"), ("p.PDF", b"%PDF"), ("p.html", b"<!doctype")):
        write_paper("--language", "fr", str(tmp_path / name))
        assert (tmp_path / name).read_bytes().startswith(start)
    assert ": 2 paragraphs as of 2004-02-11, digest " in capsys.readouterr().out
    assert "It was decided." in [each.text for each in docx.Document(tmp_path / "p.docx").paragraphs]


def test_prints_one_document(report, tmp_path, capsys):
    write_paper("--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["as_of"], told["language"], told["survey"], told["file"]) == ("2004-02-11", "en", "ilms2003", "")
    assert [block["key"] for block in told["blocks"]] == ["decision", "members"]
    write_paper("--json", str(tmp_path / "p.docx"))
    assert json.loads(capsys.readouterr().out)["digest"] == told["digest"]


@pytest.mark.parametrize(
    ("options", "as_of", "told"),
    [
        (["p.odt"], "2004-02-11", "p.odt: the name has to end in .docx, .pdf, .html."),
        ([], "2004-02-11", "Name a file, or ask for --json."),
        (["--json"], "2004-02-30", "2004-02-30 is not a day of the form 2004-04-30."),
        (["--json"], "2004-02-12", "2004-02-12 is after today, 2004-02-11: nothing is known of it."),
        (["--json", "--survey", "nothing"], "2004-02-11", "There is no survey nothing."),
        (["/nowhere/p.docx"], "2004-02-11", "/nowhere/p.docx cannot be written: No such file or directory."),
    ],
)
def test_names_what_is_wrong(report, options, as_of, told):
    with pytest.raises(CommandError, match=f"^{told}$"):
        write_paper(*options, as_of=as_of)


def test_a_survey_has_to_be_named_where_there_are_several(report):
    other = make_survey("other")
    with pytest.raises(CommandError, match="^Name the survey by --survey.$"):
        write_paper("--json")
    with pytest.raises(CommandError, match="^other has no report.$"):
        write_paper("--json", "--survey", "other")
    make_report(other).paper.delete()
    with pytest.raises(CommandError, match="^other has no outline of a paper.$"):
        write_paper("--json", "--survey", "other")
