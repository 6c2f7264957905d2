"""A round as it goes, by chance: replies by portal and on paper, keyed in late, amended, taken back, States that
join and leave. Everything through the real actions."""

from datetime import date, timedelta
from random import Random
from secrets import token_hex

from surveys.actions.life import extend
from surveys.actions.paper import ask_to_void, void_paper
from surveys.models import CutOff
from surveys.models.history import acting_as
from tests.factories import (
    AT,
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_user,
    take_back,
)
from tests.surveys.test_standing import amend, key_in

FIRST, LAST = date(2003, 7, 1), date(2004, 5, 14)
REGIONS = ("africa", "americas", "arab_states", "asia_pacific", "europe_central_asia")
CODES = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH", "III", "JJJ", "KKK", "LLL", "MMM", "NNN")


class History:
    """Makes a survey's history from a seed."""

    def __init__(self, survey, seed):
        self.survey, self.rng = survey, Random(seed)
        self.staff = make_user(groups=["office_staff"])

    def days(self, number):
        """So many days of the round, in their order."""
        span = (LAST - FIRST).days
        return sorted(FIRST + timedelta(days=self.rng.randrange(16, span)) for _ in range(number))

    def make(self):
        """States of every kind, and to each something that may happen to it."""
        with acting_as("tests"):
            # The letter on an extension names it.
            CutOff.objects.create(survey=self.survey, slug="draft", names={"en": "Draft"}, day=date(2003, 12, 31))
        acts = [
            self.nothing,
            self.by_portal,
            self.amended,
            self.on_paper,
            self.keyed_late,
            self.taken_back,
            self.again,
            self.extended,
            self.registered_twice,
        ]
        for number, iso3 in enumerate(CODES):
            survey_return = make_return(self.survey, self.state(iso3, number), on=self.sent_on())
            acts[number % len(acts)](survey_return)
        make_state("TLS", region="asia_pacific", member_from=date(2003, 8, 19))
        make_state("QQQ", region="africa", member_until=date(2003, 12, 31))
        return self

    def state(self, iso3, number):
        """A State; the first leaves while the round goes on, the second joins after it was sent."""
        days = {0: {"member_until": date(2003, 11, 30)}, 1: {"member_from": date(2003, 9, 1)}}.get(number, {})
        return make_state(iso3, region=REGIONS[number % len(REGIONS)], **days)

    def sent_on(self):
        """Some day in July 2003 after the first."""
        return FIRST + timedelta(days=self.rng.randrange(1, 16))

    def nothing(self, survey_return):
        """No reply."""

    def by_portal(self, survey_return):
        """A reply through the portal."""
        return make_submission(survey_return, received_on=self.days(1)[0])

    def amended(self, survey_return):
        """A reply that is amended later."""
        first, later = self.days(2)
        submission = make_submission(survey_return, received_on=first)
        amend(survey_return, submission.recorded_by, later)

    def on_paper(self, survey_return):
        """A reply on paper that nobody keys in."""
        return make_paper(survey_return, self.staff, received_on=self.days(1)[0])

    def keyed_late(self, survey_return):
        """A reply on paper that counts from its day, whenever it was keyed in."""
        arrived, keyed = self.days(2)
        key_in(make_paper(survey_return, self.staff, received_on=arrived), self.staff, keyed)

    def taken_back(self, survey_return):
        """A reply that is taken back."""
        first, later = self.days(2)
        take_back(make_submission(survey_return, received_on=first), on=later)

    def extended(self, survey_return):
        """A reply after the survey's day and before that of an extension."""
        with acting_as(self.staff):
            extend(
                survey_return=survey_return,
                until=date(2003, 12, 15),
                by=self.staff,
                key=token_hex(16),
                on=date(2003, 10, 20),
                at=AT,
            )
        make_submission(survey_return, received_on=date(2003, 11, 20))

    def registered_twice(self, survey_return):
        """A reply on paper whose registration is voided, and registered again from an earlier day."""
        right, wrong = self.days(2)
        paper = make_paper(survey_return, self.staff, received_on=wrong)
        with acting_as("tests"):
            ask_to_void(paper=paper, reason="The day is wrong.", by=self.staff)
            void_paper(paper=paper, by=make_user(groups=["office_staff"]), key=token_hex(16), at=AT)
        survey_return.refresh_from_db()
        make_paper(survey_return, self.staff, received_on=right)

    def again(self, survey_return):
        """A reply that is taken back, and another one."""
        first, second, third = self.days(3)
        user = make_focal_point(survey_return.member_state)
        take_back(make_submission(survey_return, user, received_on=first), on=second)
        make_submission(survey_return, user, received_on=third)
