"""The file of a report: what it may leave out, and how what is wrong is named."""

from dataclasses import replace
from datetime import date

import pytest

from reports.rounds.folder import read_report
from reports.rounds.rows import ChapterRow, TopicRow
from surveys.rounds.faults import BadRound
from tests.reports.rounds.folders import GIVEN, REGISTER, REPORT, make_folder

THEME = {"code": "T1", "order": 1, "title": "Migration"}
CHAPTER = {"order": 1, "title": "One"}
MILESTONE = {"code": "SENT", "title": "Sent", "date": "2003-07"}


def faults_of(folder, register=REGISTER):
    with pytest.raises(BadRound) as refusal:
        read_report(folder, register)
    return [f"{fault.file}: {fault.reason}" for fault in refusal.value.faults]


def test_a_folder_without_the_file_has_no_report(tmp_path):
    assert read_report(tmp_path, REGISTER) is None


def test_reads_all_of_it(tmp_path):
    content = read_report(make_folder(tmp_path), REGISTER)

    assert (content.titles, content.topics_open) == ({"en": "The report"}, True)
    assert content.topics == [TopicRow("women-and-men", 1, {"en": "Women and men"})]
    assert content.chapters == [ChapterRow(1, {"en": "One"}, ["T1"], ["women-and-men"])]
    [milestone] = content.milestones
    assert (*milestone.period.written(), milestone.done_on) == ("2003-07", "2003-07", date(2003, 7, 31))
    [given] = content.contributions
    assert (given.contributor, given.is_received, given.recorded_on) == ("unit", True, date(2004, 2, 11))
    assert given.source == "A paper, paragraph 6"


def test_facts_stand_under_one_flat_name_each_and_texts_by_language(tmp_path):
    approach = {"decision": {"date": "2002-03", "number": 283}, "name": "integrated"}
    facts = read_report(make_folder(tmp_path, approach=approach), REGISTER).facts

    assert facts == {
        "report.title": {"en": "The report"},
        "report.role": {"en": "It serves", "fr": "Il sert"},
        "paper.place": {"en": "Geneva"},
        "paper.number": 4,
        "approach.decision.date": "2002-03",
        "approach.decision.number": 283,
        "approach.name": {"en": "integrated"},
    }


def test_two_contributors_may_stand_in_one_text(tmp_path):
    entry = {"contributor": "UNIT with Other", "contribution": "Results", "paragraph": 18, "status": "invited"}
    [given] = read_report(make_folder(tmp_path, contributors=[entry]), REGISTER).contributions
    assert (given.code, given.contributor, given.partner, given.is_received) == ("C18-1", "unit", "other", False)


def test_in_the_short_form_a_contributor_without_a_row_becomes_a_collective(tmp_path):
    entry = {"contributor": "several agencies", "kind": "UN agency / intergovernmental", "contribution": "Comments"}
    content = read_report(make_folder(tmp_path, contributors=[entry]), REGISTER)
    [organization] = content.organizations
    assert (organization.code, organization.kind, organization.is_collective) == (
        "several-agencies",
        "un_agency",
        True,
    )


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"as_of": "soon"}, "as_of of as_of is not a date such as 2003-07-31: 'soon'"),
        ({"as_of": None}, "as_of is missing: the day of which the file is"),
        ({"report": {}}, "report has no published_title_external"),
        ({"letters": []}, "nobody knows what letters of as_of means"),
        ({"themes": [{**THEME, "title": "Other"}]}, "the themes are not those of the register's file"),
        ({"chapters": [{**CHAPTER, "theme_links": ["T9"]}]}, "chapter 1: there is no theme 'T9'"),
        ({"chapters": [{**CHAPTER, "topics": ["gold"]}]}, "chapter 1: there is no topic 'gold'"),
        ({"chapters": [CHAPTER, CHAPTER]}, "1 stands in chapters twice"),
        ({"chapters": [{**CHAPTER, "due_on": "2004-02"}]}, "due_on of 1 is not a date such as 2003-07-31: '2004-02'"),
        ({"deadlines": [{**MILESTONE, "date": "soon"}]}, "date of SENT is not a date such as 2003-07-02"),
        ({"deadlines": [{**MILESTONE, "title": None}]}, "SENT has no title"),
        ({"further_topics_open_list": "yes"}, "further_topics_open_list of further_topics_open_list is neither"),
        (
            {"contributors": [{**GIVEN, "contributor": "nobody"}]},
            "contributor of C1-1: there is no organization 'nobody'",
        ),
        ({"contributors": [{**GIVEN, "partner": "nobody"}]}, "partner of C1-1: there is no organization 'nobody'"),
        ({"contributors": [{**GIVEN, "requested_by": "x"}]}, "requested_by of C1-1: there is no organization 'x'"),
        ({"contributors": [{**GIVEN, "nature": "song"}]}, "nature of C1-1 is none of study, data,"),
        ({"contributors": [{**GIVEN, "outcomes": ["O9-9"]}]}, "outcomes of C1-1: there is no outcome 'O9-9'"),
        ({"contributors": [GIVEN, GIVEN]}, "contribution C1-1 stands there twice"),
        ({"contributors": [{"code": "C1-1"}]}, "one of contributors names no contributor: {'code': 'C1-1'}"),
        (
            {"contributors": [{**GIVEN, "status": "invited", "received_on": "2004-01-01"}]},
            "C1-1 is only invited, and received on 2004-01-01",
        ),
        ({"external_facts_not_in_paper": ["rain"]}, "external_facts_not_in_paper holds what is no object"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, document, reason):
    [fault] = faults_of(make_folder(tmp_path, **document))
    assert fault.startswith(f"report.json: {reason}")


def test_without_a_register_its_codes_are_not_checked(tmp_path):
    content = read_report(make_folder(tmp_path, contributors=[{**GIVEN, "contributor": "nobody"}]), None)
    assert content.contributions == []


def test_the_themes_may_stand_in_this_file_alone(tmp_path):
    assert read_report(make_folder(tmp_path), replace(REGISTER, themes=[])).chapters[0].themes == ["T1"]
    assert "T1" in str(REPORT["themes"])
