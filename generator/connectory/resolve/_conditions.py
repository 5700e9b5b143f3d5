"""Conditions: a reference that has one of several values."""

from connectory.diagnostics import Code
from connectory.load.nodes import Entry, MappingNode
from connectory.model import Condition, Reference, follow
from connectory.model.wire import as_text

from ._names import propose
from ._read import entries_at, flag_at, json, one_or_many
from ._references import Sight, bind
from ._scope import Scope
from ._types import admits, in_words, types_of

IMPOSSIBLE_VALUE = Code(
    "R306",
    "impossible-value",
    "A condition waits for a value that the declared type or enum does not have, so it would never hold.",
    "error_when: {$response.status: [OK]}",
    "error_when: {$response.status: [207]}",
)


def read_conditions(
    node: MappingNode, key: str, sight: Sight, scope: Scope, *, prefix: str = ""
) -> tuple[Condition, ...]:
    """The conditions under `key`: references to lists of values or to `empty`. `prefix` goes before bare names."""
    conditions: list[Condition] = []
    for entry in entries_at(node, key):
        reference = bind(
            entry.key if entry.key.startswith("$") else prefix + entry.key, entry.key_span, sight, scope.found
        )
        if reference is not None:
            if isinstance(entry.value, MappingNode):
                _check_emptiness(entry, reference, scope)
                conditions.append(Condition(reference=reference, values=(), empty=flag_at(entry.value, "empty")))
                continue
            _check_values(entry, reference, scope)
            values = tuple(json(item) for item in one_or_many(entry.value))
            conditions.append(Condition(reference=reference, values=values))
    return tuple(conditions)


def _check_emptiness(entry: Entry, reference: Reference, scope: Scope) -> None:
    if reference.root == "response.status":
        message, hint = f"`{entry.key}` is always there", "list the values to look for"
        scope.found.error(IMPOSSIBLE_VALUE, entry.value.span, message, hint=hint)


def _check_values(entry: Entry, reference: Reference, scope: Scope) -> None:
    types = types_of(reference.schema, scope.entities)
    allowed = [item.value for item in follow(reference.schema, scope.entities).enum]
    for item in one_or_many(entry.value):
        value = json(item)
        if not admits(types, value):
            message, hint = (
                f"`{entry.key}` is {in_words(types)}, so it never has this value",
                "write a value of that type",
            )
        elif allowed and value not in allowed:
            message = f"`{entry.key}` has an enum without this value"
            hint = propose(as_text(value), map(as_text, allowed), "value")
        else:
            continue
        scope.found.error(IMPOSSIBLE_VALUE, item.span, message, hint=hint)
