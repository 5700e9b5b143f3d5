"""How far a call is that sends a long list in parts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of all `parts` and `items` are through, whatever came of them. `successful` items were done."""

    parts_through: int
    parts: int
    items_through: int
    items: int
    successful: int
