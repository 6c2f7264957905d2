"""What two people have written of the same record: shown side by side, nothing of it lost."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.overview.history import Words

REUSED = gettext_lazy(
    "This page was sent before with something else in it. Nothing was changed; send it again if you mean it."
)


@dataclass(frozen=True)
class Difference:
    """A field in which what is stored and what was typed differ."""

    label: str
    stored: str
    typed: str


def refuse_reuse(form, *, seen=None):
    """Say that the key was used, and give the form another one."""
    form.add_error(None, REUSED)
    form.again(seen=seen)


def conflict_of(form, fresh, event, *, seen):
    """The form to be sent once more, and what differs from what is stored now, by whom it was stored and when.

    `fresh` is the form of the record as it is now; `event` the last of its history, None when the record is gone.
    """
    typed, stored = words_in(form), words_in(fresh)
    form.add_error(None, _("Somebody has changed this meanwhile, so nothing was stored. Both versions stand below."))
    form.again(seen=seen)
    differences = [
        Difference(str(fresh.fields[name].label), stored[name], typed.get(name, ""))
        for name in stored
        if stored[name] != typed.get(name, "")
    ]
    by = Words().actor(event) if event else ""
    return {"differences": differences, "by": by, "at": event.pgh_created_at if event else None}


def words_in(form):
    """What each field that is seen says, in the words of its choices."""
    return {bound.name: said(bound) for bound in form.visible_fields()}


def said(bound):
    """What one field says."""
    value = bound.value()
    words = dict(getattr(bound.field, "choices", []))
    if isinstance(value, list | tuple):
        return ", ".join(str(words.get(one, one)) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value == "":
        return ""
    return str(words.get(value, value)).replace("\r\n", "\n")


def last_of(record):
    """The last event of a record's history."""
    return record.changes.order_by("-pgh_id").first()
