"""Pagination: definitions named in `connector.yaml`, and their use by actions."""

from typing import get_args

from connectory.diagnostics import Code, Diagnostics
from connectory.load.nodes import Entry, MappingNode, Node
from connectory.model import Pagination, PaginationKind, Reference

from ._read import entries_at, integer_at, items_at, json, mapping, text, text_at, value_at
from ._references import Sight, bind
from ._scope import Scope

UNKNOWN_PAGINATION = Code(
    "R307",
    "unknown-pagination",
    "`pagination` names a definition under `pagination` in `connector.yaml`.",
    "pagination: pages",
    "pagination: rows",
)

_KINDS: dict[str, PaginationKind] = {kind: kind for kind in get_args(PaginationKind)}
POSITIONS = ("offset", "page", "cursor")
"""The keys that name the parameter for the position."""

_UNBOUND = Sight(roots=("response", "output"), inputs=(), output=None, steps={}, entities={})


def definitions(connector: MappingNode) -> tuple[Entry, ...]:
    """The named definitions."""
    return entries_at(connector, "pagination")


def read_definition(entry: Entry, sight: Sight, found: Diagnostics) -> Pagination:
    """A definition with its references bound to what `sight` shows of an action."""
    node = mapping(entry.value)
    position = next((key for key in POSITIONS if node.get(key) is not None), None)
    items = _reference(node, "items", sight, found)
    return Pagination(
        name=entry.key,
        kind=_KINDS[text(value_at(node, "kind"))],
        position=text_at(node, position) if position else None,
        limit=text_at(node, "limit"),
        first=integer_at(node, "first"),
        max=integer_at(node, "max"),
        items=items if node.get("items") is not None else bind("$output", entry.key_span, sight, found),
        next=_reference(node, "next", sight, found),
        total=_reference(node, "total", sight, found),
        end=tuple(json(item) for item in items_at(node, "end")),
        source=entry.key_span,
    )


def read_unbound(entry: Entry, found: Diagnostics) -> Pagination:
    """A definition by itself, bound to no action."""
    return read_definition(entry, _UNBOUND, found)


def use_pagination(node: Node | None, sight: Sight, scope: Scope) -> Pagination | None:
    """The definition that an action names, bound to what `sight` shows. `check_paginations` says whether it fits."""
    if node is None or not scope.paginations.find(text(node), node.span, UNKNOWN_PAGINATION, scope.found):
        return None
    return read_definition(scope.pagination[text(node)], sight, Diagnostics())


def _reference(node: MappingNode, key: str, sight: Sight, found: Diagnostics) -> Reference | None:
    below = node.get(key)
    return None if below is None else bind(text(below), below.span, sight, found)
