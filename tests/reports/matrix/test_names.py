"""Names that SPSS and Stata take, which differ."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.matrix.names import LONGEST, names_for_statistics


@pytest.mark.parametrize(
    ("names", "own"),
    [
        (["stock_year"], ["stock_year"]),
        (["laws[1]/law_title"], ["laws_1_law_title"]),
        (["country_roles/origin", "country_roles.origin"], ["country_roles_origin", "country_roles_origin_2"]),
        (["State", "state"], ["State", "state_2"]),
        (["with", "1st", "_x"], ["v_with", "v_1st", "x"]),
        (["a" * 40, "a" * 41], ["a" * 28, "a" * 26 + "_2"]),
        (["中"], ["v"]),
    ],
)
def test_a_name_for_each(names, own):
    assert names_for_statistics(names) == own


@given(st.lists(st.text(max_size=50), max_size=40))
def test_names_fit_and_differ_whatever_comes(names):
    own = names_for_statistics(names)
    assert len(own) == len(names) == len({name.lower() for name in own})
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) and len(name) <= LONGEST for name in own)
