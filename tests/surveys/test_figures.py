from datetime import date

from surveys.figures import Figures, Standing, report

REPLY_BY = date(2003, 10, 31)
IN_TIME, LATE = date(2003, 10, 31), date(2003, 11, 1)


def count(*standings, regions=("africa", "americas")):
    return report(standings, regions=regions, reply_by=REPLY_BY)


def a(region="africa", *, member=True, sent=True, first=None, compiled=False, until=None):
    return Standing(region, member, sent, first, compiled, until)


def test_counts_each_state_once_in_its_region():
    figures = count(
        a(),
        a(first=IN_TIME, compiled=True),
        a(first=LATE),
        a("americas", sent=False),
        a("americas", member=False, first=LATE, compiled=True),
    )

    assert figures.regions == {
        "africa": Figures(members=3, sent=3, received=2, compiled=1, outstanding=1, late=1),
        "americas": Figures(members=1, sent=1, received=1, compiled=1, outstanding=0, late=1),
    }
    assert figures.total == Figures(members=4, sent=4, received=3, compiled=2, outstanding=1, late=2)


def test_being_entered_is_what_is_received_and_not_compiled():
    assert count(a(first=LATE), a(first=LATE, compiled=True)).total.being_entered == 1


def test_a_reply_of_the_last_day_is_not_late():
    assert count(a(first=REPLY_BY)).total.late == 0


def test_an_extension_in_force_says_what_is_late():
    until = date(2003, 11, 30)
    assert count(a(first=LATE, until=until), a(first=until, until=until)).total.late == 0
    assert count(a(first=date(2003, 12, 1), until=until)).total.late == 1


def test_regions_without_a_state_stay_in_their_order():
    assert list(count(a("americas")).regions) == ["africa", "americas"]
    assert count(a("americas")).regions["africa"] == Figures()


def test_a_region_that_nobody_listed_is_counted():
    figures = count(a("elsewhere"), regions=["africa"])

    assert figures.regions["elsewhere"].sent == 1
    assert figures.total.sent == 1


def test_json_is_the_document_of_the_command():
    document = count(a(first=LATE), regions=["africa"]).to_json("ilms2003", date(2003, 12, 31))

    numbers = {"members": 1, "sent": 1, "received": 1, "compiled": 0, "outstanding": 0, "late": 1}
    assert document == {
        "survey": "ilms2003",
        "as_of": "2003-12-31",
        **numbers,
        "regions": [{"region": "africa", **numbers}],
    }
