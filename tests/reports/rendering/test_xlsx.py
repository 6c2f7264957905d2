"""Workbooks are read back with openpyxl; where Excel goes by the file itself, the file is opened."""

import io
import re
import zipfile
from datetime import date

import pytest
from django.utils.translation import get_language, gettext, override
from openpyxl import load_workbook

from reports.rendering.words import Words
from reports.rendering.xlsx import write_summary
from reports.summary.tables import cells, content_digest
from reports.summary.tally import Row
from surveys.questionnaire.definition import Choice, Definition, Group, Question, Repeat
from tests.reports.summary.documents import edition_of

DEFINITION = Definition(
    title="Survey",
    form_id="f",
    version="1",
    default_language="en",
    languages=("en", "ar"),
    children=(
        Group(
            "policy",
            1,
            {"en": "Policies", "ar": "السياسات"},
            children=(
                Question("policy", 2, {"en": "Policy?", "ar": "السياسة؟"}, type="select_one", list_name="aims"),
            ),
        ),
        Group(
            "figures",
            3,
            {"en": "Figures"},
            children=(
                Question("remark", 4, {"en": "Remarks"}),
                Question("stock", 5, {"en": "Stock"}, type="integer"),
            ),
        ),
        Group(
            "laws",
            6,
            {"en": "Laws"},
            children=(
                Repeat(
                    "laws",
                    7,
                    {"en": "Laws in force"},
                    children=(Question("law_title", 8, {"en": "Title"}, repeat="laws"),),
                ),
            ),
        ),
    ),
    lists={"aims": (Choice("raise", {"en": "Raise", "ar": "زيادة"}), Choice("maintain", {"en": "=Maintain"}))},
)
ROWS = [
    Row("NAM", "africa", {"policy": "raise", "stock": 1200, "remark": '=HYPERLINK("http://x")'}, {"remark": "en"}),
    Row("FRA", "europe", {"policy": "gone", "stock": 800, "remark": "@x\n+y"}, {"remark": "fr"}, {"remark": "named"}),
    Row("THA", "asia", {"remark": "é" * 70_000, "laws": [{"id": "r1", "law_title": "-1"}], "since": "1890-02-01"}),
]
STATES = [
    {
        "iso3": "NAM",
        "region": "africa",
        "submission": 4,
        "number": 2,
        "received_on": "2003-12-30",
        "channel": "portal",
        "language": "en",
    },
    {
        "iso3": "FRA",
        "region": "europe",
        "submission": 1,
        "number": 1,
        "received_on": "2004-01-05",
        "channel": "post",
        "language": "fr",
    },
]
PAPERS = [{"iso3": "YEM", "region": "asia", "received_on": "2004-04-29", "channel": "post", "language": "ar"}]
EDITION = edition_of(ROWS, states=STATES, registered=PAPERS)
NOTICE = "Demonstration data: answers are invented"
SHEETS = ["Contents", "About", "Response rates", "Counts", "Open answers", "Who is in it", "Registered, not compiled"]


def words(language="en", *, synthetic=False, kind=Words):
    return kind(
        language=language,
        title="=Labour migration",
        definition=DEFINITION,
        states={"NAM": "Namibia", "FRA": "France", "YEM": "Yemen"},
        regions={"africa": "Africa", "europe": "Europe", "asia": "Asia"},
        channels={"post": "by post"},
        synthetic=synthetic,
    )


def written(edition=EDITION, **options):
    file = io.BytesIO()
    write_summary(edition, file, words=words(**options), number=3, digest=content_digest(edition))
    return file


def read(*args, **options):
    return load_workbook(written(*args, **options))


def table(sheet):
    """The rows of a sheet below its head, each as a mapping of head to value."""
    top = int(sheet.auto_filter.ref.split(":")[0][1:])
    head = [cell.value for cell in sheet[top]]
    return [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=top + 1, values_only=True)]


@pytest.fixture(scope="module")
def book():
    return read()


def test_the_first_sheet_leads_to_the_others(book):
    contents = book.worksheets[0]
    links = [cell for cell in contents["A"] if cell.hyperlink]

    assert book.sheetnames == SHEETS
    assert [(cell.value, cell.hyperlink.location) for cell in links] == [
        (name, f"'{name}'!A1") for name in SHEETS[1:]
    ]


def test_about_says_which_edition_it_is(book):
    facts = dict(book["About"].iter_rows(min_row=2, max_col=2, values_only=True))

    assert facts["As of"].date() == date(2004, 4, 30)
    assert facts["Digest (SHA-256)"] == content_digest(EDITION)
    waiting = "Received on paper, being entered"
    assert {name: facts[name] for name in ("Edition", "Ledger position", "States asked", waiting)} == {
        "Edition": 3,
        "Ledger position": 93,
        "States asked": 60,
        waiting: 3,
    }


def test_rates_are_by_region_with_the_total_last(book):
    rates = table(book["Response rates"])

    assert [row["Region"] for row in rates] == ["Europe", "Africa", "Asia", "Total"]
    assert [row["Replies received"] for row in rates] == [3, 3, 3, 9]
    assert rates[0]["Response rate"] == '=IF(C3=0,"",D3/C3)'
    assert book["Response rates"]["A1"].value == "Replies as of 2004-04-30"


def test_every_cell_of_the_edition_has_its_row(book):
    counts = table(book["Counts"])

    assert [(row["Address"], row["n"], row["N"]) for row in counts] == [
        (cell.address, cell.n, cell.base) for cell in cells(EDITION)
    ]


def test_a_row_of_counts_is_in_words_and_numbers(book):
    rows = {row["Address"]: row for row in table(book["Counts"])}
    chosen = rows["policy/choice/raise/africa"]

    assert {name: chosen[name] for name in ("Section", "Question", "Choice", "Group", "Value", "n", "N")} == {
        "Section": "Policies",
        "Question": "Policy?",
        "Choice": "Raise",
        "Group": "Africa",
        "Value": 1,
        "n": 1,
        "N": 20,
    }
    assert rows["policy/unmapped/gone/all"]["Choice"] == "gone"
    assert rows["laws/rows/-/all"]["Question"] == "Laws in force"
    assert rows["laws/rows/-/all"]["Measure"] != "rows"
    assert rows["stock/median/-/all"]["Value"] == 1000


def test_a_share_divides_the_n_and_n_of_its_own_row(book):
    sheet = book["Counts"]

    assert {sheet.cell(row, 9).value for row in (4, 9)} == {'=IF(H4=0,"",G4/H4)', '=IF(H9=0,"",G9/H9)'}
    assert [sheet.cell(2, column).value for column in (7, 8)] == ["n", "N"]


def test_a_day_too_early_for_excel_is_written_out(book):
    rows = {row["Address"]: row for row in table(book["Counts"])}

    assert rows["since/minimum/-/all"]["Value"] == "1890-02-01"


def test_open_answers_are_there_whole_and_as_they_were(book):
    answers = table(book["Open answers"])
    remarks = [row for row in answers if row["Question"] == "Remarks"]

    assert [(row["State"], row["Language"], row["Permitted use"], row["Part"]) for row in remarks] == [
        ("France", "fr", "named", 1),
        ("Namibia", "en", "named", 1),
        ("THA", None, "named", 1),
        ("THA", None, "named", 2),
        ("THA", None, "named", 3),
    ]
    assert remarks[0]["Text"] == "@x\n+y"
    assert remarks[1]["Text"] == '=HYPERLINK("http://x")'
    assert "".join(row["Text"] for row in remarks[2:]) == "é" * 70_000


def test_who_is_in_it_is_apart_from_what_is_only_registered(book):
    compiled, waiting = table(book["Who is in it"]), table(book["Registered, not compiled"])

    assert [(row["State"], row["Received on"].date(), row["Channel"], row["Submission No."]) for row in compiled] == [
        ("France", date(2004, 1, 5), "by post", 1),
        ("Namibia", date(2003, 12, 30), "portal", 2),
    ]
    assert [(row["State"], row["Region"], row["Received on"].date()) for row in waiting] == [
        ("Yemen", "Asia", date(2004, 4, 29))
    ]


def test_nothing_that_anybody_wrote_becomes_a_formula():
    """The file itself: the only formulas are the shares, which hold no text of anybody."""
    archive = zipfile.ZipFile(written())
    sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    formulas = [found for name in sheets for found in re.findall(r"<f>(.*?)</f>", archive.read(name).decode())]
    share = re.compile(r'IF\([CH](\d+)=0,"",[DG]\1/[CH]\1\)')

    assert len(formulas) == len(list(cells(EDITION))) + len(EDITION["regions"]) + 1
    assert [formula for formula in formulas if not share.fullmatch(formula.replace("&quot;", '"'))] == []
    text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert "=HYPERLINK(" in text and "=Maintain" in text and "=Labour migration" in text


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_says_that_the_data_are_invented(name):
    assert read(synthetic=True)[name]["A2"].value == NOTICE


def test_real_data_carry_no_such_notice(book):
    assert NOTICE not in [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]


def test_the_notice_moves_the_tables_and_their_formulas_down(book):
    marked = read(synthetic=True)

    assert table(marked["Who is in it"]) == table(book["Who is in it"])
    assert marked["Counts"]["I5"].value == '=IF(H5=0,"",G5/H5)'
    assert marked["Counts"].freeze_panes == "A4"


@pytest.mark.parametrize("name", SHEETS[2:])
def test_a_table_stays_readable_on_screen_and_paper(book, name):
    sheet = book[name]
    last = sheet.max_row

    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref.startswith("A2:")
    assert sheet.auto_filter.ref.endswith(str(last))
    assert sheet.print_title_rows == "$2:$2"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert all(sheet.column_dimensions[cell.column_letter].width >= 8 for cell in sheet[2])


@pytest.mark.parametrize(("language", "from_the_right"), [("en", False), ("ar", True), ("zh", False)])
def test_arabic_is_written_from_the_right(language, from_the_right):
    assert {bool(sheet.sheet_view.rightToLeft) for sheet in read(language=language)} == {from_the_right}


def test_the_questionnaire_speaks_the_language_of_the_workbook():
    with override("ar"):
        words = {word: gettext(word) for word in ("Counts", "Address", "Choice", "Section", "Question")}
    rows = {row[words["Address"]]: row for row in table(read(language="ar")[words["Counts"]])}

    assert rows["policy/choice/raise/all"][words["Choice"]] == "زيادة"
    answered = rows["policy/answered/-/all"]
    assert (answered[words["Section"]], answered[words["Question"]]) == ("السياسات", "السياسة؟")


@pytest.mark.parametrize(("language", "active"), [("ar", "ar"), ("zh", "zh-hans")])
def test_the_interface_speaks_it_too_and_only_for_the_workbook(language, active):
    heard = set()

    class Listening(Words):
        def measure(self, code):
            heard.add(get_language())
            return code

    before = get_language()
    written(language=language, kind=Listening)

    assert (heard, get_language()) == ({active}, before)


def test_an_edition_without_replies_has_its_sheets_and_heads():
    book = read(edition_of([]))

    assert book.sheetnames == SHEETS
    assert table(book["Open answers"]) == table(book["Who is in it"]) == []
    assert book["Open answers"].auto_filter.ref == "A2:F2"


def test_a_path_will_do_as_well(tmp_path):
    write_summary(EDITION, str(tmp_path / "summary.xlsx"), words=words(), number=3, digest="x")

    assert load_workbook(tmp_path / "summary.xlsx").sheetnames == SHEETS
