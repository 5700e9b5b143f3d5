"""Equality as JSON has it: `1` equals `1.0` and differs from `true`; order of members does not count."""

from collections.abc import Hashable, Sequence
from typing import Any, cast


def key_of(value: Any) -> Hashable:
    """A key that two JSON values share exactly when they are equal."""
    match value:
        case bool() | None | str():
            return (type(value).__name__, value)
        case int() | float():
            return ("number", value)
        case list():
            return ("array", tuple(key_of(item) for item in cast("list[Any]", value)))
        case dict():
            members = cast("dict[str, Any]", value)
            return ("object", frozenset((name, key_of(item)) for name, item in members.items()))
        case _:
            return ("other", id(value))


def repeated(values: Sequence[Any]) -> tuple[int, int] | None:
    """Positions of the first two values that are equal, or `None`."""
    seen: dict[Hashable, int] = {}
    for position, value in enumerate(values):
        first = seen.setdefault(key_of(value), position)
        if first != position:
            return first, position
    return None
