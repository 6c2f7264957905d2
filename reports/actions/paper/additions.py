"""What editors add to a paper by hand."""

from django.db import transaction

from reports.models import PaperAddition, Report
from surveys.models import User


class ChangedMeanwhile(Exception):
    """Somebody else has changed the text since it was read; `current` is what it says now (None: it is gone)."""

    def __init__(self, current: PaperAddition | None) -> None:
        self.current = current
        super().__init__(str(current))


def add(*, report: Report, language: str, after: str, text: str, by: User) -> PaperAddition:
    """Add a block behind a paragraph of the paper in one language."""
    return PaperAddition.objects.create(report=report, language=language, after=after, text=text, author=by)


@transaction.atomic
def change(*, addition: PaperAddition, text: str, seen: int, by: User) -> PaperAddition:
    """Change a block, as long as it is as it was `seen`. Raises ChangedMeanwhile."""
    current = locked(addition, seen)
    current.text, current.author, current.revision = text, by, current.revision + 1
    current.save(update_fields=["text", "author", "revision"])
    return current


@transaction.atomic
def remove(*, addition: PaperAddition, seen: int) -> None:
    """Take a block out of the paper; its history keeps it. Raises ChangedMeanwhile."""
    locked(addition, seen).delete()


def locked(addition: PaperAddition, seen: int) -> PaperAddition:
    """The block under a lock, as it was seen."""
    current = PaperAddition.objects.select_for_update().filter(pk=addition.pk).first()
    if current is None or current.revision != seen:
        raise ChangedMeanwhile(current)
    return current
