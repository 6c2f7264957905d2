"""A section when two people write in it, when the draft is closed, and when a change would drop answers."""

from datetime import date

import pytest

from surveys.actions.keying import begin_keying
from surveys.models import Return
from surveys.models.history import acting_as
from surveys.views import autosave, sections
from tests import people
from tests.factories import answer, make_paper, make_return, make_state, make_submission, make_survey
from tests.surveys.views.pages import address, filled, form_of, text_of

TEXT, YEAR, ROLES = "respondent_unit", "data_reference_year", "country_roles"
JSON = {"Accept": "application/json"}


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state("FRA"))


@pytest.fixture
def amina(client, survey_return):
    amina = people.amina(survey_return.member_state)
    client.force_login(amina)
    return amina


@pytest.fixture
def url(survey_return):
    return address("section", survey_return, "respondent")


@pytest.fixture
def opened(client, amina, url):
    return client.get(url)


def value(survey_return, path):
    return survey_return.answers.get(path=path).value


def keyed_meanwhile(survey_return, monkeypatch, view):
    """The request has fetched the return; then the Office begins to key it in and saves a text of its own."""
    farid = people.farid()
    stale = Return.objects.select_related("survey", "member_state", "keyed_from").get()
    paper = make_paper(stale, farid)
    with acting_as(farid):
        begin_keying(paper=paper, by=farid, on=date(2003, 12, 1))
    answer(Return.objects.get(), farid, {TEXT: "theirs"})
    monkeypatch.setattr(view, "fetch_for_answering", lambda *_args: stale)


@pytest.mark.parametrize(("view", "name"), [(sections, "section"), (autosave, "section_save")])
def test_a_draft_that_the_office_keys_in_meanwhile_takes_nothing_and_keeps_what_was_typed(
    client, opened, survey_return, monkeypatch, view, name
):
    data = filled(opened, value__respondent_unit="mine")
    keyed_meanwhile(survey_return, monkeypatch, view)
    response = client.post(address(name, survey_return, "respondent"), data)
    shown = response.content.decode()
    assert response.status_code == 409
    assert "in other hands meanwhile" in shown
    # The save of each answer leaves the control in which somebody types where it is.
    assert ("mine" in shown) == (name == "section")
    assert value(survey_return, TEXT) == "theirs"


# Two editors


def test_a_stale_answer_shows_both_texts_and_stores_the_others(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "theirs"})
    response = client.post(url, filled(opened, value__respondent_unit="mine", value__respondent_ministry="Ministry"))
    shown = response.content.decode()
    assert response.status_code == 409
    assert '<blockquote dir="auto"><mark>theirs</mark></blockquote>' in shown
    assert '<blockquote dir="auto"><mark>mine</mark></blockquote>' in shown
    assert "Saved by Amina, " in shown
    assert 'name="resolve:respondent_unit" value="mine" checked' not in shown
    assert form_of(response)[f"mine:{TEXT}"] == ["mine"]
    assert f'<a href="#q-{TEXT}">' in shown
    assert "Geneva time: 1 answer." in shown
    assert (value(survey_return, TEXT), value(survey_return, "respondent_ministry")) == ("theirs", "Ministry")


def test_a_remark_that_two_people_wrote_is_shown_twice_too(client, opened, url, survey_return, amina):
    client.post(url, filled(client.get(url), comment__respondent_unit="theirs"))
    response = client.post(url, filled(opened, comment__respondent_unit="mine"))
    assert response.status_code == 409
    shown = text_of(response)
    assert "Remark: <bdi>theirs</bdi>" in shown
    assert "Remark: <bdi>mine</bdi>" in shown


def test_tells_programs_which_answers_are_in_conflict(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "theirs"})
    data = filled(opened, value__respondent_unit="mine", value__respondent_ministry="Ministry")
    response = client.post(url, data, headers=JSON)
    told, stored = response.json(), survey_return.answers.get(path=TEXT)
    assert (response.status_code, told["saved"]) == (409, {"respondent_ministry": 1})
    assert told["conflicts"] == [
        {
            "path": TEXT,
            "value": "theirs",
            "remark": {},
            "revision": 1,
            "saved_by": "Amina",
            "saved_at": stored.saved_at.isoformat(),
        }
    ]


def test_the_words_that_only_one_of_two_texts_has_are_marked(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "The quota of 2001 <was> raised."})
    shown = text_of(client.post(url, filled(opened, value__respondent_unit="The quota of 2002 <was> raised.")))
    assert "The quota of <mark>2001</mark> &lt;was&gt; raised.</blockquote>" in shown
    assert "The quota of <mark>2002</mark> &lt;was&gt; raised.</blockquote>" in shown


def test_without_a_choice_nothing_is_saved_and_both_texts_are_shown_again(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "theirs"})
    conflict = client.post(url, filled(opened, value__respondent_unit="mine"))
    response = client.post(url, filled(conflict, value__respondent_unit="mine, edited"))
    shown = text_of(response)
    assert (response.status_code, value(survey_return, TEXT)) == (422, "theirs")
    assert "Choose which of the two answers is to be saved." in shown.split(f'id="e-{TEXT}"')[1].split("</p>")[0]
    assert "<mark>theirs</mark></blockquote>" in shown and "<mark>mine</mark></blockquote>" in shown
    sent = form_of(response)
    assert (sent[f"value:{TEXT}"], sent[f"mine:{TEXT}"], sent[f"seen:{TEXT}"]) == (["mine, edited"], ["mine"], ["1"])


def test_who_keeps_the_own_text_gets_it_as_it_was_shown(client, opened, url, survey_return, amina):
    """What was tried in the box below is not it."""
    answer(survey_return, amina, {TEXT: "theirs"})
    conflict = client.post(url, filled(opened, value__respondent_unit="mine"))
    data = filled(conflict, value__respondent_unit="tried", resolve__respondent_unit="mine")
    assert client.post(url, data).status_code == 303
    assert value(survey_return, TEXT) == "mine"


def test_a_choice_is_asked_for_of_ticked_answers_too(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {ROLES: ["origin"]})
    conflict = client.post(url, filled(opened, value__country_roles=["transit"]))
    assert client.post(url, form_of(conflict)).status_code == 422
    assert client.post(url, filled(conflict, resolve__country_roles="mine")).status_code == 303
    assert value(survey_return, ROLES) == ["transit"]


def test_after_a_conflict_the_own_text_can_be_saved_and_the_others_stay(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "theirs"})
    conflict = client.post(url, filled(opened, value__respondent_unit="mine", value__respondent_ministry="Ministry"))
    assert (
        client.post(
            url, filled(conflict, value__respondent_unit="third", resolve__respondent_unit="third")
        ).status_code
        == 303
    )
    assert value(survey_return, TEXT) == "third"
    assert survey_return.answers.get(path="respondent_ministry").revision == 1


def test_after_a_conflict_the_saved_answer_can_be_taken(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "theirs"})
    conflict = client.post(url, filled(opened, value__respondent_unit="mine"))
    assert client.post(url, filled(conflict, resolve__respondent_unit="theirs")).status_code == 303
    assert (value(survey_return, TEXT), survey_return.answers.get(path=TEXT).revision) == ("theirs", 1)


def test_what_conflicts_once_more_is_shown_once_more(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "first"})
    conflict = client.post(url, filled(opened, value__respondent_unit="mine"))
    answer(survey_return, amina, {TEXT: "second"})
    response = client.post(url, filled(conflict, resolve__respondent_unit="mine"))
    assert response.status_code == 409
    assert '<blockquote dir="auto"><mark>second</mark></blockquote>' in text_of(response)
    assert value(survey_return, TEXT) == "second"


def test_two_who_give_the_same_answer_have_nothing_to_choose(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "the same"})
    response = client.post(url, filled(opened, value__respondent_unit="the same"))
    assert (response.status_code, survey_return.answers.get(path=TEXT).revision) == (303, 1)


def test_the_same_answer_with_another_remark_is_another_one(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "the same"})
    data = filled(opened, value__respondent_unit="the same", comment__respondent_unit="why")
    assert client.post(url, data).status_code == 409


def test_an_answer_that_only_somebody_else_changed_is_no_conflict(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {TEXT: "theirs"})
    assert client.post(url, filled(opened, value__respondent_ministry="Ministry")).status_code == 303
    assert value(survey_return, TEXT) == "theirs"


def test_a_key_that_saved_something_else_is_refused(client, opened, url, survey_return):
    data = filled(opened, value__respondent_unit="one")
    client.post(url, data)
    response = client.post(url, {**data, f"value:{TEXT}": "two", f"seen:{TEXT}": "1"})
    assert (response.status_code, value(survey_return, TEXT)) == (409, "one")
    assert form_of(response)[f"value:{TEXT}"] == ["two"]


def test_a_return_submitted_meanwhile_takes_nothing_and_shows_what_was_typed(
    client, opened, url, survey_return, amina
):
    make_submission(survey_return, amina)
    response = client.post(url, filled(opened, value__respondent_unit="late"))
    assert response.status_code == 409
    assert form_of(response)[f"value:{TEXT}"] == ["late"]
    assert not survey_return.answers.filter(path=TEXT).exists()


def test_what_was_typed_stays_when_somebody_else_made_it_not_asked(client, amina, survey_return):
    url = address("section", survey_return, "current_conditions")
    answer(survey_return, amina, {ROLES: ["transit"], "trends_other": "theirs"})
    page = client.get(url)
    answer(survey_return, amina, {ROLES: ["origin"]})
    response = client.post(url, filled(page, value__transit_estimate="many"))
    assert response.status_code == 422
    assert form_of(response)["value:transit_estimate"] == ["many"]


# Answers that would no longer be asked for


def test_tells_before_a_change_drops_answers(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {ROLES: ["origin", "transit"], "transit_estimate": 10})
    response = client.post(url, filled(client.get(url), value__country_roles=["origin"]))
    assert response.status_code == 200
    assert "Estimated number of migrants who worked in the country while in transit" in response.content.decode()
    assert value(survey_return, ROLES) == ["origin", "transit"]
    assert response.content.decode().split("</form>")[-3].count('<button type="submit" class="button') == 1
    assert client.post(url, form_of(response)).status_code == 303
    assert (value(survey_return, ROLES), value(survey_return, "transit_estimate")) == (["origin"], 10)


def test_programs_are_told_what_would_be_dropped(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {ROLES: ["origin", "transit"], "transit_estimate": 10})
    data = filled(client.get(url), value__country_roles=["origin"])
    response = client.post(url, data, headers=JSON)
    told = response.json()
    assert (response.status_code, told["saved"], told["at"]) == (422, {}, None)
    assert told["dropped"] == ["transit_estimate"]


def test_a_confirmation_holds_for_the_answers_that_were_listed(client, opened, url, survey_return, amina):
    answer(survey_return, amina, {ROLES: ["origin", "transit"], "transit_estimate": 10})
    listed = client.post(url, filled(client.get(url), value__country_roles=["origin"]))
    answer(survey_return, amina, {"abroad_stock_men": 5})
    response = client.post(url, filled(listed, value__country_roles=[]))
    assert response.status_code == 200
    assert value(survey_return, ROLES) == ["origin", "transit"]


def test_kept_answers_are_listed_and_come_back(client, opened, survey_return, amina):
    answer(survey_return, amina, {ROLES: ["origin"], "transit_estimate": 12345})
    url = address("section", survey_return, "current_conditions")
    assert "12,345" in client.get(url).content.decode()
    answer(survey_return, amina, {ROLES: ["transit"]})
    assert form_of(client.get(url))["value:transit_estimate"] == ["12345"]
