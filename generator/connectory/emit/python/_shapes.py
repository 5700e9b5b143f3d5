"""What a schema is in the eyes of a Python type: a record, or something that is written in place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from connectory.diagnostics import Span
from connectory.model import Connector, JsonValue, Property, Schema
from connectory.model.schema import children

ANYTHING = Schema(source=Span.whole_file(""))
"""The schema that every value fits."""


@dataclass(frozen=True, slots=True)
class Entities:
    """The named schemas of a connector, each merged into one object where it is put together from several."""

    schemas: dict[str, Schema]
    endless: frozenset[str]

    @classmethod
    def of(cls, connector: Connector) -> "Entities":
        declared = connector.entities
        merged = {name: merge(schema, declared) for name, schema in declared.items()}
        in_place = {name: schema for name, schema in merged.items() if not is_record(schema)}
        endless = frozenset(name for name in in_place if name in _reached(name, in_place))
        return cls(merged, endless)

    def is_record(self, name: str) -> bool:
        """Whether an entity becomes a class of its own; others are written where they are used."""
        return is_record(self.schemas[name])

    def inline(self, schema: Schema) -> Schema:
        """`schema` merged, or what it refers to when that is no record. Description and default of the reference win.

        A schema that holds itself without an object between has no Python type; it stays open.
        """
        while schema.ref is not None and not self.is_record(schema.ref):
            if schema.ref in self.endless:
                return replace(ANYTHING, description=schema.description)
            target = self.schemas[schema.ref]
            description, default = schema.description or target.description, schema.default or target.default
            schema = replace(target, description=description, default=default)
        return merge(schema, self.schemas)


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


def merge(schema: Schema, entities: dict[str, Schema]) -> Schema:
    """One schema for what `allOf` puts together, and for members that only alternatives declare.

    Members of alternatives are optional: which of them are there depends on the value.
    """
    if len(schema.all_of) == 1 and schema.all_of[0].ref is not None and not schema.properties:
        return replace(schema.all_of[0], description=schema.description or schema.all_of[0].description)
    parts = [_target(part, entities) for part in schema.all_of]
    alternatives = [_target(part, entities) for part in (*schema.any_of, *schema.one_of)] if schema.properties else []
    if not parts and not alternatives:
        return schema
    members = {member.name: member for part in parts for member in part.properties}
    members.update({member.name: member for member in schema.properties})
    for part in alternatives:
        for member in part.properties:
            members.setdefault(member.name, replace(member, required=False))
    types = schema.types or next((part.types for part in parts if part.types), ())
    return replace(
        schema,
        types=("object",) if members and not types else types,
        properties=tuple(members.values()),
        all_of=(),
        any_of=() if members else schema.any_of,
        one_of=() if members else schema.one_of,
        items=schema.items or next((part.items for part in parts if part.items), None),
        enum=schema.enum or next((part.enum for part in parts if part.enum), ()),
    )


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
        properties=tuple(Property(name=i.name, schema=bare(i.schema), required=i.required) for i in schema.properties),
        additional=bare(schema.additional) if isinstance(schema.additional, Schema) else schema.additional,
        any_of=tuple(bare(item) for item in schema.any_of),
        one_of=tuple(bare(item) for item in schema.one_of),
        all_of=tuple(bare(item) for item in schema.all_of),
    )


def _target(schema: Schema, entities: dict[str, Schema]) -> Schema:
    seen: set[str] = set()
    while schema.ref is not None and schema.ref not in seen:
        seen.add(schema.ref)
        schema = entities[schema.ref]
    return merge(schema, entities) if schema.ref is None else ANYTHING


def _reached(start: str, in_place: dict[str, Schema]) -> set[str]:
    """Entities that are written in place inside `start`."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        for name in _references(in_place[waiting.pop()]):
            if name in in_place and name not in reached:
                reached.add(name)
                waiting.append(name)
    return reached


def _references(schema: Schema) -> Iterator[str]:
    if schema.ref is not None:
        yield schema.ref
    for child in children(schema):
        if not is_record(child):
            yield from _references(child)
