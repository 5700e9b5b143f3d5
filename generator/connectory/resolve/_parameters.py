"""`input`: parameters with their places in the request decided."""

from dataclasses import dataclass, replace
from typing import get_args

from connectory.diagnostics import Code
from connectory.load.nodes import Entry, MappingNode, ScalarNode
from connectory.model import Endpoint, JsonObject, JsonValue, Location, Parameter, Schema, follow
from connectory.naming import IDENTIFIER, snake_case

from ._evidence import read_evidence
from ._names import propose, quoted
from ._read import entries_at, flag_at, json_object, mapping, text_at
from ._schemas import read_schema
from ._scope import Scope
from ._types import is_unknown

PARAMETER_NAME = Code(
    "R203",
    "parameter-name",
    "The name of a parameter becomes a Python name, a JSON key and an argument of tools: up to 64 letters, digits and "
    "`_`, beginning with a letter. What the API calls it is said by `wire`.",
    "input:\n  filter[name]: {type: string}",
    'input:\n  filter_name: {type: string, wire: "filter[name]"}',
)
IGNORED_WITH_PLACE = Code(
    "R204",
    "ignored-with-place",
    "An `ignored` parameter is accepted and never sent. It has no place in the request and nobody has to give it.",
    "input: {note: {type: string, ignored: true, required: true}}",
    "input: {note: {type: string, ignored: true}}",
)
PLACE_IN_COMPOSITE = Code(
    "R205",
    "place-in-composite",
    "An action made of other actions sends nothing itself, so its parameters have no `in` and no `wire`: they are "
    "passed on by the names that `with` gives.",
    "choose: [{action: delete_contact}]\ninput: {id: {type: integer, wire: contactId}}",
    "choose: [{action: delete_contact}]\ninput: {id: {type: integer}}",
)
UNKNOWN_WIRE_VALUE = Code(
    "R206",
    "unknown-wire-value",
    "`wire_values` translates values of the parameter's `enum` into what the API expects. A key that is not among them "
    "would never be used.",
    "input: {order: {enum: [asc, desc], wire_values: {ascending: 1}}}",
    "input: {order: {enum: [asc, desc], wire_values: {asc: 1, desc: -1}}}",
)

_LOCATIONS: dict[str, Location] = {name: name for name in get_args(Location)}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides where parameters go. `endpoint` is `None` when it is unknown or in a `composite`."""

    endpoint: Endpoint | None
    composite: bool


def read_parameters(action: MappingNode, surroundings: Surroundings, scope: Scope) -> tuple[Parameter, ...]:
    """The parameters of an action in declared order."""
    return tuple(_read(entry, surroundings, scope) for entry in entries_at(action, "input"))


def _read(entry: Entry, surroundings: Surroundings, scope: Scope) -> Parameter:
    node = mapping(entry.value)
    _check_name(entry, scope)
    wire = text_at(node, "wire")
    ignored = flag_at(node, "ignored")
    if ignored:
        _check_ignored(node, scope)
    elif surroundings.composite:
        _check_composite(node, scope)
    location = _location(node, entry.key if wire is None else wire, surroundings.endpoint, ignored=ignored)
    schema = read_schema(node, scope.schemas, scope.found)
    return Parameter(
        name=entry.key,
        schema=_as_file(schema) if location == "file" else schema,
        location=location,
        wire=entry.key if wire is None else wire,
        required=_is_required(node) and not ignored,
        source=entry.key_span,
        ignored=ignored,
        secret=schema.secret,
        wire_values=_wire_values(node, schema, scope),
        separator=text_at(node, "separator"),
        evidence=read_evidence(node.get("evidence")),
    )


def _is_required(node: MappingNode) -> bool:
    # A list here is the JSON Schema keyword of an object, which says nothing about the parameter.
    return isinstance(node.get("required"), ScalarNode) and flag_at(node, "required")


def _location(node: MappingNode, wire: str, endpoint: Endpoint | None, *, ignored: bool) -> Location:
    if (said := text_at(node, "in")) is not None:
        return _LOCATIONS[said]
    if endpoint is None:
        return "body"
    if wire in endpoint.names and not ignored:
        return "path"
    return "query" if endpoint.method in ("GET", "DELETE") else "body"


def _as_file(schema: Schema) -> Schema:
    """What goes in as a file is bytes, or a list of them, whether it says so or not."""
    if schema.types == ("array",):
        return replace(schema, items=_as_file(schema.items or Schema(source=schema.source)))
    return replace(schema, format="binary") if schema.types == ("string",) else schema


def _check_name(entry: Entry, scope: Scope) -> None:
    if IDENTIFIER.match(entry.key):
        return
    proposal = snake_case(entry.key)
    scope.found.error(
        PARAMETER_NAME,
        entry.key_span,
        f"{quoted(entry.key)} cannot be the name of a parameter",
        hint=f"call it `{proposal if IDENTIFIER.match(proposal) else 'value'}`, and add `wire: {entry.key}`",
    )


def _check_ignored(node: MappingNode, scope: Scope) -> None:
    for key in ("in", "wire", "wire_values", "separator", "required"):
        if (item := node.entry(key)) is not None and (key != "required" or _is_required(node)):
            message = f"`{key}` has no meaning for a parameter that is never sent"
            scope.found.error(IGNORED_WITH_PLACE, item.key_span, message, hint=f"remove `{key}`, or `ignored`")


def _check_composite(node: MappingNode, scope: Scope) -> None:
    for key in ("in", "wire", "wire_values", "separator"):
        if (item := node.entry(key)) is not None:
            message = f"`{key}` has no meaning in an action that is made of other actions"
            scope.found.error(PLACE_IN_COMPOSITE, item.key_span, message, hint=f"remove `{key}`")


def _wire_values(node: MappingNode, schema: Schema, scope: Scope) -> JsonObject:
    values = node.get("wire_values")
    if values is None or is_unknown(schema, scope.entities):
        return JsonObject({})
    known = [_as_key(item.value) for item in follow(schema, scope.entities).enum]
    for entry in mapping(values):
        if entry.key not in known:
            scope.found.error(
                UNKNOWN_WIRE_VALUE,
                entry.key_span,
                f"{quoted(entry.key)} is not among the values of the enum",
                hint=propose(entry.key, known, "enum value"),
            )
    return json_object(values)


def _as_key(value: JsonValue) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case _:
            return str(value)
