"""From nodes to schemas: every keyword read, types inferred, names checked."""

from collections.abc import Callable
from typing import Any

from connectory.diagnostics import Code, Diagnostics
from connectory.load.nodes import MappingNode, Node, SequenceNode
from connectory.model import EnumValue, Property, Schema, TypeName

from ._enums import inferred_types, read_const, read_enum
from ._keywords import check_keywords, read_pattern
from ._names import Names, propose, quoted
from ._read import entries_at, flag, integer, items, items_at, json, mapping, number, one_or_many, text
from ._types import StandIn, is_partial

UNKNOWN_SCHEMA = Code(
    "R101",
    "unknown-schema",
    "A `$ref` names a schema of the connector's `schemas.yaml`, by its plain name.",
    "output: {$ref: Contcat}",
    "output: {$ref: Contact}",
)
UNDECLARED_MEMBER = Code(
    "R112",
    "undeclared-member",
    "`required` lists members of `properties`. A name that is not among them is most often misspelt; if it is meant, "
    "declare it, so that people see what it holds.",
    "output: {properties: {id: {type: integer}}, required: [ident]}",
    "output: {properties: {id: {type: integer}}, required: [id]}",
)

_TYPES: dict[str, TypeName] = {
    "null": "null",
    "boolean": "boolean",
    "integer": "integer",
    "number": "number",
    "string": "string",
    "array": "array",
    "object": "object",
}

_PLAIN: dict[str, tuple[str, Callable[[Node], Any]]] = {
    "format": ("format", text),
    "contentMediaType": ("media_type", text),
    "zone": ("zone", text),
    "minLength": ("min_length", integer),
    "maxLength": ("max_length", integer),
    "minimum": ("minimum", number),
    "maximum": ("maximum", number),
    "exclusiveMinimum": ("exclusive_minimum", number),
    "exclusiveMaximum": ("exclusive_maximum", number),
    "multipleOf": ("multiple_of", number),
    "minItems": ("min_items", integer),
    "maxItems": ("max_items", integer),
    "uniqueItems": ("unique_items", flag),
    "minProperties": ("min_properties", integer),
    "maxProperties": ("max_properties", integer),
    "title": ("title", text),
    "description": ("description", text),
    "default": ("default", lambda node: EnumValue(value=json(node))),
    "examples": ("examples", lambda node: tuple(map(json, items(node)))),
    "deprecated": ("deprecated", flag),
    "secret": ("secret", flag),
}
"""Keywords that say the same wherever they stand: the field of a schema for each, and how its value is read."""


def read_schema(node: Node, names: Names, found: Diagnostics, *, around: tuple[str, ...] = ()) -> Schema:
    """The schema that a node describes.

    In a parameter, `required: true` speaks of the parameter and is left to the caller.

    Args:
        names: the schemas that `$ref` may name.
        around: members that the schema around an alternative declares. The alternative may require them.
    """
    here = mapping(node)
    declared: tuple[TypeName, ...] = tuple(_TYPES[str(json(item) or "null")] for item in one_or_many(here.get("type")))
    enum = read_enum(here.get("enum"), declared, found)
    const = read_const(here.get("const"), declared, found)
    types = declared or _inferred(here, enum, const)
    check_keywords(here, types, found)
    ref, pattern = _ref(here, names, found), read_pattern(here, found)
    one_of = _branches(here, "oneOf", names, found)
    # Of such alternatives a value could seem to fit several.
    open_choice = any(is_partial(branch) for branch in one_of)
    lost = any(value is None and key in here.entries for key, value in (("$ref", ref), ("pattern", pattern)))
    return (StandIn if lost or open_choice else Schema)(
        source=here.span,
        types=types,
        ref=ref,
        enum=enum,
        const=const,
        pattern=pattern,
        items=_optional(here.get("items"), names, found),
        properties=_properties(here, names, found, around),
        additional=_additional(here.get("additionalProperties"), names, found),
        any_of=_branches(here, "anyOf", names, found),
        one_of=() if open_choice else one_of,
        all_of=_branches(here, "allOf", names, found),
        **{_PLAIN[key][0]: _PLAIN[key][1](entry.value) for key, entry in here.entries.items() if key in _PLAIN},
    )


def _inferred(node: MappingNode, enum: tuple[EnumValue, ...], const: EnumValue | None) -> tuple[TypeName, ...]:
    if enum or const:
        return inferred_types(enum if const is None else (*enum, const))
    if any(node.get(key) is not None for key in ("properties", "additionalProperties")):
        return ("object",)
    if isinstance(node.get("required"), SequenceNode):
        return ("object",)
    return ("array",) if node.get("items") is not None else ()


def _ref(node: MappingNode, names: Names, found: Diagnostics) -> str | None:
    ref = node.get("$ref")
    if ref is None:
        return None
    name, last = text(ref), text(ref).rpartition("/")[2]
    if name not in names.known and last in names.known:
        message = f"{quoted(name)} is a path, but schemas go by their plain names here"
        found.error(UNKNOWN_SCHEMA, ref.span, message, hint=f"write `{last}`")
        return last
    return name if names.find(name, ref.span, UNKNOWN_SCHEMA, found) else None


def _optional(node: Node | None, names: Names, found: Diagnostics) -> Schema | None:
    return None if node is None else read_schema(node, names, found)


def _properties(node: MappingNode, names: Names, found: Diagnostics, around: tuple[str, ...]) -> tuple[Property, ...]:
    required = node.get("required")
    wanted = {text(item): item for item in required.items} if isinstance(required, SequenceNode) else {}
    members = tuple(
        Property(name=entry.key, schema=read_schema(entry.value, names, found), required=entry.key in wanted)
        for entry in entries_at(node, "properties")
    )
    known = (*(item.name for item in members), *around)
    for name, item in wanted.items():
        if name not in known:
            message = f"`required` names `{name}`, which is not among the properties"
            found.error(UNDECLARED_MEMBER, item.span, message, hint=propose(name, known, "property"))
    own = [item.name for item in members]
    return members + tuple(
        Property(name=name, schema=Schema(source=item.span), required=True)
        for name, item in wanted.items()
        if name in around and name not in own
    )


def _additional(node: Node | None, names: Names, found: Diagnostics) -> Schema | bool:
    if node is None:
        return True
    if isinstance(node, MappingNode):
        return read_schema(node, names, found)
    return json(node) is True


def _branches(node: MappingNode, key: str, names: Names, found: Diagnostics) -> tuple[Schema, ...]:
    if key not in node.entries:
        return ()
    around = tuple(entry.key for entry in entries_at(node, "properties"))
    return tuple(read_schema(item, names, found, around=around) for item in items_at(node, key))
