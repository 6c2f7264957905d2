"""The coverage matrix, and consultations brought back from a spreadsheet, as people see them."""

import pytest
from openpyxl import load_workbook

PAGE = "/consultations/ilms2003/coverage/?as_of=2004-02-11"
TABLE = "/surveys/tables/consultations/"
BUTTON = "main form button[type=submit]"
CHANGED = {("E13-1", "title_de"): "Probe", ("E14-1", "place_ar"): "تجربة", ("E14-2", "stated_participants"): 12}


def comes_as_office(visitor, page):
    visitor.signs_in("office@example.org")
    if visitor.page.locator("html").get_attribute("lang") != visitor.language:
        visitor.chooses_language(visitor.language)
    visitor.goes_to(page)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_the_matrix_shows_what_nothing_covers(open_browser, language, width):
    visitor = open_browser(language=language, width=width, pictures="coverage")
    comes_as_office(visitor, PAGE)
    visitor.looks(f"coverage-{language}-{width}")
    gaps = visitor.page.locator("td.is-gap")
    told = [int(number) for number in visitor.page.locator(".coverage-count strong").all_inner_texts()]
    assert gaps.count() == sum(told) > 0
    assert gaps.first.locator(".status-nothing").is_visible()


def test_a_cell_leads_to_its_consultations_without_javascript(open_browser):
    visitor = open_browser(java_script_enabled=False, pictures="coverage")
    comes_as_office(visitor, PAGE)
    cell = visitor.page.locator("table.coverage td:not(.is-gap) .cover a").first
    told = sum(int(number) for number in cell.locator(".status").all_inner_texts())
    visitor.goes_to(cell.get_attribute("href"))
    assert visitor.page.locator("main table.data tbody tr").count() == told


def test_the_matrix_comes_as_a_workbook(open_browser, tmp_path):
    visitor = open_browser(language="ar", pictures="coverage")
    comes_as_office(visitor, PAGE)
    file = visitor.downloads("a[href*='coverage.xlsx']", tmp_path / "coverage.xlsx")
    book = load_workbook(file)
    assert [sheet.sheet_view.rightToLeft for sheet in book] == [True] * 4


def change(file, cells):
    """Change these cells as a person does in Excel, and save."""
    book = load_workbook(file)
    sheet = book["consultations"]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        for at, heading in enumerate(heads):
            if (row[1].value, heading) in cells:
                row[at].value = cells[row[1].value, heading]
    book.save(file)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_consultations_come_in_from_a_spreadsheet_and_go_out_again(open_browser, tmp_path, language, width):
    visitor = open_browser(language=language, width=width, pictures="coverage")
    comes_as_office(visitor, TABLE)
    visitor.looks(f"consultations-table-{language}-{width}")
    file = visitor.downloads(f"a[href='{TABLE[:-1]}.xlsx']", tmp_path / "consultations.xlsx")
    change(file, CHANGED)
    visitor.page.set_input_files("#id_file", file)
    visitor.presses(BUTTON)
    visitor.looks(f"consultations-preview-{language}-{width}")
    assert sorted(visitor.page.locator("main tbody ins").all_text_contents()) == sorted(map(str, CHANGED.values()))
    visitor.presses("form[action$='/confirm/'] button")
    visitor.looks(f"consultations-imported-{language}-{width}")
    visitor.presses("form[action$='/undo/'] button")
    assert visitor.page.locator("form[action$='/undo/']").count() == 0


def test_what_cannot_be_is_told_with_its_cell(open_browser, tmp_path):
    visitor = open_browser(pictures="coverage")
    comes_as_office(visitor, TABLE)
    file = visitor.downloads(f"a[href='{TABLE[:-1]}.xlsx']", tmp_path / "consultations.xlsx")
    change(file, {("E13-1", "ends"): "2003-01-01", ("E14-1", "title_fr"): "=A1"})
    visitor.page.set_input_files("#id_file", file)
    assert visitor.presses(BUTTON).status == 422
    visitor.expects("422")
    visitor.looks("consultations-refused-en-1280")
    cells = [cell.split("!")[0] for cell in visitor.page.locator("main tbody th").all_inner_texts()]
    assert cells == ["consultations"] * 2
