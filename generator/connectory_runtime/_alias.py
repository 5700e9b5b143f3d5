"""Named types."""

from typing import Any


def unaliased(announced: Any) -> Any:
    """What a named type stands for; the name itself where it is written as text, which only pydantic resolves."""
    value = getattr(announced, "__value__", announced)
    return announced if isinstance(value, str) else value
