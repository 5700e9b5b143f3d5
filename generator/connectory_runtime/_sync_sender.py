"""Sends the requests of a blocking client."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias, cast

import httpx

from ._hooks import RequestHook, ResponseHook, request_view, response_view
from ._message import Broken, RawResponse, Received, Request, ResponseHeaders, Send
from ._reading import BodyReader, UnreadableError
from ._spans import spanned
from ._streamed import BrokenOffError
from ._sync_body import body_of
from ._tally import SourceError
from ._transport import ODD_REDIRECTS, Head, broken_by, for_client, for_transport, has_proxies, odd_redirect
from ._until import lift

if TYPE_CHECKING:
    from ._connections import Connections

_Respond: TypeAlias = Callable[[Send, float], Head]
"""Sends a request and returns the head of its answer; the body is still to be read. All is over at the second."""


class Watched:
    """Sends through a sender, and tells hooks and OpenTelemetry."""

    def __init__(self, sender: Sender, on_request: RequestHook | None, on_response: ResponseHook | None) -> None:
        self._sender = sender
        self._on_request = on_request
        self._on_response = on_response

    def send(self, step: Send) -> Received | Broken:
        request = step.request
        with spanned(step) as report:
            if self._on_request is not None:
                self._on_request(request_view(request))
            outcome = self._sender.send(step)
            report(outcome)
            if self._on_response is not None and isinstance(outcome, Received):
                try:
                    self._on_response(response_view(request, outcome.response))
                except BaseException:
                    if outcome.response.body is not None:
                        outcome.response.body.close()
                    raise
            return outcome

    def close(self) -> None:
        self._sender.close()


class Sender:
    """Sends requests, straight to a transport where no proxy needs more: that is the fastest way."""

    def __init__(self, transport: httpx.BaseTransport | None, http_client: httpx.Client | None) -> None:
        if transport is not None and http_client is not None:
            raise ValueError("give a transport or an http_client, not both")
        self._respond: _Respond | None = None
        if http_client is not None:
            self._respond = _through(http_client)
        elif transport is not None:
            self._respond = _straight_to(transport)
        self._own: Connections | httpx.Client | None = None
        self._lock = Lock()
        self._closed = False

    def send(self, step: Send) -> Received | Broken:
        """Send a request and read its answer, whole unless its body is to be left unread.

        Raises:
            RuntimeError: when the client is closed.
        """
        if self._closed:
            raise RuntimeError("the client is closed")
        respond = self._respond or self._connect()
        started = monotonic()
        end = started + step.deadline
        status: int | None = None
        try:
            head = respond(step, end)
            status, headers = head.status, ResponseHeaders(head.headers)
            unread = step.unread is not None and step.unread(status, headers)
            content = b"" if unread else _read(head, headers, end)
        except UnreadableError as error:
            return Broken("unreadable", str(error), status)
        except SourceError as error:
            return Broken("unknown", str(error), status)
        except httpx.TransportError as error:
            return broken_by(error, status, step.request, end)
        seconds = monotonic() - started
        body = _Unread(head, step.request) if unread else None
        return Received(RawResponse(status, headers, content, seconds, body), seconds)

    def close(self) -> None:
        self._closed = True
        if self._own is not None:
            self._own.close()

    def _connect(self) -> _Respond:
        """Make connections of our own. Not before the first call: loading certificates takes long."""
        with self._lock:
            if self._respond is None and has_proxies():
                self._own = client = httpx.Client()
                self._respond = _through(client)
            elif self._respond is None:
                from ._connections import Connections  # what is below httpx is slow to import

                self._own = connections = Connections()
                self._respond = connections.respond
            return self._respond


def _straight_to(transport: httpx.BaseTransport) -> _Respond:
    def respond(step: Send, end: float) -> Head:
        request = for_transport(step, body_of(step.request), end)
        return _head(transport.handle_request(request), request)

    return respond


def _through(client: httpx.Client) -> _Respond:
    def respond(step: Send, end: float) -> Head:
        request = for_client(step, client, body_of(step.request), end)
        try:
            response = client.send(request, auth=None, follow_redirects=False, stream=True)
        except ODD_REDIRECTS:
            raise odd_redirect() from None
        return _head(response, request)

    return respond


def _head(response: httpx.Response, request: httpx.Request) -> Head:
    body = cast("Iterable[bytes]", response.stream)
    timeouts = request.extensions["timeout"]
    return Head(response.status_code, response.headers.raw, body, response.close, timeouts)


class _Unread:
    """What is left of an answer. The end of the call's time does not hold for it."""

    def __init__(self, head: Head, request: Request) -> None:
        self._head = head
        self._request = request
        lift(head.timeouts)

    def pieces(self) -> Iterator[bytes]:
        try:
            yield from self._head.body
        except httpx.TransportError as error:
            raise BrokenOffError(broken_by(error, self._head.status, self._request)) from None

    def close(self) -> None:
        self._head.close()


def _read(head: Head, headers: ResponseHeaders, end: float) -> bytes:
    try:
        reader = BodyReader(headers.get("content-encoding", ""))
        for piece in head.body:
            reader.feed(piece)
            if monotonic() >= end:
                raise httpx.ReadTimeout("the body goes on")
        return reader.finish()
    finally:
        head.close()
