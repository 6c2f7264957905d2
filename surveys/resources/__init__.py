"""The reference data of surveys as tables; importing this enters them."""

from surveys.resources import groups, people, states

__all__ = ["groups", "people", "states"]
