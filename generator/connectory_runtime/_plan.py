"""What a call would send, without sending it and without its secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ._action import Action, Effect
from ._auth import Authentication, authenticate, bearing, credentials_of
from ._content import Content, Part
from ._curl import as_curl
from ._headers import is_sensitive
from ._input import InputCheck
from ._options import Options
from ._request import RequestBuilder
from ._schemes import AuthScheme, OAuth2, Token
from ._secret import MASK, Secret
from ._sketch import Sketch, Stand
from ._upload import Upload


@dataclass(frozen=True, slots=True)
class Plan:
    """The request of a call that was not made. Secrets are masked: they never were in it.

    `effect` and `idempotent` are what the spec in `source` declares. `body` is the text that would be sent,
    or a line for each field of a form with files; of files it shows name, type and size.
    `environment` are the variables that hold the secrets in `as_curl()`. `job` is the action that tells what becomes
    of the job which the call starts, `None` when it starts none.
    """

    connector: str
    action: str
    effect: Effect
    idempotent: bool
    method: str
    url: str
    headers: Mapping[str, str]
    body: str | None
    source: str
    environment: tuple[str, ...]
    job: str | None
    _sketch: Sketch = field(repr=False, compare=False)

    def as_curl(self) -> str:
        """The request as a command for a POSIX shell, with environment variables in the place of secrets.

        A variable holds the secret as it is; only in a JSON body or a path it stands there unescaped.
        """
        return as_curl(self._sketch)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        repeatable = "may be repeated" if self.idempotent else "not to be repeated blindly"
        yield f"{self.connector}.{self.action} ({self.effect}, {repeatable})"
        yield f"{self.method} {self.url}"
        yield from (f"{name}: {value}" for name, value in self.headers.items())
        if self.body is not None:
            yield f"\n{_pretty(self.body)}\n"
        if self.job is not None:
            yield f"starts a job; ask {self.job} what becomes of it"
        yield f"declared in: {self.source}"


def make_plan(action: Action[Any], base_url: str, arguments: Mapping[str, Any], options: Options) -> Plan:
    """The plan of a call. Something else stands in for every secret while the request is built.

    Raises:
        InvalidInput: when the arguments break a rule of the spec.
    """
    inputs = InputCheck(action)
    values = inputs.check(arguments)
    stand = Stand(action.connector.id)
    scheme = action.connector.auth[action.auth]
    authentication = _authentication(scheme, stand)
    secret = {parameter.name for parameter in action.parameters if parameter.secret}
    shown = {name: stand.for_value(name) if name in secret else value for name, value in values.items()}
    further = {
        name: stand.for_value(name) if is_sensitive(name) else text for name, text in options.get("headers", {}).items()
    }
    request = RequestBuilder(action, base_url, authentication, inputs.invalid).build(shown, further)
    sketch = stand.sketch(request, scheme)
    return Plan(
        connector=action.connector.id,
        action=action.id,
        effect=action.effect,
        idempotent=action.idempotent,
        method=sketch.method,
        url=sketch.masked(sketch.url),
        headers=_shown_headers(sketch),
        body=_shown_body(sketch),
        source=action.source,
        environment=tuple(sketch.used()),
        job=action.wait.action if action.wait is not None else None,
        _sketch=sketch,
    )


def _authentication(scheme: AuthScheme, stand: Stand) -> Authentication:
    if isinstance(scheme, (Token, OAuth2)):
        return bearing(scheme, Secret(stand.for_value("access_token")))
    secrets = {credential: stand.for_credential(credential) for credential in credentials_of(scheme)}
    # A stand-in can be sent anywhere, so nothing is ever refused.
    return authenticate(scheme, secrets, lambda _, problem: AssertionError(problem))


def _shown_headers(sketch: Sketch) -> dict[str, str]:
    shown = {name: sketch.masked(text) for name, text in sketch.headers}
    return shown if sketch.user is None else {**shown, "Authorization": f"Basic {MASK}"}


def _shown_body(sketch: Sketch) -> str | None:
    match sketch.body:
        case Content(parts=()) as content:
            return "\n".join(f"{piece.filename}, {piece.size}" for piece in content.pieces if isinstance(piece, Upload))
        case Content(parts=parts):
            return "\n".join(f"{part.name}: {_shown_field(part, sketch)}" for part in parts)
        case str() as text:
            return sketch.masked(text)
        case None:
            return None


def _shown_field(part: Part, sketch: Sketch) -> str:
    if isinstance(part.value, Upload):
        return f"{part.value.filename}, {part.content_type}, {part.value.size}"
    return sketch.masked(part.value)


def _pretty(body: str) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body
