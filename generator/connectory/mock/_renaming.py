"""Values that have another name on the wire: `wire_values` applied to values and to schemas."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from connectory.model import EnumValue, JsonObject, Schema, thaw

from ._text import to_text


def to_wire(value: Any, renames: JsonObject) -> Any:
    """A caller's value as it is sent; items of a list one by one."""
    if isinstance(value, list):
        return [to_wire(item, renames) for item in cast("list[Any]", value)]
    renamed: Any = None if isinstance(value, dict) else renames.get(to_text(value))
    return cast("Any", value) if renamed is None else thaw(renamed)


def wire_schema(schema: Schema, renames: JsonObject, named: Mapping[str, Schema]) -> Schema:
    """The schema of the values as they are sent."""
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
    key = to_text(thaw(item.value))
    return EnumValue(value=renames[key], name=item.name) if key in renames else item
