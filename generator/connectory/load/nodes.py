"""YAML as plain immutable nodes that know where they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from connectory.diagnostics import Span

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A single value, typed by the rules of JSON."""

    value: bool | int | float | str | None
    span: Span


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list."""

    items: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with its value."""

    key: str
    key_span: Span
    value: "Node"


@dataclass(frozen=True, slots=True)
class MappingNode:
    """A mapping: its entries by key, in the order of the file."""

    entries: Mapping[str, Entry]
    span: Span

    def entry(self, key: str) -> Entry | None:
        return self.entries.get(key)

    def get(self, key: str) -> "Node | None":
        entry = self.entries.get(key)
        return entry.value if entry else None

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode


def to_plain(node: Node) -> Plain:
    """The node as the dicts, lists and scalars that JSON tools expect. Order is kept."""
    match node:
        case ScalarNode():
            return node.value
        case SequenceNode():
            return [to_plain(item) for item in node.items]
        case MappingNode():
            return {entry.key: to_plain(entry.value) for entry in node}


def locate(node: Node, path: tuple[str | int, ...]) -> Node:
    """The node that `path` (keys and indices from the root) leads to, or the deepest one on the way."""
    here = node
    for step in path:
        below: Node | None = None
        if isinstance(here, MappingNode) and isinstance(step, str):
            below = here.get(step)
        elif isinstance(here, SequenceNode) and isinstance(step, int) and 0 <= step < len(here.items):
            below = here.items[step]
        if below is None:
            return here
        here = below
    return here
