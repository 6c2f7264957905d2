import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaire.choice_files import read_choices
from surveys.questionnaire.definition import Choice
from surveys.questionnaire.faults import Refused


def test_keeps_labels_by_language_and_every_other_column():
    content = "\ufeffname,label,label::French (fr),region\nFRA,France,La France,europe\n\nDZA,,Algérie,\n"
    assert read_choices("states.csv", content.encode()) == (
        Choice("FRA", {"fr": "La France"}, {"label": "France", "region": "europe"}),
        Choice("DZA", {"fr": "Algérie"}),
    )


def test_without_languages_the_label_is_shown():
    assert read_choices("a.csv", b"name,label\nx,Label\ny,\n") == (
        Choice("x", {"default": "Label"}, {"label": "Label"}),
        Choice("y", {"default": "y"}),
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", (1, "", "columns")),
        (b"code,label\nx,y\n", (1, "", "columns")),
        (b"name,name\nx,y\n", (1, "", "columns")),
        (b"name,\nx,y\n", (1, "", "columns")),
        (b"name,label\nx,y,z\n", (2, "", "columns")),
        (b"name,label\n\nx\n", (3, "", "columns")),
        (b"name,label\n,y\n", (2, "name", "missing_name")),
        (b"name,label\na b,y\n", (2, "name", "missing_name")),
        (b"name,label\nx,1\ny,2\nx,3\n", (4, "name", "duplicate")),
        (b"name\n\xff\n", (None, "", "unreadable")),
        (b'name\n"x\n', (None, "", "unreadable")),
    ],
)
def test_refuses_with_file_and_line(content, fault):
    with pytest.raises(Refused) as refusal:
        read_choices("a.csv", content)
    assert [(found.sheet, found.row, found.column, found.code) for found in refusal.value.faults] == [
        ("a.csv", *fault)
    ]


def test_too_many_lines_are_refused():
    with pytest.raises(Refused, match="more than 100000 lines"):
        read_choices("a.csv", b"name\n" + b"".join(b"n%d\n" % number for number in range(100_001)))


@given(st.one_of(st.binary(max_size=60), st.text('name,label\n"\r\x00éx', max_size=60).map(str.encode)))
def test_any_bytes_are_read_or_refused(content):
    try:
        read_choices("a.csv", content)
    except Refused as refusal:
        assert refusal.faults
