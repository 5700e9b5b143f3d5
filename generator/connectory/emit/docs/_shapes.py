"""What a schema says about type, format and values, in the words that readers of API pages know."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from connectory.model import EnumValue, JsonValue, Schema, thaw

Entities: TypeAlias = Mapping[str, Schema]
"""The entity schemas of a connector by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueView:
    """An allowed value as text, and its name where it has one of its own."""

    text: str
    name: str | None


def type_name(schema: Schema, entities: Entities) -> str:
    """`string`, `integer`, `object[]`, `string | null`, `any`: what kind of JSON value is meant."""
    return " | ".join(_type_names(schema, entities, {}))


def format_of(schema: Schema, entities: Entities) -> str | None:
    """The format of the text, or of the texts in the list. That bytes are bytes, their type says."""
    formats = (part.format for part in _layers(schema, entities) if part.format is not None)
    return next((name for name in formats if name != "binary"), None)


def values_of(schema: Schema, entities: Entities) -> tuple[ValueView, ...]:
    """The allowed values, or those of the items of the list."""
    for part in _layers(schema, entities):
        allowed = part.enum or ((part.const,) if part.const is not None else ())
        if allowed:
            return tuple(_value(item) for item in allowed)
    return ()


def entity_of(schema: Schema) -> str | None:
    """The entity that the value is, or is a list of."""
    return schema.ref or (entity_of(schema.items) if schema.items is not None else None)


def value_text(value: JsonValue) -> str:
    """A value as people write it: text without quotes where it cannot be taken for something else."""
    if isinstance(value, str) and value and value == value.strip() and not _is_json(value):
        return value
    return json_text(thaw(value))


def json_text(value: Any, *, indent: int | None = None) -> str:
    """A value as JSON, letters of all scripts as they are."""
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _type_names(schema: Schema, entities: Entities, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The alternatives, `null` last. `known` are those of entities, each of which is looked at once."""
    if schema.ref is not None:
        if schema.ref not in known:
            # What leads back to itself may be anything.
            known[schema.ref] = ("any",)
            known[schema.ref] = _type_names(entities[schema.ref], entities, known)
        return known[schema.ref]
    if schema.format == "binary":
        names = ["file"]
    elif schema.types:
        names = [_array_name(schema, entities, known) if name == "array" else name for name in schema.types]
    else:
        branches = schema.any_of or schema.one_of or schema.all_of[:1]
        names = [name for branch in branches for name in _type_names(branch, entities, known)] or ["any"]
    unique = dict.fromkeys(names)
    return ("any",) if "any" in unique else tuple(sorted(unique, key=lambda name: name == "null"))


def _array_name(schema: Schema, entities: Entities, known: dict[str, tuple[str, ...]]) -> str:
    names = _type_names(schema.items, entities, known) if schema.items is not None else ("any",)
    return f"{names[0]}[]" if len(names) == 1 else f"({' | '.join(names)})[]"


def _layers(schema: Schema, entities: Entities) -> Iterator[Schema]:
    """The schema itself without references, then its items, then the items of those."""
    seen: set[str] = set()
    here: Schema | None = schema
    while here is not None:
        if here.ref is None:
            yield here
            here = here.items
        elif here.ref in seen:
            return
        else:
            seen.add(here.ref)
            here = entities[here.ref]


def _value(item: EnumValue) -> ValueView:
    return ValueView(text=value_text(item.value), name=item.name)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
