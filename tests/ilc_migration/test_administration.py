"""The administration: for administrators alone, over our own tables alone, and no replies among them."""

import pytest
from django.contrib import admin

from consultations.models import Theme
from surveys.models import (
    Appointment,
    CutOff,
    GroupMembership,
    GroupOfStates,
    Invitation,
    LetterTemplate,
    MemberState,
    Region,
    Subregion,
    Survey,
    User,
)
from surveys.models.history import acting_as
from tests import people
from tests.factories import AT, appoint, make_state, make_survey, make_user

pytestmark = pytest.mark.django_db
SITE = "/administration/"
GROUPS = [Subregion, GroupOfStates, GroupMembership]
TABLES = [User, Appointment, Invitation, MemberState, Region, Survey, CutOff, LetterTemplate, Theme, *GROUPS]


@pytest.fixture
def hugo():
    return people.hugo()


@pytest.fixture
def rows():
    """A row of every table."""
    survey, state = make_survey(), make_state("FRA")
    amina = people.amina(state)
    with acting_as("tests"):
        invitation = Invitation.objects.create(
            email="a@example.org", member_state=state, role="contributor", invited_by=amina, expires_at=AT
        )
        cut_off = CutOff.objects.create(survey=survey, slug="draft", names={"en": "Draft"}, day="2003-12-31")
        part = Subregion.objects.create(region=state.region, name_en="Western Europe", names={"en": "Western Europe"})
        group = GroupOfStates.objects.create(code="eu", names={"en": "European Union"})
        member = GroupMembership.objects.create(group=group, member_state=state, valid_from="1958-01-01")
        theme = Theme.objects.create(survey=survey, code="T1", titles={"en": "Migration"})
    rest = [
        theme,
        part,
        group,
        member,
        survey,
        state,
        state.region,
        amina,
        amina.appointments.get(),
        invitation,
        cut_off,
    ]
    return {type(row): row for row in [*rest, LetterTemplate.objects.first()]}


@pytest.fixture
def office(client, hugo):
    client.force_login(hugo)
    return client


def address(model, *rest):
    return "/".join(["/administration", model._meta.app_label, model._meta.model_name, *map(str, rest), ""])


def test_holds_these_tables_alone():
    assert set(admin.site._registry) == set(TABLES)


class TestClosed:
    @pytest.mark.parametrize("name", ["amina", "boris", "chen", "dora", "farid", "grace"])
    def test_is_not_there_for_others(self, client, name):
        user = people.everybody(make_state("FRA"), make_state("DEU"))[name]
        client.force_login(user)

        for place in (SITE, address(User), f"{SITE}login/", f"{SITE}nothing/"):
            assert client.get(place).status_code == 404

    def test_an_administrator_who_may_not_open_it_is_told_nothing(self, client):
        client.force_login(make_user(groups=["administrator"]))

        assert client.get(SITE).status_code == 404

    def test_a_superuser_without_the_role_is_told_nothing(self, client):
        client.force_login(make_user(is_staff=True, is_superuser=True))

        assert client.get(SITE).status_code == 404

    def test_there_is_one_way_to_sign_in(self, client):
        answer = client.get(SITE)
        while answer.status_code == 302 and not answer.url.startswith("/account/login/"):
            answer = client.get(answer.url)

        assert answer.url == f"/account/login/?next={SITE}"
        assert client.post(f"{SITE}login/", {"username": "a", "password": "b"}).url.startswith("/account/login/")


class TestPages:
    @pytest.mark.parametrize("model", TABLES)
    def test_every_table_opens(self, office, rows, model):
        assert office.get(address(model)).status_code == 200
        assert office.get(address(model, rows[model].pk, "change")).status_code == 200

    def test_names_who_changed_what(self, office, hugo):
        region = make_state("FRA").region

        office.post(address(Region, region.pk, "change"), {"code": "europe", "names": '{"en": "E"}', "order": 1})

        change = region.changes.latest("pgh_id")
        assert change.code == "europe" and change.pgh_context == {"actor": hugo.pk, "channel": "web"}

    @pytest.mark.parametrize("model", TABLES)
    def test_nothing_is_deleted(self, office, rows, model):
        answer = office.post(address(model, rows[model].pk, "delete"), {"post": "yes"})

        assert answer.status_code == 403 and model.objects.filter(pk=rows[model].pk).exists()


class TestUsers:
    def change(self, office, user, **fields):
        values = {"name": user.name, "language": user.language, "is_active": "on", **fields}
        return office.post(address(User, user.pk, "change"), values)

    def test_an_account_can_be_closed(self, office):
        amina = people.amina(make_state("FRA"))

        answer = office.post(address(User, amina.pk, "change"), {"name": amina.name, "language": "en", "groups": []})

        amina.refresh_from_db()
        assert answer.status_code == 302 and not amina.is_active

    def test_nobody_gives_rights_to_themselves(self, office, hugo):
        group = hugo.groups.model.objects.create(name="office_staff")

        self.change(office, hugo, groups=[group.pk], name="Hugo H.", is_superuser="on")

        hugo = User.objects.get(pk=hugo.pk)
        assert hugo.name == "Hugo H." and hugo.office_roles == {"administrator"} and not hugo.is_superuser

    def test_an_address_is_not_changed(self, office):
        amina = people.amina(make_state("FRA"))

        self.change(office, amina, email="other@example.org")

        amina.refresh_from_db()
        assert amina.email == "amina@example.org"

    def test_no_password_is_shown_or_set(self, office):
        amina = people.amina(make_state("FRA"))

        page = office.get(address(User, amina.pk, "change")).content.decode()

        assert "md5" not in page and 'name="password"' not in page
        assert office.get(address(User, amina.pk, "password")).status_code in {302, 404}

    def test_no_account_is_opened(self, office):
        assert office.get(address(User, "add")).status_code == 403


class TestAppointments:
    def test_somebody_is_appointed(self, office):
        state, user = make_state("FRA"), make_user()
        values = {"user": user.pk, "member_state": state.pk, "role": "focal_point", "valid_from": "2003-07-01"}

        answer = office.post(address(Appointment, "add"), {**values, "sections": "[]"})

        assert answer.status_code == 302 and user.appointments.get().member_state == state

    def test_nobody_appoints_themselves(self, office, hugo):
        values = {"member_state": make_state("FRA").pk, "role": "focal_point", "valid_from": "2003-07-01"}

        answer = office.post(address(Appointment, "add"), {**values, "user": hugo.pk, "sections": "[]"})

        assert answer.status_code == 200 and not Appointment.objects.exists()

    def test_nobody_changes_their_own(self, office, hugo):
        state = make_state("FRA")
        appoint(hugo, state, "contributor", sections=["policies"])
        values = {"user": hugo.pk, "member_state": state.pk, "role": "focal_point", "valid_from": "2003-07-01"}

        answer = office.post(address(Appointment, hugo.appointments.get().pk, "change"), {**values, "sections": "[]"})

        assert answer.status_code == 403 and hugo.appointments.get().role == "contributor"


def test_invitations_are_only_looked_at(office, rows):
    invitation = rows[Invitation]

    page = office.get(address(Invitation, invitation.pk, "change")).content.decode()

    assert 'name="_save"' not in page and "token_hash" not in page
    assert office.get(address(Invitation, "add")).status_code == 403
    assert office.post(address(Invitation, invitation.pk, "change"), {"email": "b@example.org"}).status_code == 403
