"""From JSON Schema to a validator that runs at native speed. It tells only whether a value is valid.

Nothing is coerced: `"5"` is no integer and `True` is no 1. What comes out of a validator is plain JSON
data, also where a subclass of a JSON type went in.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic_core import CoreSchema, SchemaValidator, core_schema

from ._equality import repeated
from ._explain import is_valid
from ._leaves import TEXT, any_json, checked, integer, number, one_of_these, text, union
from ._library import Library

_TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
_ANY = "any JSON"

_BOUNDS = frozenset(
    {
        "format",
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "items",
        "minItems",
        "maxItems",
        "uniqueItems",
        "properties",
        "required",
        "additionalProperties",
        "minProperties",
        "maxProperties",
    }
)
"""Keywords that bind values of one type and let all others pass."""


def compile_object(members: Mapping[str, Any], required: Collection[str], library: Library) -> SchemaValidator:
    """A validator of objects with these members, given as schemas, and no others."""
    return _Compiler(library).closed_object(members, required)


class _Compiler:
    """Collects the definitions that the schemas it compiles refer to."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._definitions: dict[str, CoreSchema] = {}

    def closed_object(self, members: Mapping[str, Any], required: Collection[str]) -> SchemaValidator:
        fields = {
            name: core_schema.typed_dict_field(self._compile(schema), required=name in required)
            for name, schema in members.items()
        }
        whole = core_schema.typed_dict_schema(fields, extra_behavior="forbid", strict=True)
        return SchemaValidator(core_schema.definitions_schema(whole, list(self._definitions.values())))

    def _compile(self, schema: Mapping[str, Any], *, is_json: bool = False) -> CoreSchema:
        """A validator of a schema. `is_json` tells that its values have passed a validator before."""
        if "$ref" in schema:
            return self._reference(schema["$ref"])
        parts = list(self._parts(schema, is_json))
        if not parts:
            return self._anything(is_json)
        return parts[0] if len(parts) == 1 else core_schema.chain_schema(parts)

    def _parts(self, schema: Mapping[str, Any], is_json: bool) -> Iterator[CoreSchema]:
        """Validators that must all pass, one after the other."""
        allowed = [schema["enum"]] if "enum" in schema else []
        allowed += [[schema["const"]]] if "const" in schema else []
        types = () if _is_choice_of_texts(schema, allowed) else _types(schema)
        if types:
            yield union([self._of_type(name, schema, is_json) for name in types])
            is_json = True
        for choices in allowed:
            yield one_of_these(choices, self._anything(is_json))
            is_json = True
        if "anyOf" in schema:
            yield union([self._compile(branch, is_json=is_json) for branch in schema["anyOf"]])
            is_json = True
        if "oneOf" in schema:
            yield self._exactly_one(schema["oneOf"], is_json)
            is_json = True
        for branch in schema.get("allOf", ()):
            yield self._compile(branch, is_json=is_json)
            is_json = True

    def _of_type(self, name: str, schema: Mapping[str, Any], is_json: bool) -> CoreSchema:
        match name:
            case "null":
                return core_schema.none_schema()
            case "boolean":
                return core_schema.bool_schema(strict=True)
            case "integer":
                return integer(schema)
            case "number":
                return number(schema)
            case "string":
                return text(schema)
            case "array":
                return self._array(schema, is_json)
            case _:
                return self._object(schema, is_json)

    def _array(self, schema: Mapping[str, Any], is_json: bool) -> CoreSchema:
        whole = core_schema.list_schema(
            self._compile(schema.get("items", {}), is_json=is_json),
            min_length=schema.get("minItems"),
            max_length=schema.get("maxItems"),
            strict=True,
        )
        return checked(whole, lambda value: repeated(value) is None) if schema.get("uniqueItems") else whole

    def _object(self, schema: Mapping[str, Any], is_json: bool) -> CoreSchema:
        members: Mapping[str, Any] = schema.get("properties", {})
        required: Collection[str] = schema.get("required", ())
        extra = schema.get("additionalProperties", True)
        extras = None if extra is False else self._compile({} if extra is True else extra, is_json=is_json)
        whole: CoreSchema
        if not members and not required and extras is not None:
            whole = core_schema.dict_schema(TEXT, extras, strict=True)
        else:
            fields = {name: self._compile(member, is_json=is_json) for name, member in members.items()}
            unnamed = checked(self._anything(is_json), lambda _: False) if extras is None else extras
            whole = core_schema.typed_dict_schema(
                {
                    name: core_schema.typed_dict_field(fields.get(name, unnamed), required=name in required)
                    for name in dict.fromkeys((*members, *required))
                },
                extra_behavior="forbid" if extras is None else "allow",
                extras_schema=extras,
                strict=True,
            )
        fewest, most = schema.get("minProperties", 0), schema.get("maxProperties")
        if not fewest and most is None:
            return whole
        return checked(whole, lambda value: fewest <= len(value) and (most is None or len(value) <= most))

    def _exactly_one(self, branches: list[Any], is_json: bool) -> CoreSchema:
        return checked(
            self._anything(is_json),
            lambda value: sum(is_valid(branch, value, self._library) for branch in branches) == 1,
        )

    def _reference(self, reference: str) -> CoreSchema:
        name, schema = self._library.definition(reference)
        if name not in self._definitions:
            # The name is taken first: the schema may refer to itself.
            self._definitions[name] = core_schema.any_schema()
            self._definitions[name] = core_schema.chain_schema([self._compile(schema)], ref=name)
        return core_schema.definition_reference_schema(name)

    def _anything(self, is_json: bool = False) -> CoreSchema:
        if is_json:
            return core_schema.any_schema()
        itself = core_schema.definition_reference_schema(_ANY)
        self._definitions.setdefault(_ANY, any_json(itself, _ANY))
        return itself


def _types(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The types that values may have; none when there is nothing to check about types."""
    declared = schema.get("type")
    if declared is None:
        return () if _BOUNDS.isdisjoint(schema) else _TYPES
    return (declared,) if isinstance(declared, str) else tuple(declared)


def _is_choice_of_texts(schema: Mapping[str, Any], allowed: list[list[Any]]) -> bool:
    """Whether comparing with texts is all there is to check, so that the type need not be."""
    of_texts = any(all(isinstance(choice, str) for choice in choices) for choices in allowed)
    return of_texts and schema.get("type", "string") == "string" and _BOUNDS.isdisjoint(schema)
