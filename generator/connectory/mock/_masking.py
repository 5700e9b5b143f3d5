"""Requests with everything secret replaced, for people to look at."""

import json
from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from connectory.model import Connector, Parameter, Schema
from connectory.model.auth import AUTHORIZATION
from connectory.model.wire import Tokens, tokens_of

from ._auth import credential_places
from ._message import MockRequest, Pairs, RefusedError
from ._parts import body_kind
from ._percent import decode
from ._routing import Route

_Place: TypeAlias = tuple[str, str]

MASK = "•••"
_ALWAYS: frozenset[_Place] = frozenset({AUTHORIZATION, ("header", "cookie"), ("header", "proxy-authorization")})


def masked(request: MockRequest, connector: Connector | None, route: Route | None) -> MockRequest:
    """The request without credentials and without values that the spec calls secret.

    Where the action is not known, neither is what is secret in a body: it is masked whole.
    """
    secrets = tuple(item for item in route.action.parameters if item.secret) if route is not None else ()
    places: set[_Place] = {*_ALWAYS, *(credential_places(connector) if connector is not None else ())}
    places |= {(item.location, item.wire.lower() if item.location == "header" else item.wire) for item in secrets}
    target = _path(request, route, _names(places, "path"))
    if request.query:
        target += f"?{_pairs(request.query, _names(places, 'query'))}"
    return MockRequest(
        request.method,
        target,
        _headers(request.headers, _names(places, "header")),
        _body(request.body, connector, route, _names(places, "form")),
    )


def _names(places: set[_Place], wanted: str) -> set[str]:
    return {name for location, name in places if location == wanted}


def _path(request: MockRequest, route: Route | None, names: set[str]) -> str:
    if route is None or not names:
        return request.path
    pieces = route.endpoint.path.split("/")[1:]
    first, *segments = request.path.removeprefix("/").split("/")
    shown = (
        MASK if any(f"{{{name}}}" in piece for name in names) else segment
        for piece, segment in zip(pieces, segments, strict=True)
    )
    return "/".join(("", first, *shown))


def _headers(headers: Pairs, names: set[str]) -> Pairs:
    return tuple((name, MASK if name.lower() in names else value) for name, value in headers)


def _pairs(text: str, names: set[str]) -> str:
    return "&".join(_pair(part, names) for part in text.split("&"))


def _pair(part: str, names: set[str]) -> str:
    name, equals, _ = part.partition("=")
    try:
        secret = decode(name.replace("+", "%20"), "name") in names
    except RefusedError:
        secret = True
    return f"{name}{equals}{MASK}" if secret else part


def _body(body: bytes, connector: Connector | None, route: Route | None, names: set[str]) -> bytes:
    if not body or connector is None or route is None:
        return MASK.encode() if body else b""
    if body_kind(route.action) == "form":
        return _pairs(body.decode("utf-8", "replace"), names).encode()
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return MASK.encode()
    named = connector.entities
    for parameter in route.action.parameters:
        if parameter.location == "body" and not parameter.ignored:
            value = _replace(value, tokens_of(parameter), parameter, named)
    return json.dumps(value, ensure_ascii=False).encode()


def _replace(node: Any, tokens: Tokens, parameter: Parameter, named: Mapping[str, Schema]) -> Any:
    if not tokens:
        return MASK if parameter.secret else _without_secrets(node, parameter.schema, named)
    head, *rest = tokens
    inner = tuple(rest)
    if isinstance(node, dict):
        members = cast("dict[str, Any]", node)
        return {key: _replace(item, inner, parameter, named) if key == head else item for key, item in members.items()}
    if isinstance(node, list):
        items = enumerate(cast("list[Any]", node))
        return [_replace(item, inner, parameter, named) if str(index) == head else item for index, item in items]
    return node


def _without_secrets(value: Any, schema: Schema, named: Mapping[str, Schema]) -> Any:
    if schema.secret:
        return MASK
    if schema.ref is not None:
        return _without_secrets(value, named[schema.ref], named)
    for branch in (*schema.any_of, *schema.one_of, *schema.all_of):
        value = _without_secrets(value, branch, named)
    if isinstance(value, list):
        items = cast("list[Any]", value)
        return [_without_secrets(item, schema.items, named) for item in items] if schema.items else items
    if isinstance(value, dict):
        known = {item.name: item.schema for item in schema.properties}
        other = schema.additional if isinstance(schema.additional, Schema) else None
        return {
            key: _without_secrets(item, inner, named) if (inner := known.get(key, other)) is not None else item
            for key, item in cast("dict[str, Any]", value).items()
        }
    return value
