"""The report: chapters and topics entered, changed and moved, and what a chapter rests on."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.actions.versions import last_event
from reports.actions.chapters import sources_version
from reports.models import Chapter, Topic
from tests import people
from tests.consultations.entries import come_in, errors_of, make_consultation, make_outcome, make_theme, text_of
from tests.factories import make_survey
from tests.reports.report import key, make_awaited, make_chapter, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def farid(client, settings):
    return come_in(client, settings, people.farid())


@pytest.fixture
def survey():
    return make_survey()


def lines(client):
    return client.get(page("report")).context["lines"]


def up(client, name, *arguments, seen):
    return client.post(page(name, *arguments), {"key": key(), "seen": seen})


def rest_on(client, chapter, **data):
    fields = {"key": key(), "seen": sources_version(chapter), **data}
    return client.post(page("chapter_sources", chapter.order), fields)


def test_a_report_begins_with_its_first_chapter(client, survey, farid):
    make_theme(survey, "T1")
    assert "No chapter is entered yet" in text_of(client.get(page("report")))
    fields = {"key": key(), "title_en": "Protection", "status": "not_begun", "lead": farid.pk, "themes": ["T1"]}
    response = client.post(page("chapter_new"), {**fields, "due_on": "2004-01-31"})
    chapter = Chapter.objects.get()
    assert response.url == chapter.get_absolute_url()
    assert (chapter.order, chapter.lead, chapter.themes, chapter.report.titles) == (1, farid, ["T1"], survey.titles)
    assert [line["is_late"] for line in lines(client)] == [True]


def test_a_chapter_that_becomes_final_is_so_since_today(client, survey):
    chapter = make_chapter(survey, due_on=date(2004, 1, 31))
    fields = {"title_en": "Protection", "due_on": "2004-01-31"}
    edit = page("chapter_edit", 1)
    wrong = {**fields, "key": key(), "seen": last_event(chapter), "status": "review", "final_on": "2004-02-01"}
    response = client.post(edit, wrong)
    assert errors_of(response) == {"final_on": ["Only a final chapter has a day since which it is final."]}

    client.post(edit, {**fields, "key": key(), "seen": last_event(chapter), "status": "final"})
    chapter.refresh_from_db()
    assert chapter.final_on == date(2004, 2, 11)
    assert (chapter.is_late_on(date(2004, 2, 10)), chapter.is_late_on(date(2004, 2, 11))) == (True, False)
    assert "becomes" in text_of(client.get(page("chapter_history", 1)))


def test_two_people_at_once_see_both_versions(client, survey):
    seen = last_event(make_chapter(survey))
    fields = {"status": "writing", "seen": seen}
    assert client.post(page("chapter_edit", 1), {**fields, "key": key(), "title_en": "First"}).status_code == 302
    response = client.post(page("chapter_edit", 1), {**fields, "key": key(), "title_en": "Second"})
    assert response.status_code == 409
    assert [(one.stored, one.typed) for one in response.context["conflict"]["differences"]] == [("First", "Second")]


def test_chapters_and_topics_change_places(client, survey):
    first, second = make_chapter(survey, 1), make_chapter(survey, 2)
    for title in ("Gender", "Trafficking"):
        client.post(page("topic_new"), {"key": key(), "title_en": title})
    assert up(client, "chapter_up", 2, seen=second.pk).status_code == 302
    assert list(Chapter.objects.order_by("order").values_list("pk", flat=True)) == [second.pk, first.pk]
    up(client, "chapter_up", 1, seen=second.pk)
    up(client, "chapter_up", 2, seen=second.pk)
    assert list(Chapter.objects.order_by("order").values_list("pk", flat=True)) == [second.pk, first.pk]

    up(client, "topic_up", "trafficking", seen=Topic.objects.get(code="trafficking").pk)
    assert list(Topic.objects.order_by("order").values_list("code", flat=True)) == ["trafficking", "gender"]


def test_a_topic_is_changed(client, survey):
    client.post(page("topic_new"), {"key": key(), "title_en": "Gender"})
    topic = Topic.objects.get()
    fields = {"key": key(), "seen": last_event(topic), "title_en": "Women and men"}
    assert client.post(page("topic_edit", "gender"), fields).status_code == 302
    topic.refresh_from_db()
    assert topic.titles == {"en": "Women and men"}


def test_what_a_chapter_rests_on_is_ticked_and_unticked(client, survey):
    chapter = make_chapter(survey)
    outcome = make_outcome(survey, make_consultation(survey), texts={"en": "Ratify."})
    contribution = make_awaited(survey)
    all_three = {"outcomes": [outcome.pk], "contributions": [contribution.pk]}
    response = rest_on(client, chapter, **all_three, section_respondent=["respondent_ministry"])
    assert response.status_code == 302
    assert sorted(str(one) for one in chapter.sources.all()) == [
        f"{chapter.pk} Data C1",
        f"{chapter.pk} Ratify.",
        f"{chapter.pk} respondent_ministry",
    ]
    [line] = lines(client)
    assert (line["chapter"].outcomes, line["chapter"].contributions, line["chapter"].tables) == (1, 1, 1)
    told = text_of(client.get(chapter.get_absolute_url()))
    assert "Ratify." in told and "Data C1" in told

    seen = sources_version(chapter)
    assert rest_on(client, chapter, outcomes=[outcome.pk]).status_code == 302
    assert rest_on(client, chapter, seen=seen).status_code == 409
    assert rest_on(client, chapter, outcomes=[999_999]).status_code == 400
    assert [one.outcome for one in chapter.sources.all()] == [outcome]


def test_a_question_that_is_gone_stays_a_source(client, survey):
    chapter = make_chapter(survey)
    rest_on(client, chapter, section_respondent=["respondent_ministry"])
    chapter.sources.update(question="gone_question")
    rest_on(client, chapter)
    assert [one.question for one in chapter.sources.all()] == ["gone_question"]
    assert "no longer in the questionnaire" in text_of(client.get(chapter.get_absolute_url()))


def test_the_page_takes_as_many_queries_for_many(client, survey):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(page("report"))
        return len(queries)

    make_chapter(survey, 1)
    asked()
    first = asked()
    for order in range(2, 6):
        make_chapter(survey, order)
    assert asked() == first


def test_analysts_read_and_do_not_write(client, survey):
    make_chapter(survey)
    client.force_login(people.grace())
    assert "Add or remove sources" not in text_of(client.get(page("chapter", 1)))
    for name, arguments in (("chapter_edit", [1]), ("chapter_up", [1]), ("chapter_sources", [1]), ("topic_new", [])):
        assert client.post(page(name, *arguments), {"key": key()}).status_code == 404
