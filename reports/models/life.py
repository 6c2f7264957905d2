"""The life of an edition: one table of which step follows which, by whom, and what has to be said with it."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    """What people do with an edition once it is compiled."""

    PROPOSED = "proposed", _("proposed for review")
    APPROVED = "approved", _("approved")
    SENT_BACK = "sent_back", _("sent back")
    PUBLISHED = "published", _("published")


class Stage(models.TextChoices):
    """Where an edition stands: compiled, or its last step."""

    COMPILED = "compiled", _("compiled")
    PROPOSED = "proposed", _("proposed for review")
    APPROVED = "approved", _("approved")
    SENT_BACK = "sent_back", _("sent back")
    PUBLISHED = "published", _("published")


class Actor(models.TextChoices):
    """Who takes a step."""

    OFFICE = "office", _("Office staff or an analyst")
    SECOND = "second", _("Office staff or an analyst who neither asked for the edition nor proposed it")
    STAFF = "staff", _("Office staff")


@dataclass(frozen=True)
class Rule:
    """From which stages a step may be taken, by whom, and whether a note has to say why."""

    sources: frozenset[str]
    by: Actor
    needs_note: bool = False


RULES: dict[str, Rule] = {
    Step.PROPOSED: Rule(frozenset({Stage.COMPILED, Stage.SENT_BACK}), Actor.OFFICE),
    Step.APPROVED: Rule(frozenset({Stage.PROPOSED}), Actor.SECOND),
    Step.SENT_BACK: Rule(frozenset({Stage.PROPOSED, Stage.APPROVED}), Actor.OFFICE, needs_note=True),
    Step.PUBLISHED: Rule(frozenset({Stage.APPROVED}), Actor.STAFF),
}


def follows(step: str, stage: str) -> bool:
    """Whether `step` may be taken by an edition that stands at `stage`."""
    return stage in RULES[step].sources
