"""Entering and changing a consultation: what is refused at which field, and what two people do at once."""

from datetime import date

import pytest

from consultations.models import Consultation
from surveys.models.history import acting_as
from tests import people
from tests.consultations.entries import (
    address,
    come_in,
    errors_of,
    filled,
    make_consultation,
    make_planned,
    make_theme,
    name_in,
    text_of,
)
from tests.factories import make_state, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make_survey()


@pytest.fixture(autouse=True)
def farid(client, settings):
    return come_in(client, settings, people.farid())


def enter(client, **changed):
    return client.post(address("consultation_new"), filled(**changed))


def change(client, one, **changed):
    return client.post(address("consultation_edit", one.code), filled(one, **changed))


def columns(one):
    return (one.first_day, one.last_day, one.precision)


# Entering


def test_a_consultation_is_entered_as_exactly_as_it_is_known(client, survey, farid):
    make_state("SEN", region="africa")
    make_theme(survey, "T1")
    session = make_consultation(survey, "S1", kind="host_meeting", titles={"en": "A conference", "fr": "Conférence"})

    answer = enter(
        client,
        title_en="Talks in Dakar",
        title_ar="محادثات في داكار",
        begins="2003-07",
        place_en="Dakar",
        country="SEN",
        parent="conference",
        groups=["workers", "employers"],
        regions=["africa"],
        themes=["T1"],
        stated_participants="14",
        participant_list="complete",
        status_word="took place",
        source="paragraph 15",
    )

    one = Consultation.objects.get(code="talks-in-dakar")
    assert answer["Location"] == address("participants", one.code)
    assert columns(one) == (date(2003, 7, 1), date(2003, 7, 31), "month")
    assert one.titles == {"en": "Talks in Dakar", "ar": "محادثات في داكار"}
    assert (one.places, one.country.iso3, one.parent) == ({"en": "Dakar"}, "SEN", session)
    assert (one.groups, one.regions, one.themes) == (["workers", "employers"], ["africa"], ["T1"])
    assert (one.status, one.recorded_on, one.announced_on) == ("held", date(2003, 7, 31), None)
    assert (one.stated_participants, one.participant_list, one.status_word) == (14, "complete", "took place")
    assert one.changes.get().pgh_context["actor"] == farid.pk


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"begins": "2003-07-02"}, (date(2003, 7, 2), date(2003, 7, 2), "day")),
        ({"begins": "2003-07-02", "ends": "2003-07-04"}, (date(2003, 7, 2), date(2003, 7, 4), "day")),
        ({"begins": "2003", "recorded_on": ""}, (date(2003, 1, 1), date(2003, 12, 31), "year")),
        ({"begins": "2003-06", "ends": "2003-07"}, (date(2003, 6, 1), date(2003, 7, 31), "month")),
        ({"begins": ""}, (None, None, "none")),
        ({"begins": "", "ends": "2003-07"}, (None, date(2003, 7, 31), "none")),
        ({"begins": "2003-07", "status": "continuing"}, (date(2003, 7, 1), None, "month")),
    ],
)
def test_times(client, survey, typed, kept):
    assert enter(client, **typed).status_code == 302
    assert columns(Consultation.objects.get()) == kept


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"title_en": ""}, {"title_en": ["This field is required."]}),
        ({"begins": "July 2003"}, {"begins": ["Enter a time in the form 2003-07-02, 2003-07 or 2003."]}),
        ({"begins": "2003-02-30"}, {"begins": ["Enter a time in the form 2003-07-02, 2003-07 or 2003."]}),
        ({"ends": "2003-07-04"}, {"ends": ["Write the end as exactly as the beginning."]}),
        ({"ends": "2003-06"}, {"ends": ["A consultation cannot end before it begins."]}),
        ({"begins": "2004-03"}, {"status": ["It cannot have been held before it began."]}),
        ({"recorded_on": "2003-06-30"}, {"recorded_on": ["It cannot have been held before it began."]}),
        ({"recorded_on": "2004-02-12"}, {"recorded_on": ["This day has not come yet."]}),
        ({"announced_on": "2003-08-01"}, {"recorded_on": ["It cannot be recorded before it was planned."]}),
        ({"parent": "nothing"}, {"parent": ["No consultation of this survey has this title or code."]}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client, survey, typed, errors):
    answer = enter(client, notes="Keep this.", **typed)

    assert (answer.status_code, errors_of(answer)) == (400, errors)
    assert "Keep this." in text_of(answer)
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"), [({"begins": "2004-01"}, "begins"), ({"begins": "2003-12", "ends": "2004-01"}, "ends")]
)
def test_what_is_planned_cannot_be_over_already(client, survey, typed, field):
    answer = enter(client, status="planned", recorded_on="", **typed)

    assert errors_of(answer).keys() == {field}
    assert errors_of(answer)[field][0].startswith("This time is past: today is 11 February 2004.")


def test_what_is_planned_is_known_since_today_unless_another_day_is_said(client, survey):
    enter(client, status="planned", begins="2004-02", recorded_on="")
    enter(client, status="planned", begins="2004-03", recorded_on="", announced_on="2003-12-01")

    days = Consultation.objects.order_by("first_day").values_list("announced_on", flat=True)
    assert list(days) == [date(2004, 2, 11), date(2003, 12, 1)]


def test_a_title_that_several_have_is_asked_back_with_their_codes(client, survey):
    make_consultation(survey, "S1", kind="session", titles={"en": "Session"})
    make_consultation(survey, "S2", kind="session", titles={"en": "Session"})

    errors = errors_of(enter(client, parent="session"))

    assert errors == {"parent": ["Several have this title. Write the code of one: S1 (Session) · S2 (Session)."]}
    assert enter(client, parent="s2").status_code == 302


def test_codes_are_made_from_titles_and_each_is_its_own(client, survey):
    for _again in range(2):
        enter(client, title_en="Talks")
    taken = enter(client, code="talks")

    assert sorted(Consultation.objects.values_list("code", flat=True)) == ["talks", "talks-2"]
    assert errors_of(taken) == {"code": ["This survey already has a consultation of this code."]}


def test_the_same_page_sent_twice_enters_one(client, survey):
    fields = filled(title_en="Once")
    answers = [client.post(address("consultation_new"), fields) for _again in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Consultation.objects.count() == 1


def test_a_key_that_was_used_for_something_else_is_refused_and_nothing_is_lost(client, survey):
    client.post(address("consultation_new"), filled(key="used"))

    answer = client.post(address("consultation_new"), filled(key="used", title_en="Another"))

    assert answer.status_code == 409
    assert 'value="Another"' in text_of(answer)
    assert Consultation.objects.count() == 1


# Changing


def test_only_what_was_changed_changes(client, survey):
    one = make_consultation(survey, series="a-series", titles={"en": "Old", "fr": "Vieux"}, notes="Note.")
    before = {name: value for name, value in vars(one).items() if not name.startswith("_")}

    change(client, one, title_en="New", title_fr="Vieux", notes="Note.")

    one.refresh_from_db()
    after = {name: value for name, value in vars(one).items() if not name.startswith("_")}
    assert {name for name in after if after[name] != before[name]} == {"titles"}


def test_saving_the_form_as_it_is_shown_changes_nothing(client, survey):
    one = make_consultation(survey, status="continuing", first_day=date(2003, 7, 1), last_day=None)
    form = client.get(address("consultation_edit", one.code)).context["form"]

    shown = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    assert client.post(address("consultation_edit", one.code), shown).status_code == 302

    assert one.changes.count() == 1


def test_an_old_planned_one_of_which_nothing_is_known_can_be_changed_but_for_its_time(client, survey):
    past = {"first_day": date(2004, 1, 1), "last_day": date(2004, 1, 31), "announced_on": date(2003, 12, 1)}
    one = make_planned(survey, **past)
    same = {"status": "planned", "recorded_on": "", "announced_on": "2003-12-01"}

    assert change(client, one, begins="2004-01", notes="Ask them.", **same).status_code == 302
    one.refresh_from_db()
    assert one.notes == "Ask them."
    assert errors_of(change(client, one, begins="2003-12", **same)).keys() == {"begins"}


def test_a_meeting_does_not_take_place_inside_itself(client, survey):
    upper = make_consultation(survey, "UP", kind="session")
    lower = make_consultation(survey, "LOW", kind="session", parent=upper)

    errors = errors_of(change(client, upper, kind="session", parent="LOW"))

    assert errors == {"parent": ["The meeting would take place inside itself."]}
    assert errors_of(change(client, upper, kind="session", parent="UP")) == errors
    assert lower.parent == upper


def test_a_time_at_which_a_participant_was_no_member_is_refused_and_the_day_named(client, survey):
    state = make_state("TLS", names={"en": "Timor-Leste"}, member_from=date(2003, 8, 19))
    one = make_consultation(
        survey, first_day=date(2003, 9, 1), last_day=date(2003, 9, 30), recorded_on=date(2003, 9, 30)
    )
    name_in(one, member_state=state)

    errors = errors_of(change(client, one, begins="2003-07", recorded_on="2003-09-30"))

    assert errors == {"begins": ["Timor-Leste became a member on 19 August 2003, after this time."]}


def test_two_people_at_once_both_versions_are_shown_and_nothing_typed_is_lost(client, survey):
    one = make_consultation(survey, titles={"en": "Old"})
    mine = filled(one, title_en="Mine", notes="My note.")
    other = people.make_person("olga", groups=["office_staff"])
    with acting_as(other):
        one.titles = {"en": "Theirs"}
        one.save()

    answer = client.post(address("consultation_edit", one.code), mine)

    assert answer.status_code == 409
    told = text_of(answer)
    assert "Olga" in told
    assert [(one.label, one.stored, one.typed) for one in answer.context["conflict"]["differences"]] == [
        ("Title (English)", "Theirs", "Mine"),
        ("Notes", "", "My note."),
    ]
    one.refresh_from_db()
    assert one.titles == {"en": "Theirs"}

    again = {**mine, "key": answer.context["form"]["key"].value(), "seen": answer.context["form"]["seen"].value()}
    assert client.post(address("consultation_edit", one.code), again).status_code == 302
    one.refresh_from_db()
    assert (one.titles, one.notes) == ({"en": "Mine"}, "My note.")


def test_an_analyst_changes_nothing(client, settings, survey):
    one = make_consultation(survey)
    come_in(client, settings, people.grace())

    assert change(client, one, title_en="New").status_code == 404


# What became of it


def record(client, one, **changed):
    form = client.get(address("consultation_record", one.code)).context["form"]
    fields = {"key": form["key"].value(), "seen": form["seen"].value(), "status": "held", "recorded_on": "2004-02-11"}
    return client.post(address("consultation_record", one.code), {**fields, **changed})


@pytest.fixture
def past(survey):
    return make_planned(
        survey, first_day=date(2004, 1, 1), last_day=date(2004, 1, 31), announced_on=date(2003, 12, 1)
    )


def test_it_is_recorded_as_held_with_the_day_and_the_word_of_the_source(client, past):
    record(client, past, status_word="took place", source="Report of the mission")

    past.refresh_from_db()
    assert (past.status, past.recorded_on, past.status_word) == ("held", date(2004, 2, 11), "took place")
    assert past.source == "Report of the mission"
    assert past.standing_on(date(2004, 2, 10)) == "unrecorded"
    assert past.standing_on(date(2004, 2, 11)) == "held"


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"recorded_on": "2003-11-30"}, {"recorded_on": ["It cannot be recorded before it was planned."]}),
        ({"recorded_on": "2003-12-31"}, {"recorded_on": ["It cannot have been held before it began."]}),
        ({"recorded_on": "2004-03-01"}, {"recorded_on": ["This day has not come yet."]}),
        ({"status": ""}, {"status": ["This field is required."]}),
    ],
)
def test_a_record_that_cannot_be_is_refused_at_its_field(client, past, typed, errors):
    answer = record(client, past, **typed)

    assert (answer.status_code, errors_of(answer)) == (400, errors)


def test_what_is_to_come_can_be_cancelled_but_not_held(client, survey):
    one = make_planned(survey)

    assert errors_of(record(client, one)) == {"status": ["It cannot have been held before it began."]}
    assert record(client, one, status="cancelled").status_code == 302
    one.refresh_from_db()
    assert one.status == "cancelled"
