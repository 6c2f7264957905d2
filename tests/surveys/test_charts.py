from datetime import date

import pytest

from surveys.charts import Box, curve, received_by_day

SENT, TODAY = date(2003, 7, 1), date(2004, 1, 31)
DAYS = [date(2003, 8, 1), date(2003, 10, 1), date(2003, 8, 1)]
CUT_OFFS = [("Paper", date(2004, 1, 31)), ("Report", date(2003, 12, 31))]


def drawn(days=DAYS, *, until=TODAY, of=10, cut_offs=(), mirrored=False):
    box = Box(width=294, height=126, is_mirrored=mirrored)
    return curve(days, first=SENT, until=until, of=of, cut_offs=cut_offs, box=box)


def points(chart):
    return [tuple(map(float, point.split())) for point in chart.line.removeprefix("M").split("L")]


def test_counts_by_day():
    assert received_by_day(DAYS) == [(date(2003, 8, 1), 2, 2), (date(2003, 10, 1), 1, 3)]
    assert received_by_day([]) == []


def test_rises_on_the_day_of_a_reply_and_is_level_until_the_next():
    assert points(drawn()) == [(40, 100), (71, 100), (71, 82), (132, 82), (132, 73), (254, 73)]


def test_ends_at_all_that_was_received_and_not_after_the_day_looked_at():
    chart = drawn(until=date(2003, 12, 1), cut_offs=CUT_OFFS)

    assert (chart.end_x, chart.end_y) == points(chart)[-1]
    assert chart.end_x < next(mark.x for mark in chart.marks if mark.name == "Report")


def test_nothing_received_is_a_line_on_the_ground():
    assert {y for _x, y in points(drawn([]))} == {100}


@pytest.mark.parametrize("of", [0, 1, 3])
def test_small_numbers_do_not_break_it(of):
    chart = drawn([], until=SENT, of=of)

    assert (chart.numbers[0].value, chart.numbers[0].at) == (0, 100)


def test_cut_offs_stand_in_the_order_of_days_each_label_in_a_line_of_its_own():
    chart = drawn(cut_offs=CUT_OFFS)

    assert [mark.name for mark in chart.marks] == ["Report", "Paper"]
    assert chart.marks[0].label_y < chart.marks[1].label_y < chart.base
    assert chart.marks[0].x < chart.marks[1].x == 254


def test_labels_run_towards_the_middle():
    early, late = drawn(cut_offs=[("Early", date(2003, 7, 10)), ("Late", date(2004, 1, 31))]).marks

    assert (early.anchor, early.label_x > early.x) == ("start", True)
    assert (late.anchor, late.label_x < late.x) == ("end", True)


def test_time_runs_as_the_reader_s_writing_does():
    plain, mirrored = drawn(cut_offs=CUT_OFFS), drawn(cut_offs=CUT_OFFS, mirrored=True)

    assert [x for x, _y in points(mirrored)] == [294 - x for x, _y in points(plain)]
    assert [mark.x for mark in mirrored.marks] == [294 - mark.x for mark in plain.marks]
    # Text from right to left ends on its left side: there the line stands, and the label goes on to the right.
    assert [(mark.anchor, mark.label_x > mark.x) for mark in mirrored.marks] == [("end", True), ("end", True)]


def test_months_have_room_for_their_names():
    months = drawn().months

    assert months[0].value == SENT
    assert all(after.at - before.at >= 50 for before, after in zip(months, months[1:], strict=False))


def test_a_reply_before_the_day_of_sending_is_still_on_the_chart():
    assert points(drawn([date(2003, 6, 1)]))[0][0] == 40
