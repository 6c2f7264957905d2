"""Repeats on a section page: rows with their own questions, added, removed, put back, moved."""

import re

import pytest

from surveys.models import Answer
from surveys.models.history import acting_as
from tests import people
from tests.factories import answer, make_return, make_state, make_submission, make_survey
from tests.surveys.views.pages import address, form_of, text_of

SECTION, REPEAT = "legislation", "laws"


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state("FRA"))


@pytest.fixture
def amina(client, survey_return):
    amina = people.amina(survey_return.member_state)
    client.force_login(amina)
    return amina


def page(client, survey_return):
    return client.get(address("section", survey_return, SECTION))


def press(client, survey_return, operation, row="", **typed):
    """Press a button of the repeat, with what else was typed into the form."""
    data = {
        **form_of(page(client, survey_return)),
        **{name.replace("__", ":", 1): text for name, text in typed.items()},
    }
    if operation == "add":
        return client.post(address("row_add", survey_return, SECTION, REPEAT), data)
    return client.post(address("row_change", survey_return, SECTION, REPEAT, row, operation), data)


def rows(survey_return):
    return Answer.objects.get(survey_return=survey_return, path=REPEAT).value


def typed_into(survey_return, values):
    """The fields of a save of row answers, by path within the repeat."""
    return {f"{REPEAT}[{row}]/{name}": text for (row, name), text in values.items()}


def test_a_repeat_begins_without_rows(client, survey_return, amina):
    shown = text_of(page(client, survey_return))
    assert "Nothing entered yet." in shown
    assert f"rows/{REPEAT}/add/" in shown


def test_adding_leads_to_the_new_row(client, survey_return, amina):
    response = press(client, survey_return, "add")
    (row,) = rows(survey_return)
    assert response.url == f"{address('section', survey_return, SECTION)}#r-{REPEAT}[{row}]"
    assert f'name="value:{REPEAT}[{row}]/law_title"' in text_of(page(client, survey_return))


def test_what_was_typed_elsewhere_is_saved_with_it(client, survey_return, amina):
    answer(survey_return, amina, {"equality_guaranteed": "yes"})
    press(client, survey_return, "add", value__equality_provisions="Typed before")
    assert survey_return.answers.get(path="equality_provisions").value == "Typed before"
    assert len(rows(survey_return)) == 1


def test_nothing_moves_while_something_does_not_fit(client, survey_return, amina):
    answer(survey_return, amina, {"equality_guaranteed": "yes"})
    response = press(client, survey_return, "add", value__equality_provisions="a\x00b")
    assert response.status_code == 422
    assert "NUL" in text_of(response)
    assert survey_return.answers.count() == 1


def test_answers_of_rows_are_kept_apart(client, survey_return, amina):
    for _number in range(2):
        press(client, survey_return, "add")
    first, second = rows(survey_return)
    data = form_of(page(client, survey_return))
    data |= {f"value:{REPEAT}[{first}]/law_title": "One", f"value:{REPEAT}[{second}]/law_title": "Two"}
    client.post(address("section", survey_return, SECTION), data)
    titles = [survey_return.answers.get(path=f"{REPEAT}[{row}]/law_title").value for row in (first, second)]
    assert titles == ["One", "Two"]
    shown = form_of(page(client, survey_return))
    assert shown[f"value:{REPEAT}[{second}]/law_title"] == ["Two"]


def two_rows(client, survey_return, amina):
    for _number in range(2):
        press(client, survey_return, "add")
    first, second = rows(survey_return)
    answer(survey_return, amina, {f"{REPEAT}[{first}]/law_title": "One", f"{REPEAT}[{second}]/law_title": "Two"})
    return first, second


def order_on(response):
    return re.findall(r'<fieldset class="repeat-row" id="r-laws\[(\w+)\]"', text_of(response))


def test_rows_change_places(client, survey_return, amina):
    first, second = two_rows(client, survey_return, amina)
    press(client, survey_return, "up", second)
    assert order_on(page(client, survey_return)) == [second, first]
    press(client, survey_return, "down", second)
    assert order_on(page(client, survey_return)) == [first, second]


def test_a_removed_row_is_listed_by_its_words_and_put_back(client, survey_return, amina):
    first, second = two_rows(client, survey_return, amina)
    press(client, survey_return, "remove", first)
    shown = page(client, survey_return)
    assert order_on(shown) == [second]
    assert "1 entry removed" in text_of(shown)
    assert "Put back: One" in text_of(shown)
    press(client, survey_return, "restore", first)
    assert order_on(page(client, survey_return)) == [second, first]
    assert form_of(page(client, survey_return))[f"value:{REPEAT}[{first}]/law_title"] == ["One"]


def test_a_removed_row_is_left_out_of_the_submission(client, survey_return, amina):
    first, second = two_rows(client, survey_return, amina)
    with acting_as(amina):
        survey_return.answers.filter(path=f"{REPEAT}[{first}]/law_title").update(remark={"comment": "gone"})
    press(client, survey_return, "remove", first)
    submission = make_submission(survey_return, amina)
    assert [law["id"] for law in submission.answers["laws"]] == [second]
    assert submission.remarks == {}


def test_text_typed_into_a_row_that_a_colleague_removed_is_saved(client, survey_return, amina):
    first, _second = two_rows(client, survey_return, amina)
    stale = form_of(page(client, survey_return))
    press(client, survey_return, "remove", first)
    stale |= {f"value:{REPEAT}[{first}]/law_title": "Written meanwhile"}
    assert client.post(address("section", survey_return, SECTION), stale).status_code == 303
    assert survey_return.answers.get(path=f"{REPEAT}[{first}]/law_title").value == "Written meanwhile"
    assert "Put back: Written meanwhile" in text_of(page(client, survey_return))


def test_an_empty_row_removed_meanwhile_still_takes_what_was_typed(client, survey_return, amina):
    press(client, survey_return, "add")
    (row,) = rows(survey_return)
    stale = form_of(page(client, survey_return))
    press(client, survey_return, "remove", row)
    stale |= {f"value:{REPEAT}[{row}]/law_title": "Written meanwhile"}
    client.post(address("section", survey_return, SECTION), stale)
    assert survey_return.answers.get(path=f"{REPEAT}[{row}]/law_title").value == "Written meanwhile"


def test_a_row_that_never_was_is_refused(client, survey_return, amina):
    data = {
        **form_of(page(client, survey_return)),
        f"value:{REPEAT}[zz]/law_title": "x",
        f"seen:{REPEAT}[zz]/law_title": "0",
    }
    assert client.post(address("section", survey_return, SECTION), data).status_code == 400
    assert press(client, survey_return, "up", "zz").status_code == 404
    assert not survey_return.answers.exists()


@pytest.mark.parametrize(
    ("section", "repeat", "operation"),
    [(SECTION, "nothing", "up"), ("closing", REPEAT, "up"), (SECTION, REPEAT, "sideways"), (SECTION, REPEAT, "add")],
)
def test_what_does_not_exist_is_not_found(client, survey_return, amina, section, repeat, operation):
    where = address("row_change", survey_return, section, repeat, "r1", operation)
    assert client.post(where, {"key": "k"}).status_code == 404


def test_a_closed_draft_takes_no_row(client, survey_return, amina):
    data = form_of(page(client, survey_return))
    make_submission(survey_return, amina)
    response = client.post(address("row_add", survey_return, SECTION, REPEAT), data)
    assert response.status_code == 409
    assert not survey_return.answers.filter(path=REPEAT).exists()


def test_asking_for_a_change_changes_nothing(client, survey_return, amina):
    assert client.get(address("row_add", survey_return, SECTION, REPEAT)).status_code == 405
