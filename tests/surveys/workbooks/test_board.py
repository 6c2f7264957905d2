import io
from datetime import date, datetime

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from surveys.board import Line
from surveys.figures import Figures
from surveys.workbooks.board import Sheet, write_board

DAY = date(2003, 12, 31)
FRANCE = Line(
    iso3="FRA",
    iso2="FR",
    name="France",
    names=("France",),
    region="europe",
    region_name="Europe",
    subregion="Western Europe",
    subregion_name="Western Europe",
    status="submitted",
    status_word="submitted",
    received_on=date(2003, 10, 1),
    counts_word="Geneva",
    channel="portal",
    channel_word="portal",
    language="fr",
    language_name="Français",
    staff=7,
    staff_name="Farid",
    last_activity_on=date(2003, 10, 2),
    due_on=date(2003, 10, 31),
)
BARE = Line("TLS", "TL", "Timor-Leste", (), "asia", "Asia", "", "", "not_sent", "not sent")


def written(*lines, language="en", **facts):
    sheet = {
        "title": "Survey",
        "lines": lines,
        "day": DAY,
        "ledger_position": 12,
        "number_of_rows": 177,
        "chosen": [("Region", "Europe")],
        "total": Figures(177, 176, 90, 88, 86, 35),
        "is_invented": False,
    }
    target = io.BytesIO()
    with override(language):
        write_board(Sheet(**{**sheet, **facts}), target)
    return load_workbook(io.BytesIO(target.getvalue()))


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_holds_the_rows_in_their_order_under_their_heads():
    head, *found = rows(written(BARE, FRANCE).worksheets[0])

    assert head[:5] == ["Member State", "ISO 3 code", "Region", "Subregion", "Status"]
    assert [row[1] for row in found] == ["TLS", "FRA"]
    assert found[1] == [
        "France",
        "FRA",
        "Europe",
        "Western Europe",
        "submitted",
        datetime(2003, 10, 1),
        "Geneva",
        "portal",
        "Français",
        "Farid",
        datetime(2003, 10, 2),
        datetime(2003, 10, 31),
    ]
    assert found[0][3:] == [None, "not sent", *[None] * 7]


def test_days_are_days_to_excel():
    sheet = written(FRANCE).worksheets[0]

    assert [(cell.is_date, cell.number_format) for cell in (sheet["F2"], sheet["K2"], sheet["L2"])] == [
        (True, "yyyy-mm-dd")
    ] * 3


@pytest.mark.parametrize("name", ["=1+1", '=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_name_that_looks_like_a_formula_is_a_text(name):
    line = Line("FRA", "FR", name, (), "e", "E", "", "", "sent", "sent", staff=1, staff_name=name)

    cells = [written(line).worksheets[0][place] for place in ("A2", "J2")]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", name)] * 2


def test_says_of_what_it_is():
    facts = dict(rows(written(FRANCE).worksheets[1]))

    assert facts == {
        "Survey": "Survey",
        "As of": datetime(2003, 12, 31),
        "Ledger position": 12,
        "Rows in this workbook": 1,
        "Rows on the board": 177,
        "Region": "Europe",
        "Member States": 177,
        "States asked": 176,
        "Replies received": 90,
        "Compiled": 88,
        "Received on paper, being entered": 2,
        "Replies outstanding": 86,
        "Received late": 35,
    }


def test_says_when_nothing_was_left_out():
    assert ["Filter", "none"] in rows(written(FRANCE, chosen=[]).worksheets[1])


def test_invented_replies_are_marked_so():
    assert rows(written(is_invented=True).worksheets[1])[0][0] == "Demonstration data: answers are invented"


@pytest.mark.parametrize(("language", "is_mirrored"), [("en", False), ("ar", True), ("zh-hans", False)])
def test_sheets_run_as_the_language_does(language, is_mirrored):
    sheets = written(FRANCE, language=language).worksheets

    assert {bool(sheet.sheet_view.rightToLeft) for sheet in sheets} == {is_mirrored}


def test_the_head_stays_and_carries_a_filter():
    sheet = written(FRANCE, BARE).worksheets[0]

    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B2", "A1:L3", "$1:$1")
