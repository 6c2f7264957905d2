"""The command that compiles: through relay and worker, one JSON document, exit 0 only when done."""

import hashlib
import json
import subprocess
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import gettext, override

from reports.models import Compilation, Summary
from surveys.models import Job
from tests.factories import make_paper, make_return, make_state, make_survey
from tests.job_processes import Portal, start
from tests.reports.test_compile import reply


@pytest.fixture
def survey():
    return make_survey()


def compile_summary(*options, survey="ilms2003", as_of="2003-12-31"):
    call_command("compile_summary", "--survey", survey, "--as-of", as_of, *options)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"survey": "nothing"}, "There is no survey nothing."),
        ({"as_of": "31.12.2003"}, "31.12.2003 is not a day of the form 2004-04-30."),
        ({"as_of": "2003-02-30"}, "2003-02-30 is not a day of the form 2004-04-30."),
        ({"as_of": "2003-07-14"}, "2003-07-14: On this day the survey had not been sent yet."),
        ({"as_of": "2004-05-01"}, "2004-05-01: This day has not come yet: replies .* on it or before."),
    ],
)
def test_names_what_is_wrong_and_asks_for_nothing(survey, settings, options, told):
    settings.PORTAL_TODAY = date(2004, 4, 30)
    with pytest.raises(CommandError, match=f"^{told}$"):
        compile_summary(**options)
    assert (Compilation.objects.count(), Job.objects.filter(task="reports.compile_summary").count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("upto", [-1, 2])
def test_refuses_a_position_that_the_ledger_does_not_have(survey, upto):
    reply(survey, "DZA")
    with pytest.raises(CommandError, match=f"^The ledger has 1 entries: --upto {upto} is not among them.$"):
        compile_summary(f"--upto={upto}")
    assert Compilation.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("upto", [-1, 1])
def test_refuses_a_position_of_treatments_that_there_is_not(survey, upto):
    told = f"^There are 0 decisions on treatments: --treatments-upto {upto} is not among them.$"
    with pytest.raises(CommandError, match=told):
        compile_summary(f"--treatments-upto={upto}")
    assert Compilation.objects.count() == 0


@pytest.mark.django_db
def test_refuses_less_than_one_part(survey):
    with pytest.raises(CommandError, match="^There has to be at least one part.$"):
        compile_summary("--parts=0")


@pytest.mark.django_db
def test_says_that_nobody_did_the_work_in_time(survey):
    with pytest.raises(CommandError, match=r"^Job \d+ is still due after 0 s: is a worker running\?$"):
        compile_summary("--wait=0")


def run(*options, as_of="2003-12-31", broker):
    """The command as a process of its own: exit, stdout, stderr."""
    words = ["compile_summary", "--survey=ilms2003", f"--as-of={as_of}", "--wait=60", *options]
    process = start("manage.py", *words, broker=broker, log=subprocess.PIPE, stdout=subprocess.PIPE)
    out, error = process.communicate(timeout=90)
    return process.returncode, out.decode(), error.decode()


@pytest.fixture
def portal(transactional_db):
    portal = Portal()
    portal.start_worker()
    yield portal
    portal.stop()


def test_compiles_through_relay_and_worker(portal, survey, tmp_path):
    first = reply(survey, "DZA", country_roles=["origin"])
    make_paper(make_return(survey, make_state("EGY")), received_on=date(2003, 11, 3))
    names = {format: str(tmp_path / f"summary.{format}") for format in ("xlsx", "docx", "pdf", "content")}
    wanted = [f"--{format}={name}" for format, name in names.items()]
    code, out, error = run(*wanted, "--language=fr", "--json", broker=portal.url)
    assert (code, error) == (0, "")
    edition = Summary.objects.get()
    assert json.loads(out) == {
        "edition": 1,
        "survey": "ilms2003",
        "as_of": "2003-12-31",
        "ledger_position": 2,
        "treatment_position": 0,
        "sent": 2,
        "received": 2,
        "compiled": 1,
        "submissions": [first.pk],
        "digest": edition.digest,
        "changes": None,
        "files": names,
    }
    assert hashlib.sha256(Path(names["content"]).read_bytes()).hexdigest() == edition.digest
    with override("fr"):
        assert openpyxl.load_workbook(names["xlsx"]).sheetnames[0] == gettext("Contents")
        assert docx.Document(names["docx"]).core_properties.subject == gettext("Summary of replies")
    assert Path(names["pdf"]).read_bytes().startswith(b"%PDF")

    late = reply(survey, "LBY", date(2003, 12, 1), country_roles=["origin"])
    _code, out, _error = run("--parts=7", "--json", broker=portal.url)
    told = json.loads(out)
    assert (told["edition"], told["submissions"]) == (2, [first.pk, late.pk])
    changes = told["changes"]
    assert (changes["edition"], changes["states_added"], changes["superseded"]) == (1, ["LBY"], [])
    assert changes["cells"] > 0

    missing = Path(tmp_path, "nowhere", "c.json")
    code, out, error = run("--upto=2", f"--content={missing}", broker=portal.url)
    told = f"Edition 1 is compiled, but {missing} cannot be written: No such file or directory.\n"
    assert (code, out, error) == (1, "", f"CommandError: {told}")
