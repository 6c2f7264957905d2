"""Pages of letters: the list with its filters, one letter, and what is decided there."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.actions.letters import write_account_letter
from surveys.models import Job, Letter
from surveys.models.history import acting_as
from tests.factories import AT, appoint, make_return, make_state, make_survey, make_user
from tests.surveys.views.pages import form_of

pytestmark = pytest.mark.django_db

LIST = "/surveys/ilms2003/letters/"


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = date(2003, 9, 1)


@pytest.fixture
def staff(client):
    user = make_user("farid@example.org", groups=["office_staff"])
    client.force_login(user)
    return user


@pytest.fixture
def survey():
    return make_survey()


@pytest.fixture
def letter(survey, staff):
    """Held: the language is only assumed."""
    state = make_state("FRA", correspondence_language="fr")
    appoint(make_user("amina@gov.example"), state)
    return make_return(survey, state, staff=staff).letters.get()


@pytest.fixture
def nameless(survey, staff):
    """Held: nobody to address it to is known."""
    return make_return(survey, make_state("DEU", language_confirmed=True), staff=staff).letters.get()


def text(response):
    return " ".join(re.sub("<[^>]*>", " ", response.content.decode()).split())


def stand(letter, state, job_state, **job):
    job = Job.objects.create(task="surveys.deliver_letter", due_at=AT, state=job_state, **job)
    with acting_as("tests"):
        Letter.objects.filter(pk=letter.pk).update(state=state, job=job)


def post(client, letter, name, **data):
    page = client.get(letter.get_absolute_url())
    key = form_of(page)["key"][0]
    return client.post(reverse(f"surveys:{name}", args=[letter.pk]), {"key": key, **data})


class TestList:
    def shown(self, client, **asked):
        return [each.pk for each in client.get(LIST, asked).context["page"]]

    def test_shows_all_newest_first_with_why_they_are_held(self, client, letter, nameless):
        page = client.get(LIST)

        assert [each.pk for each in page.context["page"]] == [nameless.pk, letter.pk]
        assert "held The language of correspondence is only assumed. Français amina@gov.example" in text(page)
        assert "held No addressee is known. English" in text(page)

    def test_is_filtered_by_state_of_the_letter_kind_language_and_state(self, client, letter, nameless):
        stand(nameless, "due", "failed", trouble="server_away")

        assert self.shown(client, standing="held") == [letter.pk]
        assert self.shown(client, standing="failed") == [nameless.pk]
        assert self.shown(client, standing="due") == []
        assert self.shown(client, language="fr") == [letter.pk]
        assert self.shown(client, state="DEU") == [nameless.pk]
        assert self.shown(client, kind="invitation") == [nameless.pk, letter.pk]
        assert self.shown(client, kind="extension") == []
        assert "The mail server could not be reached." in text(client.get(LIST, {"standing": "failed"}))

    def test_a_filter_that_is_none_is_told_at_its_field(self, client, letter):
        page = client.get(LIST, {"standing": "lost"})

        assert page.status_code == 400
        assert list(page.context["form"].errors) == ["standing"]

    def test_no_letter_about_an_account_is_in_it(self, client, letter):
        with acting_as("tests"):
            write_account_letter(
                occasion="x",
                language="en",
                addressee="zqtoqz@example.org",
                subject="zqsubjectqz",
                body="zqbodyqz",
                at=AT,
            )

        assert not re.search("zq[a-z]+qz", client.get(LIST).content.decode())

    def test_only_letters_that_can_go_have_a_box_to_tick(self, client, letter, nameless):
        page = client.get(LIST).content.decode()

        assert re.findall(r'name="letters" value="(\d+)"', page) == [str(letter.pk)]

    def test_the_number_of_queries_does_not_grow_with_the_letters(self, client, survey, letter, staff):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                client.get(LIST)
            return len(captured)

        queries()
        one = queries()
        for iso3 in ("AAA", "BBB"):
            make_return(survey, make_state(iso3), staff=staff)

        assert queries() == one

    def test_the_ticked_ones_are_let_go(self, client, letter, nameless):
        key = form_of(client.get(LIST))["key"][0]

        answer = client.post(f"{LIST}release/", {"key": key, "letters": [letter.pk]}, follow=True)

        assert "1 letter was let go." in text(answer)
        letter.refresh_from_db()
        assert (letter.state, letter.job.state) == ("due", "due")
        assert letter.changes.latest("pgh_id").pgh_context["key"] == key

    def test_nothing_ticked_is_told(self, client, letter):
        answer = client.post(f"{LIST}release/", {"key": "k"})

        assert answer.status_code == 400
        assert "Tick at least one letter." in text(answer)

    def test_a_letter_of_another_survey_is_not_let_go_from_here(self, client, letter, staff):
        other = make_return(make_survey("other"), make_state("ESP"), staff=staff).letters.get()

        assert client.post(f"{LIST}release/", {"key": "k", "letters": [other.pk]}).status_code == 400
        other.refresh_from_db()
        assert other.state == "held"


class TestPage:
    def test_shows_the_text_as_it_is_written_with_its_language(self, client, letter):
        page = client.get(letter.get_absolute_url())

        assert '<article class="sheet" lang="fr" dir="ltr">' in page.content.decode()
        assert "State of the letter held The language of correspondence is only assumed." in text(page)
        assert letter.subject in text(page)

    def test_a_held_letter_is_let_go_in_another_language_and_to_others(self, client, nameless):
        answer = post(client, nameless, "letter_release", language="ar", addressees="A@gov.example, b@gov.example\n")

        nameless.refresh_from_db()
        assert answer.url == nameless.get_absolute_url()
        assert (nameless.state, nameless.language) == ("due", "ar")
        assert nameless.addressees == ["a@gov.example", "b@gov.example"]
        assert 'dir="rtl"' in nameless.html

    def test_the_language_is_confirmed_by_a_tick(self, client, letter):
        post(client, letter, "letter_release", language="fr", addressees="a@gov.example", confirms_language="on")

        state = letter.survey_return.member_state
        state.refresh_from_db()
        assert (state.language_confirmed, state.correspondence_language) == (True, "fr")

    @pytest.mark.parametrize(
        ("field", "typed", "message"),
        [
            ("addressees", "nobody", "“nobody” is not an e-mail address."),
            ("addressees", "a@b.example\nBcc: x", "“Bcc:” is not an e-mail address."),
            ("addressees", "", "This field is required."),
            ("language", "xx", "Select a valid choice"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field_and_stays_typed(self, client, letter, field, typed, message):
        data = {"language": "fr", "addressees": "a@gov.example", field: typed}

        answer = post(client, letter, "letter_release", **data)

        letter.refresh_from_db()
        assert (answer.status_code, letter.state) == (400, "held")
        assert message in answer.context["release_form"].errors[field][0]
        assert form_of(answer)["addressees"] == [data["addressees"]]

    def test_a_letter_is_cancelled_with_a_reason(self, client, letter):
        assert post(client, letter, "letter_cancel", reason=" ").status_code == 400

        post(client, letter, "letter_cancel", reason="They wrote themselves.")

        page = text(client.get(letter.get_absolute_url()))
        assert "State of the letter cancelled Why it is not sent They wrote themselves." in page
        assert "Let it go" not in page

    def test_a_failed_letter_says_why_and_is_tried_again(self, client, letter):
        params = {"codes": "550"}
        stand(letter, "due", "failed", trouble="server_refused", params=params, attempts=5)
        page = client.get(letter.get_absolute_url())
        assert "The mail server did not take the letter. It answered 550." in text(page)
        assert "Attempts to send it 5" in text(page)

        post(client, letter, "letter_again")

        letter.refresh_from_db()
        assert (letter.standing, letter.job.state) == ("due", "due")

    def test_the_line_of_the_log_is_not_shown(self, client, letter):
        stand(letter, "due", "failed", trouble="server_away", error="NotTaken: line of the log")

        page = client.get(letter.get_absolute_url()).content.decode()

        assert "The mail server could not be reached." in page
        assert "line of the log" not in page

    @pytest.mark.parametrize(("name", "expected"), [("letter_went_out", "sent"), ("letter_not_out", "due")])
    def test_an_unknown_letter_is_settled_by_a_person(self, client, letter, name, expected):
        stand(letter, "unknown", "unknown", trouble="interrupted")
        assert "Did the letter go out?" in text(client.get(letter.get_absolute_url()))

        post(client, letter, name)

        letter.refresh_from_db()
        assert letter.state == expected

    def test_who_comes_too_late_is_told_and_nothing_is_done(self, client, letter):
        stand(letter, "unknown", "unknown", trouble="interrupted")
        key = form_of(client.get(letter.get_absolute_url()))["key"][0]
        post(client, letter, "letter_went_out")

        answer = client.post(reverse("surveys:letter_not_out", args=[letter.pk]), {"key": f"{key}x"})

        letter.refresh_from_db()
        assert (answer.status_code, letter.state) == (409, "sent")
        assert "the letter has been dealt with meanwhile" in text(answer)

    def test_letters_of_a_closed_survey_stay_held_and_say_so(self, client, letter, survey):
        with acting_as("tests"):
            survey.closed = True
            survey.save()

        page = client.get(letter.get_absolute_url())
        assert "The survey is closed: its letters are held." in text(page)
        assert reverse("surveys:letter_release", args=[letter.pk]) not in page.content.decode()
        answer = client.post(
            reverse("surveys:letter_release", args=[letter.pk]),
            {"key": "k", "language": "fr", "addressees": "a@gov.example"},
        )
        assert (answer.status_code, Job.objects.count()) == (409, 0)

    def test_a_letter_about_an_account_is_nobodys(self, client, staff):
        with acting_as("tests"):
            other = write_account_letter(
                occasion="x", language="en", addressee="a@b.example", subject="S", body="B", at=AT
            )

        assert client.get(other.get_absolute_url()).status_code == 404


class TestAccountLetters:
    URL = "/surveys/account-letters/"

    @pytest.fixture
    def written(self, db):
        with acting_as("tests"):
            return write_account_letter(
                occasion="password",
                language="en",
                addressee="lena@example.org",
                subject="zqsubjectqz",
                body="zqbodyqz",
                at=AT,
            )

    def test_administrators_see_to_whom_and_where_it_stands_never_what_it_says(self, client, written):
        client.force_login(make_user(groups=["administrator"]))
        Job.objects.filter(pk=written.job_id).update(state="failed", trouble="server_away")

        page = client.get(self.URL)

        assert "lena@example.org About an account not sent The mail server could not be reached." in text(page)
        assert not {"zqsubjectqz", "zqbodyqz"} & set(re.findall(r"\w+", page.content.decode()))

    def test_letters_on_returns_are_not_in_it(self, client, written, survey):
        make_return(survey, make_state("FRA"))
        client.force_login(make_user(groups=["administrator"]))

        assert [each.pk for each in client.get(self.URL).context["page"]] == [written.pk]

    @pytest.mark.parametrize("groups", [[], ["analyst"], ["office_staff"]])
    def test_others_do_not(self, client, written, groups):
        client.force_login(make_user(groups=groups))

        assert client.get(self.URL).status_code == 404
