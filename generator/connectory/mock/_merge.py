"""Two schemas that must hold together, as one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from connectory.model import EnumValue, Property, Schema, TypeName


def merge(first: Schema, second: Schema) -> Schema:
    """A schema whose values both accept, where the keywords allow it to be said. Neither is a reference."""
    return replace(
        first,
        types=_types(first.types, second.types),
        enum=_enum(first.enum, second.enum),
        const=_either(first.const, second.const),
        format=_either(first.format, second.format),
        pattern=_either(first.pattern, second.pattern),
        min_length=_bound(max, first.min_length, second.min_length),
        max_length=_bound(min, first.max_length, second.max_length),
        minimum=_bound(max, first.minimum, second.minimum),
        maximum=_bound(min, first.maximum, second.maximum),
        exclusive_minimum=_bound(max, first.exclusive_minimum, second.exclusive_minimum),
        exclusive_maximum=_bound(min, first.exclusive_maximum, second.exclusive_maximum),
        multiple_of=_either(first.multiple_of, second.multiple_of),
        items=_either(first.items, second.items),
        min_items=_bound(max, first.min_items, second.min_items),
        max_items=_bound(min, first.max_items, second.max_items),
        unique_items=first.unique_items or second.unique_items,
        properties=_properties(first.properties, second.properties),
        additional=first.additional if second.additional is True else second.additional,
        min_properties=_bound(max, first.min_properties, second.min_properties),
        max_properties=_bound(min, first.max_properties, second.max_properties),
        any_of=first.any_of or second.any_of,
        one_of=first.one_of or second.one_of,
        all_of=(*first.all_of, *second.all_of),
        examples=first.examples or second.examples,
    )


def _either(first: Any, second: Any) -> Any:
    return second if first is None else first


def _bound(choose: Callable[..., Any], *bounds: float | None) -> Any:
    return choose((bound for bound in bounds if bound is not None), default=None)


def _types(first: tuple[TypeName, ...], second: tuple[TypeName, ...]) -> tuple[TypeName, ...]:
    if not first or not second:
        return first or second
    wider = {*first, *(["integer"] if "number" in first else [])}
    return tuple(name for name in second if name in wider) or tuple(
        name for name in first if name == "integer" and "number" in second
    )


def _enum(first: tuple[EnumValue, ...], second: tuple[EnumValue, ...]) -> tuple[EnumValue, ...]:
    if not first or not second:
        return first or second
    values = [item.value for item in second]
    return tuple(item for item in first if item.value in values)


def _properties(first: tuple[Property, ...], second: tuple[Property, ...]) -> tuple[Property, ...]:
    both = {item.name: item for item in first}
    for item in second:
        known = both.get(item.name)
        both[item.name] = item if known is None else _property(known, item)
    return tuple(both.values())


def _property(first: Property, second: Property) -> Property:
    required = first.required or second.required
    if first.schema.ref is not None or second.schema.ref is not None:
        return replace(second if first.schema.ref is None else first, required=required)
    return Property(name=first.name, schema=merge(first.schema, second.schema), required=required)
