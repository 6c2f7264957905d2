"""Look for words in everything that a consultation is known by, in whatever language it was entered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from consultations.models import OutcomeSource, Participation
from consultations.querysets import ConsultationQuerySet
from consultations.register.listing import fits, words_of
from surveys.alphabet import sought

NAMED = (
    "described",
    "organization__names",
    "organization__acronyms",
    "organization__aliases",
    "member_state__names",
    "group_of_states__names",
)


def found(consultations: ConsultationQuerySet, words: str) -> list[int]:
    """The ids of those of the consultations in which every word stands: in titles, places, what it was about, who
    organized or took part, or what it came to. Accents, capitals and signs do not matter.

    Compared here and not in the database, which would need an extension to know that Égypte is egypte.
    """
    wanted = sought(words)
    texts: dict[int, list[Any]] = defaultdict(list)
    for pk, *values in _words(consultations):
        texts[pk] += values
    return [pk for pk, values in texts.items() if fits(words_of(values), wanted)]


def _words(consultations: ConsultationQuerySet) -> Iterator[Iterable[Any]]:
    yield from consultations.order_by().values_list("pk", "code", "titles", "places", "about", "country__names")
    chosen = consultations.order_by().values("pk")
    named = Participation.objects.filter(consultation__in=chosen).order_by()
    yield from named.values_list("consultation", *NAMED)
    outcomes = OutcomeSource.objects.filter(consultation__in=chosen).order_by()
    yield from outcomes.values_list("consultation", "outcome__texts")
