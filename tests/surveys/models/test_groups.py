from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from surveys.models import GroupMembership, GroupOfStates
from surveys.models.history import acting_as
from tests.factories import make_state

pytestmark = pytest.mark.django_db

DAY = date(2003, 8, 19)


@pytest.fixture
def group():
    return make_group("sadc")


def make_group(code):
    with acting_as("tests"):
        return GroupOfStates.objects.create(code=code, names={"en": code.upper()})


def join(group, state, first, last=None):
    with acting_as("tests"), transaction.atomic():
        return GroupMembership.objects.create(group=group, member_state=state, valid_from=first, valid_until=last)


def test_a_membership_holds_on_its_first_and_last_day(group):
    state = make_state("AGO")
    join(group, state, DAY, date(2003, 12, 31))

    days = [date(2003, 8, 18), DAY, date(2003, 12, 31), date(2004, 1, 1)]
    assert [GroupMembership.objects.in_force(day).count() for day in days] == [0, 1, 1, 0]


def test_names_the_groups_of_each_state(group):
    angola, benin = make_state("AGO"), make_state("BEN")
    join(group, angola, DAY)
    join(make_group("au"), angola, DAY)
    join(group, benin, date(2004, 1, 1))

    assert GroupMembership.objects.groups_of_states(DAY) == {angola.pk: frozenset({"sadc", "au"})}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2003, 12, 31), None),
        (date(2003, 1, 1), DAY),
        (date(2003, 9, 1), date(2003, 9, 1)),
        (date(2000, 1, 1), date(2010, 1, 1)),
    ],
)
def test_the_same_state_is_not_in_a_group_twice_on_one_day(group, first, last):
    state = make_state("AGO")
    join(group, state, DAY, date(2003, 12, 31))

    with pytest.raises(IntegrityError, match="groupmembership_no_overlap"):
        join(group, state, first, last)


def test_it_may_leave_and_come_back_and_be_in_other_groups(group):
    state, other = make_state("AGO"), make_state("BEN")
    join(group, state, DAY, date(2003, 12, 31))

    join(group, state, date(2004, 1, 1))
    join(group, other, DAY)
    join(make_group("au"), state, DAY)

    assert GroupMembership.objects.count() == 4


def test_a_form_is_told_in_words(group):
    state = make_state("AGO")
    join(group, state, DAY)
    again = GroupMembership(group=group, member_state=state, valid_from=date(2004, 1, 1))

    with pytest.raises(ValidationError) as refusal:
        again.full_clean()
    assert refusal.value.messages == ["This State already belongs to the group on some of these days."]


def test_does_not_end_before_it_begins(group):
    with pytest.raises(IntegrityError, match="groupmembership"):
        join(group, make_state("AGO"), DAY, date(2003, 8, 18))
