"""The tidy table: every figure, in an order that an edition does not change."""

import io
from copy import deepcopy
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from reports.rendering.xlsx.figures import figures_sheet
from reports.summary.tables import MINIMUM_BASE, cells
from reports.summary.tally import Row
from tests.reports.rendering import rounds
from tests.reports.rendering.xlsx.reading import calamine_rows, rows_of, share, tables_of, written
from tests.reports.summary.documents import edition_of

SECTIONS = ("respondent", "legislation")
EDITION = rounds.edition(12, SECTIONS)
WORDS = rounds.words("en")
ADDRESS, MARK, VALUE, N_OF, BASE_OF = -1, -2, 5, 6, 7


@pytest.fixture(scope="module")
def content():
    return written(EDITION, WORDS)


@pytest.fixture(scope="module")
def book(content):
    return load_workbook(io.BytesIO(content))


def plan(edition):
    return figures_sheet(edition, WORDS, "Figures")


def by_address(edition):
    return {row[ADDRESS]: row for row in plan(edition).rows}


def hide(edition, question, *groups):
    """The edition with what a question's groups chose not told."""
    changed = deepcopy(edition)
    block = next(block for block in changed["questions"] if block["question"] == question)
    for found in block["groups"]:
        if found["group"] in groups:
            for key in ("choices", "numbers", "days", "unmapped"):
                found.pop(key, None)
            found["hidden"] = True
    return changed


def plainly(value):
    """A value of a cell as the content writes it."""
    if hasattr(value, "strftime"):
        return value.strftime("%Y-%m-%d")
    return f"{Decimal(repr(value)):f}".removesuffix(".0") if isinstance(value, float) else str(value)


def test_every_figure_of_the_edition_has_its_row(book):
    found = {
        row["Address"]: (plainly(row["Value"]), row["Number (n)"], row["Out of (N)"])
        for row in rows_of(book, "figures")
    }

    assert found == {cell.address: (str(cell.value), cell.n, cell.base) for cell in cells(EDITION)}


def test_other_programs_read_the_same_figures(content, book):
    sheet, table = tables_of(book)["figures"]
    rows = calamine_rows(content, sheet.title, range_boundaries(table.ref)[1])
    found = {row["Address"]: (plainly(row["Value"]), row["Number (n)"], row["Out of (N)"]) for row in rows}

    assert found == {cell.address: (str(cell.value), cell.n, cell.base) for cell in cells(EDITION)}


def test_every_whole_round_is_in_the_table_in_all_its_figures():
    whole = rounds.edition(12)
    addresses = [row[ADDRESS] for row in plan(whole).rows]

    assert len(addresses) == len(set(addresses))
    assert set(addresses) == {cell.address for cell in cells(whole)}


def test_shares_are_formulas_over_the_n_and_n_of_their_row(book):
    sheet, table = tables_of(book)["figures"]
    expected = {cell.address: cell for cell in cells(EDITION)}
    found = {}
    for row in sheet[table.ref][1:]:
        if row[8].value is not None:
            found[row[ADDRESS].value] = share(sheet, row[8])

    assert found == {
        address: cell.n / cell.base if cell.base >= MINIMUM_BASE else "" for address, cell in expected.items()
    }
    assert len(set(found.values())) > 3 and "" in found.values()


def test_shares_are_there_for_programs_that_do_not_compute(content, book):
    sheet, table = tables_of(book)["figures"]
    rows = calamine_rows(content, sheet.title, range_boundaries(table.ref)[1])
    expected = {cell.address: cell for cell in cells(EDITION) if cell.base >= MINIMUM_BASE}

    assert {row["Address"]: row["Share"] for row in rows if row["Share"] != ""} == {
        address: pytest.approx(cell.n / cell.base, abs=1e-15) for address, cell in expected.items()
    }


def test_the_order_is_question_then_choice_then_group():
    rows = [row[ADDRESS].split("/") for row in plan(EDITION).rows]
    questions = list(dict.fromkeys(row[0] for row in rows))
    roles = [(row[1], row[2]) for row in rows if row[0] == "country_roles"]
    regions = [row[3] for row in rows if row[:2] == ["country_roles", "blank"]]

    assert questions == [block["question"] for block in EDITION["questions"]]
    assert list(dict.fromkeys(roles))[:4] == [
        ("answered", "-"),
        ("choice", "origin"),
        ("choice", "transit"),
        ("choice", "destination"),
    ]
    assert regions == ["all", *(region["region"] for region in EDITION["regions"])]


def test_another_edition_has_the_same_addresses_in_the_same_order():
    """Only what nobody can know beforehand comes and goes: statistics without a number."""
    later = rounds.edition(30, SECTIONS)
    before, after = (list(by_address(edition)) for edition in (EDITION, later))
    common = set(before) & set(after)

    assert [address for address in before if address in common] == [a for a in after if a in common]
    assert {address.split("/")[1] for address in set(before) ^ set(after)} <= {"minimum", "median", "maximum"}


def test_every_language_has_the_same_addresses_and_figures():
    def figures(language):
        return [
            (row[VALUE], row[N_OF], row[BASE_OF], row[ADDRESS])
            for row in figures_sheet(EDITION, rounds.words(language), "x").rows
        ]

    assert all(figures(language) == figures("en") for language in rounds.LANGUAGES)


def test_what_is_not_told_is_there_with_a_mark_and_no_value():
    hidden = by_address(hide(EDITION, "country_roles", "americas", "africa"))
    told = by_address(EDITION)
    changed = {address for address in told if hidden[address] != told[address]}

    assert hidden.keys() == told.keys()
    assert changed == {
        f"country_roles/choice/{code}/{group}"
        for code in ("origin", "transit", "destination")
        for group in ("americas", "africa")
    }
    assert all(hidden[address][VALUE] is None and hidden[address][N_OF] is None for address in changed)
    assert {hidden[address][MARK] for address in changed} == {"not shown"}
    assert {row[MARK] for address, row in hidden.items() if address not in changed} == {None}


def test_what_a_government_did_not_permit_is_hidden_and_nothing_else():
    """As an edition itself hides it: one State of Europe answered, not to be named; Africa's two go with it."""
    rows = [
        Row("FRA", "europe", {"policy": "raise"}, {}, {"policy": "counted"}),
        Row("NAM", "africa", {"policy": "raise"}),
        Row("DZA", "africa", {"policy": "lower"}),
        *(Row(f"A{number}", "asia", {"policy": "raise"}) for number in range(3)),
    ]
    edition = edition_of(rows)
    marked = {address for address, row in by_address(edition).items() if row[MARK]}

    assert marked == {
        f"policy/choice/{code}/{group}" for code in ("raise", "maintain", "lower") for group in ("europe", "africa")
    }
    assert marked | {cell.address for cell in cells(edition)} == by_address(edition).keys()
    assert not marked & {cell.address for cell in cells(edition)}


def test_what_is_told_nowhere_is_marked_by_the_questionnaires_own_choices():
    groups = [found["group"] for found in EDITION["questions"][0]["groups"]]
    hidden = by_address(hide(EDITION, "country_roles", *groups))

    assert hidden.keys() == by_address(EDITION).keys()
    assert hidden["country_roles/choice/origin/all"][VALUE] is None


def test_hidden_statistics_are_marked():
    hidden = by_address(hide(EDITION, "data_reference_year", "all"))

    assert hidden["data_reference_year/median/-/all"][VALUE] is None
    assert hidden["data_reference_year/median/-/all"][MARK] == "not shown"
    assert hidden["data_reference_year/answered/-/all"][MARK] is None


def test_a_hidden_figure_has_no_share():
    edition = hide(EDITION, "country_roles", "all")
    book = load_workbook(io.BytesIO(written(edition, WORDS)))
    rows = {row["Address"]: row for row in rows_of(book, "figures")}

    assert rows["country_roles/choice/origin/all"]["Share"] is None
    assert rows["country_roles/answered/-/all"]["Share"].startswith("=IF(")


@pytest.mark.parametrize("name", ["figure_address", "figure_value", "figure_n", "figure_base", "figure_share"])
def test_columns_have_names_for_formulas(book, name):
    sheet, table = tables_of(book)["figures"]
    left, top, right, bottom = range_boundaries(table.ref)
    [(tab, cells_named)] = list(book.defined_names[name].destinations)
    heads = {cell.column_letter: cell.value for cell in sheet[top]}
    column, first, last = cells_named.split("$")[1], *(cells_named.split("$")[place] for place in (2, 4))

    assert tab == sheet.title
    assert (first.rstrip(":"), last) == (str(top + 1), str(bottom))
    assert (
        heads[column]
        == {
            "figure_address": "Address",
            "figure_value": "Value",
            "figure_n": "Number (n)",
            "figure_base": "Out of (N)",
            "figure_share": "Share",
        }[name]
    )
