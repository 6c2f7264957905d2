"""A version goes through LibreOffice and back: its figures are still there, and the whole report opens."""

import os
import shutil
import subprocess

import pytest

from reports.actions.whole_report import whole_report
from reports.rendering.chapters.controls import controls
from reports.rendering.chapters.package import read_word
from reports.rendering.chapters.paragraphs import extracted
from tests.factories import AT, make_survey
from tests.reports.chapters import code, make_chapter, make_report, store
from tests.reports.rendering.chapters.word_files import word
from tests.reports.test_compile import compile_now, reply

pytestmark = [pytest.mark.drill, pytest.mark.django_db, pytest.mark.timeout(300)]
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture
def chapter():
    if OFFICE is None:
        pytest.skip("there is no LibreOffice on this machine")
    survey = make_survey()
    reply(survey, "DZA", country_roles=["origin"])
    chapter = make_chapter(make_report(survey))
    code(chapter.report, compile_now(survey), "country_roles/choice/origin/all")
    return chapter


def saved_by_office(content, folder, kind="docx"):
    """The file as LibreOffice saves it."""
    source = folder / "in.docx"
    source.write_bytes(content)
    command = [OFFICE, "--headless", "--convert-to", kind, "--outdir", folder / "out", source]
    home = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    subprocess.run(command, check=True, capture_output=True, timeout=200, env=home)
    return (folder / "out" / f"in.{kind}").read_bytes()


def test_the_figures_of_a_version_survive(chapter, tmp_path):
    draft = store(chapter, word(["In all [[", "F1]] said so."], "ردت [[F1]] حكومة", table=("Origin", "[[F1]]")))
    again = read_word(saved_by_office(draft.path.read_bytes(), tmp_path))
    assert [control.code for control in controls(again)] == ["F1"] * 3
    assert "In all 1 of 1 said so." in [found["text"] for found in extracted(again)]


def test_the_whole_report_opens(chapter, tmp_path):
    store(chapter, word("In all [[F1]]."))
    content = whole_report(report=chapter.report, language="en", format="docx", day=AT.date())
    assert saved_by_office(content, tmp_path, "pdf").startswith(b"%PDF-")
