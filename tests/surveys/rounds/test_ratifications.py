import pytest

from surveys.rounds.faults import Fault, Faults
from surveys.rounds.ratifications import RATIFICATIONS, RatificationRow, read_ratifications
from tests.surveys.rounds.folders import write

STATES = {"FRA", "NAM"}


def read(folder, text=None):
    if text is not None:
        write(folder, RATIFICATIONS, "convention,iso3\n" + text)
    faults = Faults(RATIFICATIONS)
    return read_ratifications(folder, STATES, faults), faults.found


def test_reads_who_has_ratified_what(tmp_path):
    rows = [RatificationRow("C97", "FRA"), RatificationRow("C143", "FRA")]

    assert read(tmp_path, "C97,FRA\nC143,FRA\n") == (rows, [])


def test_a_round_need_not_have_the_file(tmp_path):
    assert read(tmp_path) == ([], [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("C98,FRA", "convention is not C97 or C143: 'C98'"),
        ("C97,XXX", "iso3 is no member State of the round: 'XXX'"),
        ("C97,NAM", "this ratification stands in an earlier row"),
        ("C97", "the row does not have the 2 values of the header"),
    ],
)
def test_names_the_line_of_a_bad_row(tmp_path, row, reason):
    rows, faults = read(tmp_path, f"C97,NAM\n{row}\n")

    assert (rows, faults) == ([RatificationRow("C97", "NAM")], [Fault(RATIFICATIONS, 3, reason)])
