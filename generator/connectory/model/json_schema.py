"""From the model to JSON Schema 2020-12, as plain data to be serialised."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, TypeAlias

from .action import Action, EnvelopeField, EnvelopeObject, EnvelopeValue, InputRule
from .answer import answer_kind
from .connector import Connector
from .json_value import thaw
from .parameter import Parameter
from .schema import EnumValue, Schema, children, follow, is_binary
from .webhook import Webhook

Direction: TypeAlias = Literal["input", "output"]
"""What callers send is closed; what the API answers is open: an unknown enum value is no error."""

Place: TypeAlias = Callable[[str], str]
"""From the name of an entity to the address of its schema."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"

IGNORED = "Accepted and never sent."
"""What stands in place of an ignored parameter's description."""

_ROOTS = {
    "response.status": "The HTTP status of the answer; 0 when there was none.",
    "response.text": "The answer as text, also when it is not JSON.",
    "response.json": "The answer, when it is JSON.",
}
_KEYWORDS = (
    ("format", "format"),
    ("media_type", "contentMediaType"),
    ("zone", "x-zone"),
    ("pattern", "pattern"),
    ("min_length", "minLength"),
    ("max_length", "maxLength"),
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("exclusive_minimum", "exclusiveMinimum"),
    ("exclusive_maximum", "exclusiveMaximum"),
    ("multiple_of", "multipleOf"),
    ("min_items", "minItems"),
    ("max_items", "maxItems"),
    ("min_properties", "minProperties"),
    ("max_properties", "maxProperties"),
)
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_BATCH_JSON: dict[str, Any] = {
    "type": "object",
    "description": "What came of a list that was sent in several requests; absent when one was enough.",
    "properties": {
        "items": {"description": "How many items the list had."} | _COUNT,
        "succeeded": {"description": "How many were done."} | _COUNT,
        "failed": {"description": "How many were not done."} | _COUNT,
        "unknown": {"description": "How many may or may not have been done."} | _COUNT,
        "parts": {
            "description": "The requests in order, each with the members of an envelope of its own.",
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "first": {"description": "The position of its first item in the list, from 0."} | _COUNT,
                    "count": {"description": "How many items it carried."} | _COUNT,
                    "successful": {"type": "boolean", "description": "Whether it did what it says."},
                    "data": {"description": "What the API answered."},
                    "error": {"type": "string", "description": "What went wrong; absent when nothing did."},
                },
                "required": ["first", "count", "successful", "data"],
            },
        },
    },
    "required": ["items", "succeeded", "failed", "unknown", "parts"],
    "additionalProperties": False,
}


def _in_defs(name: str) -> str:
    return f"#/$defs/{name}"


def schema_json(schema: Schema, direction: Direction, place: Place = _in_defs) -> dict[str, Any]:
    """One schema. References lead to the `place` of an entity, `#/$defs/Name` unless told; the caller puts it there."""
    result: dict[str, Any] = {}
    for attribute, keyword in (("title", "title"), ("description", "description")):
        if (text := getattr(schema, attribute)) is not None:
            result[keyword] = text
    if schema.ref is not None:
        result["$ref"] = place(schema.ref)
    if schema.enum:
        result.update(_enum_json(schema, direction))
    elif schema.types:
        result["type"] = schema.types[0] if len(schema.types) == 1 else list(schema.types)
    if schema.const is not None:
        result["const"] = thaw(schema.const.value)
    for attribute, keyword in _KEYWORDS:
        if (bound := getattr(schema, attribute)) is not None:
            result[keyword] = bound
    result.update(_container_json(schema, direction, place))
    for keyword, branches in (("anyOf", schema.any_of), ("oneOf", schema.one_of), ("allOf", schema.all_of)):
        if branches:
            result[keyword] = [schema_json(branch, direction, place) for branch in branches]
    if schema.default is not None:
        result["default"] = thaw(schema.default.value)
    if schema.examples:
        result["examples"] = [thaw(example) for example in schema.examples]
    if schema.deprecated:
        result["deprecated"] = True
    if schema.secret:
        result["x-secret"] = True
    return result


def caller_json(schema: Schema, direction: Direction) -> dict[str, Any]:
    """One schema as those see it who pass and get JSON: bytes become an object that holds them in base 64."""
    if not is_binary(schema):
        return schema_json(schema, direction)
    if schema.items is not None:
        return schema_json(schema, direction) | {"items": caller_json(schema.items, direction)}
    texts = {key: text for key, text in (("title", schema.title), ("description", schema.description)) if text}
    content = {"type": "string", "contentEncoding": "base64", "description": "The bytes in base 64."}
    if schema.media_type is not None:
        content["contentMediaType"] = schema.media_type
    members = {
        "base64": content,
        "filename": {"type": "string", "description": "The name of the file, without a path."},
        "content_type": {"type": "string", "description": "Its media type."},
    }
    whole = {"type": "object", "properties": members, "required": ["base64"], "additionalProperties": False}
    return texts | whole | ({"deprecated": True} if schema.deprecated else {})


def input_json(action: Action, connector: Connector) -> dict[str, Any]:
    """The whole input of an action: one object with a member per parameter, in declared order."""
    parts = [parameter.schema for parameter in action.parameters]
    result: dict[str, Any] = {
        "$schema": DIALECT,
        "title": action.title,
        "description": action.summary,
        "type": "object",
        "properties": {item.name: parameter_json(item) for item in action.parameters},
        "required": [item.name for item in action.parameters if item.required],
        "additionalProperties": False,
    }
    result.update(rules_json(action.rules, {item.name: item.name for item in action.parameters}))
    if action.deprecated is not None:
        result["deprecated"] = True
    return result | _defs_json(parts, connector, "input")


def output_json(action: Action, connector: Connector) -> dict[str, Any]:
    """The envelope that `execute` returns for an action: `data`, `error`, `successful` and declared extras."""
    whole = caller_json(action.output, "output") if action.output else {}
    whole.pop("required", None)  # the empty object of a call that failed has no members
    properties: dict[str, Any] = {"data": {"description": "What the API answered."} | whole}
    properties["error"] = {"type": "string", "description": "What went wrong; absent when nothing did."}
    properties["successful"] = {"type": "boolean", "description": "Whether the action did what it says."}
    properties.update({field.name: _described(field) for field in action.envelope})
    told = _told_of_job(action, connector)
    if action.wait is not None:
        properties["job"] = _job_json(told)
    if action.batch is not None:
        properties["batch"] = _BATCH_JSON
    replaced = next((field.value for field in action.envelope if field.name == "data"), None)
    properties["data"] = _or_nothing(properties["data"], _data_schema(action, replaced), connector)
    optional = {"error", "job", "batch", *(field.name for field in action.envelope if not field.total)}
    required = [name for name in properties if name not in optional]
    parts = [action.output] if action.output and replaced is None else []
    parts.extend([told] if told is not None else [])
    parts.extend(schema for field in action.envelope for schema in _envelope_schemas(field.value))
    return {
        "$schema": DIALECT,
        "title": action.title,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    } | _defs_json(parts, connector, "output")


def payload_json(webhook: Webhook, connector: Connector) -> dict[str, Any]:
    """A whole delivery of a webhook: its payload, or a list of them."""
    payload = schema_json(webhook.payload, "output")
    shape: dict[str, Any] = {"type": "array", "items": payload} if webhook.many else payload
    texts = {"title": webhook.title, "description": webhook.summary}
    return {"$schema": DIALECT, **texts, **shape, **_defs_json([webhook.payload], connector, "output")}


def parameter_json(parameter: Parameter) -> dict[str, Any]:
    """A parameter's schema as callers see it. An ignored one says so and nothing else about its meaning."""
    result = caller_json(parameter.schema, "input")
    if parameter.secret:
        result["x-secret"] = True
    if parameter.ignored:
        result = {"description": IGNORED} | result | {"description": IGNORED, "x-ignored": True}
    return result


def referenced(schemas: Iterable[Schema], connector: Connector) -> tuple[str, ...]:
    """Names of all entity schemas that `schemas` reach, themselves included, in the connector's order."""
    by_name = connector.entities
    reached: set[str] = set()
    waiting = [name for schema in schemas for name in _refs(schema)]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(_refs(by_name[name]))
    return tuple(name for name in by_name if name in reached)


def _or_nothing(data: dict[str, Any], schema: Schema | None, connector: Connector) -> dict[str, Any]:
    """`data` also when a call failed: the empty value of its kind, or null where that is open."""
    constrained = data.keys() - {"title", "description"}
    kind = answer_kind(schema, connector.entities)
    if kind is None and constrained:
        return _alternatively(data, constrained, {"type": "null"})
    if schema is not None and kind == "object" and _needs_members(schema, connector.entities):
        return _alternatively(data, constrained, {"type": "object", "maxProperties": 0})
    return data


def _data_schema(action: Action, replaced: EnvelopeValue | EnvelopeObject | None) -> Schema | None:
    match replaced:
        case None:
            return action.output
        case EnvelopeValue():
            return replaced.reference.schema
        case EnvelopeObject():
            return Schema(source=action.source, types=("object",))


def _needs_members(schema: Schema, entities: Mapping[str, Schema]) -> bool:
    here = follow(schema, entities)
    own = schema.ref is not None and any(member.required for member in here.properties)
    return own or any(_needs_members(branch, entities) or branch.properties for branch in here.all_of)


def _alternatively(data: dict[str, Any], constrained: set[str], nothing: dict[str, Any]) -> dict[str, Any]:
    texts = {key: value for key, value in data.items() if key not in constrained}
    return texts | {"anyOf": [{key: data[key] for key in data if key in constrained}, nothing]}


def _told_of_job(action: Action, connector: Connector) -> Schema | None:
    """What is answered to questions about the job that an action starts."""
    asked = action.wait and action.wait.action
    return next((other.output for other in connector.actions if other.id == asked), None)


def _job_json(told: Schema | None) -> dict[str, Any]:
    status = schema_json(told, "output") if told is not None else {}
    return {
        "type": "object",
        "description": "The job that the call started; absent when it started none.",
        "properties": {
            "token": {"type": "string", "description": "What leads to the job, also later and from elsewhere."},
            "done": {"type": "boolean", "description": "Whether the job was waited for and is done."},
            "status": {
                "description": "What was answered to the last question about the job; null when nothing was asked.",
                "anyOf": [status, {"type": "null"}],
            },
        },
        "required": ["token", "done", "status"],
        "additionalProperties": False,
    }


def _described(field: EnvelopeField) -> dict[str, Any]:
    if field.name == "data":
        return {"description": "What the API answered."} | _envelope_json(field.value)
    schema = _envelope_json(field.value)
    if isinstance(field.value, EnvelopeValue) and "description" not in schema:
        root = field.value.reference.root
        return {"description": _ROOTS[root]} | schema if root in _ROOTS and not field.value.reference.path else schema
    return schema


def _envelope_json(value: EnvelopeValue | EnvelopeObject) -> dict[str, Any]:
    if isinstance(value, EnvelopeValue):
        return schema_json(value.reference.schema, "output")
    return {
        "type": "object",
        "properties": {name: _envelope_json(member) for name, member in value.members},
        "required": [name for name, member in value.members if member.total],
        "additionalProperties": False,
    }


def _envelope_schemas(value: EnvelopeValue | EnvelopeObject) -> tuple[Schema, ...]:
    if isinstance(value, EnvelopeValue):
        return (value.reference.schema,)
    return tuple(member.reference.schema for _, member in value.members)


def _refs(schema: Schema) -> Iterator[str]:
    if schema.ref is not None:
        yield schema.ref
    for child in children(schema):
        yield from _refs(child)


def _defs_json(parts: Iterable[Schema], connector: Connector, direction: Direction) -> dict[str, Any]:
    names = set(referenced(parts, connector))
    defs = {named.name: schema_json(named.schema, direction) for named in connector.schemas if named.name in names}
    return {"$defs": defs} if defs else {}


def _enum_json(schema: Schema, direction: Direction) -> dict[str, Any]:
    closed: dict[str, Any] = {"enum": [thaw(item.value) for item in schema.enum]}
    if any(item.name for item in schema.enum):
        closed["x-enum-varnames"] = [_label(item) for item in schema.enum]
    typed: dict[str, Any] = {}
    if schema.types:
        typed["type"] = schema.types[0] if len(schema.types) == 1 else list(schema.types)
    return typed | closed if direction == "input" else {"anyOf": [closed, typed]}


def _label(item: EnumValue) -> str:
    return item.name if item.name is not None else str(thaw(item.value))


def _container_json(schema: Schema, direction: Direction, place: Place) -> dict[str, Any]:
    result: dict[str, Any] = {}
    if schema.items is not None:
        result["items"] = schema_json(schema.items, direction, place)
    elif "array" in schema.types:
        # JSON Schema could do without it; language models' APIs and generators of clients refuse a list that has none.
        result["items"] = {}
    if schema.unique_items:
        result["uniqueItems"] = True
    if schema.properties:
        result["properties"] = {item.name: schema_json(item.schema, direction, place) for item in schema.properties}
        if required := [item.name for item in schema.properties if item.required]:
            result["required"] = required
    if isinstance(schema.additional, Schema):
        result["additionalProperties"] = schema_json(schema.additional, direction, place)
    elif not schema.additional and direction == "input":
        result["additionalProperties"] = False
    return result


def rules_json(rules: Iterable[InputRule], names: Mapping[str, str]) -> dict[str, Any]:
    """Rules across parameters, as keywords of the object that holds them by the given names."""
    parts: list[dict[str, Any]] = []
    dependent: dict[str, list[str]] = {}
    for rule in rules:
        here = [names[name] for name in rule.parameters]
        present = [{"required": [name]} for name in here]
        match rule.kind:
            case "require_one_of":
                parts.append({"oneOf": present})
            case "require_any_of":
                parts.append({"anyOf": present})
            case "exclusive":
                parts.extend(
                    {"not": {"required": [first, second]}}
                    for index, first in enumerate(here)
                    for second in here[index + 1 :]
                )
            case "together":
                for name in here:
                    dependent.setdefault(name, []).extend(other for other in here if other != name)
            case "requires":
                dependent.setdefault(here[0], []).extend(here[1:])
    result: dict[str, Any] = {"allOf": parts} if parts else {}
    needed = {name: list(dict.fromkeys(others)) for name, others in dependent.items()}
    return result | ({"dependentRequired": needed} if needed else {})
