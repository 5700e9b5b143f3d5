"""A value that a schema accepts, always the same one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from connectory.model import Schema, TypeName, thaw

from ._merge import merge
from ._scalars import number_for, text_for

_MOST_VALUES = 2_000


def sample(schema: Schema, named: Mapping[str, Schema]) -> Any:
    """A value as plain JSON data, with optional members, so that it shows what may come.

    Examples of the schema are preferred to made-up values. Members that lead back to themselves are
    left out. Of `oneOf` the first branch that can be followed is taken.

    Args:
        schema: what the value must be.
        named: the entity schemas that references lead to.
    """
    try:
        return _Sampler(named).value(schema, 0, frozenset())
    except _EndlessError:
        return None


class _EndlessError(Exception):
    """The schema leads back to itself, or to more values than anyone would read."""


class _Sampler:
    def __init__(self, named: Mapping[str, Schema]) -> None:
        self._named = named
        self._left = _MOST_VALUES

    def value(self, schema: Schema, variant: int, inside: frozenset[str]) -> Any:
        """`variant` asks for another value; `inside` are the entities around this one."""
        self._left -= 1
        if self._left < 0:
            raise _EndlessError
        if schema.ref is not None:
            return self.value(*self._follow(schema, variant, inside))
        if schema.examples:
            return thaw(schema.examples[variant % len(schema.examples)])
        if schema.all_of:
            first, *others = schema.all_of
            rest = replace(schema, all_of=tuple(others))
            return self._both(rest, first, variant, inside)
        if branches := schema.any_of or schema.one_of:
            return self._first(replace(schema, any_of=(), one_of=()), branches, variant, inside)
        if schema.const is not None:
            return thaw(schema.const.value)
        if schema.enum:
            return thaw(schema.enum[variant % len(schema.enum)].value)
        return self._plain(schema, variant, inside)

    def _follow(self, schema: Schema, variant: int, inside: frozenset[str]) -> tuple[Schema, int, frozenset[str]]:
        name = schema.ref or ""
        if name in inside:
            raise _EndlessError
        return self._named[name], variant, inside | {name}

    def _both(self, rest: Schema, branch: Schema, variant: int, inside: frozenset[str]) -> Any:
        while branch.ref is not None:
            branch, variant, inside = self._follow(branch, variant, inside)
        return self.value(merge(rest, branch), variant, inside)

    def _first(self, rest: Schema, branches: tuple[Schema, ...], variant: int, inside: frozenset[str]) -> Any:
        for branch in branches:
            try:
                return self._both(rest, branch, variant, inside)
            except _EndlessError:
                continue
        raise _EndlessError

    def _plain(self, schema: Schema, variant: int, inside: frozenset[str]) -> Any:
        kind = _kind(schema)
        try:
            match kind:
                case "object":
                    return self._object(schema, variant, inside)
                case "array":
                    return self._array(schema, inside)
                case "string":
                    return text_for(schema, variant)
                case "integer" | "number":
                    return number_for(schema, variant, whole=kind == "integer")
                case "boolean":
                    return variant % 2 == 0
                case "null":
                    return None
        except _EndlessError:
            if "null" in schema.types:
                return None
            raise

    def _object(self, schema: Schema, variant: int, inside: frozenset[str]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        most = len(schema.properties) if schema.max_properties is None else schema.max_properties
        room = most - sum(item.required for item in schema.properties)
        for item in schema.properties:
            if not item.required and room <= 0:
                continue
            try:
                result[item.name] = self.value(item.schema, variant, inside)
            except _EndlessError:
                if item.required:
                    raise
                continue
            room -= not item.required
        self._fill(result, schema, inside)
        return result

    def _fill(self, result: dict[str, Any], schema: Schema, inside: frozenset[str]) -> None:
        free = schema.additional if isinstance(schema.additional, Schema) else Schema(source=schema.source)
        least = schema.min_properties or 0
        if isinstance(schema.additional, Schema) and not schema.properties and schema.max_properties != 0:
            least = max(least, 1)
        number = 0
        while len(result) < least and schema.additional is not False:
            number += 1
            result.setdefault(f"key{number}", self.value(free, 0, inside))

    def _array(self, schema: Schema, inside: frozenset[str]) -> list[Any]:
        least = schema.min_items or 0
        count = max(least, 1) if schema.max_items is None else min(max(least, 1), schema.max_items)
        items = schema.items or Schema(source=schema.source)
        try:
            return [self.value(items, index, inside) for index in range(count)]
        except _EndlessError:
            if least:
                raise
            return []


def _kind(schema: Schema) -> TypeName:
    if schema.types:
        return min(schema.types, key=lambda name: name == "null")
    if schema.properties or schema.additional is not True or schema.min_properties:
        return "object"
    if schema.items is not None or schema.min_items:
        return "array"
    bounds = (schema.minimum, schema.maximum, schema.exclusive_minimum, schema.exclusive_maximum, schema.multiple_of)
    return "string" if all(bound is None for bound in bounds) else "number"
