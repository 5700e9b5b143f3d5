"""`envelope`: further members of what `execute` returns."""

from connectory.diagnostics import Code
from connectory.load.nodes import Entry, MappingNode, Node
from connectory.model import EnumValue, EnvelopeField, EnvelopeObject, EnvelopeValue, type_of
from connectory.naming import IDENTIFIER

from ._read import entries_at, json, mapping, text
from ._references import Sight, bind
from ._scope import Scope
from ._types import admits, in_words, types_of

RESERVED_FIELD = Code(
    "R303",
    "reserved-field",
    "The envelope has members of its own. `error` and `successful` say how the call went and cannot be replaced; "
    "`data` can. A further name is made of letters, digits and `_`.",
    "envelope: {error: $response.text}",
    "envelope: {raw_text: $response.text}",
)
WRONG_TYPE = Code(
    "R304",
    "wrong-type",
    "A value does not fit where it goes: the type of what a reference leads to, or of a value written out, is not the "
    "one that is wanted there.",
    "envelope: {status_code: {from: $response.status, default: none}}",
    "envelope: {status_code: {from: $response.status, default: 0}}",
)

_OWN = ("error", "successful", "exception", "job")


def read_envelope(action: MappingNode, sight: Sight, scope: Scope) -> tuple[EnvelopeField, ...]:
    """The fields in declared order. Those with problems are reported and left out."""
    fields = (_read_field(entry, sight, scope) for entry in entries_at(action, "envelope"))
    return tuple(field for field in fields if field is not None)


def _read_field(entry: Entry, sight: Sight, scope: Scope) -> EnvelopeField | None:
    if entry.key in _OWN or not IDENTIFIER.match(entry.key):
        why = "belongs to every envelope" if entry.key in _OWN else "cannot be the name of a field"
        scope.found.error(RESERVED_FIELD, entry.key_span, f"`{entry.key}` {why}", hint="choose another name")
        return None
    members = entry.value.get("members") if isinstance(entry.value, MappingNode) else None
    value = _read_value(entry.value, sight, scope) if members is None else _read_members(members, sight, scope)
    return None if value is None else EnvelopeField(name=entry.key, value=value)


def _read_members(node: Node, sight: Sight, scope: Scope) -> EnvelopeObject:
    pairs = ((entry.key, _read_value(entry.value, sight, scope)) for entry in mapping(node))
    return EnvelopeObject(members=tuple((name, value) for name, value in pairs if value is not None))


def _read_value(node: Node, sight: Sight, scope: Scope) -> EnvelopeValue | None:
    source = node.get("from") if isinstance(node, MappingNode) else node
    reference = None if source is None else bind(text(source), source.span, sight, scope.found)
    if reference is None:
        return None
    types = types_of(reference.schema, scope.entities)
    listed = set(types) - {"null"} == {"array"}
    default = node.get("default") if isinstance(node, MappingNode) else None
    if default is None:
        return EnvelopeValue(reference=reference, listed=listed)
    value = json(default)
    if not admits(types, value):
        scope.found.error(
            WRONG_TYPE,
            default.span,
            f"the default is {in_words((type_of(value),))}, but `{reference}` is {in_words(types)}",
            hint="write a default of that type",
        )
    return EnvelopeValue(reference=reference, default=EnumValue(value=value), listed=listed)
