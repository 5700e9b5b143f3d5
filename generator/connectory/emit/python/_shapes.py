"""What a schema is in the eyes of a Python type: a record, or something that is written in place."""

from dataclasses import dataclass, replace

from connectory.diagnostics import Span
from connectory.model import Connector, JsonValue, Schema

ANYTHING = Schema(source=Span.whole_file(""))
"""The schema that every value fits."""


@dataclass(frozen=True, slots=True)
class Entities:
    """The named schemas of a connector."""

    schemas: dict[str, Schema]

    @classmethod
    def of(cls, connector: Connector) -> "Entities":
        return cls({named.name: named.schema for named in connector.schemas})

    def is_record(self, name: str) -> bool:
        """Whether an entity becomes a class of its own; others are written where they are used."""
        return is_record(self.schemas[name])

    def inline(self, schema: Schema) -> Schema:
        """`schema`, or what it refers to when that is no record. The reference's own description wins."""
        while schema.ref is not None and not self.is_record(schema.ref):
            target = self.schemas[schema.ref]
            schema = replace(target, description=schema.description or target.description)
        return schema


def is_record(schema: Schema) -> bool:
    """An object with declared members."""
    return bool(schema.properties) and set(schema.types) <= {"object", "null"}


def enum_values(schema: Schema) -> tuple[JsonValue, ...]:
    """The values that a schema lists, be it one or many."""
    if schema.const is not None:
        return (schema.const.value,)
    return tuple(item.value for item in schema.enum)


def is_literal(value: JsonValue) -> bool:
    """Whether `typing.Literal` takes the value."""
    return value is None or isinstance(value, bool | int | str)


def bare(schema: Schema) -> Schema:
    """The schema without what is written for people; what it allows is the same."""
    return replace(
        schema,
        title=None,
        description=None,
        default=None,
        examples=(),
        deprecated=False,
        enum=tuple(replace(item, name=None) for item in schema.enum),
        items=None if schema.items is None else bare(schema.items),
        properties=tuple(replace(item, schema=bare(item.schema)) for item in schema.properties),
        additional=bare(schema.additional) if isinstance(schema.additional, Schema) else schema.additional,
        any_of=tuple(bare(item) for item in schema.any_of),
        one_of=tuple(bare(item) for item in schema.one_of),
        all_of=tuple(bare(item) for item in schema.all_of),
    )
