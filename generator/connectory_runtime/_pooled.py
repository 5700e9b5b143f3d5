"""Our requests as httpcore takes them, for connections of our own: the way through httpx takes several times longer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from ._content import Content

if TYPE_CHECKING:
    from ._message import Request
    from ._transport import Body

POOL: Mapping[str, Any] = {"max_connections": 100, "max_keepalive_connections": 20, "keepalive_expiry": 5.0}
"""As large as that of httpx."""

_AS_WRITTEN = re.compile(
    r"(https?://[^/?#]+)((?!.*/\.)/[\w~!$&()*+,;=:@/.-]*(?:(?:\?|%[0-9A-F]{2})[\w~!$&()*+,;=:@/.-]*)*)", re.ASCII
)
"""Origin, and a path with its query that httpx would not touch."""

_WITH_LENGTH = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose body has a length even where there is none."""

_FAILURES: dict[type[Exception], type[httpx.TransportError]] = {
    httpcore.ConnectError: httpx.ConnectError,
    httpcore.ConnectTimeout: httpx.ConnectTimeout,
    httpcore.LocalProtocolError: httpx.LocalProtocolError,
    httpcore.PoolTimeout: httpx.PoolTimeout,
    httpcore.ReadError: httpx.ReadError,
    httpcore.ReadTimeout: httpx.ReadTimeout,
    httpcore.RemoteProtocolError: httpx.RemoteProtocolError,
    httpcore.UnsupportedProtocol: httpx.UnsupportedProtocol,
    httpcore.WriteError: httpx.WriteError,
    httpcore.WriteTimeout: httpx.WriteTimeout,
}

FAILURES = tuple(_FAILURES)


def translated(error: Exception) -> httpx.TransportError:
    """The failure of httpx that means the same."""
    return _FAILURES[type(error)](str(error))


def for_pool(request: Request, body: Body, timeouts: dict[str, float | None]) -> httpcore.Request:
    """A request to be handed to a pool, which reads the body. Address and headers are what httpx would make of it."""
    found = _AS_WRITTEN.fullmatch(request.url)
    if found is None:
        url, host = _parsed(request.url)
    else:
        origin, host = _origin(found[1])
        url = httpcore.URL(scheme=origin.scheme, host=origin.host, port=origin.port, target=found[2])
    return httpcore.Request(
        request.method, url, headers=_headers(request, host), content=body or b"", extensions={"timeout": timeouts}
    )


@lru_cache(maxsize=256)
def _origin(text: str) -> tuple[httpcore.URL, bytes]:
    return _parsed(text)


def _parsed(text: str) -> tuple[httpcore.URL, bytes]:
    """An address, and the host as a header names it."""
    url = httpx.URL(text)
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path), url.netloc


def _headers(request: Request, host: bytes) -> list[tuple[bytes, bytes]]:
    headers = [(name.encode("ascii"), text.encode("ascii")) for name, text in request.headers]
    given = {name.lower() for name, _ in headers}
    content = request.content
    if not isinstance(content, Content) and given.isdisjoint((b"content-length", b"transfer-encoding")):
        if content:
            headers.append((b"Content-Length", b"%d" % len(content)))
        elif request.method in _WITH_LENGTH:
            headers.insert(0, (b"Content-Length", b"0"))
    if b"host" not in given:
        headers.insert(0, (b"Host", host))
    return headers
