"""Sends the requests of a client that is awaited."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from inspect import isawaitable
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias, cast

import httpx

from ._async_body import body_of
from ._clock import Clock
from ._hooks import AsyncRequestHook, AsyncResponseHook, request_view, response_view
from ._message import Broken, RawResponse, Received, Request, ResponseHeaders, Send
from ._reading import BodyReader, UnreadableError
from ._spans import spanned
from ._streamed import BrokenOffError
from ._tally import SourceError
from ._transport import (
    ODD_REDIRECTS,
    AsyncHead,
    broken_by,
    cut_off,
    for_client,
    for_transport,
    has_proxies,
    odd_redirect,
)

if TYPE_CHECKING:
    from ._async_connections import AsyncConnections

_Respond: TypeAlias = Callable[[Send], Awaitable[AsyncHead]]
"""Sends a request and returns the head of its answer; the body is still to be read."""


class Watched:
    """Sends through a sender, and tells hooks and OpenTelemetry."""

    def __init__(
        self, sender: Sender, on_request: AsyncRequestHook | None, on_response: AsyncResponseHook | None
    ) -> None:
        self._sender = sender
        self._on_request = on_request
        self._on_response = on_response

    async def send(self, step: Send) -> Received | Broken:
        request = step.request
        with spanned(step) as report:
            if self._on_request is not None:
                told = self._on_request(request_view(request))
                if isawaitable(told):
                    await told
            outcome = await self._sender.send(step)
            report(outcome)
            if self._on_response is not None and isinstance(outcome, Received):
                try:
                    told = self._on_response(response_view(request, outcome.response))
                    if isawaitable(told):
                        await told
                except BaseException:
                    if outcome.response.body is not None:
                        await outcome.response.body.aclose()
                    raise
            return outcome

    async def aclose(self) -> None:
        await self._sender.aclose()


class Sender:
    """Sends requests, straight to a transport where no proxy needs more: that is the fastest way."""

    def __init__(
        self, transport: httpx.AsyncBaseTransport | None, http_client: httpx.AsyncClient | None, clock: Clock
    ) -> None:
        if transport is not None and http_client is not None:
            raise ValueError("give a transport or an http_client, not both")
        self._respond: _Respond | None = None
        if http_client is not None:
            self._respond = _through(http_client)
        elif transport is not None:
            self._respond = _straight_to(transport)
        self._own: httpx.AsyncBaseTransport | httpx.AsyncClient | AsyncConnections | None = None
        if getattr(transport, "belongs_to_client", False):
            self._own = transport
        self._clock = clock
        self._closed = False

    async def send(self, step: Send) -> Received | Broken:
        """Send a request and read its answer, whole unless its body is to be left unread.

        Raises:
            RuntimeError: when the client is closed.
        """
        if self._closed:
            raise RuntimeError("the client is closed")
        respond = self._respond or self._connect()
        started = monotonic()
        status: int | None = None
        try:
            async with self._clock.within(step.deadline):
                head = await respond(step)
                status, headers = head.status, ResponseHeaders(head.headers)
                unread = step.unread is not None and step.unread(status, headers)
                content = b"" if unread else await _read(head, headers)
        except TimeoutError:
            return cut_off(status)
        except UnreadableError as error:
            return Broken("unreadable", str(error), status)
        except SourceError as error:
            return Broken("unknown", str(error), status)
        except httpx.TransportError as error:
            return broken_by(error, status, step.request)
        seconds = monotonic() - started
        body = _Unread(head, step.request) if unread else None
        return Received(RawResponse(status, headers, content, seconds, body), seconds)

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
            from ._async_connections import AsyncConnections  # what is below httpx is slow to import

            self._own = connections = AsyncConnections()
            self._respond = connections.respond
        return self._respond


def _straight_to(transport: httpx.AsyncBaseTransport) -> _Respond:
    async def respond(step: Send) -> AsyncHead:
        return _head(await transport.handle_async_request(for_transport(step, body_of(step.request))))

    return respond


def _through(client: httpx.AsyncClient) -> _Respond:
    async def respond(step: Send) -> AsyncHead:
        request = for_client(step, client, body_of(step.request))
        try:
            response = await client.send(request, auth=None, follow_redirects=False, stream=True)
        except ODD_REDIRECTS:
            raise odd_redirect() from None
        return _head(response)

    return respond


def _head(response: httpx.Response) -> AsyncHead:
    body = cast("AsyncIterable[bytes]", response.stream)
    return AsyncHead(response.status_code, response.headers.raw, body, response.aclose)


class _Unread:
    """What is left of an answer."""

    def __init__(self, head: AsyncHead, request: Request) -> None:
        self._head = head
        self._request = request

    async def pieces(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._head.body:
                yield piece
        except httpx.TransportError as error:
            raise BrokenOffError(broken_by(error, self._head.status, self._request)) from None

    async def aclose(self) -> None:
        await self._head.aclose()


async def _read(head: AsyncHead, headers: ResponseHeaders) -> bytes:
    try:
        reader = BodyReader(headers.get("content-encoding", ""))
        async for piece in head.body:
            reader.feed(piece)
        return reader.finish()
    finally:
        await head.aclose()
