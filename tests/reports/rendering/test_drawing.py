"""Pictures drawn by the library itself."""

import re
from xml.etree import ElementTree

import pytest

from reports.rendering.charts import chart_of
from reports.rendering.drawing import png, svg
from tests.reports.rendering.test_charts import SECOND, block, words

SVG = "{http://www.w3.org/2000/svg}"


def drawn(language="en", twin=None):
    return ElementTree.fromstring(svg(chart_of(block(), words(language), twin)))  # noqa: S314 - drawn here


def texts(picture):
    return ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]


def test_title_and_figures_are_in_the_picture_for_whoever_does_not_see_it():
    picture = drawn()
    assert picture.get("role") == "img"
    assert picture.find(f"{SVG}title").text == "Equal pay (regular status)"
    assert picture.find(f"{SVG}desc").text == "Same as nationals: 3\nNo entitlement <b>&: 1"
    assert [picture.get(f"aria-{name}") for name in ("labelledby", "describedby")] == ["title", "figures"]


def test_labels_and_numbers_stand_in_it_as_text():
    assert texts(drawn()) == ["Same as nationals", "No entitlement <b>&", "3", "1"]


def test_both_series_of_a_pair_are_named_at_their_bars():
    shown = texts(drawn(twin=block(SECOND, [("same", 2), ("none", 2)])))
    assert sorted(shown) == sorted(
        ["Same as nationals", "No entitlement <b>&", "3", "1", "2", "2", "regular status", "irregular status"]
    )


def test_no_script_no_link_and_nothing_from_elsewhere():
    picture = svg(chart_of(block(), words())).decode()
    assert re.findall(r"<script|href|url\(|on\w+=", picture.replace("xmlns:xlink", "")) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_png_for_documents(language):
    assert png(chart_of(block(), words(language))).startswith(b"\x89PNG")


def test_the_same_specification_gives_the_same_bytes():
    spec = chart_of(block(), words())
    assert svg(spec) == svg(spec)
