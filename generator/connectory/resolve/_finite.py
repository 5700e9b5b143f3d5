"""Whether schemas have values that end."""

from collections.abc import Iterator, Mapping

from connectory.diagnostics import Code, Diagnostics, Note
from connectory.model import NamedSchema, Schema

ENDLESS_SCHEMA = Code(
    "R117",
    "endless-schema",
    "A value of the schema has to hold another value of it, that one the next, and so on, so there is no value that "
    "ends. Somewhere on the way there must be a way out: a member that may be absent or null, or a list that may be "
    "empty.",
    "# schemas.yaml\nTicket: {type: object, required: [parent], properties: {parent: {$ref: Ticket}}}",
    "# schemas.yaml\nTicket: {type: object, properties: {parent: {$ref: Ticket}}}",
)

_CONTAINERS = frozenset({"array", "object"})


def check_finite(entities: tuple[NamedSchema, ...], found: Diagnostics) -> None:
    """Report entities that no value can be of, because it would never end."""
    by_name = {entity.name: entity for entity in entities}
    needs = _endless(by_name)
    settled: set[str] = set()
    for name in needs:
        path: list[str] = []
        while name not in path and name not in settled:
            path.append(name)
            name = str(needs[name].ref)
        if name in path:
            cycle = path[path.index(name) :]
            _report([by_name[step] for step in cycle], needs, found)
        settled.update(path)


def _report(cycle: list[NamedSchema], needs: Mapping[str, Schema], found: Diagnostics) -> None:
    way = f": {' → '.join(f'`{step.name}`' for step in (*cycle, cycle[0]))}" if len(cycle) > 1 else ""
    found.error(
        ENDLESS_SCHEMA,
        cycle[0].source,
        f"no value of this schema ends, as each holds another{way}",
        hint=f'take it out of `required`, or allow null: `anyOf: [{{$ref: {cycle[0].name}}}, {{type: "null"}}]`',
        notes=tuple(Note(needs[step.name].source, f"each `{step.name}` needs this") for step in cycle),
    )


def _endless(entities: Mapping[str, NamedSchema]) -> Mapping[str, Schema]:
    """The entities without a value that ends, each with a `$ref` to another of them that its values cannot be without.

    In the beginning all are; those that need none of the rest are not, and so on, until nothing changes.
    """
    endless: Mapping[str, Schema] = {name: entity.schema for name, entity in entities.items()}
    while True:
        needs = {name: next(_needed(entities[name].schema, endless), None) for name in endless}
        left = {name: ref for name, ref in needs.items() if ref is not None}
        if len(left) == len(endless):
            return left
        endless = left


def _needed(schema: Schema, endless: Mapping[str, Schema]) -> Iterator[Schema]:
    """Every `$ref` to something endless that a value cannot be without."""
    if schema.ref in endless:
        yield schema
    for branch in schema.all_of:
        yield from _needed(branch, endless)
    for branches in (schema.any_of, schema.one_of):
        ways = [next(_needed(branch, endless), None) for branch in branches]
        if ways and ways[0] is not None and None not in ways:
            yield ways[0]
    if schema.types and _CONTAINERS.issuperset(schema.types) and not schema.enum and schema.const is None:
        inside = [next(_inside(schema, name, endless), None) for name in schema.types]
        if inside[0] is not None and None not in inside:
            yield inside[0]


def _inside(schema: Schema, container: str, endless: Mapping[str, Schema]) -> Iterator[Schema]:
    if container == "array":
        if schema.items is not None and schema.min_items:
            yield from _needed(schema.items, endless)
        return
    for member in schema.properties:
        if member.required:
            yield from _needed(member.schema, endless)
