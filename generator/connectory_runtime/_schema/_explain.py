"""Why a value is not valid: every broken keyword, with the way to it and the place that declares it.

Slow and thorough; it runs when a fast validator has said no.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, cast

from connectory_runtime._names import suggestion

from . import _phrases as phrases
from ._equality import key_of, repeated
from ._formats import has_format
from ._library import Library
from ._numbers import is_multiple
from ._patterns import matcher

Step: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken keyword. `entity` are the steps in the library to the schema that has it; none is outside of it."""

    path: tuple[Step, ...]
    rule: str
    message: str
    entity: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """Where the explanation has come to: in the value, and in the library."""

    path: tuple[Step, ...] = ()
    entity: tuple[str, ...] = ()

    def member(self, name: str) -> Position:
        return Position((*self.path, name), (*self.entity, name) if self.entity else ())

    def item(self, index: int) -> Position:
        return replace(self, path=(*self.path, index))

    def finding(self, rule: str, message: str) -> Finding:
        return Finding(self.path, rule, message, self.entity)


def is_valid(schema: Mapping[str, Any], value: Any, library: Library) -> bool:
    """Whether there is nothing to explain."""
    return next(explain(schema, value, library), None) is None


def explain(schema: Mapping[str, Any], value: Any, library: Library, at: Position = Position()) -> Iterator[Finding]:
    """Everything that is wrong with a plain JSON value, in the order of the value."""
    if "$ref" in schema:
        name, definition = library.definition(schema["$ref"])
        yield from explain(definition, value, library, replace(at, entity=(name,)))
        return
    declared = schema.get("type")
    types = (declared,) if isinstance(declared, str) else declared
    if types and not any(_has_type(value, name) for name in types):
        yield at.finding("type", phrases.wrong_type(types, value))
        return
    yield from _choice(schema, value, at)
    match value:
        case str():
            yield from _text(schema, value, at)
        case bool():
            pass
        case int() | float():
            yield from _number(schema, value, at)
        case list():
            yield from _array(schema, cast("list[Any]", value), library, at)
        case dict():
            yield from _object(schema, cast("dict[str, Any]", value), library, at)
        case _:
            pass
    yield from _combined(schema, value, library, at)


def _has_type(value: Any, name: str) -> bool:
    match value:
        case None:
            return name == "null"
        case bool():
            return name == "boolean"
        case int():
            return name in ("integer", "number")
        case float():
            return name == "number" and math.isfinite(value)
        case str():
            return name == "string"
        case list():
            return name == "array"
        case dict():
            return name == "object"
        case _:
            return False


def _choice(schema: Mapping[str, Any], value: Any, at: Position) -> Iterator[Finding]:
    if "const" in schema and key_of(value) != key_of(schema["const"]):
        yield at.finding("const", f"must be {phrases.shown(schema['const'])}")
    if "enum" in schema and key_of(value) not in {key_of(choice) for choice in schema["enum"]}:
        texts = [choice for choice in schema["enum"] if isinstance(choice, str)]
        hint = suggestion(value, texts) if isinstance(value, str) else ""
        yield at.finding("enum", f"must be one of {phrases.listed(schema['enum'])}{hint}")


def _text(schema: Mapping[str, Any], value: str, at: Position) -> Iterator[Finding]:
    if len(value) < schema.get("minLength", 0):
        yield at.finding("minLength", phrases.too_few(schema["minLength"], "character", len(value)))
    if len(value) > schema.get("maxLength", math.inf):
        yield at.finding("maxLength", phrases.too_many(schema["maxLength"], "character", len(value)))
    if "pattern" in schema and not matcher(schema["pattern"])(value):
        yield at.finding("pattern", f"must match the pattern {schema['pattern']}")
    if "format" in schema and not has_format(value, schema["format"]):
        yield at.finding("format", f"must be {phrases.example_of(schema['format'])}")


def _number(schema: Mapping[str, Any], value: float, at: Position) -> Iterator[Finding]:
    if value < schema.get("minimum", -math.inf):
        yield at.finding("minimum", f"must be at least {schema['minimum']}")
    if value > schema.get("maximum", math.inf):
        yield at.finding("maximum", f"must be at most {schema['maximum']}")
    if value <= schema.get("exclusiveMinimum", -math.inf):
        yield at.finding("exclusiveMinimum", f"must be greater than {schema['exclusiveMinimum']}")
    if value >= schema.get("exclusiveMaximum", math.inf):
        yield at.finding("exclusiveMaximum", f"must be less than {schema['exclusiveMaximum']}")
    if "multipleOf" in schema and not is_multiple(value, schema["multipleOf"]):
        yield at.finding("multipleOf", f"must be a multiple of {schema['multipleOf']}")


def _array(schema: Mapping[str, Any], value: list[Any], library: Library, at: Position) -> Iterator[Finding]:
    if len(value) < schema.get("minItems", 0):
        yield at.finding("minItems", phrases.too_few(schema["minItems"], "item", len(value)))
    if len(value) > schema.get("maxItems", math.inf):
        yield at.finding("maxItems", phrases.too_many(schema["maxItems"], "item", len(value)))
    if schema.get("uniqueItems") and (pair := repeated(value)):
        yield at.finding("uniqueItems", f"must not repeat an item; those at {pair[0]} and {pair[1]} are equal")
    if "items" in schema:
        for index, item in enumerate(value):
            yield from explain(schema["items"], item, library, at.item(index))


def _object(schema: Mapping[str, Any], value: dict[str, Any], library: Library, at: Position) -> Iterator[Finding]:
    members: Mapping[str, Any] = schema.get("properties", {})
    extra = schema.get("additionalProperties", True)
    for name, item in value.items():
        if name in members:
            yield from explain(members[name], item, library, at.member(name))
        elif extra is False:
            yield at.member(name).finding("additionalProperties", f"is not known here{suggestion(name, members)}")
        elif extra is not True:
            yield from explain(extra, item, library, at.member(name))
    for name in schema.get("required", ()):
        if name not in value:
            yield at.member(name).finding("required", "is required")
    if len(value) < schema.get("minProperties", 0):
        yield at.finding("minProperties", phrases.too_few(schema["minProperties"], "member", len(value)))
    if len(value) > schema.get("maxProperties", math.inf):
        yield at.finding("maxProperties", phrases.too_many(schema["maxProperties"], "member", len(value)))


def _combined(schema: Mapping[str, Any], value: Any, library: Library, at: Position) -> Iterator[Finding]:
    if "anyOf" in schema:
        problems = [list(explain(branch, value, library, at)) for branch in schema["anyOf"]]
        if all(problems):
            yield from _nearest("anyOf", problems, at)
    if "oneOf" in schema:
        problems = [list(explain(branch, value, library, at)) for branch in schema["oneOf"]]
        if all(problems):
            yield from _nearest("oneOf", problems, at)
        elif (matches := problems.count([])) > 1:
            yield at.finding("oneOf", f"fits {matches} of the alternatives, must fit exactly one")
    for branch in schema.get("allOf", ()):
        yield from explain(branch, value, library, at)


def _nearest(rule: str, problems: list[list[Finding]], at: Position) -> list[Finding]:
    """What to say when no alternative fits: the problems of the one that was meant, if that is clear."""
    meant = [found for found in problems if not _refuses_type(found, at)]
    if len(meant) == 1:
        return meant[0]
    missing = [found[0].path[-1] for found in problems if len(found) == 1 and found[0].rule == "required"]
    if len(missing) == len(problems):
        return [at.finding(rule, f"needs {phrases.any_of([str(name) for name in missing])}")]
    if not meant:
        types = [found[0].message.removeprefix("must be ").partition(",")[0] for found in problems]
        return [at.finding(rule, f"must be {phrases.any_of(list(dict.fromkeys(types)))}")]
    return [at.finding(rule, f"fits none of the {len(problems)} alternatives")]


def _refuses_type(found: list[Finding], at: Position) -> bool:
    return found[0].path == at.path and found[0].rule == "type"
