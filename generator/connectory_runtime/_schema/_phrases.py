"""Words for what a schema wants and what it got. Never the value itself: it may be a secret."""

import json
from collections.abc import Sequence
from typing import Any

from ._formats import example_of as example_of

_SHOWN_CHOICES = 12

_TYPES = {
    "null": "null",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "array": "a list",
    "object": "an object",
}


def shown(value: Any) -> str:
    """A value of the spec, as JSON writes it."""
    return json.dumps(value, ensure_ascii=False)


def listed(values: Sequence[Any]) -> str:
    """Values of the spec in a row, cut when there are many."""
    more = f", … ({len(values)} in all)" if len(values) > _SHOWN_CHOICES else ""
    return ", ".join(shown(value) for value in values[:_SHOWN_CHOICES]) + more


def any_of(words: Sequence[str]) -> str:
    """`a, b or c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def wrong_type(wanted: Sequence[str], value: Any) -> str:
    """What kind of value is wanted, and what kind is there."""
    return f"must be {any_of([_TYPES[name] for name in wanted])}, is {_kind(value)}"


def too_few(least: int, unit: str, actual: int) -> str:
    return f"must have at least {_count(least, unit)}, has {actual}"


def too_many(most: int, unit: str, actual: int) -> str:
    return f"must have at most {_count(most, unit)}, has {actual}"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int():
            return "a whole number"
        case float():
            return "a number with a fraction"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return "a Python object"
