"""A month as a grid."""

from datetime import date

from consultations.register.months import Month, weeks


def test_weeks_run_from_monday_to_sunday_and_days_of_other_months_are_empty():
    grid = weeks(
        Month(2003, 7), [("a", date(2003, 6, 30), date(2003, 7, 2)), ("b", date(2003, 7, 2), date(2003, 7, 2))]
    )

    assert [[cell.day.day for cell in week] for week in grid][0] == [30, 1, 2, 3, 4, 5, 6]
    assert [cell.things for cell in grid[0]] == [[], ["a"], ["a", "b"], [], [], [], []]
    assert [cell.is_own for cell in grid[0]] == [False, *[True] * 6]
    assert sum(cell.is_own for week in grid for cell in week) == 31


def test_a_year_turns():
    assert Month(2003, 12).after == Month(2004, 1)
    assert Month(2004, 1).before == Month(2003, 12)
    assert Month(2004, 2).last == date(2004, 2, 29)


def test_the_calendar_has_a_first_and_a_last_month():
    assert Month(1900, 1).before is None
    assert Month(2999, 12).after is None
    assert [Month.is_one(2003, 0), Month.is_one(2003, 13), Month.is_one(1899, 12)] == [False] * 3
