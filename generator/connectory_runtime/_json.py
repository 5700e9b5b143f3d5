"""JSON as servers write it."""

import json
from typing import Any, cast

from pydantic_core import from_json

_DEEPEST = 200


class NotJsonError(ValueError):
    """The text is no JSON, or is nested too deeply to be handled."""


def parse_json(content: bytes, text: str) -> Any:
    """The value in a body, given as bytes and as text.

    NaN and the infinities become text, a lone surrogate becomes `�`; of repeated names the last counts. A number
    beyond all floats is infinite.

    Raises:
        NotJsonError: when it is not JSON.
    """
    try:
        return from_json(content, allow_inf_nan=False)
    except ValueError:
        return _parse_odd(text)


def _parse_odd(text: str) -> Any:
    try:
        return _clean(json.loads(text, parse_constant=str), 0)
    except (ValueError, RecursionError):
        raise NotJsonError from None


def _clean(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise NotJsonError
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_clean(item, depth + 1) for item in cast("list[Any]", value)]
        case dict():
            members = cast("dict[str, Any]", value)
            return {_clean(name, depth): _clean(item, depth + 1) for name, item in members.items()}
        case _:
            return value
