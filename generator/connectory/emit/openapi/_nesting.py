"""Schemas of bodies around the parts that stand somewhere in them."""

from typing import Any, TypeAlias

from connectory.model.reference import is_position
from connectory.model.wire import Tokens

Part: TypeAlias = tuple[Tokens, dict[str, Any], bool]
"""The way to a place, the schema of what stands there, and whether it has to be there."""


def built(parts: list[Part]) -> dict[str, Any]:
    """The schema around the parts. Steps of digits are positions in a list."""
    if len(parts) == 1 and not parts[0][0]:
        return parts[0][1]
    heads = dict.fromkeys(tokens[0] for tokens, _, _ in parts)
    inner = {head: [(part[0][1:], part[1], part[2]) for part in parts if part[0][0] == head] for head in heads}
    members = {head: built(below) for head, below in inner.items()}
    needed = [head for head, below in inner.items() if any(required for _, _, required in below)]
    if all(map(is_position, heads)):
        return _list({int(head): schema for head, schema in members.items()}, [int(head) for head in needed])
    return {"type": "object", "properties": members} | ({"required": needed} if needed else {})


def _list(members: dict[int, dict[str, Any]], needed: list[int]) -> dict[str, Any]:
    """A list with something at these positions, and with nothing after the last of them."""
    last = max(members)
    # Where none is needed, one of them is there all the same: otherwise there is no list.
    found: dict[str, Any] = {"type": "array", "minItems": max(needed, default=min(members)) + 1, "maxItems": last + 1}
    if last == 0:
        return found | {"items": members[0]}
    positions = [members.get(position, {"type": "null"}) for position in range(last + 1)]
    # Generators of clients cannot read `items: false`, which would say the same as `maxItems`.
    return found | {"prefixItems": positions, "items": {}}
