"""In the draft report, after its cut-off, in the summary: what each State's marks say."""

from datetime import date

from reports.summary.cut_offs import Mark, lines

REPORT, PAPER, MAY = date(2003, 12, 31), date(2004, 1, 31), date(2004, 4, 30)
DAYS = [REPORT, PAPER, MAY]
TODAY = date(2004, 5, 3)
OCTOBER, JANUARY = date(2003, 10, 1), date(2004, 1, 10)


def found(in_force, today=TODAY, compiled=None, first=None):
    by_day = {day: in_force.get(day, {}) for day in (*DAYS, today)}
    states = {iso3 for numbers in by_day.values() for iso3 in numbers}
    return lines(DAYS, today, first or dict.fromkeys(states, OCTOBER), by_day, compiled or {})


def test_a_reply_before_the_first_cut_off_is_in_all_of_them():
    [line] = found({REPORT: {"DZA": 1}, PAPER: {"DZA": 1}, MAY: {"DZA": 2}, TODAY: {"DZA": 2}})
    assert [mark.number for mark in line.marks] == [1, 1, 2]
    assert (line.counted_from, line.came_after, line.newest) == (REPORT, None, 2)


def test_a_late_reply_is_after_the_cut_offs_that_it_missed():
    [line] = found({PAPER: {"EGY": 1}, MAY: {"EGY": 1}, TODAY: {"EGY": 1}})
    assert (line.counted_from, line.came_after) == (PAPER, REPORT)


def test_a_reply_after_the_last_cut_off_is_in_none():
    [line] = found({TODAY: {"LBY": 1}})
    assert (line.counted_from, line.came_after) == (None, MAY)


def test_a_cut_off_that_is_to_come_is_not_missed():
    [line] = found({JANUARY: {"EGY": 1}}, today=JANUARY)
    assert (line.counted_from, line.came_after) == (None, REPORT)


def test_a_mark_says_whether_the_edition_of_the_day_has_the_same():
    in_force = {REPORT: {"DZA": 1, "EGY": 2, "LBY": 1}, TODAY: {"DZA": 1, "EGY": 2, "LBY": 1}}
    compiled = {REPORT: {"DZA": 1, "EGY": 1}}
    marks = {line.iso3: line.marks for line in found(in_force, compiled=compiled)}
    assert marks["DZA"][0] == Mark(REPORT, 1, True, False)
    assert [marks[iso3][0].edition_differs for iso3 in ("EGY", "LBY")] == [True, True]
    assert marks["DZA"][1] == Mark(PAPER, None, True, None)


def test_states_stand_in_the_order_of_their_codes():
    assert [line.iso3 for line in found({TODAY: {"NAM": 1, "DZA": 1}})] == ["DZA", "NAM"]
