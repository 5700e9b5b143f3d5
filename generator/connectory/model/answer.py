"""What the answer of an action is as a whole, whatever part of it is returned."""

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from .schema import Schema, TypeName, children, follow, is_binary

AnswerKind: TypeAlias = Literal["file", "text", "list", "object"]

_KINDS: Mapping[TypeName, AnswerKind] = {"string": "text", "array": "list", "object": "object"}


def answer_kind(schema: Schema | None, entities: Mapping[str, Schema]) -> AnswerKind | None:
    """The kind of a whole answer, `None` where it is open, a number, a choice, or not known."""
    if schema is None:
        return None
    here = follow(schema, entities)
    if here.all_of:
        return next((kind for branch in here.all_of if (kind := answer_kind(branch, entities))), None)
    if is_binary(here) and here.items is None:
        return "file"
    if len(here.types) != 1 or here.enum or here.const is not None:
        return None
    return _KINDS.get(here.types[0])


def secret_members(schema: Schema, entities: Mapping[str, Schema]) -> tuple[str, ...]:
    """The names of all members that hold secrets, sorted; `""` for the whole answer."""
    whole = ("",) if holds_secret(schema, entities) else ()
    return (*whole, *sorted(set(_secret_names(schema, entities, set()))))


def _secret_names(schema: Schema, entities: Mapping[str, Schema], seen: set[str]) -> Iterator[str]:
    if schema.ref is not None:
        if schema.ref in seen:
            return
        seen.add(schema.ref)
    here = follow(schema, entities)
    for member in here.properties:
        if holds_secret(member.schema, entities):
            yield member.name
    for child in children(here):
        yield from _secret_names(child, entities, seen)


def holds_secret(schema: Schema, entities: Mapping[str, Schema]) -> bool:
    """Whether a value is a secret, or a list or a map of secrets."""
    return _is_secret(schema, entities, frozenset())


def _is_secret(schema: Schema, entities: Mapping[str, Schema], inside: frozenset[str]) -> bool:
    if schema.ref in inside:
        return False
    if schema.ref is not None:
        inside |= {schema.ref}
    here = follow(schema, entities)
    parts = (here.items, here.additional, *here.any_of, *here.one_of, *here.all_of)
    return (
        schema.secret
        or here.secret
        or any(isinstance(part, Schema) and _is_secret(part, entities, inside) for part in parts)
    )
