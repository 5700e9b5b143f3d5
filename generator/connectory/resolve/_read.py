"""Typed access to nodes whose shape has been validated.

A node of another shape than the published schemas promise is a mistake of ours, not of the author:
these functions raise `TypeError` then.
"""

from typing import cast

from connectory.load.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, to_plain
from connectory.model import JsonObject, JsonValue, freeze


def mapping(node: Node) -> MappingNode:
    """The node, which is a mapping."""
    if isinstance(node, MappingNode):
        return node
    raise _surprise(node, "a mapping")


def text(node: Node) -> str:
    """The text that the node holds."""
    if isinstance(node, ScalarNode) and isinstance(node.value, str):
        return node.value
    raise _surprise(node, "text")


def integer(node: Node) -> int:
    """The integer that the node holds."""
    if isinstance(node, ScalarNode) and isinstance(node.value, int) and not isinstance(node.value, bool):
        return node.value
    raise _surprise(node, "an integer")


def number(node: Node) -> int | float:
    """The number that the node holds."""
    if isinstance(node, ScalarNode) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return node.value
    raise _surprise(node, "a number")


def flag(node: Node) -> bool:
    """Whether the node says `true`."""
    if isinstance(node, ScalarNode) and isinstance(node.value, bool):
        return node.value
    raise _surprise(node, "true or false")


def items(node: Node) -> tuple[Node, ...]:
    """The items of a list."""
    if isinstance(node, SequenceNode):
        return node.items
    raise _surprise(node, "a list")


def value_at(node: MappingNode, key: str) -> Node:
    """What is under a key that every mapping of this kind has."""
    below = node.get(key)
    if below is None:
        raise _surprise(node, f"a mapping with `{key}`")
    return below


def text_at(node: MappingNode, key: str) -> str | None:
    """The text under `key`, `None` when it is absent."""
    below = node.get(key)
    return None if below is None else text(below)


def integer_at(node: MappingNode, key: str) -> int | None:
    """The integer under `key`, `None` when it is absent."""
    below = node.get(key)
    return None if below is None else integer(below)


def flag_at(node: MappingNode, key: str, *, default: bool = False) -> bool:
    """Whether `key` is `true`; `default` when it is absent."""
    below = node.get(key)
    return default if below is None else flag(below)


def items_at(node: MappingNode, key: str) -> tuple[Node, ...]:
    """The items of the list under `key`, none when it is absent."""
    below = node.get(key)
    return () if below is None else items(below)


def texts_at(node: MappingNode, key: str) -> tuple[str, ...]:
    """The texts of the list under `key`, none when it is absent."""
    return tuple(text(item) for item in items_at(node, key))


def entries_at(node: MappingNode, key: str) -> tuple[Entry, ...]:
    """The entries of the mapping under `key`, none when it is absent."""
    below = node.get(key)
    return () if below is None else tuple(mapping(below))


def one_or_many(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; anything else stands for a list of one; absent is empty."""
    if node is None:
        return ()
    return node.items if isinstance(node, SequenceNode) else (node,)


def json(node: Node) -> JsonValue:
    """The node as an immutable JSON value."""
    return freeze(to_plain(node))


def json_object(node: Node) -> JsonObject:
    """The mapping as an immutable JSON object."""
    return cast("JsonObject", freeze(to_plain(mapping(node))))


def _surprise(node: Node, wanted: str) -> TypeError:
    return TypeError(f"{node.span}: not {wanted}, although the file is valid")
