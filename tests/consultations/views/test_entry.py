"""The page of a consultation, its history, and taking it out."""

from datetime import date
from secrets import token_hex

import pytest

from consultations.actions.versions import last_event
from consultations.models import Consultation, Participation
from reports.models import Chapter, ChapterSource, Report
from surveys.models.history import acting_as
from tests import people
from tests.consultations.entries import (
    address,
    come_in,
    filled,
    make_consultation,
    make_group,
    make_organization,
    make_outcome,
    make_planned,
    name_in,
    text_of,
)
from tests.factories import make_state, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make_survey()


@pytest.fixture
def farid(client, settings):
    return come_in(client, settings, people.farid())


def make_chapter(survey, outcome):
    with acting_as("tests"):
        report = Report.objects.create(survey=survey, titles={"en": "The report"})
        chapter = Chapter.objects.create(report=report, order=3, titles={"en": "Protection"})
        ChapterSource.objects.create(chapter=chapter, outcome=outcome)
    return chapter


def cells(step):
    return [(cell.label, cell.old, cell.new) for cell in step.cells]


def page(client, consultation):
    return client.get(consultation.get_absolute_url())


def test_the_page_tells_what_is_known(client, farid, survey):
    session = make_consultation(survey, "S1", kind="host_meeting", titles={"en": "Conference of others"})
    one = make_consultation(
        survey,
        "E1",
        titles={"en": "A special session"},
        parent=session,
        places={"en": "Dakar"},
        source="paragraph 15",
        status_word="took place",
        groups=["workers"],
    )
    name_in(one, "organizer", organization=make_organization())
    make_outcome(survey, one)

    told = text_of(page(client, one))

    for words in (
        "A special session",
        "Conference of others",
        "Dakar",
        "paragraph 15",
        "took place",
        "Workers",
        "ILO",
    ):
        assert words in told
    assert "More States should ratify." in told
    assert "A special session" in text_of(page(client, session))


def test_a_consultation_of_another_survey_is_not_found(client, farid, survey):
    make_consultation(make_survey("other"), "E1")

    assert client.get(address("consultation", "E1")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"participant_list": "complete", "stated_participants": 3}, 2),
        ({"participant_list": "complete", "stated_participants": 1}, 0),
        ({"participant_list": "open", "stated_participants": 3}, 0),
        ({"participant_list": "complete"}, 0),
    ],
)
def test_a_complete_list_that_names_fewer_than_stated_is_pointed_out(client, farid, survey, fields, missing):
    one = make_consultation(survey, **fields)
    name_in(one, member_state=make_state())

    answer = page(client, one)

    assert answer.context["shortfall"] == missing
    assert ("The list is said to be complete" in text_of(answer)) == bool(missing)


def test_a_group_of_states_names_those_that_belonged_to_it_then(client, farid, survey):
    group = make_group("sadc", make_state("AGO"), make_state("ZMB"))
    late = make_group("late", make_state("MOZ"), since=date(2004, 1, 1))
    one = make_consultation(survey, participant_list="complete", stated_participants=3)
    name_in(one, group_of_states=group)
    name_in(one, group_of_states=late)

    assert page(client, one).context["shortfall"] == 1


def test_a_planned_one_whose_time_is_past_has_no_record(client, farid, survey):
    past = {"first_day": date(2004, 1, 1), "last_day": date(2004, 1, 31), "announced_on": date(2003, 12, 1)}
    one = make_planned(survey, **past)

    told = text_of(page(client, one))

    assert "nobody has recorded whether it was held" in told
    assert address("consultation_record", one.code) in told


def test_the_page_names_the_chapters_that_use_an_outcome(client, farid, survey):
    one = make_consultation(survey)
    make_chapter(survey, make_outcome(survey, one))

    assert "3. Protection" in text_of(page(client, one))


def test_the_history_tells_who_changed_which_cell(client, farid, survey):
    one = make_consultation(survey, titles={"en": "Old title"})
    state = make_state(names={"en": "France"})
    named = name_in(one, member_state=state)
    client.post(address("consultation_edit", one.code), filled(one, title_en="New title", title_fr="Nouveau"))
    with acting_as("tests"):
        named.delete()

    steps = client.get(address("consultation_history", one.code)).context["history"]

    # Within one transaction, as a test is, all events have the same time.
    [changed, entered] = [step for step in steps if not step.about]
    [gone, named] = [step for step in steps if step.about == "Participation"]
    assert [entered.kind, changed.kind, named.kind, gone.kind] == ["insert", "update", "insert", "delete"]
    assert [entered.actor, changed.actor, gone.actor] == ["tests", "Farid", "tests"]
    assert cells(changed) == [("titles (en)", "Old title", "New title"), ("titles (fr)", "", "Nouveau")]
    assert ("member State", "", "France") in cells(named)
    assert ("member State", "France", "") in cells(gone)


# Taking out


def take_out(client, one, **changed):
    fields = {"key": token_hex(8), "seen": last_event(one), **changed}
    return client.post(address("consultation_delete", one.code), fields)


def test_what_nothing_rests_on_can_go_and_its_history_stays(client, farid, survey):
    one = make_consultation(survey)
    name_in(one, organization=make_organization())

    assert take_out(client, one).status_code == 302

    assert not Consultation.objects.exists()
    assert not Participation.objects.exists()
    last = one.changes.order_by("-pgh_id").first()
    assert (last.pgh_label, last.pgh_context["actor"]) == ("delete", farid.pk)


def test_what_a_chapter_uses_stays_and_the_page_says_which(client, farid, survey):
    one = make_consultation(survey)
    part = make_consultation(survey, parent=one, titles={"en": "A part"})
    chapter = make_chapter(survey, make_outcome(survey, one))

    answer = take_out(client, one)

    assert answer.status_code == 409
    uses = [(use.kind, use.thing) for use in answer.context["uses"]]
    assert uses[0] == ("takes place inside it", part)
    assert uses[2] == ("chapter that uses its outcome", chapter)
    assert "Protection" in text_of(answer)
    assert Consultation.objects.filter(pk=one.pk).exists()


def test_what_somebody_has_changed_meanwhile_does_not_go(client, farid, survey):
    one = make_consultation(survey)
    seen = last_event(one)
    with acting_as("tests"):
        one.notes = "Wait."
        one.save()

    assert take_out(client, one, seen=seen).status_code == 409
    assert Consultation.objects.filter(pk=one.pk).exists()


def test_an_analyst_takes_nothing_out(client, settings, survey):
    come_in(client, settings, people.grace())

    assert take_out(client, make_consultation(survey)).status_code == 404
    assert Consultation.objects.count() == 1
