"""Published editions for everybody: what is not published is not there, nobody is named who did not reply."""

import hashlib
import io
import json
import re
from datetime import date

import openpyxl
import pytest
from django.conf import settings as portal
from django.urls import reverse

from reports.actions.charts import digests_of, request_drawing, specs_of
from reports.actions.drawing import draw
from reports.actions.files import EDITION_WRITERS, words_of
from reports.models import Export
from reports.tasks import draw_charts, write_export
from surveys.models import Job
from surveys.models.history import acting_as
from tests import people
from tests.factories import AT, make_paper, make_return, make_state, make_submission, make_survey
from tests.reports.editions import published
from tests.reports.test_compile import compile_now, reply

LANGUAGES = [code for code, _name in portal.LANGUAGES]
SILENT = "Zilentia"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def survey():
    """Two replies, one on paper that is not compiled, and a State that did not reply."""
    survey = make_survey(titles={"en": "Migration survey", "fr": "Enquête"})
    reply(survey, "DZA", country_roles=["origin"], respondent_ministry="<b>Ministère</b>")
    reply(survey, "EGY", country_roles=["origin", "transit"])
    make_paper(make_return(survey, make_state("NAM")), people.farid(), received_on=date(2003, 11, 1))
    make_return(survey, make_state("ZZZ", names=dict.fromkeys(LANGUAGES, SILENT)))
    return survey


@pytest.fixture
def edition(survey):
    return published(compile_now(survey))


def address(name, edition=None, *more, language="en"):
    place = [edition.survey.slug, *([edition.number] if name != "archive" else [])] if edition else []
    return reverse(f"published:{name}", args=[language, *place, *more])


def pages(edition, language="en"):
    """Every page and file of an edition in a language, pictures left out."""
    sections = [section.name for section in words_of(edition, language).definition.sections]
    return [
        address("editions", language=language),
        *(address(name, edition, language=language) for name in ("archive", "edition", "content")),
        *(address("section", edition, section, language=language) for section in sections),
    ]


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def draw_now(edition, language="en"):
    """Draw the charts as a worker would; their digests by question."""
    job = request_drawing(summary=edition, language=language, due_at=AT).job
    Job.objects.filter(pk=job.pk).update(state="queued")
    draw_charts(job.pk)
    return digests_of(specs_of(edition.content["questions"], words_of(edition, language)))


def write_now(edition, language):
    export = Export.objects.of_edition(edition).get(format="xlsx", language=language)
    Job.objects.filter(pk=export.job_id).update(state="queued")
    write_export(export.job_id)
    export.refresh_from_db()
    return export


def test_an_edition_that_is_not_published_is_not_there(client, survey):
    hidden, other = compile_now(survey), published(compile_now(survey, date(2004, 1, 31)))
    digests = draw_now(hidden)
    assert client.get(address("edition", other)).status_code == 200
    for url in [*pages(hidden)[2:], address("chart", hidden, digests["country_roles"])]:
        assert client.get(url).status_code == 404, url


def test_a_survey_without_a_published_edition_is_not_there(client, survey):
    hidden = compile_now(survey)
    assert client.get(address("archive", hidden)).status_code == 404
    assert "No summary has been published yet." in text_of(client.get(address("editions")))


def test_what_is_hidden_answers_like_what_does_not_exist(client, survey):
    hidden = compile_now(survey)
    there = client.get(address("edition", hidden))
    missing = client.get(address("edition", hidden).replace("/1/", "/9/"))
    tokens = re.compile(r'(csrfmiddlewaretoken" value=")\w+')
    bodies = [tokens.sub(r"\1", answer.content.decode()).replace("/9/", "/1/") for answer in (there, missing)]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_named_who_did_not_reply(client, edition, language):
    shown = [text_of(client.get(url)) for url in pages(edition, language)]
    assert [SILENT in page or "ZZZ" in page for page in shown] == [False] * len(shown)
    assert "State EGY" in "".join(shown) or language != "en"


def test_replies_stand_in_the_order_of_the_page_s_language(client, survey):
    for iso3, en, fr in (("DEU", "Germany", "Allemagne"), ("ZAF", "South Africa", "Afrique du Sud")):
        make_submission(make_return(survey, make_state(iso3, names={"en": en, "fr": fr})))
    edition = published(compile_now(survey))
    order = {}
    for language in ("en", "fr"):
        shown = text_of(client.get(address("edition", edition, language=language)))
        listed = re.search(r'<ul class="names">(.*?)</ul>', shown, re.S)[1]
        order[language] = [name for name in re.findall("<li>(.*?)</li>", listed) if "DZA" not in name]
    assert order["en"] == ["Germany", "South Africa", "State EGY", "State NAM"]
    assert order["fr"][:2] == ["Afrique du Sud", "Allemagne"]


def test_the_page_says_how_many_of_how_many(client, edition):
    shown = text_of(client.get(address("edition", edition)))
    assert "3 of 4 States asked had replied by 31 December 2003; 2 replies are compiled here." in shown
    assert "From 3 Governments by 31 December 2003, in alphabetical order." in shown


def test_a_section_shows_figures_and_texts_safely_and_leads_to_no_page_of_the_office(client, edition):
    shown = text_of(client.get(address("section", edition, "respondent")))
    assert "&lt;b&gt;Ministère&lt;/b&gt;" in shown and "<b>Ministère</b>" not in shown
    assert "2 of 4 Governments indicated an answer, as of 31 December 2003." in shown
    assert [
        link for link in re.findall('href="(/[^"]*)"', shown) if link.startswith(("/summaries", "/surveys/ilms"))
    ] == []


def test_the_content_is_what_the_digest_is_made_of(client, edition):
    response = client.get(address("content", edition))
    assert json.loads(response.content) == edition.content
    assert hashlib.sha256(response.content).hexdigest() == edition.digest
    assert (response["ETag"], response["X-Content-Type-Options"]) == (f'"{edition.digest}"', "nosniff")
    assert response["Content-Disposition"] == f'attachment; filename="ilms2003-2003-12-31-{edition.number}.json"'
    assert edition.digest in text_of(client.get(address("edition", edition)))


def test_a_chart_of_a_published_edition_is_everybody_s(client, edition):
    digest = draw_now(edition)["country_roles"]
    page = text_of(client.get(address("section", edition, "respondent")))
    url = address("chart", edition, digest)
    assert re.search(rf'src="{url}" width="[1-9][0-9]+" height="[1-9][0-9]+"', page)
    answer = client.get(url)
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "image/svg+xml",
        "public, max-age=31536000, immutable",
    )


def test_a_page_shows_no_chart_that_is_not_yet_listed_as_its_edition_s(client, edition):
    for spec in specs_of(edition.content["questions"], words_of(edition, "en")).values():
        draw(spec)
    assert "/charts/" not in text_of(client.get(address("section", edition, "respondent")))


def test_a_chart_of_another_edition_is_not_there(client, survey, edition):
    reply(survey, "MAR", country_roles=["destination"])
    digest = draw_now(compile_now(survey))["country_roles"]
    assert client.get(address("chart", edition, digest)).status_code == 404


def test_files_are_asked_for_in_every_language_when_it_is_published(edition):
    asked = [(export.format, export.language) for export in Export.objects.of_edition(edition)]
    assert sorted(asked) == sorted((format, code) for format in EDITION_WRITERS for code in LANGUAGES)
    assert sorted(drawing.language for drawing in edition.drawings.all()) == sorted(LANGUAGES)


def test_a_file_is_offered_once_it_is_whole(client, edition):
    url = address("file", edition, "xlsx", language="fr")
    assert (client.get(url).status_code, url in text_of(client.get(address("edition", edition)))) == (404, False)
    export = write_now(edition, "fr")
    answer = client.get(url)
    assert (answer.content, answer["Content-Type"]) == (export.path.read_bytes(), export.media_type)
    assert answer["Content-Disposition"] == 'attachment; filename="ilms2003-2003-12-31-1-fr.xlsx"'
    assert (answer["X-Content-Type-Options"], url in text_of(client.get(address("edition", edition)))) == (
        "nosniff",
        True,
    )


def test_nobody_is_named_in_a_file_who_did_not_reply(client, edition):
    write_now(edition, "en")
    body = client.get(address("file", edition, "xlsx")).content
    cells = [cell.value for sheet in openpyxl.load_workbook(io.BytesIO(body)) for row in sheet for cell in row]
    told = " ".join(str(value) for value in cells)
    assert ("State EGY" in told, SILENT in told, "ZZZ" in told) == (True, False, False)


def test_no_cookie_is_set_and_nothing_depends_on_one(client, edition):
    for url in pages(edition):
        answer = client.get(url)
        assert (answer.cookies.output(), answer["Cache-Control"].split(",")[0]) == ("", "public")
        assert "Cookie" not in answer.get("Vary", "") and "Accept-Language" not in answer.get("Vary", "")


@pytest.mark.parametrize("second_step", [False, True])
def test_everybody_gets_the_same_bytes(client, edition, settings, second_step):
    settings.REQUIRE_SECOND_FACTOR = second_step
    before = {url: text_of(client.get(url)) for url in pages(edition)}
    client.force_login(people.hugo())
    client.cookies["django_language"] = "ru"
    assert {url: text_of(client.get(url)) for url in pages(edition)} == before


def test_who_has_the_page_is_told_so(client, edition):
    for url in pages(edition):
        etag = client.get(url)["ETag"]
        again = client.get(url, headers={"if-none-match": etag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        assert client.get(url, headers={"if-none-match": '"other"'}).status_code == 200


def test_no_query_asks_who_reads(client, edition, django_assert_max_num_queries):
    client.get(address("edition", edition))
    with django_assert_max_num_queries(10) as queries:
        client.get(address("section", edition, "respondent"))
    assert [
        query for query in queries.captured_queries if "surveys_user" in query["sql"] or "session" in query["sql"]
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_an_address_of_its_own(client, edition, language):
    shown = text_of(client.get(address("edition", edition, language=language)))
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in shown
    for code in LANGUAGES:
        link = f"{portal.PORTAL_URL}{address('edition', edition, language=code)}"
        assert f'<link rel="alternate" hreflang="{code}" href="{link}">' in shown
        assert f'<a class="menu-item" href="{link}" lang="{code}" hreflang="{code}"' in shown


@pytest.mark.parametrize("path", ["/xx/summaries/", "/EN/summaries/", "/zh/summaries/"])
def test_a_language_that_the_portal_does_not_have_is_not_there(client, path):
    assert client.get(path).status_code in {302, 404}
    assert client.get(path).get("Location", "/account/login/").startswith("/account/login/")


def test_a_correction_is_told_on_both_editions_and_in_the_archive(client, survey, edition):
    reply(survey, "MAR")
    later = published(compile_now(survey), corrects=edition, note="One reply had been <left> out.")
    told = "One reply had been &lt;left&gt; out."
    old, new, archive = (
        text_of(client.get(url))
        for url in (address("edition", edition), address("edition", later), address("archive", later))
    )
    assert "This edition has been corrected" in old and told in old and address("edition", later) in old
    assert "This edition corrects edition 1." in new and told in new
    assert (archive.count(told), "Corrects edition 1:" in archive, "Corrected by edition 2:" in archive) == (
        2,
        True,
        True,
    )


def test_invented_data_is_marked_on_every_page(client, survey):
    with acting_as("tests"):
        survey.synthetic = True
        survey.save()
    edition = published(compile_now(survey))
    for url in pages(edition)[1:]:
        if "content" not in url:
            assert "Demonstration data: answers are invented" in text_of(client.get(url)), url


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("name", ["editions", "edition"])
def test_nothing_can_be_sent_there(client, edition, method, name):
    url = address(name, edition if name == "edition" else None)
    assert getattr(client, method)(url).status_code == 405


def test_a_chart_is_found_without_reading_the_edition(client, edition, django_assert_num_queries):
    url = address("chart", edition, draw_now(edition)["country_roles"])
    with django_assert_num_queries(2) as queries:
        assert client.get(url).status_code == 200
    assert not any('"reports_summary"."content"' in query["sql"] for query in queries.captured_queries)
