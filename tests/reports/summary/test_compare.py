from copy import deepcopy

from hypothesis import HealthCheck, given, settings

from reports.summary.compare import Moved, compare
from reports.summary.tables import cells
from reports.summary.tally import Row
from tests.reports.summary.documents import edition_of, groups_of, submissions

thorough = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def edition(*replies):
    """An edition of replies given as State, ledger number and answers, all from Asia."""
    rows = [Row(iso3, "asia", answers) for iso3, _number, answers in replies]
    states = [{"iso3": iso3, "region": "asia", "submission": number} for iso3, number, _answers in replies]
    return edition_of(rows, states=states)


BEFORE = edition(
    ("NAM", 1, {"policy": "raise", "stock": 10}),
    ("FRA", 2, {"policy": "lower"}),
    ("DEU", 3, {"policy": "lower"}),
)
AFTER = edition(
    ("NAM", 4, {"policy": "maintain", "stock": 12}),
    ("FRA", 2, {"policy": "lower"}),
    ("BRA", 5, {"policy": "lower"}),
)


def test_an_edition_differs_from_itself_in_nothing():
    assert [name for name, found in compare(BEFORE, BEFORE).items() if found] == []


def test_names_the_states_that_came_went_and_sent_anew():
    found = compare(BEFORE, AFTER)

    assert found["states_added"] == ["BRA"]
    assert found["states_removed"] == ["DEU"]
    assert found["superseded"] == [{"iso3": "NAM", "old": 1, "new": 4}]


def test_names_exactly_the_cells_that_moved():
    moved = {cell.address: (cell.old, cell.new) for cell in compare(BEFORE, AFTER)["cells"]}

    assert moved == {
        f"{address}/{group}": change
        for group in ("all", "asia")
        for address, change in {
            "policy/choice/raise": (1, 0),
            "policy/choice/maintain": (0, 1),
            "stock/minimum/-": ("10", "12"),
            "stock/median/-": ("10", "12"),
            "stock/maximum/-": ("10", "12"),
        }.items()
    }


def test_a_cell_that_only_one_edition_has_is_none_in_the_other():
    without, given_ = edition(("NAM", 1, {})), edition(("NAM", 2, {"partner": "FRA"}))
    address = "partner/choice/FRA/all"

    came = next(cell for cell in compare(without, given_)["cells"] if cell.address == address)
    went = next(cell for cell in compare(given_, without)["cells"] if cell.address == address)
    assert came == Moved(address, "policy", "partner", "choice", "FRA", "all", None, 1)
    assert went == Moved(address, "policy", "partner", "choice", "FRA", "all", 1, None)


def hiding(edition, name):
    """The edition with the choices of a question not told for all States."""
    changed = deepcopy(edition)
    found = groups_of(changed, name)["all"]
    del found["choices"]
    found["hidden"] = True
    return changed


def test_a_cell_that_is_not_told_says_so():
    hidden = hiding(AFTER, "policy")
    found = {cell.address: cell for cell in compare(BEFORE, hidden)["cells"]}
    lower = found["policy/choice/lower/all"]
    assert (lower.old, lower.new, lower.old_hidden, lower.new_hidden) == (2, None, False, True)
    assert not found["stock/median/-/all"].new_hidden
    back = {cell.address: cell for cell in compare(hidden, BEFORE)["cells"]}["policy/choice/lower/all"]
    assert (back.old, back.new, back.old_hidden, back.new_hidden) == (None, 2, True, False)


def test_names_the_treatments_that_came_and_went():
    one, two = {"number": 1, "path": "stock"}, {"number": 2, "path": "share"}
    found = compare({**BEFORE, "treatments": [one]}, {**AFTER, "treatments": [two]})
    assert (found["treatments_added"], found["treatments_removed"]) == ([two], [one])


def test_an_edition_of_the_first_format_has_no_treatments():
    old = {name: value for name, value in BEFORE.items() if name != "treatments"}
    assert compare(old, {**AFTER, "treatments": [{"number": 1}]})["treatments_added"] == [{"number": 1}]


def test_names_the_figures_of_the_replies_that_differ():
    more = {**AFTER, "total": {**AFTER["total"], "received": 91, "late": 2}}
    assert compare(BEFORE, more)["replies"] == [
        {"figure": "received", "old": 9, "new": 91},
        {"figure": "late", "old": 3, "new": 2},
    ]


@thorough
@given(submissions(sound=False, most=5), submissions(sound=False, most=5))
def test_the_old_figures_with_the_changes_are_the_new_ones(before, after):
    old, new = edition_of(before), edition_of(after)
    figures = {cell.address: cell.value for cell in cells(old)}

    for change in compare(old, new)["cells"]:
        assert figures.get(change.address) == change.old != change.new
        figures[change.address] = change.new

    left = {address: value for address, value in figures.items() if value is not None}
    assert left == {cell.address: cell.value for cell in cells(new)}
