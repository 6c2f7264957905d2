"""The matrix against a naive recount, and what must not vanish from it."""

import random

import pytest

from consultations.register.coverage import NOT_STATED, WHATEVER, Covered, State, coverage
from consultations.register.standing import Status

REGIONS, GROUPS, THEMES = ("africa", "americas"), ("governments", "workers", "employers"), ("T1", "T2")


def matrix(*rows):
    return coverage(rows, regions=REGIONS, groups=GROUPS, themes=THEMES)


def one(code="E1", standing=Status.HELD, regions=("africa",), groups=("workers",), themes=("T1",), chapters=()):
    return Covered(code, standing, regions, groups, themes, chapters)


def test_without_consultations_every_cell_that_is_asked_for_is_empty():
    found = matrix()
    assert (len(found.asked()), len(found.empty()), found.number) == (12, 12, 0)
    assert len(found.empty([WHATEVER])) == 6


def test_a_consultation_covers_its_cells_and_no_other():
    found = matrix(one(groups=("workers", "governments"), chapters=(2, 1)))
    filled = {place for place, cell in found.cells.items() if cell.codes}
    assert filled == {("africa", group, theme) for group in ("workers", "governments") for theme in ("T1", WHATEVER)}
    cell = found.cells["africa", "workers", "T1"]
    assert (cell.state, cell.codes, cell.chapters) == (State.HELD, ("E1",), (1, 2))
    assert len(found.empty()) == 10


@pytest.mark.parametrize(
    ("standings", "state"),
    [
        ([Status.CONTINUING], State.HELD),
        ([Status.PLANNED, Status.HELD], State.HELD),
        ([Status.UNRECORDED, Status.PLANNED], State.PLANNED),
        ([Status.UNRECORDED, Status.CANCELLED], State.UNRECORDED),
        ([Status.CANCELLED], State.NOTHING),
    ],
)
def test_a_cell_tells_the_best_that_is_true(standings, state):
    rows = [one(f"E{at}", standing) for at, standing in enumerate(standings)]
    cell = matrix(*rows).cells["africa", "workers", "T1"]
    assert (cell.state, sum(cell.counts.values())) == (state, len(standings))


def test_what_states_nothing_has_lines_of_its_own():
    found = matrix(one("A", regions=()), one("B", groups=()), one("C", themes=()), one("D", regions=("atlantis",)))
    assert found.cells[NOT_STATED, "workers", "T1"].codes == ("A", "D")
    assert found.cells["africa", NOT_STATED, "T1"].codes == ("B",)
    assert found.cells["africa", "workers", NOT_STATED].codes == ("C",)
    assert dict(found.without) == {"regions": 2, "groups": 1, "themes": 1}
    assert len(found.empty()) == len(found.asked()) == 12
    assert all(cell.is_asked for cell in found.asked())


def test_the_lines_of_a_table_are_regions_and_end_with_what_states_none():
    table = matrix(one()).table("T1")
    assert [region for region, _cells in table] == [*REGIONS, NOT_STATED]
    assert [[cell.group for cell in cells] for _region, cells in table] == [[*GROUPS, NOT_STATED]] * 3


def some(generator, codes):
    return tuple(generator.sample(codes, generator.randint(0, len(codes))))


@pytest.mark.parametrize("seed", range(20))
def test_it_agrees_with_a_naive_recount(seed):
    generator = random.Random(seed)
    rows = [
        one(
            f"E{at}",
            generator.choice(list(Status)),
            some(generator, REGIONS),
            some(generator, GROUPS),
            some(generator, THEMES),
            some(generator, (1, 2, 3)),
        )
        for at in range(generator.randint(0, 40))
    ]
    found = matrix(*rows)
    for (region, group, theme), cell in found.cells.items():
        inside = [
            row
            for row in rows
            if (region in row.regions if region else not row.regions)
            and (group in row.groups if group else not row.groups)
            and (theme == WHATEVER or (theme in row.themes if theme else not row.themes))
        ]
        assert cell.codes == tuple(row.code for row in inside)
        assert cell.chapters == tuple(sorted({number for row in inside for number in row.chapters}))
        for standing in Status:
            assert cell.counts.get(standing, 0) == len([row for row in inside if row.standing == standing])
        assert cell.is_empty == (not {row.standing for row in inside} - {Status.CANCELLED})
    assert len(found.empty()) == sum(
        not any(
            region in row.regions and group in row.groups and theme in row.themes and row.standing != Status.CANCELLED
            for row in rows
        )
        for region in REGIONS
        for group in GROUPS
        for theme in THEMES
    )
