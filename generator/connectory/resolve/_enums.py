"""`enum` and `const`: values of one type, with names where the spec gives them."""

import re
from collections.abc import Iterator

from connectory.diagnostics import Code, Diagnostics, Note, Span
from connectory.load.nodes import MappingNode, Node
from connectory.model import EnumValue, TypeName, type_of

from ._names import quoted
from ._read import items, json
from ._types import admits, in_words

VALUE_OF_WRONG_TYPE = Code(
    "R108",
    "value-of-wrong-type",
    "Every value of an `enum`, and a `const`, must have the type that the schema declares.",
    "input: {size: {type: string, enum: [S, M, 46]}}",
    'input: {size: {type: string, enum: [S, M, "46"]}}',
)
MIXED_ENUM = Code(
    "R109",
    "mixed-enum",
    "The values of an `enum` are of one type, so that it can become a type of its own. Null may be among them.",
    "input: {size: {enum: [S, 46]}}",
    'input: {size: {enum: [S, "46"]}}',
)
REPEATED_ENUM_VALUE = Code(
    "R110",
    "repeated-enum-value",
    "A value stands twice in an `enum`. One of the two is superfluous, or was meant to be another.",
    "input: {size: {enum: [S, M, S]}}",
    "input: {size: {enum: [S, M, L]}}",
)
ENUM_LABEL = Code(
    "R111",
    "enum-label",
    "The names of an `enum` become constants: capital letters, digits and single underscores, beginning with a letter.",
    "input: {kind: {enum: {plain text: 1, DATE: 2}}}",
    "input: {kind: {enum: {PLAIN_TEXT: 1, DATE: 2}}}",
)

_LABEL = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*\Z")


def read_enum(node: Node | None, types: tuple[TypeName, ...], found: Diagnostics) -> tuple[EnumValue, ...]:
    """The values of `enum`. `types` are the declared ones, none when the values decide."""
    if node is None:
        return ()
    pairs = tuple(_pairs(node, found))
    _check_types(pairs, types, found)
    _check_repeats(pairs, found)
    return tuple(value for value, _ in pairs)


def read_const(node: Node | None, types: tuple[TypeName, ...], found: Diagnostics) -> EnumValue | None:
    """The value of `const`, wrapped, because null is a value too."""
    if node is None:
        return None
    value = EnumValue(value=json(node))
    _check_types(((value, node.span),), types, found)
    return value


def inferred_types(values: tuple[EnumValue, ...]) -> tuple[TypeName, ...]:
    """The types of the values, in order of appearance. Whole numbers among others are numbers."""
    types: dict[TypeName, None] = dict.fromkeys(type_of(item.value) for item in values)
    return tuple(name for name in types if name != "integer" or "number" not in types)


def _pairs(node: Node, found: Diagnostics) -> Iterator[tuple[EnumValue, Span]]:
    if not isinstance(node, MappingNode):
        yield from ((EnumValue(value=json(item)), item.span) for item in items(node))
        return
    for entry in node:
        if not _LABEL.match(entry.key):
            proposal = re.sub(r"[^A-Z0-9]+", "_", entry.key.upper()).strip("_")
            found.error(
                ENUM_LABEL,
                entry.key_span,
                f"{quoted(entry.key)} cannot be the name of an enum value",
                hint=f"write `{proposal}`" if _LABEL.match(proposal) else "write capital letters, digits and `_`",
            )
        yield EnumValue(value=json(entry.value), name=entry.key), entry.value.span


def _check_types(pairs: tuple[tuple[EnumValue, Span], ...], types: tuple[TypeName, ...], found: Diagnostics) -> None:
    for item, span in pairs:
        if not admits(types, item.value):
            found.error(
                VALUE_OF_WRONG_TYPE,
                span,
                f"this value is {in_words((type_of(item.value),))}, but the type is {in_words(types)}",
                hint="put it in quotes" if types == ("string",) else "change the value or `type`",
            )
    kinds = {type_of(item.value) for item, _ in pairs} - {"null"}
    if not types and len(kinds - {"integer"} if "number" in kinds else kinds) > 1:
        first = next(item for item, _ in pairs if item.value is not None)
        odd = next(span for item, span in pairs if type_of(item.value) not in (type_of(first.value), "null"))
        found.error(
            MIXED_ENUM,
            odd,
            f"the values before this one are {in_words((type_of(first.value),))}",
            hint="make all values of one type; quotes make text",
        )


def _check_repeats(pairs: tuple[tuple[EnumValue, Span], ...], found: Diagnostics) -> None:
    seen: dict[tuple[str, object], Span] = {}
    for item, span in pairs:
        first = seen.setdefault((type_of(item.value), item.value), span)
        if first is not span:
            found.error(
                REPEATED_ENUM_VALUE,
                span,
                "this value stands in the enum already",
                hint="remove it",
                notes=(Note(first, "here first"),),
            )
