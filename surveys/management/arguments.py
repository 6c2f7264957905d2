"""What commands about a survey take: which survey, as of which day, as known at which position of the ledger."""

from datetime import date

from django.core.management.base import CommandError

from surveys.actions.ledger import last_position
from surveys.models import Survey


def survey_named(slug):
    """The survey of this slug. Raises CommandError."""
    survey = Survey.objects.filter(slug=slug).first()
    if survey is None:
        raise CommandError(f"There is no survey {slug}.")
    return survey


def day_named(text):
    """The day in ISO's long form. Raises CommandError."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise CommandError(f"{text} is not a day of the form 2004-04-30.") from fault


def position_named(survey, upto):
    """The position of the survey's ledger, its end for None. Raises CommandError for one that it does not have."""
    last = last_position(survey)[0]
    if upto is not None and not 0 <= upto <= last:
        raise CommandError(f"The ledger has {last} entries: --upto {upto} is not among them.")
    return last if upto is None else upto
