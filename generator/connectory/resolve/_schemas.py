"""From nodes to schemas: every keyword read, types inferred, names checked."""

from connectory.diagnostics import Code, Diagnostics
from connectory.load.nodes import MappingNode, Node, SequenceNode
from connectory.model import EnumValue, Property, Schema, TypeName

from ._enums import inferred_types, read_const, read_enum
from ._keywords import check_keywords
from ._names import Names, propose
from ._read import entries_at, flag_at, integer_at, items_at, json, mapping, number_at, one_or_many, text, text_at

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
    return Schema(
        source=here.span,
        types=types,
        ref=_ref(here, names, found),
        enum=enum,
        const=const,
        format=text_at(here, "format"),
        media_type=text_at(here, "contentMediaType"),
        zone=text_at(here, "zone"),
        pattern=text_at(here, "pattern"),
        min_length=integer_at(here, "minLength"),
        max_length=integer_at(here, "maxLength"),
        minimum=number_at(here, "minimum"),
        maximum=number_at(here, "maximum"),
        exclusive_minimum=number_at(here, "exclusiveMinimum"),
        exclusive_maximum=number_at(here, "exclusiveMaximum"),
        multiple_of=number_at(here, "multipleOf"),
        items=_optional(here.get("items"), names, found),
        min_items=integer_at(here, "minItems"),
        max_items=integer_at(here, "maxItems"),
        unique_items=flag_at(here, "uniqueItems"),
        properties=_properties(here, names, found, around),
        additional=_additional(here.get("additionalProperties"), names, found),
        min_properties=integer_at(here, "minProperties"),
        max_properties=integer_at(here, "maxProperties"),
        any_of=_branches(here, "anyOf", names, found),
        one_of=_branches(here, "oneOf", names, found),
        all_of=_branches(here, "allOf", names, found),
        title=text_at(here, "title"),
        description=text_at(here, "description"),
        default=_default(here),
        examples=tuple(json(item) for item in items_at(here, "examples")),
        deprecated=flag_at(here, "deprecated"),
        secret=flag_at(here, "secret"),
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
    if ref is None or not names.find(text(ref), ref.span, UNKNOWN_SCHEMA, found):
        return None
    return text(ref)


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
    around = tuple(entry.key for entry in entries_at(node, "properties"))
    return tuple(read_schema(item, names, found, around=around) for item in items_at(node, key))


def _default(node: MappingNode) -> EnumValue | None:
    default = node.get("default")
    return None if default is None else EnumValue(value=json(default))
