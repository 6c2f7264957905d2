from datetime import date

import pytest

from surveys.board import COLUMNS, Line, Wish, by_status, ordered, shown, tile_map


def line(iso3, name=None, **fields):
    facts = {
        "iso2": iso3[:2],
        "names": (name or iso3,),
        "region": "africa",
        "region_name": "Africa",
        "subregion": "",
        "subregion_name": "",
        "status": "sent",
        "status_word": "sent",
        "places": (1, 0, 1),
    }
    return Line(iso3=iso3, name=name or iso3, **{**facts, **fields})


def codes(lines):
    return [found.iso3 for found in lines]


def test_an_empty_wish_shows_all_by_name():
    lines = [line("ZMB", "Zambia"), line("EGY", "Égypte"), line("ESP", "Espagne")]

    assert codes(shown(lines, Wish())) == ["EGY", "ESP", "ZMB"]


@pytest.mark.parametrize(
    ("wish", "fields", "other"),
    [
        (Wish(region="asia"), {"region": "asia"}, {"region": "africa"}),
        (Wish(subregion="Pacific"), {"subregion": "Pacific"}, {"subregion": "Eastern Asia"}),
        (Wish(group="sadc"), {"groups": frozenset({"sadc", "au"})}, {"groups": frozenset({"au"})}),
        (Wish(status="opened"), {"status": "opened"}, {"status": "sent"}),
        (Wish(staff="7"), {"staff": 7}, {"staff": 77}),
        (Wish(staff="nobody"), {"staff": None}, {"staff": 7}),
        (Wish(language="fr"), {"language": "fr"}, {"language": "en"}),
        (Wish(channel="fax"), {"channel": "fax"}, {"channel": ""}),
        (Wish(only="outstanding"), {"is_outstanding": True}, {"is_outstanding": False}),
        (
            Wish(only="overdue"),
            {"is_outstanding": True, "is_overdue": True},
            {"is_outstanding": True, "is_overdue": False},
        ),
    ],
)
def test_each_filter_keeps_what_fits_and_nothing_else(wish, fields, other):
    assert codes(shown([line("AAA", **fields), line("BBB", **other)], wish)) == ["AAA"]


def test_filters_hold_together():
    lines = [line("AAA", staff=7, region="asia"), line("BBB", staff=7), line("CCC", region="asia")]

    assert codes(shown(lines, Wish(staff="7", region="asia"))) == ["AAA"]


@pytest.mark.parametrize(
    "words",
    [
        "cote d'ivoire",
        "IVOIRE",
        "Côte  d’Ivoire",
        "ساحل العاج",
        "象牙",
        "civ",
        "CI",
        "Кот",
        "ivoire cote",
        "elfenbein",
    ],
)
def test_finds_by_name_in_any_language_and_by_code(words):
    names = ("Côte d’Ivoire", "ساحل العاج", "象牙海岸", "Elfenbeinküste", "Кот-д’Ивуар")
    lines = [line("CIV", "Côte d’Ivoire", iso2="CI", names=names), line("CHL", "Chile", iso2="CL")]

    assert codes(shown(lines, Wish(q=words))) == ["CIV"]


def test_words_are_sought_in_one_name_and_not_across_languages():
    lines = [line("DEU", names=("Germany", "Allemagne"))]

    assert shown(lines, Wish(q="germany allemagne")) == []


@pytest.mark.parametrize("words", ["%", "_", "()", "  "])
def test_signs_alone_seek_nothing(words):
    assert len(shown([line("AAA"), line("BBB")], Wish(q=words))) == 2


def test_what_is_not_known_stands_last_in_either_direction():
    lines = [
        line("AAA", received_on=date(2003, 10, 2)),
        line("BBB"),
        line("CCC", received_on=date(2003, 10, 1)),
        line("DDD"),
    ]

    assert codes(ordered(lines, "received")) == ["CCC", "AAA", "BBB", "DDD"]
    assert codes(ordered(lines, "-received")) == ["AAA", "CCC", "BBB", "DDD"]


def test_ties_stand_in_the_order_of_names_in_either_direction():
    lines = [line("CCC"), line("AAA"), line("BBB")]

    assert codes(ordered(lines, "channel")) == codes(ordered(lines, "-channel")) == ["AAA", "BBB", "CCC"]


def test_statuses_and_regions_stand_in_their_own_order():
    lines = [line("AAA", places=(2, 1, 9)), line("BBB", places=(1, 3, 1)), line("CCC", places=(1, 2, 5))]

    assert codes(ordered(lines, "status")) == ["BBB", "CCC", "AAA"]
    assert codes(ordered(lines, "region")) == ["CCC", "BBB", "AAA"]


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_orders_whatever_is_there(column):
    full = line(
        "AAA",
        staff_name="Ö",
        channel_word="fax",
        counts_word="mission",
        language_name="Français",
        received_on=date(2003, 10, 1),
        last_activity_on=date(2003, 10, 1),
        due_on=date(2003, 10, 1),
    )

    assert {*codes(ordered([line("BBB"), full], column))} == {"AAA", "BBB"}


def test_counts_the_statuses_in_the_order_of_a_life():
    submitted = {"status": "submitted", "status_word": "submitted", "places": (1, 0, 5)}
    lines = [line("AAA", **submitted), line("BBB"), line("CCC", **submitted)]

    assert by_status(lines) == [("sent", "sent", 1), ("submitted", "submitted", 2)]


def test_the_map_has_a_block_for_each_subregion_and_every_state_once():
    west = {"subregion_name": "Western Africa", "places": (1, 2, 1)}
    lines = [
        line("TGO", **west),
        line("BEN", **west),
        line("DZA", subregion_name="Northern Africa", places=(1, 1, 1)),
        line("FJI", region_name="Asia", subregion_name="Pacific", places=(2, 9, 1)),
    ]

    found = [(region, [(block.name, codes(block.lines)) for block in blocks]) for region, blocks in tile_map(lines)]
    assert found == [
        ("Africa", [("Northern Africa", ["DZA"]), ("Western Africa", ["BEN", "TGO"])]),
        ("Asia", [("Pacific", ["FJI"])]),
    ]
