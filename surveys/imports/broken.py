"""Which rules of the database a row breaks, and at which cell that is told."""

from collections.abc import Mapping, Set
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError

from surveys.imports.refused import Unfit

# By the name of a constraint or of what a trigger raises: the heading of the column at which it is told, and the code
# of its words, empty where the constraint has words of its own.
Places = Mapping[str, tuple[str, str]]


def rules_broken(
    instance: Any,
    places: Places,
    attributes: Mapping[str, str],
    *,
    exclude: Set[str] = frozenset(),
    fault: IntegrityError | None = None,
) -> dict[str, list[ValidationError]]:
    """The rules that the row breaks, by attribute; `fault` is what the database said, where it has spoken.

    `attributes` gives the attribute for a heading; rules about the fields in `exclude` are left out.
    """
    found: dict[str, list[ValidationError]] = {}
    try:
        instance.validate_unique(exclude=exclude)
    except ValidationError as unfit:
        unfit.update_error_dict(found)
    for model, constraints in instance.get_constraints():
        for constraint in constraints:
            try:
                constraint.validate(model, instance, exclude=exclude)
            except ValidationError as unfit:
                heading, _code = places.get(constraint.name, ("", ""))
                found.setdefault(attributes.get(heading, NON_FIELD_ERRORS), []).extend(unfit.error_list)
    said = name_of(fault)
    if not found and said in places:
        heading, code = places[said]
        found[attributes.get(heading, NON_FIELD_ERRORS)] = [Unfit(code)]
    return found


def name_of(fault: IntegrityError | None) -> str:
    """The name of the constraint that the database names; empty where it names none."""
    return str(getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "") or "") if fault else ""
