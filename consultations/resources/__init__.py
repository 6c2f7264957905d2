"""The register as tables; importing this enters them."""

from consultations.resources import consultations, contributions, organizations, outcomes, participations, words

__all__ = ["consultations", "contributions", "organizations", "outcomes", "participations", "words"]
