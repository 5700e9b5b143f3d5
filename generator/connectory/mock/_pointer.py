"""Places in a JSON body: where a parameter stands, how a body is built, how it is taken apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from connectory.model.reference import is_position
from connectory.model.wire import Tokens

from ._message import Violation


@dataclass(frozen=True, slots=True)
class Found:
    """A value of a parameter, and the place where it was."""

    value: Any
    where: str


def build_body(values: Iterable[tuple[Tokens, Any]]) -> Any:
    """A body with every value at its place. Steps of digits are positions in a list."""
    flat: dict[Tokens, Any] = dict(values)
    if () in flat:
        return flat[()]
    heads = dict.fromkeys(tokens[0] for tokens in flat)
    members = {
        head: build_body((tokens[1:], value) for tokens, value in flat.items() if tokens[0] == head) for head in heads
    }
    if members and all(map(is_position, members)):
        return [members.get(str(position)) for position in range(max(map(int, members)) + 1)]
    return members


def take_values(body: Any, places: Mapping[str, Tokens]) -> tuple[dict[str, Found], list[Violation]]:
    """The values by parameter name, and what stands in the body that no parameter put there."""
    values: dict[str, Found] = {}
    problems: list[Violation] = []
    _take(body, dict(places), "body", values, problems)
    return values, problems


def _take(
    node: Any, places: dict[str, Tokens], where: str, values: dict[str, Found], problems: list[Violation]
) -> None:
    owner = next((name for name, tokens in places.items() if not tokens), None)
    if owner is not None:
        values[owner] = Found(node, where)
        return
    is_list = all(is_position(tokens[0]) for tokens in places.values())
    if not isinstance(node, list if is_list else dict):
        kind = "a list" if is_list else "an object"
        problems.append(Violation(where, "type", f"{kind} is expected here"))
        return
    for key, value in _members(cast("list[Any] | dict[str, Any]", node)):
        inner = {name: tokens[1:] for name, tokens in places.items() if tokens[0] == key}
        place = f"{where}[{key}]" if is_list else f"{where}.{key}"
        if inner and is_list and value is None:
            # Null fills the gap before a later position.
            continue
        if inner:
            _take(value, inner, place, values, problems)
        else:
            problems.append(Violation(place, "unknown", "no parameter stands here"))


def _members(node: list[Any] | dict[str, Any]) -> Iterable[tuple[str, Any]]:
    return node.items() if isinstance(node, dict) else ((str(index), value) for index, value in enumerate(node))
