"""The shape of a value: the part of JSON Schema 2020-12 that specs may use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from connectory.diagnostics import Span

from .json_value import JsonValue

TypeName: TypeAlias = Literal["null", "boolean", "integer", "number", "string", "array", "object"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumValue:
    """One allowed value; `name` where the spec gave the value a name of its own."""

    value: JsonValue
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One member of an object. `name` is the name on the wire."""

    name: str
    schema: "Schema"
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A schema with every default applied. No keyword set at all means: any value.

    `types` is empty when the type is not fixed. `ref` names a schema of the same connector and may
    stand beside annotations (`title` to `secret`) but never beside other keywords. `additional` is
    the schema of the members that `properties` does not name, or whether there may be any.
    `exclusive_minimum` and the other bounds are as in JSON Schema. The format `binary` stands for bytes,
    and `media_type` is what a file, or a body that is no JSON, is sent or answered as. `zone` is the time zone of
    moments without an offset.
    """

    source: Span
    types: tuple[TypeName, ...] = ()
    ref: str | None = None
    enum: tuple[EnumValue, ...] = ()
    const: EnumValue | None = None
    format: str | None = None
    media_type: str | None = None
    zone: str | None = None
    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None
    items: "Schema | None" = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False
    properties: tuple[Property, ...] = ()
    additional: "Schema | bool" = True
    min_properties: int | None = None
    max_properties: int | None = None
    any_of: tuple["Schema", ...] = ()
    one_of: tuple["Schema", ...] = ()
    all_of: tuple["Schema", ...] = ()
    title: str | None = None
    description: str | None = None
    default: EnumValue | None = None
    examples: tuple[JsonValue, ...] = ()
    deprecated: bool = False
    secret: bool = False


MOMENTS: Mapping[str, TypeName] = {
    "date-time": "string",
    "date-time-local": "string",
    "date-time-minute": "string",
    "http-date": "string",
    "unixtime": "integer",
    "unixtime-ms": "integer",
}
"""The formats that write a moment, and as values of which type."""


def is_binary(schema: Schema) -> bool:
    """Whether values are bytes, which JSON cannot hold, or lists of them."""
    return schema.format == "binary" or (schema.items is not None and schema.items.format == "binary")


def follow(schema: Schema, entities: Mapping[str, Schema]) -> Schema:
    """The schema that a `$ref` stands for in the end; any value when that is not known."""
    seen: set[str] = set()
    while schema.ref is not None:
        target = entities.get(schema.ref)
        if target is None or schema.ref in seen:
            return Schema(source=schema.source)
        seen.add(schema.ref)
        schema = target
    return schema


def children(schema: Schema) -> Iterator[Schema]:
    """The schemas directly inside a schema."""
    if schema.items is not None:
        yield schema.items
    for member in schema.properties:
        yield member.schema
    if isinstance(schema.additional, Schema):
        yield schema.additional
    yield from schema.any_of
    yield from schema.one_of
    yield from schema.all_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSchema:
    """An entity of `schemas.yaml`. `name` is PascalCase and unique in the connector."""

    name: str
    schema: Schema
    source: Span


def type_of(value: JsonValue) -> TypeName:
    """The narrowest JSON Schema type of a value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case tuple():
            return "array"
        case _:
            return "object"
