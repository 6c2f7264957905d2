"""A table is downloaded, three cells are changed in a spreadsheet, it is brought back, and all of it undone."""

import pytest
from openpyxl import load_workbook

TABLE = "/surveys/tables/member-states/"
BUTTON = "main form button[type=submit]"
CHANGED = {("AGO", "name_de"): "Angola (Probe)", ("ALB", "name_fr"): "Albanie (essai)", ("DZA", "name_ar"): "تجربة"}


def opens_the_table(visitor):
    visitor.signs_in("administrator@example.org")
    if visitor.page.locator("html").get_attribute("lang") != visitor.language:
        visitor.chooses_language(visitor.language)
    visitor.goes_to(TABLE)


def downloaded(visitor, target):
    return visitor.downloads(f"a[href='{TABLE[:-1]}.xlsx']", target)


def values(file):
    """Every cell of the table by code and heading."""
    head, *rows = load_workbook(file)["member-states"].values
    return {(row[0], heading): value for row in rows for heading, value in zip(head, row, strict=True)}


def change(file, cells):
    """Change these cells as a person does in Excel, and save."""
    book = load_workbook(file)
    sheet = book["member-states"]
    head = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        for at, heading in enumerate(head):
            if (row[0].value, heading) in cells:
                row[at].value = cells[row[0].value, heading]
    book.save(file)


def brings(visitor, file):
    visitor.page.set_input_files("#id_file", file)
    return visitor.presses(BUTTON)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_three_changed_cells_come_in_and_go_out_again(open_browser, tmp_path, language, width):
    visitor = open_browser(language=language, width=width, pictures="tables")
    opens_the_table(visitor)
    file = downloaded(visitor, tmp_path / "states.xlsx")
    before = values(file)
    change(file, CHANGED)

    brings(visitor, file)
    visitor.looks(f"table-preview-{language}-{width}")
    assert visitor.page.locator("main tbody ins").all_text_contents() == list(CHANGED.values())
    visitor.presses(f"form[action$='/confirm/'] {BUTTON.split()[-1]}")
    visitor.looks(f"table-imported-{language}-{width}")
    imported = visitor.page.url
    visitor.goes_to(TABLE)
    assert values(downloaded(visitor, tmp_path / "after.xlsx")) == before | CHANGED

    visitor.goes_to(imported)
    visitor.presses(f"form[action$='/undo/'] {BUTTON.split()[-1]}")
    visitor.goes_to(TABLE)
    visitor.looks(f"table-undone-{language}-{width}")
    assert values(downloaded(visitor, tmp_path / "undone.xlsx")) == before


def test_what_is_wrong_is_told_with_its_cell_without_javascript(open_browser, tmp_path):
    visitor = open_browser(java_script_enabled=False, pictures="tables")
    opens_the_table(visitor)
    file = downloaded(visitor, tmp_path / "states.xlsx")
    change(file, {("AGO", "iso2"): "=A1", ("ALB", "member_from"): "31.12.2003"})

    assert brings(visitor, file).status == 422
    shown = [row.split("\n")[0].split("\t")[0] for row in visitor.page.locator("main tbody tr").all_inner_texts()]
    assert sorted(shown) == ["member-states!B3", "member-states!N4"]

    visitor.goes_to(TABLE)
    document = tmp_path / "letter.docx"
    document.write_bytes(b"no workbook")
    assert brings(visitor, document).status == 422
    assert "letter.docx" in visitor.page.locator(".error-text").inner_text()
