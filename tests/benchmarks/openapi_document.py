"""A plain OpenAPI 3.1 document of a connector's actions, so that other generators can be given the same work."""

from typing import Any

from connectory.model import Action, Connector, Parameter
from connectory.model.json_schema import schema_json


def openapi_document(connector: Connector) -> dict[str, Any]:
    """The document. Only what every generator understands: paths, parameters, bodies, answers, entities."""
    paths: dict[str, Any] = {}
    for action in connector.actions:
        if action.endpoint is not None:
            operation = _operation(action)
            paths.setdefault(action.endpoint.path, {})[action.endpoint.method.lower()] = operation
    entities = {named.name: _external(schema_json(named.schema, "output")) for named in connector.schemas}
    return {
        "openapi": "3.1.0",
        "info": {"title": connector.title, "version": "1.0", "description": connector.summary},
        "servers": [{"url": server.url} for server in connector.servers],
        "paths": paths,
        "components": {"schemas": entities},
    }


def _operation(action: Action) -> dict[str, Any]:
    sent = [parameter for parameter in action.parameters if not parameter.ignored]
    body = [parameter for parameter in sent if parameter.location in ("body", "form")]
    operation: dict[str, Any] = {
        "operationId": action.id,
        "tags": [action.resource],
        "summary": action.summary,
        "parameters": [_parameter(item) for item in sent if item.location in ("path", "query", "header")],
        "responses": {"200": {"description": "Done"} | _content(action)},
    }
    if body:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _body(body)}},
        }
    return operation


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.wire,
        "in": parameter.location,
        "required": parameter.required,
        "schema": _external(schema_json(parameter.schema, "input")),
    }


def _body(parameters: list[Parameter]) -> dict[str, Any]:
    if parameters[0].wire == "":
        return _external(schema_json(parameters[0].schema, "input"))
    return {
        "type": "object",
        "properties": {item.wire: _external(schema_json(item.schema, "input")) for item in parameters},
        "required": [item.wire for item in parameters if item.required],
    }


def _content(action: Action) -> dict[str, Any]:
    if action.output is None:
        return {}
    return {"content": {"application/json": {"schema": _external(schema_json(action.output, "output"))}}}


def _external(value: Any) -> Any:
    """`#/$defs/X` as OpenAPI spells it."""
    if isinstance(value, dict):
        return {
            key: item.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _external(item)
            for key, item in value.items()
        }
    return [_external(item) for item in value] if isinstance(value, list) else value
