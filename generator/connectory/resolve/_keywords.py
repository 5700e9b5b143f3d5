"""Keywords of a schema that do not go together: with its type, with a `$ref`, or with each other."""

from collections.abc import Mapping

from connectory.diagnostics import Code, Diagnostics
from connectory.load.nodes import MappingNode
from connectory.model import TypeName

from ._moments import check_moment
from ._names import listing
from ._patterns import PatternError, check_pattern
from ._read import number, text
from ._types import in_words

REF_BESIDE_KEYWORDS = Code(
    "R104",
    "ref-beside-keywords",
    "A `$ref` stands for the whole schema. Only texts and marks may stand beside it: `title`, `description`, "
    "`default`, `examples`, `deprecated`, `secret`. A second keyword would change what the name means in one place.",
    "output: {$ref: Contact, type: object}",
    "output: {$ref: Contact, description: The contact as it is now.}",
)
KEYWORD_WITHOUT_TYPE = Code(
    "R105",
    "keyword-without-type",
    "Some keywords speak about values of one type, such as `minLength` about text. Beside another type they would "
    "never apply, and without a type they would apply to some values only.",
    "input: {age: {type: integer, maxLength: 3}}",
    "input: {age: {type: integer, maximum: 999}}",
)
CROSSED_BOUNDS = Code(
    "R106",
    "crossed-bounds",
    "The lower bound is above the upper one, so no value fits.",
    "input: {age: {type: integer, minimum: 99, maximum: 1}}",
    "input: {age: {type: integer, minimum: 1, maximum: 99}}",
)
BAD_PATTERN = Code(
    "R107",
    "bad-pattern",
    "A pattern is run by several engines, in the client and in other tools, so it may use what they all read alike: "
    "characters, sets, groups, alternatives, repetitions, `^`, `$`, `\\b`, `\\d`, `\\w`, `\\s`. It must not look "
    "ahead or back, refer to groups, or repeat something that can match the same text in many ways: such "
    "a pattern can be made to run for years.",
    'input: {code: {type: string, pattern: "^(a+)+$"}}',
    'input: {code: {type: string, pattern: "^a+$"}}',
)

_BESIDE_REF = frozenset({"$ref", "title", "description", "default", "examples", "deprecated", "secret"})
_OF_PARAMETERS = frozenset({"in", "wire", "required", "ignored", "evidence", "wire_values", "separator"})
_NUMERIC: tuple[TypeName, ...] = ("integer", "number")
_SPEAKS_OF: Mapping[str, tuple[TypeName, ...]] = {
    "format": ("string", "integer"),
    "contentMediaType": ("string",),
    "zone": ("string", "integer"),
    "pattern": ("string",),
    "minLength": ("string",),
    "maxLength": ("string",),
    "minimum": _NUMERIC,
    "maximum": _NUMERIC,
    "exclusiveMinimum": _NUMERIC,
    "exclusiveMaximum": _NUMERIC,
    "multipleOf": _NUMERIC,
    "items": ("array",),
    "minItems": ("array",),
    "maxItems": ("array",),
    "uniqueItems": ("array",),
    "properties": ("object",),
    "additionalProperties": ("object",),
    "minProperties": ("object",),
    "maxProperties": ("object",),
}
_UPPER = {
    "minLength": "maxLength",
    "minItems": "maxItems",
    "minProperties": "maxProperties",
    "minimum": "maximum",
}


def check_keywords(node: MappingNode, types: tuple[TypeName, ...], found: Diagnostics) -> None:
    """Report keywords of a schema that contradict its type, its `$ref` or each other."""
    if node.get("$ref") is not None:
        _check_beside_ref(node, found)
        return
    _check_types(node, types, found)
    _check_bounds(node, found)
    check_moment(node, types, found)


def read_pattern(node: MappingNode, found: Diagnostics) -> str | None:
    """The pattern of a schema; `None` when there is none, and after its problem has been reported."""
    if (pattern := node.get("pattern")) is None:
        return None
    try:
        check_pattern(text(pattern))
    except PatternError as problem:
        found.error(
            BAD_PATTERN,
            pattern.span,
            f"the pattern has {problem.message}, at its character {problem.at + 1}",
            hint="use plain characters, sets, groups and repetitions",
        )
        return None
    return text(pattern)


def _check_beside_ref(node: MappingNode, found: Diagnostics) -> None:
    for entry in node:
        if entry.key not in _BESIDE_REF | _OF_PARAMETERS:
            found.error(
                REF_BESIDE_KEYWORDS,
                entry.key_span,
                f"`{entry.key}` cannot stand beside `$ref`",
                hint="change the schema that `$ref` names, or write the whole schema here",
            )


def _check_types(node: MappingNode, types: tuple[TypeName, ...], found: Diagnostics) -> None:
    for entry in node:
        wanted = _SPEAKS_OF.get(entry.key)
        if wanted is None or set(wanted) & set(types):
            continue
        if types:
            found.error(
                KEYWORD_WITHOUT_TYPE,
                entry.key_span,
                f"`{entry.key}` speaks about {in_words(wanted)}, but the type is {in_words(types)}",
                hint=f"remove `{entry.key}`, or change `type`",
            )
        else:
            found.error(
                KEYWORD_WITHOUT_TYPE,
                entry.key_span,
                f"`{entry.key}` needs a type that it applies to",
                hint=f"add `type` with {listing(wanted, 'or')}",
            )


def _check_bounds(node: MappingNode, found: Diagnostics) -> None:
    for entry in node:
        above = node.get(_UPPER[entry.key]) if entry.key in _UPPER else None
        if above is not None and number(entry.value) > number(above):
            message = f"`{entry.key}` is above `{_UPPER[entry.key]}`, so no value fits"
            found.error(CROSSED_BOUNDS, entry.value.span, message, hint="swap the two, or drop one")
