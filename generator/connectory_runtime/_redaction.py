"""Exchanges as JSON data without their secrets, for files that are kept and shown."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import Any, cast
from urllib.parse import parse_qsl

from ._action import Action
from ._body import steps_of
from ._content import Content, Part
from ._hooks import shown_headers
from ._json import NotJsonError, parse_json
from ._message import Request, ResponseHeaders
from ._secret import MASK, masking
from ._text import decode_text
from ._upload import Upload

_SAID_BY_NAME = frozenset(
    {"password", "passwd", "secret", "clientsecret", "accesstoken", "refreshtoken", "idtoken", "apikey", "privatekey"}
)
_OF_THE_CONNECTION = frozenset({"connection", "content-encoding", "content-length", "date", "transfer-encoding"})
_FORM = "application/x-www-form-urlencoded"


def recorded_request(request: Request, *, by_value: bool = True) -> dict[str, Any]:
    """Method, address and body of a request; of files only name, type and size.

    Secrets are masked where they belong. `by_value` masks them also where they turn up elsewhere.
    """
    mask = masking(request.secrets) if by_value else _as_it_is
    recorded: dict[str, Any] = {"method": request.method, "url": mask(request.shown)}
    if request.content is not None:
        names, places = _secret_inputs(request.action)
        kind = dict(request.headers).get("Content-Type", "")
        if isinstance(request.content, Content):
            recorded["body"] = _streamed(request.content, kind, names, mask)
        elif kind == _FORM:
            pairs = parse_qsl(request.content.decode(), keep_blank_values=True)
            recorded["body"] = {"form": [[name, MASK if name in names else mask(text)] for name, text in pairs]}
        else:
            recorded["body"] = _body(request.content, kind, names, mask, places)
    return recorded


def recorded_response(request: Request, status: int, headers: ResponseHeaders, content: bytes) -> dict[str, Any]:
    """Status, headers and body of an answer. Masked are members that the spec calls secret, and what was sent."""
    kept = {name: text for name, text in headers.items() if name not in _OF_THE_CONNECTION}
    secret, mask = frozenset(request.action.secret_members), masking(request.secrets)
    return {
        "status": status,
        "headers": {name: mask(text) for name, text in shown_headers(request, kept).items()},
        "body": _body(content, headers.get("content-type", ""), secret, mask, [()] if "" in secret else ()),
    }


def _streamed(content: Content, kind: str, names: frozenset[str], mask: Callable[[str], str]) -> dict[str, Any]:
    """What is known of a body without reading it."""
    if not content.parts:
        return {"file": {"content_type": kind, "size": content.size}}
    return {"multipart": [_field(part, names, mask) for part in content.parts]}


def _field(part: Part, names: frozenset[str], mask: Callable[[str], str]) -> dict[str, Any]:
    match part.value:
        case Upload(source, filename):
            return {
                "name": part.name,
                "filename": mask(filename),
                "content_type": part.content_type,
                "size": source.size,
            }
        case text:
            return {"name": part.name, "text": MASK if part.name in names else mask(text)}


def _body(
    content: bytes, kind: str, names: frozenset[str], mask: Callable[[str], str], places: Iterable[tuple[str, ...]]
) -> dict[str, Any]:
    """A body as JSON, as text, or as bytes in base 64."""
    text = decode_text(content, kind)
    try:
        value = parse_json(content, text)
    except NotJsonError:
        value = None
    if isinstance(value, (dict, list)):
        for steps in places:
            value = _without(value, steps)
        return {"json": _redacted(value, names, mask)}
    if () in places:
        return {"text": MASK}
    if text.encode() == content:
        return {"text": mask(text)}
    shown = mask(content.decode("latin-1")).encode("latin-1")
    return {"base64": b64encode(shown).decode()}


def _redacted(value: Any, names: frozenset[str], mask: Callable[[str], str]) -> Any:
    match value:
        case str():
            return mask(value)
        case list():
            return [_redacted(item, names, mask) for item in cast("list[Any]", value)]
        case dict():
            return {
                mask(name): MASK if _is_secret(name, names) and inner is not None else _redacted(inner, names, mask)
                for name, inner in cast("dict[str, Any]", value).items()
            }
        case _:
            return value


def _without(value: Any, steps: tuple[str, ...]) -> Any:
    """The value with a mask in one place."""
    if not steps:
        return MASK
    first, *rest = steps
    match value:
        case dict():
            members = cast("dict[str, Any]", value)
            return {name: _without(inner, tuple(rest)) if name == first else inner for name, inner in members.items()}
        case list():
            items = cast("list[Any]", value)
            return [_without(item, tuple(rest)) if str(index) == first else item for index, item in enumerate(items)]
        case _:
            return value


def _is_secret(name: str, names: frozenset[str]) -> bool:
    return name in names or name.lower().replace("_", "").replace("-", "") in _SAID_BY_NAME


def _as_it_is(text: str) -> str:
    return text


def _secret_inputs(action: Action[Any]) -> tuple[frozenset[str], tuple[tuple[str, ...], ...]]:
    """Names of secret form fields, and ways to secret places in a body."""
    secret = [parameter for parameter in action.parameters if parameter.secret]
    wires = [(parameter.location, parameter.name if parameter.wire is None else parameter.wire) for parameter in secret]
    names = frozenset(wire for location, wire in wires if location == "form")
    return names, tuple(steps_of(wire) for location, wire in wires if location == "body")
