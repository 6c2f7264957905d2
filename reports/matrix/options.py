"""How a matrix is to be: chosen on the page or on the command line, kept with the request."""

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Options:
    """Codes or labels, repeats as tables of their own or sideways, all States or those that answered, remarks."""

    labels: Literal["codes", "labels"] = "codes"
    repeats: Literal["long", "wide"] = "long"
    states: Literal["all", "answered"] = "all"
    remarks: bool = False

    def to_json(self) -> dict[str, Any]:
        """The options as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Options":
        """The options that `to_json` wrote."""
        return cls(**value)
