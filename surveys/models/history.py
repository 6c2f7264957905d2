"""Who changed what: every table that people change keeps its events, and every event names an actor."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pghistory
from django.db.models import CheckConstraint, Q


def tracked(**options: Any) -> Callable[[type], type]:
    """Class decorator: keep insert, update and delete of `Model` as append-only rows of `ModelChange`.

    Takes the options of `pghistory.track`. The check refuses an event whose context names no actor, so a write
    outside `acting_as` fails, raw SQL included (design.md, section 4).
    """
    names_actor = CheckConstraint(
        condition=Q(pgh_context__isnull=False, pgh_context__has_key="actor"),
        name="%(class)s_actor",
        violation_error_message="A change has to name who made it.",
    )

    def decorate(model: type) -> type:
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            model_name=f"{model.__name__}Change",
            meta={"constraints": [names_actor]},
            **options,
        )(model)

    return decorate


def acting_as(actor: Any, *, on_behalf_of: str = "", channel: str = "", key: str = "") -> AbstractContextManager:
    """Name who writes until the block ends.

    `actor` is a User or the name of a command or process; `on_behalf_of` the member State (ISO3) for which the
    Office writes: two names, never one (threats.md, A5).
    """
    who = actor.pk if hasattr(actor, "pk") else str(actor)
    facts = {"actor": who, "on_behalf_of": on_behalf_of, "channel": channel, "key": key}
    return pghistory.context(**{name: value for name, value in facts.items() if value})
