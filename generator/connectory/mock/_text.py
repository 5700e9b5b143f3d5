"""Texts of a path, query, header, cookie or form as the values they stand for."""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from connectory.model import Schema, TypeName, type_of

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,300})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,300})(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def to_text(value: Any) -> str:
    """How a scalar is written: text as it is, everything else as JSON writes it."""
    return value if isinstance(value, str) else json.dumps(value)


def readings(texts: Sequence[str], schema: Schema, named: Mapping[str, Schema]) -> tuple[Any, ...]:
    """The values that one or several texts under one name can stand for, the likelier first.

    There are two, because `5` under a schema that allows both is a number and a text.
    """
    types = possible_types(schema, named)
    if "array" in types or (not types and len(texts) > 1):
        items = _items(schema, named)
        elements = possible_types(items, named) if items else frozenset[TypeName]()
        return [_read(text, elements) for text in texts], list(texts)
    return _read(texts[0], types), texts[0]


def takes_several(schema: Schema, named: Mapping[str, Schema]) -> bool:
    """Whether a name may be there more than once."""
    types = possible_types(schema, named)
    return not types or "array" in types


def possible_types(
    schema: Schema, named: Mapping[str, Schema], seen: frozenset[str] = frozenset()
) -> frozenset[TypeName]:
    """The types that values of a schema may have; none when any may be."""
    if schema.ref is not None:
        return possible_types(named[schema.ref], named, seen | {schema.ref}) if schema.ref not in seen else frozenset()
    if schema.types:
        return frozenset(schema.types)
    if schema.const is not None:
        return frozenset({type_of(schema.const.value)})
    if schema.enum:
        return frozenset(type_of(item.value) for item in schema.enum)
    if branches := schema.any_of or schema.one_of:
        return _union(possible_types(branch, named, seen) for branch in branches)
    return next(filter(None, (possible_types(branch, named, seen) for branch in schema.all_of)), frozenset[TypeName]())


def _union(types: Iterable[frozenset[TypeName]]) -> frozenset[TypeName]:
    found = list(types)
    return frozenset[TypeName]().union(*found) if all(found) else frozenset()


def _items(schema: Schema, named: Mapping[str, Schema], seen: frozenset[str] = frozenset()) -> Schema | None:
    if schema.ref is not None:
        return _items(named[schema.ref], named, seen | {schema.ref}) if schema.ref not in seen else None
    branches = (*schema.any_of, *schema.one_of, *schema.all_of)
    return schema.items or next(filter(None, (_items(branch, named, seen) for branch in branches)), None)


def _read(text: str, types: frozenset[TypeName]) -> Any:
    if _allows("integer", types) and _INTEGER.fullmatch(text):
        return int(text)
    if _allows("number", types) and _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return int(text) if _INTEGER.fullmatch(text) else float(text)
    if _allows("boolean", types) and text in ("true", "false"):
        return text == "true"
    return text


def _allows(name: TypeName, types: frozenset[TypeName]) -> bool:
    return not types or name in types
