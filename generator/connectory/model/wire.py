"""Parameters as they stand in requests: the way to their place in a body, and the schema of what is sent."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from .action import Action
from .json_value import JsonObject, JsonValue, thaw
from .parameter import Parameter
from .schema import EnumValue, Schema

Tokens: TypeAlias = tuple[str, ...]


def tokens_of(parameter: Parameter) -> Tokens:
    """The steps from the body's root to the parameter; none when it is the root."""
    if not parameter.wire.startswith("/"):
        return (parameter.wire,) if parameter.wire else ()
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in parameter.wire[1:].split("/"))


def sent_by(action: Action) -> tuple[Parameter, ...]:
    """What one request of an action carries, each with what it may be there: a part of a list that is split."""
    batch = action.batch
    return tuple(
        replace(item, schema=replace(item.schema, max_items=batch.size))
        if batch is not None and item.name in batch.over and item.schema.ref is None
        else item
        for item in (*action.parameters, *action.fixed)
        if not item.ignored
    )


def wire_schema(schema: Schema, renames: JsonObject, named: Mapping[str, Schema]) -> Schema:
    """The schema of a parameter's values as they are sent: `wire_values` applied to it."""
    if not renames:
        return schema
    if schema.ref is not None:
        return wire_schema(named[schema.ref], renames, named)
    return replace(
        schema,
        types=(),
        enum=tuple(_renamed(item, renames) for item in schema.enum),
        const=_renamed(schema.const, renames) if schema.const is not None else None,
        items=wire_schema(schema.items, renames, named) if schema.items is not None else None,
    )


def _renamed(item: EnumValue, renames: JsonObject) -> EnumValue:
    key = as_text(item.value)
    return EnumValue(value=renames[key], name=item.name) if key in renames else item


def as_text(value: JsonValue) -> str:
    """A value as it is written outside of JSON: text as it is, everything else as JSON writes it."""
    return value if isinstance(value, str) else json.dumps(thaw(value))
