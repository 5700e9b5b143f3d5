"""Parameters in path, query, header and cookie."""

import re
from typing import Any, TypeAlias

from connectory.model import Action, Location, Parameter, Schema
from connectory.model.wire import sent_by, wire_schema

from ._components import Components

_PLACES = ("path", "query", "header", "cookie")
_STYLES = {",": "form", "|": "pipeDelimited", " ": "spaceDelimited"}
_NAMES = re.compile(r"\{([^{}]+)\}")

_Key: TypeAlias = tuple[Location, str]


def parameters(actions: tuple[Action, ...], path: str, components: Components) -> list[dict[str, Any]]:
    """All parameters outside of the body. One that some of the actions lack is optional."""
    found: dict[_Key, dict[str, Any]] = {}
    counted: dict[_Key, int] = {}
    for action in actions:
        for item in sent_by(action):
            if item.location not in _PLACES:
                continue
            name = _spelled(item, action, path)
            key = (item.location, name)
            counted[key] = counted.get(key, 0) + 1
            entry = found.setdefault(key, _parameter(item, name, components))
            entry["required"] = bool(entry.get("required")) and item.required
    for key, entry in found.items():
        if not entry["required"] or counted[key] < len(actions):
            del entry["required"]
    return list(found.values())


def _spelled(item: Parameter, action: Action, path: str) -> str:
    """The name of a parameter; in a path, the one that the document's path has between its braces."""
    if item.location != "path" or action.endpoint is None:
        return item.wire
    names: list[str] = _NAMES.findall(path)
    return names[action.endpoint.names.index(item.wire)]


def _parameter(item: Parameter, name: str, components: Components) -> dict[str, Any]:
    schema = wire_schema(item.schema, item.wire_values, components.named)
    body = components.schema(schema, "input")
    result: dict[str, Any] = {"name": name, "in": item.location}
    if (description := body.pop("description", None)) is not None:
        result["description"] = description
    if item.schema.deprecated:
        result["deprecated"] = True
    result["required"] = item.required
    if item.separator is not None:
        if item.location == "query" and item.separator in _STYLES:
            result |= {"style": _STYLES[item.separator], "explode": False}
        elif item.separator != "," or item.location not in ("path", "header"):
            body = _as_text(item.schema)
    return result | {"schema": body}


def _as_text(schema: Schema) -> dict[str, Any]:
    """A list that OpenAPI has no style for: the whole text."""
    return {"type": "string", "title": schema.title} if schema.title else {"type": "string"}
