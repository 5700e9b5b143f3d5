"""Between our messages and those of httpx, for both drivers."""

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TypeAlias
from urllib.request import getproxies

import httpx

from ._message import Broken, Part, Request, Send
from ._secret import masked
from ._text import one_line
from ._unset import UNSET
from ._until import until

DEFAULT_TIMEOUT = 30.0

Body: TypeAlias = bytes | Iterable[bytes] | AsyncIterable[bytes] | None

_OURS = "connectory"
_LONGEST_REASON = 200

ODD_REDIRECTS = (httpx.InvalidURL, UnicodeError)
"""What clients of httpx may raise over an address to which a server redirects, although nobody follows it."""

_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an answer, whose body is still to be read. `timeouts` hold for what is read of it."""

    status: int
    headers: Sequence[tuple[bytes, bytes]]
    body: Iterable[bytes]
    close: Callable[[], None]
    timeouts: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class AsyncHead:
    """The same for clients that are awaited."""

    status: int
    headers: Sequence[tuple[bytes, bytes]]
    body: AsyncIterable[bytes]
    aclose: Callable[[], Awaitable[None]]


def timeouts(step: Send, end: float = float("inf")) -> dict[str, float | None]:
    """Seconds that each part of a request may take, none of which goes on beyond `end`."""
    limit = until(DEFAULT_TIMEOUT if step.timeout is UNSET else step.timeout, end)
    return {"connect": limit, "read": limit, "write": limit, "pool": limit}


def for_transport(step: Send, body: Body, end: float = float("inf")) -> httpx.Request:
    """A request to be handed straight to a transport, which reads the body. It may know that all is over at `end`."""
    request = step.request
    return httpx.Request(
        request.method,
        request.url,
        headers=request.headers,
        content=body,
        extensions={"timeout": timeouts(step, end), _OURS: request},
    )


def for_client(
    step: Send, client: httpx.Client | httpx.AsyncClient, body: Body, end: float = float("inf")
) -> httpx.Request:
    """A request to be sent by a client of httpx, with what that client adds to every request."""
    request = step.request
    sent = client.build_request(
        request.method,
        request.url,
        headers=request.headers,
        content=body,
        timeout=httpx.USE_CLIENT_DEFAULT if step.timeout is UNSET else step.timeout,
        extensions={_OURS: request},
    )
    limits = sent.extensions["timeout"]
    sent.extensions["timeout"] = {part: until(limit, end) for part, limit in limits.items()}
    if request.shown != request.url:
        sent.url = _QuietURL(sent.url, request)
    return sent


def request_within(request: httpx.Request) -> Request:
    """Our request that one of httpx was made of, for transports that need to know what is secret in it.

    Raises:
        TypeError: when it was made by somebody else.
    """
    found = request.extensions.get(_OURS)
    if not isinstance(found, Request):
        raise TypeError("this transport is for the clients that connectory generates, and for nothing else")
    return found


def has_proxies() -> bool:
    """Whether the environment names a proxy."""
    return not getproxies().keys().isdisjoint({"http", "https", "all"})


def broken_by(error: httpx.TransportError, status: int | None, request: Request, end: float = float("inf")) -> Broken:
    """What a failure of the transport says about delivery; `status` if the head of an answer was there.

    The error itself goes no further: it holds the request, and with it the credentials, which its text may repeat.
    """
    # What the server wrote is left out: it may be long, and repeat a secret with its signs escaped.
    text = one_line(masked(str(error).partition(": bytearray(")[0], request.secrets), _LONGEST_REASON)
    reason = f"{type(error).__name__}: {text}" if text else type(error).__name__
    if status is None and isinstance(error, _NEVER_SENT):
        return Broken("not sent", reason)
    if not isinstance(error, httpx.TimeoutException):
        return Broken("unknown", reason, status)
    if monotonic() >= end:
        return cut_off(status)
    part: Part = "send" if isinstance(error, httpx.WriteTimeout) else "head" if status is None else "body"
    return Broken("timed out", reason, status, part)


def odd_redirect() -> httpx.RemoteProtocolError:
    """The failure of the transport that such an address is."""
    return httpx.RemoteProtocolError("the server redirects to what is no address")


def cut_off(status: int | None) -> Broken:
    """What the end of a call's time says about delivery."""
    return Broken("timed out", "no time is left", status, "deadline")


class _QuietURL(httpx.URL):
    """A URL that prints without its secrets: clients of httpx log every URL."""

    def __init__(self, url: httpx.URL, request: Request) -> None:
        super().__init__(url)
        self._shown = request.shown

    def __str__(self) -> str:
        return self._shown

    def __repr__(self) -> str:
        return f"URL({self._shown!r})"
