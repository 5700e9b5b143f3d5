"""Request bodies, put together of the parameters that go there."""

from typing import Any

from connectory.model import Action, Parameter, is_binary
from connectory.model.json_schema import rules_json
from connectory.model.sent import placed, sent_values
from connectory.model.wire import Tokens, sent_by, tokens_of, wire_schema

from ._components import Components
from ._examples import named_examples
from ._nesting import Part, built

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_MULTIPART = "multipart/form-data"
_BYTES = "application/octet-stream"

_INSIDE = ("body", "form", "file")


def request_body(actions: tuple[Action, ...], components: Components) -> dict[str, Any] | None:
    """The body of an operation; `None` when none of its actions sends one."""
    shapes = [(action, *shape) for action in actions if (shape := _shape(action, components)) is not None]
    if not shapes:
        return None
    content: dict[str, dict[str, Any]] = {}
    for media in dict.fromkeys(media for _, media, _ in shapes):
        schemas = [schema for _, kind, schema in shapes if kind == media]
        content[media] = {"schema": schemas[0] if len(schemas) == 1 else {"anyOf": schemas}}
        if examples := _examples([action for action, kind, _ in shapes if kind == media]):
            content[media]["examples"] = examples
    needed = len(shapes) == len(actions) and all(_is_needed(action) for action in actions)
    return {"content": content} | ({"required": True} if needed else {})


def _shape(action: Action, components: Components) -> tuple[str, dict[str, Any]] | None:
    sent = _in_body(action)
    if not sent:
        return None
    parts = [_part(item, components) for item in sent]
    return _media(sent), built(parts) | _rules(action)


def _media(sent: list[Parameter]) -> str:
    """What a body of these parameters is sent as."""
    if any(item.location == "file" for item in sent):
        return _MULTIPART
    whole = sent[0]
    if whole.location == "form":
        return _FORM
    return (whole.schema.media_type or (_BYTES if is_binary(whole.schema) else _JSON)) if whole.wire == "" else _JSON


def _part(item: Parameter, components: Components) -> Part:
    schema = components.schema(wire_schema(item.schema, item.wire_values, components.named), "input")
    return _place(item), schema, item.required


def _place(item: Parameter) -> Tokens:
    return tokens_of(item) if item.location == "body" else (item.wire,)


def _rules(action: Action) -> dict[str, Any]:
    """Rules across parameters that all stand at the top of the body."""
    places = {item.name: _place(item) for item in _in_body(action)}
    at_top = {name: tokens[0] for name, tokens in places.items() if len(tokens) == 1}
    speaking = [rule for rule in action.rules if at_top.keys() >= set(rule.parameters)]
    return rules_json(speaking, at_top)


def _in_body(action: Action) -> list[Parameter]:
    return [item for item in sent_by(action) if item.location in _INSIDE]


def _is_needed(action: Action) -> bool:
    """Whether every call has something in the body: what is required, or one of several that all go there."""
    inside = _in_body(action)
    names = {item.name for item in inside}
    return any(item.required for item in inside) or any(
        rule.kind in ("require_one_of", "require_any_of") and names.issuperset(rule.parameters) for rule in action.rules
    )


def _examples(actions: list[Action]) -> dict[str, Any]:
    """The bodies that examples send, but for files, under the names that their answers have."""
    found: dict[str, Any] = {}
    for action in actions:
        for name, example in named_examples(action).items():
            sent = [(item, value) for item, value in sent_values(action, example) if item.location in _INSIDE]
            if not sent or any(is_binary(item.schema) for item, _ in sent):
                continue
            body = None
            for item, value in sent:
                body = placed(body, _place(item), value)
            found[name] = {"summary": example.title, "value": body}
    return found
