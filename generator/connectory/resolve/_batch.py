"""`batch`: how a long list is split, and where answers tell what came of single items."""

from dataclasses import replace

from connectory.load.nodes import MappingNode, Node
from connectory.model import Batch, Entries, Reference, Schema, follow

from ._amounts import in_bytes
from ._conditions import read_conditions
from ._envelope import WRONG_TYPE
from ._keywords import CROSSED_BOUNDS
from ._read import entries_at, integer, mapping, one_or_many, text, text_at, value_at
from ._references import Sight, bind
from ._relations import UNKNOWN_PARAMETER, parameter_names
from ._scope import Scope
from ._types import in_words, types_of


def read_batch(action: MappingNode, answers: Sight, scope: Scope) -> Batch | None:
    """How a long list is split, checked against the parameters that may hold it and what `answers` can see."""
    if (node := action.get("batch")) is None:
        return None
    here = mapping(node)
    size = value_at(here, "size")
    lists = [(item, schema) for item in one_or_many(value_at(here, "over")) if (schema := _list(item, answers, scope))]
    for item, schema in lists:
        most = follow(schema, scope.entities).max_items
        if most is not None and integer(size) > most:
            message = f"`size` is above the {most} items that `{text(item)}` may have"
            scope.found.error(CROSSED_BOUNDS, size.span, message, hint=f"write {most} or less")
    if not lists:
        return None
    most_bytes = text_at(here, "bytes")
    outcomes = here.get("outcomes")
    return Batch(
        over=tuple(text(item) for item, _ in lists),
        size=integer(size),
        bytes=None if most_bytes is None else in_bytes(most_bytes),
        entries=None if outcomes is None else _entries(mapping(outcomes), lists[0][1], answers, scope),
        source=node.span,
    )


def _list(over: Node, answers: Sight, scope: Scope) -> Schema | None:
    """The schema of a parameter that can be split."""
    names = parameter_names(answers.inputs)
    if not names.find(text(over), over.span, UNKNOWN_PARAMETER, scope.found):
        return None
    schema = next(item.schema for item in answers.inputs if item.name == text(over))
    types = types_of(schema, scope.entities)
    if types and "array" not in types:
        message = f"`{text(over)}` is {in_words(types)}, which cannot be split"
        scope.found.error(WRONG_TYPE, over.span, message, hint="name a parameter that holds a list")
        return None
    return schema


def _entries(node: MappingNode, items: Schema, answers: Sight, scope: Scope) -> Entries | None:
    at = value_at(node, "at")
    reference = bind(text(at), at.span, answers, scope.found)
    if reference is None:
        return None
    types = types_of(reference.schema, scope.entities)
    if types and "array" not in types:
        message = f"`{text(at)}` is {in_words(types)}, which has no entries"
        scope.found.error(WRONG_TYPE, at.span, message, hint="name a list in the answer")
        return None
    anything = Schema(source=node.span)
    entry = replace(answers, roots=("entry",), output=follow(reference.schema, scope.entities).items or anything)
    item = replace(answers, roots=("item",), output=follow(items, scope.entities).items or anything)
    message_node = node.get("message")
    return Entries(
        at=reference,
        match=None if node.get("match") is None else _pairs(node, item, entry, scope),
        failed=read_conditions(node, "failed", entry, scope, prefix="$entry."),
        message=None
        if message_node is None
        else bind(f"$entry.{text(message_node)}", message_node.span, entry, scope.found),
    )


def _pairs(node: MappingNode, item: Sight, entry: Sight, scope: Scope) -> tuple[tuple[Reference, Reference], ...]:
    pairs: list[tuple[Reference, Reference]] = []
    for pair in entries_at(node, "match"):
        left = bind(f"$item.{pair.key}", pair.key_span, item, scope.found)
        right = bind(f"$entry.{text(pair.value)}", pair.value.span, entry, scope.found)
        if left is not None and right is not None:
            pairs.append((left, right))
    return tuple(pairs)
