"""Contributions for tests, and what is done with them."""

from datetime import date
from itertools import count
from secrets import token_hex

from consultations.actions.contributions import invite, remind
from consultations.actions.versions import last_event
from consultations.models import Contribution
from surveys.models.history import acting_as
from tests.consultations.entries import AT, TODAY, make_organization

numbers = count(1)
DUE = date(2004, 2, 29)


def make_contributor(**fields):
    """An organization that can be written to."""
    return make_organization(f"org-{next(numbers)}", **{"email": "studies@example.org", **fields})


def make_contribution(survey, code=None, **fields):
    """A study that is awaited; nobody has been written to."""
    values = {"kind": "study", "titles": {"en": "A study of remittances"}, "recorded_on": date(2004, 2, 1)}
    contributor = fields.pop("contributor", None) or make_contributor()
    with acting_as("tests"):
        return Contribution.objects.create(
            survey=survey, code=code or f"C{next(numbers)}", contributor=contributor, **{**values, **fields}
        )


def make_invited(survey, code=None, **fields):
    """A study that was asked for on 1 February, by the end of the month, without a letter of the portal."""
    return make_contribution(survey, code, **{"invited_on": date(2004, 2, 1), "due_on": DUE, **fields})


def invited(contribution, by, *, due_on=DUE, key=None):
    """The contribution after its invitation."""
    seen = last_event(contribution)
    with acting_as(by):
        invite(contribution=contribution, due_on=due_on, on=TODAY, seen=seen, by=by, key=key or token_hex(8), at=AT)
    contribution.refresh_from_db()
    return contribution


def reminded(*contributions, by, on=TODAY, key=None):
    """What became of reminding of these."""
    with acting_as(by):
        return remind(contributions=contributions, on=on, by=by, key=key or token_hex(8), at=AT)


def sent_with(contribution, **fields):
    """What a browser sends of a form on the page of the contribution."""
    return {"key": token_hex(8), "seen": last_event(contribution), **fields}
