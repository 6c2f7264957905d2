"""Consultations from a spreadsheet: times as exact as they are, and what cannot be, each at its cell."""

from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from consultations.models import Consultation
from surveys.imports.refused import FileRefused
from surveys.imports.tables import TABLES
from surveys.imports.words import of_file
from surveys.models.history import acting_as
from tests.consultations.made import make_consultation, make_planned, make_theme
from tests.factories import make_state, make_survey, make_user
from tests.surveys.imports.sheets import changed_csv, saved, xlsx
from tests.surveys.imports.test_plan import cells, codes, exported, plan_of, plan_of_rows, refusal

pytestmark = pytest.mark.django_db
HEADINGS = TABLES["consultations"].headings()
HELD = {
    "survey": "ilms2003",
    "code": "E9",
    "title_en": "A meeting",
    "kind": "tripartite",
    "begins": "2003-07",
    "status": "held",
    "recorded_on": date(2003, 7, 31),
    "participant_list": "open",
}
PLANNED = HELD | {"status": "planned", "begins": "2003-11", "announced_on": date(2003, 9, 1), "recorded_on": None}


@pytest.fixture
def farid():
    return make_user("farid@example.org", groups=["office_staff"])


@pytest.fixture
def survey():
    return make_survey()


def lines(*rows):
    """Rows of a workbook from what they say."""
    return [HEADINGS, *([row.get(heading) for heading in HEADINGS] for row in rows)]


def plan_with(farid, *rows, write=False):
    return plan_of_rows("consultations", lines(*rows), farid) if not write else written(farid, rows)


def written(farid, rows):
    return plan_of("consultations", xlsx(lines(*rows)), farid, "a.xlsx", write=True)


def changed(farid, changes):
    return plan_of("consultations", changed_csv(exported("consultations", farid), changes), farid)


def place(row, heading):
    """The cell of a heading."""
    return f"{get_column_letter(HEADINGS.index(heading) + 1)}{row}"


@pytest.mark.parametrize(
    ("begins", "ends", "wanted"),
    [
        ("2003-07", None, (date(2003, 7, 1), date(2003, 7, 31), "month")),
        ("2003-07", "2003-07", (date(2003, 7, 1), date(2003, 7, 31), "month")),
        ("2003-06", "2003-07", (date(2003, 6, 1), date(2003, 7, 31), "month")),
        ("2003-06-30", "2003-07-02", (date(2003, 6, 30), date(2003, 7, 2), "day")),
        (date(2003, 6, 30), date(2003, 7, 2), (date(2003, 6, 30), date(2003, 7, 2), "day")),
        ("2003", None, (date(2003, 1, 1), date(2003, 12, 31), "year")),
        (2003, None, (date(2003, 1, 1), date(2003, 12, 31), "year")),
        ("2003-03", "open", (date(2003, 3, 1), None, "month")),
        (None, None, (None, None, "none")),
        (None, "2004-05-31", (None, date(2004, 5, 31), "none")),
    ],
)
def test_a_time_keeps_its_exactness(farid, survey, begins, ends, wanted):
    row = HELD | {"begins": begins, "ends": ends, "recorded_on": date(2004, 1, 1)}
    assert plan_with(farid, row, write=True).counts()["new"] == 1
    made = Consultation.objects.get()
    assert (made.first_day, made.last_day, made.precision) == wanted


@pytest.mark.parametrize(
    ("change", "heading", "code"),
    [
        ({"begins": "16.12.2003"}, "begins", "not_time"),
        ({"begins": "July 2003"}, "begins", "not_time"),
        ({"begins": "2003-13"}, "begins", "not_time"),
        ({"begins": "open"}, "begins", "not_time"),
        ({"begins": datetime(2003, 7, 1, 9)}, "begins", "day_with_hour"),
        ({"ends": "2003-06"}, "ends", "ends_first"),
        ({"ends": "2003-07-31"}, "ends", "other_exactness"),
        ({"begins": None, "ends": "open"}, "ends", "open_without_beginning"),
        ({"begins": None, "ends": "2003-07"}, "ends", "end_not_a_day"),
        ({"recorded_on": "31.12.2003"}, "recorded_on", "not_day"),
        ({"recorded_on": "2003-07-31"}, "recorded_on", "day_as_text"),
        ({"recorded_on": date(2003, 6, 30)}, "recorded_on", "It cannot have been held before it began."),
        ({"announced_on": date(2003, 8, 1)}, "recorded_on", "It cannot be recorded before it was planned."),
        ({"title_en": None}, "title_en", "needed"),
        ({"title_en": '="A"'}, "title_en", "formula"),
        ({"kind": "party"}, "kind", "One of these codes belongs here"),
        ({"regions": "africa, atlantis"}, "regions", "One of these codes belongs here"),
        ({"themes": "T9"}, "themes", "One of these codes belongs here"),
        ({"groups": "ministers"}, "groups", "One of these codes belongs here"),
        ({"country": "XXX"}, "country", "no_such_state"),
        ({"parent": "E0"}, "parent", "no_such_consultation"),
    ],
)
def test_what_cannot_be_is_refused_at_its_cell(farid, survey, change, heading, code):
    make_state("FRA", region="africa")
    make_theme(survey)
    plan = plan_with(farid, HELD | change)
    found = codes(plan)
    assert list(found) == [place(2, heading)]
    assert found[place(2, heading)].startswith(code)
    assert len(plan.faults) == 1


def test_what_is_planned_is_not_over(farid, survey):
    over = PLANNED | {"begins": "2003-09-01", "ends": "2003-09-02"}
    assert codes(plan_with(farid, over)) == {place(2, "ends"): "planned_past"}
    assert codes(plan_with(farid, PLANNED | {"begins": "2003-09"})) == {place(2, "begins"): "planned_past"}
    assert plan_with(farid, PLANNED).counts()["new"] == 1


def test_what_was_planned_and_never_recorded_can_still_be_corrected(farid, survey):
    make_planned(survey, month=date(2003, 8, 1), last=date(2003, 8, 31), announced_on=date(2003, 1, 1))
    assert cells(changed(farid, {(2, "title_en"): "Another title"})) == {
        (2, "title_en"): ("Meeting P1", "Another title")
    }
    assert codes(changed(farid, {(2, "begins"): "2003-09"})) == {place(2, "begins"): "planned_past"}


def test_no_meeting_is_a_part_of_itself(farid, survey):
    upper = make_consultation(survey, "E1")
    make_consultation(survey, "E2", parent=upper)
    content = exported("consultations", farid)
    assert codes(plan_of("consultations", changed_csv(content, {(2, "parent"): "E2"}), farid)) == {
        place(2, "parent"): "circle"
    }
    assert codes(plan_of("consultations", changed_csv(content, {(2, "parent"): "E1"}), farid)) == {
        place(2, "parent"): "circle"
    }


def test_a_meeting_does_not_move_to_where_a_participant_was_no_member(farid, survey):
    late = make_state("TLS", member_from=date(2003, 7, 15))
    held = make_consultation(survey)
    with acting_as("tests"):
        held.participations.create(member_state=late)
    assert codes(changed(farid, {(2, "begins"): "2003-06"})) == {place(2, "begins"): "participant_no_member"}


def test_a_row_names_what_a_row_above_it_brings(farid, survey):
    frame = HELD | {"code": "F1", "kind": "session"}
    plan = plan_with(farid, frame, HELD | {"parent": "F1"}, write=True)
    assert plan.counts()["new"] == 2
    assert Consultation.objects.get(code="E9").parent.code == "F1"
    below = plan_with(farid, HELD | {"code": "X", "parent": "F2"}, frame | {"code": "F2"})
    assert codes(below) == {place(2, "parent"): "no_such_consultation"}


def test_a_row_is_found_by_its_round_and_its_code(farid, survey):
    other = make_survey("ilms2007")
    mine, theirs = make_consultation(survey), make_consultation(other)
    plan = written(farid, [HELD | {"code": "E1", "survey": "ilms2007", "recorded_on": date(2003, 7, 31)}])
    assert plan.counts()["changed"] == 1
    for one in (mine, theirs):
        one.refresh_from_db()
    assert (mine.titles["en"], theirs.titles["en"]) == ("Meeting E1", "A meeting")


def test_the_same_code_twice_is_refused_and_in_two_rounds_is_not(farid, survey):
    make_survey("ilms2007")
    assert codes(plan_with(farid, HELD, HELD)) == {place(3, "code"): "Row 2 says the same already."}
    assert plan_with(farid, HELD, HELD | {"survey": "ilms2007"}).counts()["new"] == 2


def test_the_file_of_another_round_is_not_taken(farid, survey):
    code, words = refusal("consultations", lines(HELD | {"survey": "ilms1992"}), farid, name="consultations")
    assert code == "other_round"
    assert words.startswith(
        "This is the file of another round: cell consultations!A2 names “ilms1992”, and the portal has ilms2003."
    )
    assert codes(plan_with(farid, HELD, HELD | {"survey": "ilms1992"})) == {place(3, "survey"): "no_such_round"}


def test_merged_cells_are_told_where_they_are(farid, survey):
    plan = plan_of("consultations", xlsx(lines(HELD), merged=["C2:D2"]), farid, "a.xlsx")
    assert codes(plan) == {"C2": "merged"}
    with pytest.raises(FileRefused) as caught:
        plan_of("consultations", xlsx(lines(HELD), name="consultations", merged=["C1:D1"]), farid, "a.xlsx")
    assert of_file(caught.value).startswith("The cells consultations!C1:D1 are merged")


def test_a_month_of_which_excel_made_a_day_is_refused(farid, survey):
    book = Workbook()
    for row in lines(HELD | {"begins": date(2003, 7, 1)}):
        book.active.append(row)
    book.active[place(2, "begins")].number_format = "mmm-yy"
    assert codes(plan_of("consultations", saved(book), farid, "a.xlsx")) == {place(2, "begins"): "month_as_day"}


def test_looking_asks_little_of_the_database_for_a_row_that_is_right(farid, survey, django_assert_max_num_queries):
    """A new row costs what writing it costs, whatever the number of rules."""

    def asked(number):
        rows = [HELD | {"code": f"N{at}"} for at in range(number)]
        with django_assert_max_num_queries(1000) as captured:
            assert plan_with(farid, *rows).counts()["new"] == number
        return len(captured)

    assert asked(11) - asked(1) <= 10 * 5
