"""A whole document: what the connector is, its paths, and what they share."""

from typing import Any

from connectory.model import Action, Connector, Method

from ._components import Components
from ._operation import operation
from ._security import requirements, security_schemes
from ._webhooks import delivery, shared_parameters

VERSION = "1"
"""Of the description. The APIs have a version in their paths, and several at a time."""


def document(connector: Connector) -> dict[str, Any]:
    """The OpenAPI document of a connector. Actions that are made of others send nothing and are not in it."""
    components = Components(connector)
    result: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": _info(connector),
        "servers": [_described({"url": server.url}, server.description) for server in connector.servers],
        "tags": [{"name": resource.id, "x-displayName": resource.title} for resource in connector.resources],
        "paths": _paths(connector, components),
    }
    if connector.webhooks:
        result["webhooks"] = {
            item.id: {"post": delivery(item, connector.signature, components)} for item in connector.webhooks
        }
    if connector.default_auth:
        result["security"] = requirements(connector.schemes(connector.default_auth))
    shared = {
        "schemas": components.schemas(),
        "parameters": shared_parameters(connector),
        "securitySchemes": security_schemes(connector),
    }
    return result | {"components": {name: members for name, members in shared.items() if members}}


def _info(connector: Connector) -> dict[str, Any]:
    info: dict[str, Any] = {"title": connector.title, "version": VERSION, "summary": connector.summary}
    return _described(info, connector.description)


def _paths(connector: Connector, components: Components) -> dict[str, Any]:
    """Operations by path and method. Actions that share an endpoint are one operation."""
    shared: dict[tuple[tuple[str, ...], Method], list[Action]] = {}
    for action in connector.actions:
        if action.endpoint is not None:
            shared.setdefault((action.endpoint.text, action.endpoint.method), []).append(action)
    paths: dict[str, Any] = {}
    spelled: dict[tuple[str, ...], str] = {}
    for (text, method), actions in shared.items():
        # A path that is spelled with other names between the braces is the same path.
        path = spelled.setdefault(text, actions[0].endpoint.path if actions[0].endpoint else "")
        paths.setdefault(path, {})[method.lower()] = operation(tuple(actions), path, connector, components)
    return paths


def _described(members: dict[str, Any], text: str | None) -> dict[str, Any]:
    return members | ({"description": text} if text else {})
