"""Whether what a reference leads to is what a condition looks for."""

from __future__ import annotations

from typing import Any, cast

from ._behaviour import Condition
from ._unset import UNSET


def holds(condition: Condition, found: Any) -> bool:
    """Whether a condition holds for the value that its reference leads to, `UNSET` for none."""
    if condition.empty is not None:
        return _is_nothing(found) is condition.empty
    return found is not UNSET and _spelled(found) in [_spelled(value) for value in condition.among]


def _is_nothing(value: Any) -> bool:
    return value is UNSET or value is None or (isinstance(value, (str, list, dict)) and not cast("Any", value))


def _spelled(value: Any) -> Any:
    """The value as a text, because some serialisers write numbers and booleans so; null and containers stay."""
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case int() | float():
            return str(value)
        case _:
            return value
