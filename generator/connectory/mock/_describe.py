"""What a person needs to know to use a running mock."""

import json
import shlex
from collections.abc import Iterator
from typing import assert_never
from urllib.parse import quote, urlencode

from connectory.model import Action, ApiKey, AuthScheme, Basic, Bearer, Connector, NoAuth, OAuth2, Project, Token

from ._encode import expected_parts
from ._failure import ROW_HEADER, STATUS_HEADER
from ._parts import ABSENT, Parts
from ._server import MockServer

_KEY = "any-key"


def describe(project: Project, server: MockServer) -> str:
    """The base URL of every connector with a command to try, and what else the mock does."""
    lines = [line for connector in project.connectors for line in _connector(connector, server)]
    lines += [
        "Any credential is accepted, but for the words `invalid` and `expired`.",
        f"To see a failure, send the header {STATUS_HEADER}: 429,",
        f"or {ROW_HEADER}: 1 for what the first row of the error tables explains.",
    ]
    if not server.is_local:
        lines.append(f"Anyone who can reach {server.host} can use this server.")
    return "\n".join((*lines, "Ctrl-C stops."))


def _connector(connector: Connector, server: MockServer) -> Iterator[str]:
    yield f"{connector.title}: {server.url(connector.id)}"
    action = _to_try(connector)
    if action is not None:
        yield f"  {_curl(action, connector, server.url(connector.id))}"
    yield ""


def _to_try(connector: Connector) -> Action | None:
    """The action that verifies a credential, or else the first whose input is known from an example."""
    ready = [action for action in connector.actions if action.endpoint is not None and action.examples]
    return next((action for action in ready if action.id == connector.verify), ready[0] if ready else None)


def _curl(action: Action, connector: Connector, base: str) -> str:
    parts = expected_parts(action, action.examples[0].input)
    words = ["curl", *_credential(connector.schemes_of(action)[0]), *_headers(parts), *_body(parts)]
    method = action.endpoint.method if action.endpoint else "GET"
    if method != ("POST" if parts.form or parts.body is not ABSENT else "GET"):
        words += ["-X", method]
    return shlex.join([*words, base + _target(action, connector, parts)])


def _target(action: Action, connector: Connector, parts: Parts) -> str:
    path = action.endpoint.path if action.endpoint else ""
    for name, text in parts.path.items():
        path = path.replace(f"{{{name}}}", quote(text, safe=""))
    scheme = connector.schemes_of(action)[0]
    key: tuple[tuple[str, str], ...] = ()
    if isinstance(scheme, ApiKey | Token) and scheme.location == "query":
        key = ((scheme.name, _sent(scheme)),)
    query = urlencode((*parts.query, *key), quote_via=quote)
    return f"{path}?{query}" if query else path


def _credential(scheme: AuthScheme) -> list[str]:
    match scheme:
        case NoAuth():
            return []
        case Basic():
            halves = (half if isinstance(half, str) else _KEY for half in (scheme.username, scheme.password))
            return ["-u", ":".join(halves)]
        case Bearer() | OAuth2():
            return ["-H", f"Authorization: Bearer {_KEY}"]
        case ApiKey(location="header") | Token(location="header"):
            return ["-H", f"{scheme.name}: {_sent(scheme)}"]
        case ApiKey(location="cookie") | Token(location="cookie"):
            return ["-b", f"{scheme.name}={_sent(scheme)}"]
        case ApiKey() | Token():
            return []
        case _:
            assert_never(scheme)


def _sent(scheme: ApiKey | Token) -> str:
    return f"{scheme.prefix}{_KEY}" if isinstance(scheme, Token) else _KEY


def _headers(parts: Parts) -> Iterator[str]:
    for name, text in parts.headers:
        yield from ("-H", f"{name}: {text}")
    if parts.cookies:
        yield from ("-b", "; ".join(f"{name}={text}" for name, text in parts.cookies))


def _body(parts: Parts) -> Iterator[str]:
    if parts.body is not ABSENT:
        yield from ("-H", "Content-Type: application/json", "-d", json.dumps(parts.body, ensure_ascii=False))
    for name, text in parts.form:
        yield from ("--data-urlencode", f"{name}={text}")
