"""LibreOffice opens the workbooks of an edition, right to left too, and computes the shares itself."""

import re
import shutil
import subprocess
import zipfile

import pytest
from openpyxl import load_workbook

from tests.reports.rendering import rounds
from tests.reports.rendering.xlsx.reading import share, written

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
EDITION = rounds.edition(12, ("respondent", "legislation"), regions=1)
RESULT = re.compile(rb"(?<=</f>)<v>[^<]*</v>")

pytestmark = [
    pytest.mark.drill,
    pytest.mark.timeout(600),
    pytest.mark.skipif(SOFFICE is None, reason="there is no LibreOffice on this machine"),
]


def write_without_results(path, content):
    """The workbook without the results beside its formulas, so that whoever opens it has to compute."""
    path.write_bytes(content)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, RESULT.sub(b"", body))


def computed(path, folder):
    """The workbook as LibreOffice writes it after opening and computing it; its profile is made for this alone."""
    command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(path)], check=True, capture_output=True, timeout=500
    )
    return load_workbook(folder / "out" / path.name, data_only=True)


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_libreoffice_computes_the_shares_of_every_sheet(tmp_path, language):
    path = tmp_path / "summary.xlsx"
    write_without_results(path, written(EDITION, rounds.words(language)))
    asked, found = load_workbook(path), computed(path, tmp_path)
    formulas = [
        (sheet, cell) for sheet in asked for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    expected = {(sheet.title, cell.coordinate): share(sheet, cell) for sheet, cell in formulas}

    assert found.sheetnames == asked.sheetnames
    assert len(expected) > 1000
    assert {place: found[place[0]][place[1]].value for place in expected} == {
        place: pytest.approx(value, abs=1e-12) if value != "" else None for place, value in expected.items()
    }
    assert found.worksheets[0].sheet_view.rightToLeft == (language == "ar")
