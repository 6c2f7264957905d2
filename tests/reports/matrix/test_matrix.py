"""One row for each State, whatever its reply holds; repeats as tables or sideways; what fits nowhere is listed."""

from reports.matrix.matrix import RETURNS, Matrix, Misfit, PermittedUse, StateReply, place_of
from reports.matrix.options import Options
from reports.matrix.values import Mark
from tests.reports.matrix.test_columns import NEW, OLD

ROWS = [{"id": "r1", "title": "Act"}, {"id": "r2", "_not_asked": ["title"]}]


def reply(iso3, answers=None, **fields):
    return StateReply({"iso3": iso3, "state": f"State {iso3}"}, answers, **fields)


def matrix(*replies, **options):
    return Matrix([NEW, OLD], replies, Options(**options), {"laws": 2})


def told(found):
    """The rows by State, each as a mapping without what is blank."""
    names = [column.name for column in found.columns]
    rows = [dict(zip(names, row, strict=True)) for row in found.rows_of_returns()]
    return {row["iso3"]: {name: cell for name, cell in row.items() if cell is not None} for row in rows}


def test_an_answer_of_either_version_is_in_its_column():
    found = told(matrix(reply("FRA", {"b": "x", "pick": ["y"]}), reply("DEU", {"a": "y", "pick": ["z"]})))
    own = {"pick/y": 0, "pick/x": 0, "pick/z": 0, "iso3": "FRA", "state": "State FRA"}
    assert found["FRA"] == {**own, "b": "x", "pick": ("y",), "pick/y": 1}
    assert found["DEU"] == {**own, "a": "y", "pick": ("z",), "pick/z": 1, "iso3": "DEU", "state": "State DEU"}


def test_a_state_without_a_reply_keeps_its_row():
    assert told(matrix(reply("FRA"))) == {"FRA": {"iso3": "FRA", "state": "State FRA"}}


def test_not_asked_is_told_from_blank():
    found = told(matrix(reply("FRA", {"_not_asked": ["pick"]})))["FRA"]
    assert {name: found.get(name) for name in ("b", "pick", "pick/y")} == {
        "b": None,
        "pick": Mark.NOT_ASKED,
        "pick/y": Mark.NOT_ASKED,
    }


def test_what_fits_nowhere_is_listed_and_the_state_stays():
    found = matrix(reply("FRA", {"pick": ["moon"], "gone": 5, "laws": "none", "b": {"missing": "lost"}}))
    assert told(found)["FRA"]["pick"] is Mark.DOES_NOT_FIT
    assert sorted(found.misfits, key=lambda misfit: misfit.path) == [
        Misfit("FRA", "b", '{"missing": "lost"}'),
        Misfit("FRA", "gone", "5"),
        Misfit("FRA", "laws", "none"),
        Misfit("FRA", "pick", '["moon"]'),
    ]


def test_repeats_are_tables_of_their_own():
    found = matrix(reply("FRA", {"laws": [*ROWS, {"id": "r3", "odd": 1}]}))
    assert [column.name for column in found.tables["laws"]] == ["iso3", "state", "row", "title"]
    told(found)
    assert found.repeat_rows["laws"] == [
        ["FRA", "State FRA", "r1", "Act"],
        ["FRA", "State FRA", "r2", Mark.NOT_ASKED],
        ["FRA", "State FRA", "r3", None],
    ]
    assert found.misfits == [Misfit("FRA", "laws[r3]/odd", "1")]


def test_repeats_are_laid_out_sideways_where_wanted():
    found = matrix(reply("FRA", {"laws": ROWS}), reply("DEU", {"b": "x"}), repeats="wide")
    assert list(found.tables) == [RETURNS]
    rows = told(found)
    assert rows["FRA"]["laws[1]/title"] == "Act"
    assert rows["FRA"]["laws[2]/title"] is Mark.NOT_ASKED
    assert rows["DEU"]["b"] == "x"


def test_remarks_stand_beside_their_answer():
    remark = {"comment": "c", "year": 2002}
    found = matrix(
        reply("FRA", {"b": "x", "laws": ROWS[:1]}, remarks={"b": remark, "laws[r1]/title": {"source": "s"}}),
        remarks=True,
    )
    row = told(found)["FRA"]
    assert (row["b.comment"], row.get("b.source"), row["b.year"]) == ("c", None, 2002)
    assert found.repeat_rows["laws"] == [["FRA", "State FRA", "r1", "Act", None, "s", None]]


def test_permitted_uses_that_are_not_the_usual_one_are_listed():
    found = matrix(reply("FRA", {"b": "x"}, attributions={"b": "office", "a": "named"}))
    told(found)
    assert found.permitted == [PermittedUse("FRA", "b", "office")]


def test_a_cell_has_a_path():
    found = matrix()
    assert place_of("laws", ["FRA", "State FRA", "r1"], found.tables["laws"][-1]) == "laws[r1]/title"
    assert place_of("", ["FRA"], found.columns[-1]) == found.columns[-1].name
