"""A government objects to what the Office entered from its paper reply; the Office answers."""

from datetime import datetime

from django.db import transaction

from surveys.actions.returns import hold_return
from surveys.actions.write_keys import once
from surveys.models import Objection, Submission, User


class NotFromPaper(Exception):
    """The submission was not entered from paper, or is not the last one: there is nothing to object to."""


class AlreadyAnswered(Exception):
    """A colleague has answered the objection meanwhile."""


def object_to(*, submission: Submission, path: str, text: str, by: User, key: str, at: datetime) -> Objection:
    """Keep the government's objection to the answer at `path`. Raises NotFromPaper, KeyReused."""

    def act() -> int:
        # Held, so that of an objection and an amendment at once the objection comes first or learns of it.
        hold_return(submission.survey_return)
        if submission.paper_id is None or submission.survey_return.submissions.in_effect().newest() != submission:
            raise NotFromPaper(submission)
        return Objection.objects.create(submission=submission, path=path, text=text, raised_by=by, raised_at=at).pk

    request = {"submission": submission.pk, "path": path, "object": text}
    return Objection.objects.get(pk=once(user=by, key=key, request=request, at=at, act=act))


def answer_objection(*, objection: Objection, text: str, by: User, at: datetime) -> None:
    """Answer the objection, which is then no longer open. Raises AlreadyAnswered for another answer than this."""
    with transaction.atomic():
        locked: Objection = Objection.objects.select_for_update().get(pk=objection.pk)
        if (locked.answer, locked.answered_by) == (text, by):
            return
        if locked.answered_at is not None:
            raise AlreadyAnswered(locked)
        locked.answer, locked.answered_by, locked.answered_at = text, by, at
        locked.save(update_fields=["answer", "answered_by", "answered_at"])
