from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from surveys.actions.returns import send_survey
from surveys.models import Letter, MemberState, Return, ReturnEvent
from surveys.models.history import acting_as
from tests.factories import AT, make_state, make_survey, make_user

DAY = date(2003, 7, 15)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_send_at_once_reach_nobody_twice():
    survey = make_survey()
    people = [make_user(groups=["office_staff"]) for _ in range(2)]
    for iso3 in ("AAA", "BBB", "CCC"):
        make_state(iso3)
    questionnaire, states = survey.current_questionnaire(), list(MemberState.objects.all())
    together = Barrier(2)

    def send(person):
        try:
            together.wait()
            with acting_as("tests"):
                facts = {"survey": survey, "questionnaire": questionnaire, "member_states": states}
                return len(send_survey(**facts, by=person, on=DAY, at=AT))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(send, people))

    assert sorted(sent) == [0, 3]
    assert Return.objects.filter(status="sent", draft_open=True).count() == 3
    assert ReturnEvent.objects.count() == Letter.objects.count() == 3
