"""Questions about types: what a value is, what leads where, and what fits into what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from connectory.model import JsonValue, Schema, TypeName, follow, type_of
from connectory.model.json_schema import schema_json
from connectory.model.reference import is_place
from connectory.model.schema import children

Entities: TypeAlias = Mapping[str, Schema]
"""The entity schemas of a connector by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn(Schema):
    """Stands in for a schema that is not understood: what else it says has been reported, or is in a broken file."""


_WORDS: Mapping[str, str] = {
    "null": "null",
    "boolean": "true or false",
    "integer": "an integer",
    "number": "a number",
    "string": "text",
    "array": "a list",
    "object": "an object",
}


def in_words(types: Sequence[str]) -> str:
    """`text`, `an integer or null`; no types are `any value`."""
    return " or ".join(_WORDS[name] for name in types) or "any value"


def admits(types: Sequence[TypeName], value: JsonValue) -> bool:
    """Whether a value has one of the types; every value has when there are none."""
    kind = type_of(value)
    return not types or kind in types or (kind == "integer" and "number" in types)


def types_of(schema: Schema, entities: Entities) -> tuple[TypeName, ...]:
    """The types that a value of the schema may have; none when nothing is known."""
    here = follow(schema, entities)
    if here.types:
        return here.types
    if here.all_of:
        return next((types for branch in here.all_of if (types := types_of(branch, entities))), ())
    collected: list[TypeName] = []
    for branch in (*here.any_of, *here.one_of):
        types = types_of(branch, entities)
        if not types:
            return ()
        collected.extend(name for name in types if name not in collected)
    return tuple(collected)


def is_partial(schema: Schema) -> bool:
    """Whether something in a schema is not understood."""
    return isinstance(schema, StandIn) or any(map(is_partial, children(schema)))


def is_unknown(schema: Schema, entities: Entities) -> bool:
    """Whether a schema has no types because it is not understood. Nothing follows from that."""
    here = follow(schema, entities)
    return not here.types and (
        isinstance(here, StandIn) or any(is_unknown(branch, entities) for branch in _branches(here))
    )


def member(schema: Schema, step: str, entities: Entities) -> Schema | None:
    """What stands under a member name or list index; `None` when the schema rules that out."""
    here = follow(schema, entities)
    declared = next((item.schema for item in here.properties if item.name == step), None)
    if declared is not None:
        return declared
    if is_unknown(here, entities):
        return StandIn(source=here.source)
    if here.items is not None and is_place(step):
        return here.items
    if (below := _below(here, step, entities)) is not None:
        return below
    if isinstance(here.additional, Schema):
        return here.additional
    return Schema(source=here.source) if _open(here, step) else None


def _below(schema: Schema, step: str, entities: Entities) -> Schema | None:
    """What stands under a step in the branches of a schema: of `allOf` in the last, of a choice in any."""
    for branch in reversed(schema.all_of):
        if (found := member(branch, step, entities)) is not None:
            return found
    distinct: dict[str, Schema] = {}
    for branch in (*schema.any_of, *schema.one_of):
        if (found := member(branch, step, entities)) is not None:
            distinct.setdefault(repr(schema_json(found, "output")), found)
    if len(distinct) > 1:
        return Schema(source=schema.source, any_of=tuple(distinct.values()))
    return next(iter(distinct.values()), None)


def is_certain(schema: Schema, path: Sequence[str], entities: Entities) -> bool:
    """Whether every value of a schema has what a path leads to. A list counts as what may stand in its place."""
    if not path:
        return True
    here = follow(schema, entities)
    if choices := (*here.any_of, *here.one_of):
        return all(types_of(item, entities) == ("array",) or is_certain(item, path, entities) for item in choices)
    if here.all_of:
        return any(is_certain(branch, path, entities) for branch in here.all_of)
    declared = next((item for item in here.properties if item.name == path[0]), None)
    return declared is not None and declared.required and is_certain(declared.schema, path[1:], entities)


def or_null(schema: Schema, entities: Entities) -> Schema:
    """The schema for values that may be null."""
    types = types_of(schema, entities)
    if "null" in types or schema == Schema(source=schema.source):
        return schema
    null = Schema(source=schema.source, types=("null",))
    if schema.types and not schema.enum and schema.const is None:
        return replace(schema, types=(*schema.types, "null"))
    return Schema(source=schema.source, any_of=(schema, null))


def member_names(schema: Schema, entities: Entities) -> tuple[str, ...]:
    """The members that a schema declares."""
    here = follow(schema, entities)
    own = tuple(item.name for item in here.properties)
    return own + tuple(name for branch in _branches(here) for name in member_names(branch, entities))


def mismatch(source: Schema, target: Schema, entities: Entities) -> str | None:
    """Why values of `source` do not fit into `target`, in words; `None` when they may.

    Null is left aside: a reference that leads to nothing is not passed on.
    """
    have = tuple(name for name in types_of(source, entities) if name != "null")
    want = types_of(target, entities)
    if not have or not want:
        return None
    if any(name not in want and not (name == "integer" and "number" in want) for name in have):
        return f"{in_words(have)} does not fit where {in_words(want)} is wanted"
    source_items, target_items = follow(source, entities).items, follow(target, entities).items
    if have == ("array",) and source_items is not None and target_items is not None:
        inner = mismatch(source_items, target_items, entities)
        return f"in the lists, {inner}" if inner else None
    return None


def _branches(schema: Schema) -> Iterator[Schema]:
    yield from schema.any_of
    yield from schema.one_of
    yield from schema.all_of


def _open(schema: Schema, step: str) -> bool:
    """Whether a schema says nothing about what is under `step`."""
    if any(_branches(schema)):
        return False
    if not schema.types:
        return True
    if "array" in schema.types and schema.items is None and is_place(step):
        return True
    return "object" in schema.types and not schema.properties and schema.additional is True
