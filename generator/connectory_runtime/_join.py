"""What several answers say together. Pure."""

from collections.abc import Sequence
from typing import Any, cast

from ._listed import as_list


def joined(answers: Sequence[Any]) -> Any:
    """JSON answers as one, of the same shape as each.

    Lists follow one another. Of objects, members are joined by name: those that are lists in one of them, and those
    that all have in common. A member about which they differ is left out, because none of its values is true of the
    whole; so are answers of different shapes, which give nothing.
    """
    first, *others = answers
    if not others:
        return first
    if all(isinstance(answer, list) for answer in answers):
        return [item for answer in cast("Sequence[list[Any]]", answers) for item in answer]
    if all(isinstance(answer, dict) for answer in answers):
        return _members(cast("Sequence[dict[str, Any]]", answers))
    return first if all(answer == first for answer in others) else None


def _members(answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    names = dict.fromkeys(name for answer in answers for name in answer)
    result: dict[str, Any] = {}
    for name in names:
        values = [answer[name] for answer in answers if name in answer]
        if any(isinstance(value, list) for value in values):
            # Where it is a list in one answer, a single value in another is a list of one.
            lists = [as_list(value) for value in values]
            if all(isinstance(value, list) for value in lists):
                result[name] = joined(lists)
        elif len(values) == len(answers) and all(value == values[0] for value in values):
            result[name] = values[0]
    return result
