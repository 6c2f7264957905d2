"""The save of each answer as it is given: what is stored, and which elements of the page take another's place."""

import json
import re

import pytest

from surveys.models import Answer, WriteKey
from surveys.models.history import acting_as
from surveys.views.kept import derived, owner_of
from tests import people
from tests.factories import answer, make_return, make_state, make_submission, make_survey
from tests.surveys.views.pages import address, form_of, text_of

TEXT, YEAR, ROLES, MINISTRY = "respondent_unit", "data_reference_year", "country_roles", "respondent_ministry"
PARTS = ("value", "absence", "seen", "comment", "source", "year", "written", "resolve", "mine")
OUTSIDE = ("owner", "shapes", "language")
SHAPES = re.compile(r'id="page-shapes" value="(\w*)"')
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state("FRA"))


@pytest.fixture
def amina(client, survey_return):
    amina = people.amina(survey_return.member_state)
    client.force_login(amina)
    return amina


class Editor:
    """A page of a section in a browser: it holds what it shows, and takes in what a save answers."""

    def __init__(self, client, survey_return, section="respondent"):
        self.client, self.url = client, address("section_save", survey_return, section)
        page = client.get(address("section", survey_return, section))
        self.fields = form_of(page) | {"shapes": SHAPES.findall(text_of(page))}
        self.saves = 0

    def saves_answer(self, path, *, key="", **parts):
        """Type the parts of an answer and save it, as the script of the page does."""
        self.saves += 1
        self.fields |= {f"{part}:{path}": given for part, given in parts.items() if part in PARTS}
        names = [f"{part}:{path}" for part in PARTS] + list(OUTSIDE)
        data = {name: self.fields[name] for name in names if name in self.fields}
        data |= {"key": key or f"key{self.saves}", **{name: parts[name] for name in parts.keys() - set(PARTS)}}
        response = self.client.post(self.url, data, headers=SCRIPT)
        if response.status_code in (200, 409, 422):
            self.fields["shapes"] = SHAPES.findall(text_of(response))
            self.fields |= {name: values for name, values in form_of(response).items() if name in self.fields}
        return response


@pytest.fixture
def editor(client, amina, survey_return):
    return Editor(client, survey_return)


def swapped(response):
    """The ids of the elements that the answer puts in the place of others, in order."""
    found = re.findall(r"<\w+[^>]*?hx-swap-oob=\"([^\"]*)\"", text_of(response))
    ids = re.findall(r"id=\"([^\"]*)\"[^>]*? hx-swap-oob=\"true\"", text_of(response))
    return ids + [where for where in found if where != "true"]


def element(response, name):
    """The element with this id, as text up to the next one that is swapped."""
    return text_of(response).split(f'id="{name}"')[1].split("hx-swap-oob", 2)[1]


def stored(survey_return, path):
    return survey_return.answers.get(path=path).value


def words(response):
    return json.loads(response["HX-Trigger"])["answers-saved"]["words"]


# Saving


def test_saves_one_answer_and_brings_its_revision(editor, survey_return):
    response = editor.saves_answer(TEXT, value="Unit A")
    assert (response.status_code, stored(survey_return, TEXT)) == (200, "Unit A")
    assert survey_return.answers.count() == 1
    assert editor.fields[f"seen:{TEXT}"] == ["1"]
    assert "Saved by Amina, " in element(response, f"by-{TEXT}")


def test_never_brings_the_control_that_was_typed_into(editor):
    response = editor.saves_answer(TEXT, value="Unit A")
    assert sorted(swapped(response)) == sorted(
        [f"by-{TEXT}", f"n-{TEXT}", "page-shapes", f"outerHTML:[name=&quot;seen:{TEXT}&quot;]"]
    )
    assert f'name="value:{TEXT}"' not in text_of(response)


def test_says_when_it_was_saved(editor):
    assert re.fullmatch(r"Saved \d\d:\d\d, Geneva time", words(editor.saves_answer(TEXT, value="Unit A")))


def test_the_next_save_goes_on_from_the_new_revision(editor, survey_return):
    for text in ("one", "two", "three"):
        assert editor.saves_answer(TEXT, value=text).status_code == 200
    assert (stored(survey_return, TEXT), survey_return.answers.get().revision) == ("three", 3)


def test_brings_what_an_answer_makes_asked(editor):
    before = editor.saves_answer("agencies_contributing", value=[])
    after = editor.saves_answer("agencies_contributing", value=["other"])
    assert "q-agencies_contributing_other" not in swapped(before)
    assert "q-agencies_contributing_other" in swapped(after)
    assert 'name="value:agencies_contributing_other"' in text_of(after)


def test_brings_sums_in_notes(client, amina, survey_return):
    answer(survey_return, amina, {ROLES: ["destination"], "stock_employees_men": 5})
    editor = Editor(client, survey_return, "current_conditions")
    editor.saves_answer("stock_employees_women", value="7")
    response = editor.saves_answer("stock_employees_total", value="12")
    assert "Sum of the groups above: 12." in text_of(response)


def test_a_lost_answer_is_made_good_by_the_next(editor):
    """The shapes of what the page shows tell what it has missed: another save brings it, also of another answer."""
    shown = editor.fields["shapes"]
    editor.saves_answer("agencies_contributing", value=["other"])
    editor.fields["shapes"] = shown
    assert "q-agencies_contributing_other" in swapped(editor.saves_answer(TEXT, value="Unit A"))


def test_what_somebody_else_made_asked_comes_along(editor, survey_return, amina):
    answer(survey_return, amina, {"agencies_contributing": ["other"]})
    assert "q-agencies_contributing_other" in swapped(editor.saves_answer(TEXT, value="Unit A"))


def test_a_page_that_shows_something_else_gets_everything(editor):
    response = editor.saves_answer(TEXT, value="Unit A", shapes="")
    assert {"q-respondent_unit", f"q-{MINISTRY}", "page-sections", "page-kept", "page-lists"} <= set(
        swapped(response)
    )


def test_a_retry_has_one_effect_and_the_same_answer(editor, survey_return):
    again = dict(editor.fields)
    first = editor.saves_answer(TEXT, value="Unit A", key="k")
    editor.fields = again
    second = editor.saves_answer(TEXT, value="Unit A", key="k")
    assert (first.status_code, second.status_code) == (200, 200)
    assert form_of(first)[f"seen:{TEXT}"] == form_of(second)[f"seen:{TEXT}"] == ["1"]
    assert Answer.objects.get(path=TEXT).changes.count() == 1


def test_a_late_retry_tells_its_own_revision_and_not_that_of_somebody_else(editor, survey_return, amina):
    """Its page shows the own text: with the other's revision the next save would overwrite what nobody saw."""
    again = dict(editor.fields)
    editor.saves_answer(TEXT, value="mine", key="k")
    answer(survey_return, amina, {TEXT: "theirs"})
    editor.fields = again
    editor.saves_answer(TEXT, value="mine", key="k")
    assert editor.fields[f"seen:{TEXT}"] == ["1"]
    assert editor.saves_answer(TEXT, value="mine, too").status_code == 409
    assert stored(survey_return, TEXT) == "theirs"


def test_an_older_save_that_arrives_late_is_no_save(editor, survey_return):
    late = dict(editor.fields)
    editor.saves_answer(TEXT, value="newer")
    editor.fields = late
    assert editor.saves_answer(TEXT, value="older", key="late").status_code == 409
    assert stored(survey_return, TEXT) == "newer"


def test_a_key_that_saved_something_else_is_refused(editor, survey_return):
    editor.saves_answer(TEXT, value="one", key="k")
    response = editor.saves_answer(TEXT, value="two", key="k")
    assert (response.status_code, stored(survey_return, TEXT)) == (409, "one")
    assert "saved before with other answers" in element(response, f"n-{TEXT}")


def test_the_question_keeps_the_language_it_was_typed_in(editor, survey_return):
    editor.saves_answer(TEXT, value="Unité", written="fr")
    assert survey_return.answers.get().language == "fr"


@pytest.mark.parametrize("more", [{}, {MINISTRY: "a"}, {MINISTRY: "a", "signatory_name": "b", "transit_estimate": 5}])
def test_takes_the_same_queries_whatever_is_answered(client, amina, survey_return, more, django_assert_num_queries):
    answer(survey_return, amina, {ROLES: ["transit"], **more})
    editor = Editor(client, survey_return)
    editor.saves_answer(TEXT, value="Unit A")
    with django_assert_num_queries(13):
        editor.saves_answer(TEXT, value="Unit B")


# Refusing


def test_says_at_the_question_what_does_not_fit(editor, survey_return):
    response = editor.saves_answer(YEAR, value="two thousand")
    assert (response.status_code, survey_return.answers.count()) == (422, 0)
    assert "Enter a whole number in digits, such as 12500." in element(response, f"n-{YEAR}")
    assert words(response) == "Not saved: see the question marked"
    assert not WriteKey.objects.exists()


def test_what_fits_at_last_takes_the_error_away(editor):
    editor.saves_answer(YEAR, value="two thousand")
    assert "error-text" not in element(editor.saves_answer(YEAR, value="2000"), f"n-{YEAR}")


@pytest.mark.parametrize(
    "change", [{"owner": ""}, {"key": "k" * 65}, {"language": "xx"}, {"seen": "x"}, {"more": "1"}]
)
def test_what_is_no_save_of_this_page_is_refused(editor, survey_return, change):
    assert editor.saves_answer(TEXT, value="Unit A", **change).status_code == 400
    assert not survey_return.answers.exists()


def test_is_only_posted_to(client, editor):
    assert client.get(editor.url).status_code == 405


# Two people


def test_the_same_answer_at_once_shows_both(editor, survey_return, amina):
    answer(survey_return, amina, {TEXT: "the text of theirs"})
    response = editor.saves_answer(TEXT, value="the text of mine")
    notice = element(response, f"n-{TEXT}")
    assert (response.status_code, stored(survey_return, TEXT)) == (409, "the text of theirs")
    assert "the text of <mark>theirs</mark>" in notice and "the text of <mark>mine</mark>" in notice
    assert " checked" not in notice.split('name="resolve:')[1]
    assert editor.fields[f"seen:{TEXT}"] == ["1"]


@pytest.mark.parametrize(
    ("resolve", "typed", "kept"), [("theirs", "mine", "theirs"), ("mine", "tried", "mine"), ("third", "both", "both")]
)
def test_each_of_three_ways_is_saved(editor, survey_return, amina, resolve, typed, kept):
    answer(survey_return, amina, {TEXT: "theirs"})
    editor.fields |= {f"mine:{TEXT}": [""]}
    editor.saves_answer(TEXT, value="mine")
    assert editor.fields[f"mine:{TEXT}"] == ["mine"]
    response = editor.saves_answer(TEXT, value=typed, resolve=resolve)
    assert (response.status_code, stored(survey_return, TEXT)) == (200, kept)
    assert f"q-{TEXT}" in swapped(response)
    assert form_of(response)[f"value:{TEXT}"] == [kept]


def test_without_a_choice_it_is_not_saved(editor, survey_return, amina):
    answer(survey_return, amina, {TEXT: "theirs"})
    editor.fields |= {f"mine:{TEXT}": [""]}
    editor.saves_answer(TEXT, value="mine")
    response = editor.saves_answer(TEXT, value="mine, edited")
    assert (response.status_code, stored(survey_return, TEXT)) == (422, "theirs")
    assert "Choose which of the two answers is to be saved." in element(response, f"n-{TEXT}")


def test_another_answer_never_conflicts(editor, survey_return, amina):
    answer(survey_return, amina, {TEXT: "theirs"})
    assert editor.saves_answer(MINISTRY, value="mine").status_code == 200


def test_a_reply_submitted_meanwhile_takes_nothing(editor, survey_return, amina):
    make_submission(survey_return, amina)
    response = editor.saves_answer(TEXT, value="late")
    assert response.status_code == 409
    assert "submitted meanwhile" in element(response, f"n-{TEXT}")
    assert not survey_return.answers.filter(path=TEXT).exists()


# Answers that would no longer be asked for


@pytest.fixture
def gate(editor, survey_return, amina):
    answer(survey_return, amina, {ROLES: ["origin", "transit"], "transit_estimate": 10})
    return Editor(editor.client, survey_return)


def test_asks_before_answers_are_dropped(gate, survey_return):
    response = gate.saves_answer(ROLES, value=["origin"])
    notice = element(response, f"n-{ROLES}")
    assert (response.status_code, stored(survey_return, ROLES)) == (422, ["origin", "transit"])
    assert "Estimated number of migrants who worked in the country while in transit" in notice
    assert 'data-confirm="transit_estimate"' in notice


def test_saves_when_it_is_confirmed_and_keeps_what_is_dropped(gate, survey_return):
    gate.saves_answer(ROLES, value=["origin"])
    assert gate.saves_answer(ROLES, value=["origin"], confirmed="transit_estimate").status_code == 200
    assert (stored(survey_return, ROLES), stored(survey_return, "transit_estimate")) == (["origin"], 10)


def test_what_is_dropped_is_shown_as_kept_and_comes_back(client, gate, survey_return):
    gate.saves_answer(ROLES, value=["origin"], confirmed="transit_estimate")
    conditions = Editor(client, survey_return, "current_conditions")
    assert "value:transit_estimate" not in conditions.fields
    gate.saves_answer(ROLES, value=["origin", "transit"])
    back = conditions.saves_answer("abroad_stock_men", value="5")
    assert form_of(back)["value:transit_estimate"] == ["10"]
    assert "page-kept" in swapped(back)


def test_a_confirmation_holds_for_what_was_listed(gate, survey_return, amina):
    gate.saves_answer(ROLES, value=["transit"])
    assert gate.saves_answer(ROLES, value=["origin"], confirmed="abroad_stock_men").status_code == 422


# Who


def test_a_script_that_is_signed_out_is_told_so(client, editor, survey_return):
    client.logout()
    response = editor.saves_answer(TEXT, value="Unit A")
    assert (response.status_code, response.content) == (401, b"")
    assert not survey_return.answers.exists()


def test_the_page_of_one_person_saves_nothing_for_another(client, editor, survey_return):
    """Another tab signed in somebody else, who may answer this return too."""
    client.force_login(people.boris(survey_return.member_state))
    response = editor.saves_answer(TEXT, value="Unit A")
    assert (response.status_code, survey_return.answers.count()) == (401, 0)


def test_an_account_that_is_closed_saves_nothing(editor, amina, survey_return):
    with acting_as("tests"):
        amina.is_active = False
        amina.save()
    assert editor.saves_answer(TEXT, value="Unit A").status_code == 401
    assert not survey_return.answers.exists()


def test_after_signing_in_again_the_same_save_goes_on(client, editor, amina, survey_return):
    client.logout()
    editor.saves_answer(TEXT, value="five hundred words", key="k")
    client.force_login(amina)
    assert editor.saves_answer(TEXT, value="five hundred words", key="k").status_code == 200
    assert WriteKey.objects.get(user=amina).key == "k"


# The key of what is kept


def test_the_key_is_the_same_for_every_session_of_a_person(client, amina, survey_return):
    url = address("kept_key", survey_return)
    first = client.get(url)
    client.logout()
    client.force_login(amina)
    assert first.json() == client.get(url).json()
    assert first["Cache-Control"] == "no-store"
    assert len(first.json()["key"]) == 44


def test_nobody_has_the_key_of_somebody_else_nor_of_another_return(client, amina, survey_return):
    boris = people.boris(survey_return.member_state)
    other = make_return(survey_return.survey, make_state("DEU"))
    keys = {derived("key", user, one) for user in (amina, boris) for one in (survey_return, other)}
    assert len(keys) == 4
    assert owner_of(amina, survey_return) != owner_of(boris, survey_return)


def test_the_key_is_not_given_to_who_is_signed_out(client, survey_return):
    response = client.get(address("kept_key", survey_return), headers={"Accept": "application/json"})
    assert (response.status_code, response.content) == (401, b"")
