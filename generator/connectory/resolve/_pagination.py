"""Pagination: definitions named in `connector.yaml`, and their use by actions."""

from typing import get_args

from connectory.diagnostics import Code, Diagnostics, Note
from connectory.load.nodes import Entry, MappingNode, Node
from connectory.model import Pagination, PaginationKind, Parameter, Reference

from ._envelope import WRONG_TYPE
from ._read import entries_at, integer_at, items_at, json, mapping, text, text_at, value_at
from ._references import Sight, bind
from ._relations import UNKNOWN_PARAMETER, parameter_names
from ._scope import Scope
from ._types import in_words, types_of

UNKNOWN_PAGINATION = Code(
    "R307",
    "unknown-pagination",
    "`pagination` names a definition under `pagination` in `connector.yaml`.",
    "pagination: pages",
    "pagination: rows",
)

_KINDS: dict[str, PaginationKind] = {kind: kind for kind in get_args(PaginationKind)}
_POSITIONS = ("offset", "page", "cursor")


def definitions(connector: MappingNode) -> tuple[Entry, ...]:
    """The named definitions."""
    return entries_at(connector, "pagination")


def read_definition(entry: Entry, sight: Sight, found: Diagnostics) -> Pagination:
    """A definition with its references bound to what `sight` shows of an action, or to nothing known."""
    node = mapping(entry.value)
    position = next((key for key in _POSITIONS if node.get(key) is not None), None)
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


def use_pagination(node: Node | None, sight: Sight, scope: Scope) -> Pagination | None:
    """The definition that an action names, checked against its parameters and its output."""
    if node is None or not scope.paginations.find(text(node), node.span, UNKNOWN_PAGINATION, scope.found):
        return None
    entry = scope.pagination[text(node)]
    # What is wrong with the definition whatever the action has been reported where it stands.
    own = Diagnostics()
    pagination = read_definition(entry, sight, own)
    for problem in own:
        scope.found.error(problem.code, node.span, problem.message, hint=problem.hint, notes=(_defined(entry),))
    names = parameter_names(sight.inputs)
    for name in (pagination.position, pagination.limit):
        if name is not None and names.find(name, node.span, UNKNOWN_PARAMETER, scope.found, notes=(_defined(entry),)):
            _check_counter(pagination, name, node, sight.inputs, scope)
    _check_items(pagination, node, entry, scope)
    return pagination


def _reference(node: MappingNode, key: str, sight: Sight, found: Diagnostics) -> Reference | None:
    below = node.get(key)
    return None if below is None else bind(text(below), below.span, sight, found)


def _defined(entry: Entry) -> Note:
    return Note(entry.key_span, f"`{entry.key}` is defined here")


def _check_counter(pagination: Pagination, name: str, node: Node, inputs: tuple[Parameter, ...], scope: Scope) -> None:
    parameter = next(item for item in inputs if item.name == name)
    types = types_of(parameter.schema, scope.entities)
    if name == pagination.position and pagination.kind == "cursor":
        return
    if types and not {"integer", "number"} & set(types):
        message = f"`{name}` counts, but it is {in_words(types)}"
        scope.found.error(
            WRONG_TYPE,
            node.span,
            message,
            hint="make it `type: integer`",
            notes=(Note(parameter.source, "declared here"),),
        )


def _check_items(pagination: Pagination, node: Node, entry: Entry, scope: Scope) -> None:
    types = types_of(pagination.items.schema, scope.entities) if pagination.items else ()
    if types and "array" not in types:
        message = f"`{pagination.items}` is {in_words(types)}, not the list of items"
        scope.found.error(
            WRONG_TYPE, node.span, message, hint="say in the definition where `items` are", notes=(_defined(entry),)
        )
