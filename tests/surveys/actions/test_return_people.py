"""Contributors with their sections, a successor of the focal point, ends that take effect at once."""

from datetime import UTC, date, datetime, timedelta
from secrets import token_hex

import pytest
from django.db import IntegrityError, transaction

from surveys.actions.appointments import Ended, change_sections, end_appointment
from surveys.actions.letters import text_to_send
from surveys.actions.life import extend
from surveys.actions.people import InvitationGone, MayNotInvite, accept, digest_of, link_to
from surveys.actions.return_people import hand_over, invite_contributor
from surveys.models import Appointment, CutOff, Invitation, Letter
from surveys.models.history import acting_as
from surveys.permissions import answerable_sections, may_end, may_read_draft
from tests import people
from tests.factories import make_return, make_state, make_survey, make_user

AT, ON = datetime(2003, 10, 1, 9, 30, tzinfo=UTC), date(2003, 10, 1)
LATER, NEXT_DAY = AT + timedelta(hours=2), ON + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def named_actor():
    with acting_as("tests"):
        yield


@pytest.fixture
def france():
    return make_state("FRA")


@pytest.fixture
def survey_return(france):
    return make_return(make_survey(), france)


@pytest.fixture
def amina(survey_return, france):
    return people.amina(france)


def ask(survey_return, by, **options):
    values = {
        "email": "Lena@example.org",
        "sections": ["respondent", "policies"],
        "language": "en",
        "key": token_hex(16),
        "on": ON,
        "at": AT,
    }
    return invite_contributor(survey_return=survey_return, by=by, **{**values, **options})


def hand(survey_return, by, appointment, **options):
    values = {"email": "nora@example.org", "language": "en", "key": token_hex(16), "on": ON, "at": AT}
    return hand_over(survey_return=survey_return, by=by, appointment=appointment, **{**values, **options})


def take(invited, **options):
    values = {"name": "Lena", "password": "correct horse battery", "signed_in": None, "on": ON, "at": LATER}
    return accept(digest=digest_of(invited.token), **{**values, **options})


class TestInvitingContributors:
    def test_writes_their_letter_in_their_language(self, survey_return, amina, settings):
        invited = ask(survey_return, amina, language="ar")

        letter = Letter.objects.get(kind="contributor_invitation")
        definition = survey_return.questionnaire.definition
        titles = {section.name: definition.label(section.labels, "ar") for section in definition.sections}
        asked = f"- {titles['respondent']}\n- {titles['policies']}"
        said = ["استقصاء", "دولة FRA", asked, link_to(invited.token), "31 تشرين الأول/أكتوبر 2003", "Amina"]
        assert (letter.language, letter.addressees) == ("ar", ["lena@example.org"])
        assert all(words in text_to_send(letter) for words in said)

    def test_names_the_day_until_which_the_state_has_time(self, survey_return, amina):
        CutOff.objects.create(survey=survey_return.survey, slug="r", names={"en": "R"}, day=date(2003, 12, 31))
        until, farid = date(2003, 11, 14), people.farid()
        extend(survey_return=survey_return, until=until, by=farid, key="a-key", on=ON, at=AT)

        invited = ask(survey_return, amina)

        text = text_to_send(Letter.objects.get(kind="contributor_invitation"))
        assert "14 November 2003" in text and "31 October 2003" not in text and link_to(invited.token) in text

    def test_nobody_else_reads_the_link(self, survey_return, amina):
        invited = ask(survey_return, amina)

        letter = Letter.objects.get(kind="contributor_invitation")
        assert invited.token not in letter.body
        assert not Letter.objects.visible_to(amina, on=ON).filter(pk=letter.pk).exists()

    def test_gives_those_sections_and_no_others(self, survey_return, amina):
        lena = take(ask(survey_return, amina))
        names = [section.name for section in survey_return.questionnaire.definition.sections]

        assert set(answerable_sections(lena, survey_return, names, on=ON)) == {"respondent", "policies"}

    def test_the_same_key_invites_once(self, survey_return, amina):
        first = ask(survey_return, amina, key="same")

        assert ask(survey_return, amina, key="same") == (first.invitation, "", "")
        assert Letter.objects.filter(kind="contributor_invitation").count() == 1

    @pytest.mark.parametrize("who", ["boris", "chen", "grace", "hugo", "elena"])
    def test_is_not_for(self, survey_return, france, who):
        user = people.everybody(france, make_state("DEU"))[who]

        with pytest.raises(MayNotInvite):
            ask(survey_return, user)

        assert not Invitation.objects.exists()

    def test_the_office_may_on_a_governments_word(self, survey_return):
        assert ask(survey_return, people.farid()).token


class TestHandingOver:
    def test_changes_nothing_before_it_is_accepted(self, survey_return, amina):
        hand(survey_return, amina, amina.appointments.get())

        assert Appointment.objects.of_return(survey_return.member_state_id, on=ON).get().user == amina

    def test_ends_one_and_begins_the_other_on_the_same_day(self, survey_return, amina):
        nora = take(hand(survey_return, amina, amina.appointments.get()), name="Nora")

        old, new = amina.appointments.get(), nora.appointments.get()
        assert (old.valid_until, old.ended_at) == (ON, LATER)
        assert (new.role, new.valid_from, new.valid_until) == ("focal_point", ON, None)
        assert may_read_draft(nora, survey_return, on=ON) and not may_read_draft(amina, survey_return, on=ON)

    def test_the_day_before_is_as_it_was(self, survey_return, amina):
        take(hand(survey_return, amina, amina.appointments.get()))

        before = Appointment.objects.of_return(survey_return.member_state_id, on=ON - timedelta(days=1))
        assert [appointment.user for appointment in before] == [amina]

    def test_the_history_has_both_names(self, survey_return, amina):
        old = amina.appointments.get()
        with acting_as(amina):
            invited = hand(survey_return, amina, old)
        nora = take(invited)

        told = [*amina.appointments.get().changes.all(), *nora.appointments.get().changes.all()]
        assert [(row.pgh_label, row.user, row.valid_until) for row in told] == [
            ("insert", amina, None),
            ("update", amina, ON),
            ("insert", nora, None),
        ]
        assert invited.invitation.changes.first().pgh_context["actor"] == amina.pk

    def test_of_two_successors_the_first_takes_over(self, survey_return, amina):
        appointment = amina.appointments.get()
        first, second = (hand(survey_return, amina, appointment, email=f"{name}@example.org") for name in "ab")
        take(second)

        with pytest.raises(InvitationGone):
            take(first)

        in_force = Appointment.objects.of_return(survey_return.member_state_id, on=ON)
        assert [appointment.user.email for appointment in in_force] == ["b@example.org"]

    def test_contributors_keep_their_invitations(self, survey_return, amina):
        invited = ask(survey_return, amina)
        take(hand(survey_return, amina, amina.appointments.get()), name="Nora")

        assert take(invited).appointments.get().role == "contributor"

    def test_is_not_for_another_focal_point(self, survey_return, amina, france):
        zoe = people.appointed("zoe", france, "focal_point")

        with pytest.raises(MayNotInvite):
            hand(survey_return, zoe, amina.appointments.get())

        assert hand(survey_return, people.farid(), amina.appointments.get()).token

    def test_only_a_focal_point_of_this_state_that_still_acts(self, survey_return, amina, france):
        boris, elena = people.boris(france), people.elena(make_state("DEU"))
        farid = people.farid()
        for wrong in (boris.appointments.get(), elena.appointments.get()):
            with pytest.raises(MayNotInvite):
                hand(survey_return, farid, wrong)
        end_appointment(appointment=amina.appointments.get(), on=ON, at=AT)
        with pytest.raises(MayNotInvite):
            hand(survey_return, farid, amina.appointments.get())

    def test_the_database_lets_nothing_else_be_handed_over(self, survey_return, amina):
        invitation = ask(survey_return, amina).invitation

        with pytest.raises(IntegrityError, match="succeeds_focal_point"), transaction.atomic():
            Invitation.objects.filter(pk=invitation.pk).update(succeeds=amina.appointments.get())


class TestEnding:
    def test_takes_effect_at_once(self, survey_return, france):
        boris = people.boris(france)
        assert may_read_draft(boris, survey_return, on=ON)

        end_appointment(appointment=boris.appointments.get(), on=ON, at=AT)

        assert not may_read_draft(boris, survey_return, on=ON)
        assert not may_read_draft(boris, survey_return, on=NEXT_DAY)

    def test_an_appointment_that_runs_out_still_holds_on_its_last_day(self, survey_return, france):
        boris = people.boris(france)
        boris.appointments.update(valid_until=ON)

        assert may_read_draft(boris, survey_return, on=ON)
        assert not may_read_draft(boris, survey_return, on=NEXT_DAY)

    def test_withdraws_what_a_focal_point_has_offered(self, survey_return, amina):
        invited = ask(survey_return, amina)

        end_appointment(appointment=amina.appointments.get(), on=ON, at=AT)

        with pytest.raises(InvitationGone):
            take(invited)

    def test_works_once(self, survey_return, amina):
        appointment = amina.appointments.get()
        end_appointment(appointment=appointment, on=ON, at=AT)

        with pytest.raises(Ended):
            end_appointment(appointment=appointment, on=NEXT_DAY, at=LATER)
        with pytest.raises(Ended):
            change_sections(appointment=appointment, sections=["respondent"])

        appointment.refresh_from_db()
        assert appointment.ended_at == AT

    def test_a_person_may_be_appointed_again(self, survey_return, amina):
        lena = take(ask(survey_return, amina))
        end_appointment(appointment=lena.appointments.get(), on=ON, at=AT)

        take(ask(survey_return, amina), signed_in=lena)

        assert lena.appointments.in_force(ON).count() == 1

    def test_who_may(self, survey_return, amina, france):
        boris, chen, farid = people.boris(france), people.chen(france), people.farid()
        other = make_user()
        of = {user: user.appointments.get() for user in (amina, boris, chen)}
        foreign = people.elena(make_state("DEU")).appointments.get()

        def ended_by(user):
            return [row.user for row in [*of.values(), foreign] if may_end(user, row, survey_return, on=ON)]

        assert ended_by(amina) == [boris] and ended_by(farid) == [amina, boris, chen]
        assert ended_by(boris) == ended_by(other) == []

    def test_an_end_has_a_day(self, amina):
        with pytest.raises(IntegrityError, match="ended_on_a_day"), transaction.atomic():
            amina.appointments.update(ended_at=AT)


def test_sections_are_changed_at_once(survey_return, france):
    boris = people.boris(france)

    change_sections(appointment=boris.appointments.get(), sections=["policies"])

    assert answerable_sections(boris, survey_return, ["respondent", "policies"], on=ON) == ["policies"]
