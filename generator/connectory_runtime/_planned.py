"""Builds the request of a call that is not made. Something else stands in for every secret while it is built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._attempts import keyed_headers
from ._auth import Authentication, authenticate, bearing, credentials_of
from ._content import Content, Part
from ._headers import is_sensitive
from ._options import Options
from ._plan import PlannedRequest
from ._request import RequestBuilder
from ._schemes import AuthScheme, OAuth2, Token
from ._secret import MASK, Secret
from ._sketch import Sketch, Stand
from ._upload import Upload

if TYPE_CHECKING:
    from ._prepared import Prepared


def planned_request(prepared: Prepared[Any], arguments: Mapping[str, Any], options: Options) -> PlannedRequest:
    """The request of a call. No credential is needed for it.

    Raises:
        InvalidInput: when the arguments break a rule of the spec.
    """
    action, inputs = prepared.action, prepared.inputs
    values = inputs.check(arguments)
    stand = Stand(action.connector.id)
    authentication = _authentication(prepared.scheme, stand)
    secret = {parameter.name for parameter in action.parameters if parameter.secret}
    shown = {name: stand.for_value(name) if name in secret else value for name, value in values.items()}
    headers = keyed_headers(prepared, options)
    further = {name: stand.for_value(name) if is_sensitive(name) else text for name, text in headers.items()}
    request = RequestBuilder(action, prepared.base_url, authentication, inputs.invalid).build(shown, further)
    sketch = stand.sketch(request, prepared.scheme)
    wanted = (action.idempotency_key or "").lower()
    return PlannedRequest(
        action=action.id,
        method=sketch.method,
        url=sketch.masked(sketch.url),
        headers=_shown_headers(sketch),
        body=_shown_body(sketch),
        idempotency_key=next((text for name, text in headers.items() if name.lower() == wanted), None),
        source=action.source,
        environment=tuple(sketch.used()),
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
