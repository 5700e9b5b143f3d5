"""`schemas.yaml`: the entity schemas that a connector's actions share."""

from collections.abc import Iterator
from dataclasses import replace

from connectory.diagnostics import Code, Diagnostics, Note
from connectory.load.nodes import Entry, MappingNode, Node
from connectory.model import NamedSchema, Schema
from connectory.naming import TYPE_NAME, pascal_case

from ._finite import check_finite
from ._names import Names
from ._schemas import read_schema
from ._types import StandIn

SCHEMA_NAME = Code(
    "R102",
    "schema-name",
    "The name of a schema becomes a class: letters and digits, beginning with a capital letter.",
    "# schemas.yaml\ncontact_list: {type: object}",
    "# schemas.yaml\nContactList: {type: object}",
)
SCHEMA_CYCLE = Code(
    "R103",
    "schema-cycle",
    "Schemas that refer to each other with nothing between describe no value. A schema may contain itself inside an "
    "object or a list.",
    "# schemas.yaml\nA: {$ref: B}\nB: {$ref: A}",
    "# schemas.yaml\nA: {type: object, properties: {b: {$ref: B}}}\nB: {type: object, properties: {a: {$ref: A}}}",
)


def entity_names(node: Node | None, *, complete: bool) -> Names:
    """The names that `$ref` may use. `complete` is false when the file is there but could not be read."""
    known = tuple(entry.key for entry in node) if isinstance(node, MappingNode) else ()
    return Names("schema", known, complete)


def read_entities(node: Node | None, names: Names, found: Diagnostics) -> tuple[NamedSchema, ...]:
    """Every schema of the file, in its order."""
    if not isinstance(node, MappingNode):
        return ()
    for entry in node:
        _check_name(entry, found)
    entities = tuple(
        NamedSchema(name=entry.key, schema=read_schema(entry.value, names, found), source=entry.key_span)
        for entry in node
    )
    endless = _check_cycles(entities, found)
    sound = tuple(
        replace(entity, schema=_cut(entity.schema, endless)) if entity.name in endless else entity
        for entity in entities
    )
    check_finite(sound, found)
    return sound


def _check_name(entry: Entry, found: Diagnostics) -> None:
    if not TYPE_NAME.match(entry.key):
        proposal = pascal_case(entry.key)
        found.error(
            SCHEMA_NAME,
            entry.key_span,
            f"`{entry.key}` cannot be the name of a schema",
            hint=f"write `{proposal}`" if TYPE_NAME.match(proposal) else "write letters and digits, a capital first",
        )


def _check_cycles(entities: tuple[NamedSchema, ...], found: Diagnostics) -> set[str]:
    """The names of those that are made of themselves, after that has been reported."""
    by_name = {entity.name: entity for entity in entities}
    settled: set[str] = set()
    endless: set[str] = set()
    for entity in entities:
        _walk(entity.name, by_name, [], settled, endless, found)
    return endless


def _walk(
    name: str,
    by_name: dict[str, NamedSchema],
    path: list[str],
    settled: set[str],
    endless: set[str],
    found: Diagnostics,
) -> None:
    if name in path:
        cycle = path[path.index(name) :]
        endless.update(cycle)
        chain = " → ".join(f"`{step}`" for step in (*cycle, name))
        found.error(
            SCHEMA_CYCLE,
            by_name[name].source,
            f"this schema is made of itself: {chain}" if len(cycle) > 1 else "this schema is made of itself",
            hint="put an object or a list between them",
            notes=tuple(Note(by_name[step].source, "by way of this") for step in cycle[1:]),
        )
        return
    if name in settled:
        return
    path.append(name)
    for below in _direct(by_name[name].schema):
        _walk(below, by_name, path, settled, endless, found)
    settled.add(path.pop())


def _cut(schema: Schema, endless: set[str]) -> Schema:
    """The schema without the way back to itself: whoever follows it would never come to an end."""
    if schema.ref in endless:
        return StandIn(source=schema.source)
    return replace(
        schema,
        any_of=tuple(_cut(branch, endless) for branch in schema.any_of),
        one_of=tuple(_cut(branch, endless) for branch in schema.one_of),
        all_of=tuple(_cut(branch, endless) for branch in schema.all_of),
    )


def _direct(schema: Schema) -> Iterator[str]:
    """Schemas that a value must fit as a whole."""
    if schema.ref is not None:
        yield schema.ref
    for branch in (*schema.any_of, *schema.one_of, *schema.all_of):
        yield from _direct(branch)
