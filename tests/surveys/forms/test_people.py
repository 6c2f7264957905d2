"""Forms for inviting people and for accepting an invitation."""

import pytest

from surveys.actions.people import digest_of, grouped, new_code
from surveys.forms.people import AcceptForm, CodeForm, InviteForm
from tests import people
from tests.factories import make_state

PASSWORD = "correct horse battery"

pytestmark = pytest.mark.django_db


@pytest.fixture
def farid():
    return people.farid()


@pytest.fixture
def france():
    return make_state("FRA")


class TestCodeForm:
    def test_form_gives_the_digest(self):
        code = new_code()

        form = CodeForm({"code": grouped(code).lower()})

        assert form.is_valid() and form.cleaned_data["code"] == digest_of(code)

    def test_form_tells_how_many_are_missing(self):
        form = CodeForm({"code": "AB-CD"})

        assert form.errors["code"] == ["The code has 52 letters and digits; you typed 4."]


class TestInviteForm:
    SECTIONS = [("ratification", "Ratification"), ("statistics", "Statistics")]

    def form(self, by, **values):
        data = {"email": "Lena@example.org", "role": "focal_point", "member_state": "FRA", "key": "k", **values}
        return InviteForm(data, by=by, sections=self.SECTIONS)

    def test_gives_what_the_action_takes(self, farid):
        state = make_state("FRA", correspondence_language="zh")
        form = self.form(farid)

        assert form.is_valid()
        assert form.cleaned_data == {
            "email": "lena@example.org",
            "role": "focal_point",
            "member_state": state,
            "sections": [],
            "language": "zh-hans",
            "key": "k",
        }

    def test_offers_only_roles_that_may_be_given(self, farid, france):
        form = self.form(farid, role="analyst", member_state="")

        assert list(form.errors) == ["role"]

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"member_state": ""}, "member_state"),
            ({"member_state": "XXX"}, "member_state"),
            ({"email": "hugo@example.org"}, "email"),
            ({"email": "ivan@example.org"}, "email"),
            ({"email": "no address"}, "email"),
            ({"role": "analyst"}, "member_state"),
            ({"role": "contributor"}, "sections"),
            ({"role": "contributor", "sections": ["nothing"]}, "sections"),
            ({"role": "king"}, "role"),
            ({"language": "tlh"}, "language"),
            ({"key": ""}, "key"),
        ],
    )
    def test_refuses(self, france, values, field):
        people.ivan(france)

        assert list(self.form(people.hugo(), **values).errors) == [field]

    def test_sections_are_for_contributors(self, farid, france):
        contributor = self.form(farid, role="contributor", sections=["statistics"])
        focal_point = self.form(farid, sections=["statistics"])

        assert contributor.is_valid() and contributor.cleaned_data["sections"] == ["statistics"]
        assert focal_point.is_valid() and focal_point.cleaned_data["sections"] == []

    def test_two_pages_have_two_keys(self, farid):
        pages = [InviteForm(by=farid, sections=[])["key"].value() for _ in range(2)]

        assert pages[0] != pages[1]


class TestAcceptForm:
    @pytest.mark.parametrize("password", ["short", "q1w2e3r4t5y6", "lena@example.org", "Lena Kowalska 1"])
    def test_refuses_weak_passwords(self, password):
        form = AcceptForm({"name": "Lena Kowalska", "password": password}, email="lena@example.org")

        assert list(form.errors) == ["password"]

    def test_keeps_spaces_of_a_password(self):
        form = AcceptForm({"name": " Lena ", "password": f" {PASSWORD} "}, email="lena@example.org")

        assert form.is_valid() and form.cleaned_data == {"name": "Lena", "password": f" {PASSWORD} "}
