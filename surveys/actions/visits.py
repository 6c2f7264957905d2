"""What a person of the Office has seen of a survey."""

from datetime import datetime

from django.db import transaction

from surveys.models import BoardVisit, Survey, User


def mark_seen(*, user: User, survey: Survey, until: datetime) -> None:
    """Note that the person has seen what was recorded by `until`; an earlier instant changes nothing."""
    with transaction.atomic():
        # The person's own row is held, so that two windows of theirs leave the later instant.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        visit, _made = BoardVisit.objects.get_or_create(user=user, survey=survey, defaults={"seen_until": until})
        if visit.seen_until < until:
            visit.seen_until = until
            visit.save(update_fields=["seen_until"])
