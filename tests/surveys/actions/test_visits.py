from datetime import UTC, datetime

import pytest

from surveys.actions.visits import mark_seen
from surveys.models import BoardVisit
from surveys.models.history import acting_as
from tests.factories import make_survey, make_user

pytestmark = pytest.mark.django_db

FIRST, LATER = datetime(2003, 10, 1, tzinfo=UTC), datetime(2003, 10, 2, tzinfo=UTC)


def marks(*instants):
    user, survey = make_user(), make_survey()
    for instant in instants:
        with acting_as(user):
            mark_seen(user=user, survey=survey, until=instant)
    return list(BoardVisit.objects.values_list("user", "survey", "seen_until")), (user.pk, survey.pk)


@pytest.mark.parametrize("instants", [(FIRST, LATER), (LATER, FIRST), (LATER, LATER)])
def test_a_mark_only_moves_forward(instants):
    found, of = marks(*instants)

    assert found == [(*of, LATER)]


def test_each_person_has_a_mark_of_their_own_in_each_survey():
    user, other, survey, next_one = make_user(), make_user(), make_survey(), make_survey("next")
    for person, place in [(user, survey), (other, survey), (user, next_one)]:
        with acting_as(person):
            mark_seen(user=person, survey=place, until=FIRST)

    assert BoardVisit.objects.count() == 3
