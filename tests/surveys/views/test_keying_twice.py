"""The pages of two people at one paper reply: the second is blind to the first until both are finished."""

import io
import re
from datetime import date

import pytest
from PIL import Image

from surveys.actions.attachments import store
from surveys.actions.keying import begin_keying
from surveys.actions.paper import add_scan
from surveys.models import KeyedAnswer, PaperReturn, Return, Submission
from surveys.models.history import acting_as
from tests.factories import (
    AT,
    MINIMUM,
    answer,
    check_all_texts,
    key_first,
    key_second,
    key_twice,
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    make_user,
)
from tests.surveys.uploads import an_upload
from tests.surveys.views.pages import address, filled, form_of, sign, text_of

pytestmark = pytest.mark.django_db
FIRST = {**MINIMUM, "respondent_ministry": "zqministryqz", "data_reference_year": 1987}
SECTION = "respondent"
LATER = date(2003, 12, 2)


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = date(2003, 12, 2)


@pytest.fixture
def farid():
    return make_user("farid@example.org", name="Farid", groups=["office_staff"])


@pytest.fixture
def greta():
    return make_user("greta@example.org", name="Greta", groups=["office_staff"])


@pytest.fixture
def paper(farid):
    return make_paper(make_return(make_survey(), make_state()), farid)


@pytest.fixture
def first_done(paper, farid):
    key_first(paper, farid, FIRST)
    return paper


def at(client, user, name, paper, *more, data=None):
    """What this person gets at the address of the paper's return; with `data` it is posted."""
    client.force_login(user)
    url = address(name, paper.survey_return, *more)
    return client.get(url) if data is None else client.post(url, data)


def begin_second(client, greta, paper):
    return at(client, greta, "paper_second_begin", paper, data={})


# Blindness


def pages_of(client, user, paper):
    """Everything that this person can look at of this return."""
    sections = [section.name for section in paper.survey_return.questionnaire.definition.sections]
    names = ["return_tasks", "return_check", "return_office", "paper_second", "paper_compare", "paper_texts"]
    answers = [at(client, user, name, paper) for name in names]
    answers += [at(client, user, "section", paper, section) for section in sections]
    return answers + [at(client, user, "paper_second_section", paper, section) for section in sections]


def test_the_second_person_meets_nothing_of_the_first_keying(client, first_done, greta):
    begin_second(client, greta, first_done)
    pages = pages_of(client, greta, first_done)
    assert sum(page.status_code == 200 for page in pages) > len(pages) // 2 - 3
    assert [page.request["PATH_INFO"] for page in pages if "zqministryqz" in text_of(page)] == []
    assert [page.request["PATH_INFO"] for page in pages if "1987" in text_of(page)] == []


def test_the_first_person_meets_it_so_that_the_search_finds_it(client, paper, farid):
    """The negative control: the same pages, looked at by who may."""
    at(client, farid, "paper_key", paper, data={})
    answer(Return.objects.get(), farid, FIRST)
    said = "".join(text_of(page) for page in pages_of(client, farid, paper))
    assert "zqministryqz" in said
    assert "1987" in said


def test_a_colleague_meets_nothing_of_a_first_keying_that_goes_on(client, paper, farid, greta):
    at(client, farid, "paper_key", paper, data={})
    answer(Return.objects.get(), farid, FIRST)
    said = "".join(text_of(page) for page in pages_of(client, greta, paper))
    assert "zqministryqz" not in said
    assert "1987" not in said


def test_the_first_person_does_not_open_the_second_keying(client, first_done, farid, greta):
    begin_second(client, greta, first_done)
    at(client, greta, "paper_second_section", first_done, SECTION, data=typed(client, greta, first_done, "1999"))
    assert begin_second(client, farid, first_done).url == address("return_office", first_done.survey_return)
    pages = pages_of(client, farid, first_done)
    assert [page.request["PATH_INFO"] for page in pages if "1999" in text_of(page)] == []
    assert PaperReturn.objects.get().second_keyed_by == greta


def test_a_colleague_who_does_neither_sees_neither(client, first_done, greta):
    begin_second(client, greta, first_done)
    other = make_user(groups=["office_staff"])
    said = "".join(text_of(page) for page in pages_of(client, other, first_done))
    assert "zqministryqz" not in said


# The second keying


def typed(client, user, paper, year):
    """The section's form with this year."""
    page = at(client, user, "paper_second_section", paper, SECTION)
    return filled(page, value__data_reference_year=year)


def test_the_second_form_asks_for_codes_and_figures_alone(client, first_done, greta):
    begin_second(client, greta, first_done)
    fields = form_of(at(client, greta, "paper_second_section", first_done, SECTION))
    assert "value:data_reference_year" in fields
    assert [name for name in fields if name.startswith(("value:respondent_ministry", "comment:", "source:"))] == []


def test_what_is_keyed_in_again_is_kept_and_shown_again(client, first_done, greta):
    begin_second(client, greta, first_done)
    data = typed(client, greta, first_done, "1999")
    assert at(client, greta, "paper_second_section", first_done, SECTION, data=data).status_code == 302
    assert KeyedAnswer.objects.get(place="data_reference_year").value == 1999
    page = at(client, greta, "paper_second_section", first_done, SECTION)
    assert form_of(page)["value:data_reference_year"] == ["1999"]


def test_what_does_not_fit_stays_with_its_reason(client, first_done, greta):
    begin_second(client, greta, first_done)
    data = typed(client, greta, first_done, "next year")
    response = at(client, greta, "paper_second_section", first_done, SECTION, data=data)
    assert response.status_code == 422
    assert form_of(response)["value:data_reference_year"] == ["next year"]
    assert not KeyedAnswer.objects.exists()


@pytest.mark.parametrize("name", ["paper_second", "paper_compare", "paper_texts"])
def test_nothing_is_shown_before_its_turn(client, paper, farid, name):
    assert at(client, farid, name, paper).url == address("return_office", paper.survey_return)


# Comparing


@pytest.fixture
def compared(paper, farid, greta):
    """Two keyings that differ in the year."""
    key_first(paper, farid, FIRST)
    key_second(paper, greta, {**FIRST, "data_reference_year": 1999})
    return paper


def decide(client, user, paper, choice, value=None):
    data = form_of(at(client, user, "paper_compare", paper)) | {"choice:data_reference_year": [choice]}
    if value is not None:
        data["value:data_reference_year"] = [value]
    return at(client, user, "paper_compare", paper, data=data)


def year(paper):
    return paper.survey_return.answers.get(path="data_reference_year").value


def test_only_what_differs_is_listed(client, compared, farid):
    page = at(client, farid, "paper_compare", compared)
    assert [(row.name, row.first, row.second) for row in page.context["rows"]] == [
        ("data_reference_year", "1987", "1999")
    ]


@pytest.mark.parametrize(
    ("choice", "typed", "taken"), [("first", None, 1987), ("second", None, 1999), ("third", "2001", 2001)]
)
def test_a_difference_is_decided(client, compared, farid, choice, typed, taken):
    assert decide(client, farid, compared, choice, typed).status_code == 302
    assert year(compared) == taken
    page = at(client, farid, "paper_compare", compared)
    assert page.context["rows"] == []
    assert [settlement.decided_by for _row, settlement in page.context["settled"]] == [farid]


def test_a_third_value_that_does_not_fit_is_refused_at_its_place(client, compared, farid):
    response = decide(client, farid, compared, "third", "many")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["data_reference_year"]
    assert response.context["rows"][0].typed == "many"
    assert year(compared) == 1987


def test_a_page_made_before_somebody_decided_decides_nothing(client, compared, farid, greta):
    old = form_of(at(client, farid, "paper_compare", compared)) | {"choice:data_reference_year": ["first"]}
    decide(client, greta, compared, "second")
    at(client, farid, "paper_compare", compared, data=old)
    assert year(compared) == 1999


# Texts


def test_texts_are_ticked_or_corrected_by_the_second_person(client, compared, farid, greta):
    page = at(client, greta, "paper_texts", compared)
    assert "zqministryqz" in text_of(page)
    data = form_of(page) | {
        "agrees:focal_point_name": ["1"],
        "value:respondent_ministry": ["Ministry"],
        "blank": ["1"],
    }
    assert at(client, greta, "paper_texts", compared, data=data).status_code == 302
    kept = dict(compared.keyed_answers.values_list("place", "value"))
    assert (kept["focal_point_name"], kept["respondent_ministry"]) == ("A. Person", "Ministry")
    page = at(client, farid, "paper_compare", compared)
    assert page.context["unchecked"] == 0
    assert {row.name for row in page.context["rows"]} == {"data_reference_year", "respondent_ministry"}


def test_what_is_neither_ticked_nor_corrected_stays_to_be_checked(client, compared, greta):
    page = at(client, greta, "paper_texts", compared)
    number = len(page.context["form"].open)
    at(client, greta, "paper_texts", compared, data=form_of(page) | {"agrees:focal_point_name": ["1"]})
    assert len(at(client, greta, "paper_texts", compared).context["form"].open) == number - 1


def test_only_the_second_person_checks_texts(client, compared, farid):
    assert at(client, farid, "paper_texts", compared).url == address("return_office", compared.survey_return)


# On to submitting


def test_the_office_submits_once_all_is_settled(client, compared, farid, greta):
    client.force_login(farid)
    response = sign(client, compared.survey_return)[1]
    assert response.url == address("paper_compare", compared.survey_return)
    assert not Submission.objects.exists()
    decide(client, farid, compared, "second")
    check_all_texts(compared, greta)
    client.force_login(farid)
    assert sign(client, compared.survey_return)[1].status_code == 302
    assert Submission.objects.get().answers["data_reference_year"] == 1999


# The government meanwhile, and afterwards


def test_the_government_reads_that_it_is_being_keyed_and_cannot_write(client, first_done):
    amina = make_focal_point(first_done.member_state)
    tasks = at(client, amina, "return_tasks", first_done)
    assert "is being keyed in by the Office" in text_of(tasks)
    assert "zqministryqz" not in text_of(tasks)
    assert at(client, amina, "section", first_done, SECTION).status_code == 404
    assert at(client, amina, "return_check", first_done).status_code == 404


@pytest.fixture
def entered(paper, farid):
    make_submission(key_twice(paper, farid, FIRST), farid, FIRST)
    return paper


def test_the_government_is_told_and_takes_the_reply_over(client, entered):
    amina = make_focal_point(entered.member_state)
    assert "The Office entered your paper reply of 3 November 2003" in text_of(
        at(client, amina, "return_tasks", entered)
    )
    at(client, amina, "return_amend", entered, data={})
    page = at(client, amina, "section", entered, SECTION)
    assert form_of(page)["value:respondent_ministry"] == ["zqministryqz"]


def object_to(client, user, paper, text, key="a-key"):
    data = {"path": "respondent_ministry", "text": text, "key": key}
    return at(client, user, "objections", paper, data=data)


def test_the_government_objects_and_the_office_answers(client, entered, farid):
    amina = make_focal_point(entered.member_state)
    assert [object_to(client, amina, entered, "We wrote Labour.").status_code for _ in range(2)] == [302, 302]
    office = at(client, farid, "return_office", entered)
    (objection,) = office.context["objections"]
    assert (objection.path, objection.text, objection.raised_by) == ("respondent_ministry", "We wrote Labour.", amina)
    assert "We wrote Labour." in text_of(office)
    assert at(client, farid, "objection_answer", entered, objection.pk, data={"answer": "Seen."}).status_code == 302
    assert list(at(client, farid, "return_office", entered).context["objections"]) == []
    assert "Seen." in text_of(at(client, amina, "objections", entered))


def test_an_objection_is_closed_by_an_amendment(client, entered, farid):
    amina = make_focal_point(entered.member_state)
    object_to(client, amina, entered, "We wrote Labour.")
    at(client, amina, "return_amend", entered, data={})
    entered.survey_return.refresh_from_db()
    make_submission(entered.survey_return, amina, {"respondent_ministry": "Labour"}, received_on=LATER, reason="Typo")
    assert list(at(client, farid, "return_office", entered).context["objections"]) == []


def test_an_objection_says_which_answer_and_why(client, entered):
    amina = make_focal_point(entered.member_state)
    response = object_to(client, amina, entered, "  ")
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["text"])


def test_nobody_objects_to_what_the_government_sent_itself(client):
    survey_return = make_return(make_survey(), make_state())
    amina = make_focal_point(survey_return.member_state)
    make_submission(survey_return, amina)
    client.force_login(amina)
    assert client.get(address("objections", survey_return)).url == address("return_tasks", survey_return)


@pytest.fixture
def scan(paper, farid, settings, tmp_path):
    """A scan of two pages, stored with the paper reply."""
    settings.MEDIA_ROOT = tmp_path
    content = io.BytesIO()
    pages = [Image.new("RGB", (60, 80), colour) for colour in ("red", "blue")]
    pages[0].save(content, "PDF", save_all=True, append_images=pages[1:])
    upload = an_upload(content.getvalue(), "reply.pdf")
    with acting_as("tests"):
        stored = store(survey_return=paper.survey_return, upload=upload, purpose="scan", by=farid, at=AT)
        add_scan(paper=paper, scan=stored)
    return stored


def pictures(response):
    """The addresses of the pages of the paper that stand beside the form."""
    return re.findall(r'<img src="([^"]*)"', response.content.decode())


def test_the_paper_stands_beside_both_keyings_the_texts_and_the_differences(client, paper, farid, greta, scan):
    expected = [address("scan_page", paper.survey_return, scan.sha256, number) for number in (1, 2)]
    key_first(paper, farid, FIRST)
    begin_second(client, greta, paper)
    assert pictures(at(client, greta, "paper_second_section", paper, SECTION)) == expected
    key_second(paper, greta, {**FIRST, "data_reference_year": 1986})
    assert pictures(at(client, farid, "paper_compare", paper)) == expected
    assert pictures(at(client, greta, "paper_texts", paper)) == expected
    page = client.get(expected[1])
    assert (page.status_code, page["Content-Type"], page.content[:4]) == (200, "image/png", b"\x89PNG")
    assert "sandbox" in page["Content-Security-Policy"]
    assert client.get(expected[1].replace("2.png", "3.png")).status_code == 404


def test_the_paper_stands_beside_the_first_keying(client, paper, farid, scan):
    with acting_as("tests"):
        begin_keying(paper=paper, by=farid, on=LATER)
    response = at(client, farid, "section", paper, SECTION)
    assert pictures(response) == [address("scan_page", paper.survey_return, scan.sha256, number) for number in (1, 2)]
