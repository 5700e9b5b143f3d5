"""Request bodies, put together of the parameters that go there."""

from typing import Any, TypeAlias

from connectory.model import Action, Parameter, is_binary, thaw
from connectory.model.json_schema import rules_json
from connectory.model.reference import is_position
from connectory.model.wire import Tokens, sent_by, tokens_of, wire_schema

from ._components import Components
from ._examples import shown_examples

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_MULTIPART = "multipart/form-data"
_BYTES = "application/octet-stream"

_Part: TypeAlias = tuple[Tokens, dict[str, Any], bool]
"""The way to a place, the schema of what stands there, and whether it has to be there."""


def request_body(actions: tuple[Action, ...], components: Components) -> dict[str, Any] | None:
    """The body of an operation; `None` when none of its actions sends one."""
    shapes = {action.id: shape for action in actions if (shape := _shape(action, components)) is not None}
    if not shapes:
        return None
    content: dict[str, dict[str, Any]] = {}
    for media in dict.fromkeys(media for media, _ in shapes.values()):
        schemas = [schema for kind, schema in shapes.values() if kind == media]
        content[media] = {"schema": schemas[0] if len(schemas) == 1 else {"anyOf": schemas}}
        if media == _JSON and (examples := _examples(actions)):
            content[media]["examples"] = examples
    needed = len(shapes) == len(actions) and all(_is_needed(action) for action in actions)
    return {"content": content} | ({"required": True} if needed else {})


def _shape(action: Action, components: Components) -> tuple[str, dict[str, Any]] | None:
    sent = _in_body(action)
    if not sent:
        return None
    parts = [_part(item, components) for item in sent]
    return _media(sent), _built(parts) | _rules(action)


def _media(sent: list[Parameter]) -> str:
    """What a body of these parameters is sent as."""
    if any(item.location == "file" for item in sent):
        return _MULTIPART
    whole = sent[0]
    if whole.location == "form":
        return _FORM
    return (whole.schema.media_type or (_BYTES if is_binary(whole.schema) else _JSON)) if whole.wire == "" else _JSON


def _part(item: Parameter, components: Components) -> _Part:
    schema = components.schema(wire_schema(item.schema, item.wire_values, components.named), "input")
    return tokens_of(item) if item.location == "body" else (item.wire,), schema, item.required


def _built(parts: list[_Part]) -> dict[str, Any]:
    """The schema around the parts. Steps of digits are positions in a list."""
    if len(parts) == 1 and not parts[0][0]:
        return parts[0][1]
    heads = dict.fromkeys(tokens[0] for tokens, _, _ in parts)
    inner = {head: [(part[0][1:], part[1], part[2]) for part in parts if part[0][0] == head] for head in heads}
    members = {head: _built(below) for head, below in inner.items()}
    needed = [head for head, below in inner.items() if any(required for _, _, required in below)]
    if all(map(is_position, heads)):
        last = max(map(int, heads))
        items = [members.get(str(position), {"type": "null"}) for position in range(last + 1)]
        return {"type": "array", "prefixItems": items} | ({"minItems": max(map(int, needed)) + 1} if needed else {})
    return {"type": "object", "properties": members} | ({"required": needed} if needed else {})


def _rules(action: Action) -> dict[str, Any]:
    """Rules across parameters that all stand at the top of the body."""
    places = {item.name: tokens_of(item) for item in action.parameters if item.location == "body" and not item.ignored}
    at_top = {name: tokens[0] for name, tokens in places.items() if len(tokens) == 1}
    speaking = [rule for rule in action.rules if at_top.keys() >= set(rule.parameters)]
    return rules_json(speaking, at_top)


def _in_body(action: Action) -> list[Parameter]:
    return [item for item in sent_by(action) if item.location in ("body", "form", "file")]


def _is_needed(action: Action) -> bool:
    return any(item.required for item in _in_body(action))


def _examples(actions: tuple[Action, ...]) -> dict[str, Any]:
    """The bodies of examples that say what is sent."""
    shown = (item for action in actions for item in shown_examples(action))
    return {
        item.name: {"summary": item.title, "value": thaw(item.request.body)}
        for item in shown
        if item.request is not None and item.request.has_body
    }
