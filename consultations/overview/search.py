"""Look for words in everything that a consultation is known by, in whatever language it was entered."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from consultations.models import Organization, OutcomeSource, Participation
from consultations.querysets import ConsultationQuerySet
from consultations.register.listing import fits, words_of
from surveys.alphabet import sought
from surveys.models import GroupOfStates, MemberState

Texts = dict[int, list[str]]


def found(consultations: ConsultationQuerySet, words: str) -> list[int]:
    """The ids of those of the consultations in which every word stands: in titles, places, what it was about, who
    organized or took part, or what it came to. Accents, capitals and signs do not matter.

    Compared here and not in the database, which would need an extension to know that Égypte is egypte.
    """
    wanted = sought(words)
    texts: Texts = defaultdict(list)
    states = {pk: words_of([names]) for pk, names in MemberState.objects.values_list("pk", "names")}
    for pk, country, *values in consultations.order_by().values_list(
        "pk", "country", "code", "titles", "places", "about"
    ):
        texts[pk] += [words_of(values), states.get(country, "")]
    chosen = consultations.order_by().values("pk")
    add_named(texts, states, chosen)
    outcomes = OutcomeSource.objects.filter(consultation__in=chosen).order_by()
    for pk, text in outcomes.values_list("consultation", "outcome__texts"):
        texts[pk].append(words_of([text]))
    return [pk for pk, parts in texts.items() if fits(" ".join(parts), wanted)]


def add_named(texts: Texts, states: dict[int, str], chosen: QuerySet[Any, dict[str, Any]]) -> None:
    """Add the names of those with a part in the consultations; each name is made plain once."""
    names = ("pk", "names", "acronyms", "aliases")
    organizations = {pk: words_of(values) for pk, *values in Organization.objects.values_list(*names)}
    groups = {pk: words_of([text]) for pk, text in GroupOfStates.objects.values_list("pk", "names")}
    named = Participation.objects.filter(consultation__in=chosen).order_by()
    columns = ("consultation", "organization", "member_state", "group_of_states", "described")
    for pk, organization, state, group, described in named.values_list(*columns):
        texts[pk] += [organizations.get(organization, ""), states.get(state, ""), groups.get(group, "")]
        if described:
            texts[pk].append(words_of([described]))
