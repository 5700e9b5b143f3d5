"""From checked arguments to a request. What is constant for an action is prepared once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, cast
from urllib.parse import quote, urlsplit

from pydantic_core import to_json

from ._action import Action, Location
from ._address import masked, without
from ._auth import Authentication
from ._body import build_body, steps_of
from ._content import Content, Part
from ._errors import InvalidInput
from ._headers import cookie_problem, header_problem, is_header_name
from ._message import Headers, Request
from ._path import PathTemplate
from ._scalar import to_text, to_texts
from ._schemes import Token
from ._secret import MASK, Secret
from ._upload import Upload
from ._version import VERSION

_GENERAL: Headers = (
    ("Accept-Encoding", "gzip"),
    ("User-Agent", f"connectory/{VERSION}"),
)
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"

_IN_HEADER = "$response.headers."

_LONGEST_URL = 60_000
"""A little less than httpx takes; most servers take far less."""


class _Place(NamedTuple):
    """Where a parameter goes, and how its values are renamed on the way."""

    name: str
    wire: str
    renames: Mapping[str, Any]
    steps: tuple[str, ...]
    separator: str | None = None
    media_type: str | None = None


class RequestBuilder:
    """Builds the requests of one action to one server under one authentication.

    `invalid(parameter, rule, message)` makes the error for a value that its place cannot carry.
    """

    def __init__(
        self,
        action: Action[Any],
        base_url: str,
        authentication: Authentication,
        invalid: Callable[[str, str, str], InvalidInput],
    ) -> None:
        sent = [parameter for parameter in action.parameters if not parameter.ignored]
        self._places: dict[Location, list[_Place]] = {}
        for parameter in sent:
            wire = parameter.name if parameter.wire is None else parameter.wire
            place = _Place(
                parameter.name,
                wire,
                parameter.wire_values,
                steps_of(wire),
                parameter.separator,
                _media_type(parameter.schema),
            )
            self._places.setdefault(parameter.location, []).append(place)
        self._fixed: dict[Location, list[tuple[_Place, Any]]] = {}
        for fixed in action.fixed:
            self._places.setdefault(fixed.location, [])
            place = _Place(fixed.wire, fixed.wire, {}, steps_of(fixed.wire))
            self._fixed.setdefault(fixed.location, []).append((place, fixed.value))
        self._action = action
        self._base_url = base_url
        self._template = f"{urlsplit(base_url).path}{action.path}"
        self._path = PathTemplate(action.path)
        self.authentication = authentication
        self._headers = (("Accept", f"{action.accept}, */*;q=0.5"), *_GENERAL, *authentication.headers)
        self._invalid = invalid
        self._secret = frozenset(parameter.name for parameter in sent if parameter.secret)
        secret_headers = (place.wire for place in self._places.get("header", ()) if place.name in self._secret)
        names = (*(name for name, _ in authentication.headers), *secret_headers, *_token_headers(action))
        self._hidden = frozenset(name.lower() for name in names)

    def build(self, values: Mapping[str, Any], headers: Mapping[str, str]) -> Request:
        """The request for checked values, with further headers that win over all others.

        Raises:
            InvalidInput: for a value that its place in the request cannot carry.
        """
        url = shown = self._url(values, self.authentication.query)
        if self._secret or self.authentication.query:
            hidden = {name: MASK if name in self._secret else value for name, value in values.items()}
            shown = self._url(hidden, tuple((name, MASK) for name, _ in self.authentication.query))
            shown = shown.replace(quote(MASK, safe=""), MASK)
        content, kind = self._content(values)
        sent = self._all_headers(values, content, kind, headers)
        return Request(
            self._action.method,
            url,
            shown,
            sent,
            content,
            self._action,
            self._hidden,
            self._secrets(values),
            self._template,
        )

    def _secrets(self, values: Mapping[str, Any]) -> tuple[Secret, ...]:
        if not self._secret:
            return self.authentication.secrets
        own = (to_text(values[name]) for name in self._secret if name in values)
        return (*self.authentication.secrets, *map(Secret, own))

    def move(self, request: Request, address: str) -> Request:
        """The request, sent to another path and query of the same server, with the credentials it had."""
        credentials = self.authentication.query
        names = frozenset(name for name, _ in credentials)
        target = without(address, names)
        if credentials:
            target = f"{target}{'&' if '?' in target else '?'}{_encoded(credentials)}"
        secret = {place.wire for place in self._places.get("query", ()) if place.name in self._secret}
        parts = urlsplit(self._base_url)
        origin = f"{parts.scheme}://{parts.netloc}"
        return replace(request, url=f"{origin}{target}", shown=f"{origin}{masked(target, names | secret, MASK)}")

    def _url(self, values: Mapping[str, Any], credentials: tuple[tuple[str, str], ...]) -> str:
        path = self._path.fill(dict(self._pairs("path", values)), self._refuse_path)
        pairs = self._pairs("query", values) + credentials
        url = f"{self._base_url}{path}?{_encoded(pairs)}" if pairs else f"{self._base_url}{path}"
        if len(url) > _LONGEST_URL:
            places = (*self._places.get("path", ()), *self._places.get("query", ()))
            longest = max((place.name for place in places), key=lambda name: len(str(values.get(name, ""))))
            raise self._invalid(longest, "length", f"makes the address longer than {_LONGEST_URL} characters")
        return url

    def _content(self, values: Mapping[str, Any]) -> tuple[bytes | Content | None, str]:
        """The body with its content type."""
        fields = self._pairs("form", values)
        if "file" in self._places:
            from ._multipart import multipart  # few actions send files

            parts = (*(Part(name, text) for name, text in fields), *self._files(values))
            return multipart(parts) if parts else (None, "")
        if fields:
            return _encoded(fields).encode(), _FORM
        given = tuple(self._given("body", values))
        match given:
            case ():
                return None, ""
            case ((place, Upload() as upload),):
                from ._multipart import whole

                return whole(upload, place.media_type)
            case ((_Place(steps=(), media_type=str() as kind), text),):
                return text.encode(), _with_charset(kind)
            case _:
                return to_json(build_body((place.steps, value) for place, value in given)), _JSON

    def _files(self, values: Mapping[str, Any]) -> Iterator[Part]:
        from ._multipart import kind_of

        for place, value in self._given("file", values):
            for upload in cast("list[Upload]", value if isinstance(value, list) else [value]):
                yield Part(place.wire, upload, kind_of(upload, place.media_type))

    def _all_headers(
        self, values: Mapping[str, Any], content: bytes | Content | None, kind: str, further: Mapping[str, str]
    ) -> Headers:
        headers = (*self._headers, ("Content-Type", kind)) if kind else self._headers
        if isinstance(content, Content):
            size = content.size
            headers = (*headers, ("Transfer-Encoding", "chunked") if size is None else ("Content-Length", str(size)))
        cookies = (*self.authentication.cookies, *self._checked_pairs("cookie", values, cookie_problem))
        if cookies:
            headers = (*headers, ("Cookie", "; ".join(f"{name}={text}" for name, text in cookies)))
        if "header" in self._places:
            headers = _overridden(headers, tuple(self._checked_pairs("header", values, header_problem)))
        return _overridden(headers, self._further(further)) if further else headers

    def _further(self, headers: Mapping[str, str]) -> Headers:
        for name, text in headers.items():
            problem = header_problem(text) if is_header_name(name) else "has a name that is no header name"
            if problem:
                raise self._invalid("options.headers", "header", problem)
        return tuple(headers.items())

    def _given(self, location: Location, values: Mapping[str, Any]) -> Iterator[tuple[_Place, Any]]:
        for place in self._places.get(location, ()):
            if place.name in values:
                value = values[place.name]
                yield place, _renamed(value, place.renames) if place.renames else value
        yield from self._fixed.get(location, ())

    def _pairs(self, location: Location, values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        if location not in self._places:
            return ()
        pairs: list[tuple[str, str]] = []
        for place, value in self._given(location, values):
            try:
                texts = to_texts(value, place.separator)
            except ValueError as error:
                raise self._invalid(place.name, location, str(error)) from None
            pairs += [(place.wire, text) for text in texts]
        return tuple(pairs)

    def _checked_pairs(
        self, location: Location, values: Mapping[str, Any], problem_of: Callable[[str], str | None]
    ) -> Iterator[tuple[str, str]]:
        for name, text in self._pairs(location, values):
            if problem := problem_of(text):
                raise self._invalid(self._parameter(location, name), location, problem)
            yield name, text

    def _refuse_path(self, wire: str, problem: str) -> InvalidInput:
        return self._invalid(self._parameter("path", wire), "path", problem)

    def _parameter(self, location: Location, wire: str) -> str:
        return next(place.name for place in self._places[location] if place.wire == wire)


def _media_type(schema: Mapping[str, Any]) -> str | None:
    """The type that a file, each file of a list, or a text is sent with."""
    return cast("str | None", schema.get("items", schema).get("contentMediaType"))


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _token_headers(action: Action[Any]) -> Iterator[str]:
    """The headers in which an action hands out a token."""
    for scheme in action.connector.auth.values():
        if isinstance(scheme, Token) and scheme.action == action.id and scheme.at.startswith(_IN_HEADER):
            yield scheme.at.removeprefix(_IN_HEADER)


def _renamed(value: Any, renames: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_renamed(item, renames) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return cast("Any", value)
    return renames.get(to_text(value), value)


def _encoded(pairs: tuple[tuple[str, str], ...]) -> str:
    return "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in pairs)


def _overridden(headers: Headers, winning: Headers) -> Headers:
    names = {name.lower() for name, _ in winning}
    return (*(pair for pair in headers if pair[0].lower() not in names), *winning)
