"""Lists that come as their only item."""

from __future__ import annotations

from typing import Any, cast


def as_list(value: Any) -> Any:
    """A list of one for a single value. A list stays what it is, and so does nothing, which may be an empty text."""
    return cast("Any", value) if isinstance(value, list) or value is None or value == "" else [value]
