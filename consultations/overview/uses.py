"""What rests on a record, so that it cannot go. What other apps keep is reached through the names that they gave."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from consultations.models import Consultation, Organization, Outcome


@dataclass(frozen=True)
class Use:
    """One thing that rests on the record: of which kind, in words, and what it is."""

    kind: str
    thing: Any


def chapters_of(outcome: Outcome) -> list[Any]:
    """The chapters of the report that rest on an outcome."""
    sources: Any = outcome.chapter_sources
    return [source.chapter for source in sources.select_related("chapter__report__survey")]


def uses_of_consultation(consultation: Consultation) -> list[Use]:
    """Parts of it, outcomes that come from it with the chapters that use them, and its documents."""
    parts = consultation.parts.select_related("survey")
    found = [Use(_("takes place inside it"), part) for part in parts]
    for source in consultation.outcome_sources.select_related("outcome__survey"):
        found.append(Use(_("comes from it"), source.outcome))
        found += [Use(_("chapter that uses its outcome"), chapter) for chapter in chapters_of(source.outcome)]
    return found + [Use(_("document"), document) for document in consultation.documents.all()]


def uses_of_outcome(outcome: Outcome) -> list[Use]:
    """The chapters that use it."""
    return [Use(_("chapter that uses it"), chapter) for chapter in chapters_of(outcome)]


def uses_of_organization(organization: Organization) -> list[Use]:
    """Its parts, the consultations that name it, and what it contributed."""
    named = organization.participations.select_related("consultation__survey")
    found = {one.consultation_id: Use(_("names it"), one.consultation) for one in named}
    given = organization.contributions.select_related("survey")
    return [
        *(Use(_("part of it"), part) for part in organization.parts.all()),
        *found.values(),
        *(Use(_("contributed by it"), contribution) for contribution in given),
    ]
