"""Connections of blocking clients: those of httpx, but that the end of a call's time is obeyed in the midst of a head.

httpx gives each read a limit of its own, and an answer may come byte by byte. Here every read and write has what is
left of the whole.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

import httpcore
import httpx

from ._pooled import FAILURES, POOL, for_pool, translated
from ._sync_body import body_of
from ._transport import Head, timeouts
from ._until import Until

if TYPE_CHECKING:
    from ._message import Send

_PIECE = 16 * 1024


class Connections:
    """A pool of connections."""

    def __init__(self) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), network_backend=_Network(), **POOL)

    def respond(self, step: Send, end: float) -> Head:
        """Send a request and return the head of its answer. All is over at `end`.

        Raises:
            httpx.TransportError: when there is no answer.
        """
        limits = timeouts(step, end)
        try:
            response = self._pool.handle_request(for_pool(step.request, body_of(step.request), limits))
        except FAILURES as error:
            raise translated(error) from None
        return Head(response.status, response.headers, _body(response), response.close, limits)

    def close(self) -> None:
        self._pool.close()


def _body(response: httpcore.Response) -> Iterator[bytes]:
    try:
        yield from cast("Iterable[bytes]", response.stream)
    except FAILURES as error:
        raise translated(error) from None


class _Network(httpcore.SyncBackend):
    def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        return _Stream(super().connect_tcp(*args, **kwargs))


class _Stream(httpcore.NetworkStream):
    """A stream each of whose operations has as long as the whole still has."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            self._stream.write(buffer[start : start + _PIECE], _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(timeout: float | None, late: type[httpcore.TimeoutException]) -> float | None:
    if not isinstance(timeout, Until):
        return timeout
    if (seconds := timeout.left()) <= 0:
        raise late("no time is left")
    return seconds
