"""The first time that the Office opens the content of a submission: from then on it cannot be taken back."""

from datetime import date

from django.db import transaction

from surveys.actions.events import record
from surveys.actions.returns import hold_return
from surveys.models import Happening, Submission, User


def open_for_office(*, submission: Submission, by: User, on: date) -> bool:
    """Record that a person of the Office opens this submission; only the first time leaves a record.

    Returns False when the government has taken it back meanwhile: then it must not be shown. The return's row is
    held, so that of an opening and a recall at the same moment one comes first and the other learns of it.
    """
    if submission.survey_return.events.office_opened(submission.number):
        return True
    with transaction.atomic():
        locked = hold_return(submission.survey_return)
        if Submission.objects.taken_back().filter(pk=submission.pk).exists():
            return False
        if locked.events.office_opened(submission.number) is None:
            record(survey_return=locked, kind=Happening.OFFICE_OPENED, on=on, actor=by, submission=submission.number)
    return True
