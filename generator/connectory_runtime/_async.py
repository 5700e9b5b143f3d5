"""The client for `asyncio` and the like: its calls are awaited."""

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable, Mapping
from time import perf_counter
from types import TracebackType
from typing import Any, Self, TypeAlias, TypedDict, TypeVar, cast

import httpx

from ._action import Action, Connector
from ._async_pages import AsyncPages
from ._core import Core
from ._envelope import Envelope
from ._message import Broken, Flow, RawResponse, Received, ResponseHeaders, Send
from ._options import Options
from ._reading import BodyReader, UnreadableError
from ._transport import broken_by, for_client, for_transport, has_proxies
from ._unset import UNSET, Unset

T = TypeVar("T")

_Respond: TypeAlias = Callable[[Send], Awaitable[httpx.Response]]
"""Sends a request and returns the head of its answer; the body is still to be read."""


class AsyncClientOptions(TypedDict, total=False):
    """How a client reaches the API.

    `base_url` replaces the first server of the connector. `timeout`: see `Options`; 30 seconds, or what
    `http_client` says. `transport` and `http_client` are for tests, proxies, TLS settings and shared
    connection pools; both stay open when the client is closed.
    """

    base_url: str
    timeout: float | None
    transport: httpx.AsyncBaseTransport
    http_client: httpx.AsyncClient


class AsyncClient:
    """The base of generated clients.

    Close it when it is no longer needed, or use it in an `async with` statement. Many tasks may share one.
    """

    def __init__(
        self,
        connector: Connector,
        identifiers: Mapping[str, tuple[str, str]],
        *,
        credentials: Mapping[str, str | None],
        base_url: str | None = None,
        timeout: float | Unset | None = UNSET,
        transport: httpx.AsyncBaseTransport | None = None,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        self._core = Core(connector, identifiers, credentials, base_url, timeout)
        self._sender = _Sender(transport, http_client)

    async def execute(
        self, identifier: str, arguments: Mapping[str, Any] | None = None, options: Options | None = None
    ) -> Envelope:
        """Call the action of an id or alias with JSON arguments.

        What the API or the input did wrong is in the envelope and not raised.

        Raises:
            TypeError: when the arguments are no mapping, or an option does not exist.
        """
        return await self._run(self._core.execute(identifier, arguments, options))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._sender.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _call(self, action: Action[T], arguments: Mapping[str, Any], options: Options | None = None) -> T:
        return await self._run(self._core.call(action, arguments, options))

    def _pages(
        self, action: Action[Any], arguments: Mapping[str, Any], options: Options | None = None
    ) -> AsyncPages[Any]:
        return AsyncPages(self._core.pages(action, arguments, options), self._run)

    async def _run(self, flow: Flow[T]) -> T:
        try:
            step = next(flow)
            while True:
                step = flow.send(await self._sender.send(step))
        except StopIteration as end:
            return cast("T", end.value)


class _Sender:
    """Sends requests, straight to a transport where no proxy needs more: that is the fastest way."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None, http_client: httpx.AsyncClient | None) -> None:
        if transport is not None and http_client is not None:
            raise ValueError("give a transport or an http_client, not both")
        self._respond: _Respond | None = None
        if http_client is not None:
            self._respond = _through(http_client)
        elif transport is not None:
            self._respond = _straight_to(transport)
        self._own: httpx.AsyncBaseTransport | httpx.AsyncClient | None = None
        self._closed = False

    async def send(self, step: Send) -> Received | Broken:
        """Send a request and read its whole answer.

        Raises:
            RuntimeError: when the client is closed.
        """
        if self._closed:
            raise RuntimeError("the client is closed")
        respond = self._respond or self._connect()
        started = perf_counter()
        status: int | None = None
        try:
            response = await respond(step)
            status = response.status_code
            content = await _read(response)
        except UnreadableError as error:
            return Broken("unreadable", str(error), status)
        except httpx.TransportError as error:
            return broken_by(error, status)
        return Received(RawResponse(status, ResponseHeaders(response.headers.raw), content), perf_counter() - started)

    async def aclose(self) -> None:
        self._closed = True
        if self._own is not None:
            await self._own.aclose()

    def _connect(self) -> _Respond:
        """Make connections of our own. Not before the first call: loading certificates takes long."""
        if has_proxies():
            self._own = client = httpx.AsyncClient()
            self._respond = _through(client)
        else:
            self._own = transport = httpx.AsyncHTTPTransport()
            self._respond = _straight_to(transport)
        return self._respond


def _straight_to(transport: httpx.AsyncBaseTransport) -> _Respond:
    return lambda step: transport.handle_async_request(for_transport(step))


def _through(client: httpx.AsyncClient) -> _Respond:
    return lambda step: client.send(for_client(step, client), auth=None, follow_redirects=False, stream=True)


async def _read(response: httpx.Response) -> bytes:
    try:
        reader = BodyReader(response.headers.get("content-encoding", ""))
        async for piece in cast("AsyncIterable[bytes]", response.stream):
            reader.feed(piece)
        return reader.finish()
    finally:
        await response.aclose()
