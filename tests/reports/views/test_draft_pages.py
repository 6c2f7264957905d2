"""What the page of a chapter shows of its versions."""

import pytest
from django.template.loader import render_to_string

from reports.views.draft_pages import drafts_context
from tests.factories import make_survey
from tests.reports.actions.test_moved import MOVES, amend
from tests.reports.chapters import code, make_chapter, make_report, store
from tests.reports.rendering.chapters.word_files import word
from tests.reports.test_compile import JANUARY, compile_now, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    survey = make_survey()
    reply(survey, "DZA", country_roles=["origin"])
    reply(survey, "FRA", region="europe_central_asia", country_roles=["transit"])
    return survey


def shown(chapter):
    context = {"survey": chapter.report.survey, "chapter": chapter, **drafts_context(None, chapter)}
    return render_to_string("reports/report/_drafts.html", context)


def test_a_chapter_without_versions(survey):
    assert "No version of this chapter has been stored yet." in shown(make_chapter(make_report(survey)))


def test_what_moved_and_what_stands_aside_is_flagged(survey):
    report = make_report(survey)
    chapter = make_chapter(report)
    for address in MOVES[:2]:
        code(report, compile_now(survey), address)
    store(chapter, word("[[F1]] and [[F2]]"))
    store(chapter, word("Aside."))
    amend(survey, "FRA", country_roles=["origin"])
    compile_now(survey, JANUARY)
    page = shown(chapter)
    assert "Edition 2 moves 1 figure of this chapter" in page
    assert ">F1<" in page and ">F2<" not in page
    assert "stands aside" in page and "from=1&amp;to=2" in page
    assert "2 versions" in page


def test_a_version_of_nothing_but_figures_that_stay_has_no_flag(survey):
    report = make_report(survey)
    chapter = make_chapter(report)
    code(report, compile_now(survey), MOVES[1])
    store(chapter, word("[[F1]]"))
    amend(survey, "FRA", country_roles=["origin"])
    compile_now(survey, JANUARY)
    assert "notice" not in shown(chapter)
