"""References such as `$response.json.a.b`: what they lead to in one call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ._answer import Answer
from ._unset import UNSET


def look_up(reference: str, values: Mapping[str, Any], answer: Answer | None, *, succeeded: bool) -> Any:
    """The value at the end of a reference, `UNSET` when it leads to nothing.

    The JSON of a refusal counts as nothing: it has another shape than the one that was announced.
    """
    root, _, rest = reference.removeprefix("$").partition(".")
    if root == "input":
        return values.get(rest, UNSET)
    if answer is None:
        return UNSET
    if root == "output":
        return follow(answer.value, rest) if succeeded else UNSET
    part, _, path = rest.partition(".")
    match part:
        case "status":
            return answer.status
        case "text":
            return answer.text
        case "headers":
            return answer.headers.get(path, UNSET)
        case _:
            return follow(answer.json, path) if succeeded else UNSET


def follow(value: Any, path: str) -> Any:
    """What stands under `a.b.0` in JSON data, `UNSET` when nothing does; `-1` is the last item of a list."""
    for step in path.split(".") if path else ():
        if isinstance(value, dict):
            value = cast("dict[str, Any]", value).get(step, UNSET)
        elif isinstance(value, list) and _leads_into(items := cast("list[Any]", value), step):
            value = items[int(step)]
        else:
            return UNSET
    return value


def _leads_into(items: list[Any], step: str) -> bool:
    return bool(items) if step == "-1" else step.isascii() and step.isdecimal() and int(step) < len(items)
