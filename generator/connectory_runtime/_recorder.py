"""A transport that writes down what passes through it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterable, Iterable
from pathlib import Path
from threading import Lock
from typing import Any, cast

import httpx

from ._message import Request, ResponseHeaders
from ._reading import BodyReader, UnreadableError
from ._redaction import recorded_request, recorded_response
from ._transport import request_within

FORMAT = 1


class Recorder(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Passes requests on and writes every exchange to a JSON file, which `Replay` reads.

    Credentials, secret parameters and secret members of answers are masked in the file. The program still sees
    the true answers. `transport` does the sending; without one, connections are made as usual. An exchange
    without an answer, or whose answer cannot be read, is passed on and not recorded.
    """

    def __init__(
        self, path: str | Path, transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._path = Path(path)
        self._transport = transport
        self._exchanges: list[dict[str, Any]] = []
        self._lock = Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._transport = self._transport or httpx.HTTPTransport()
        response = cast("httpx.BaseTransport", self._transport).handle_request(request)
        try:
            pieces = list(cast("Iterable[bytes]", response.stream))
        finally:
            response.close()
        return self._kept(request, response, b"".join(pieces))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._transport = self._transport or httpx.AsyncHTTPTransport()
        response = await cast("httpx.AsyncBaseTransport", self._transport).handle_async_request(request)
        try:
            pieces = [piece async for piece in cast("AsyncIterable[bytes]", response.stream)]
        finally:
            await response.aclose()
        return self._kept(request, response, b"".join(pieces))

    def close(self) -> None:
        if isinstance(self._transport, httpx.BaseTransport):
            self._transport.close()

    async def aclose(self) -> None:
        if isinstance(self._transport, httpx.AsyncBaseTransport):
            await self._transport.aclose()

    def _kept(self, request: httpx.Request, response: httpx.Response, content: bytes) -> httpx.Response:
        """The same answer once more, after it was written down."""
        try:
            reader = BodyReader(response.headers.get("content-encoding", ""))
            reader.feed(content)
            plain = reader.finish()
        except UnreadableError:
            pass
        else:
            headers = ResponseHeaders(response.headers.raw)
            self._write(request_within(request), response.status_code, headers, plain)
        return httpx.Response(response.status_code, headers=response.headers.raw, stream=httpx.ByteStream(content))

    def _write(self, request: Request, status: int, headers: ResponseHeaders, content: bytes) -> None:
        action = request.action
        exchange = {
            "action": f"{action.connector.id}.{action.id}",
            "request": recorded_request(request),
            "response": recorded_response(request, status, headers, content),
        }
        with self._lock:
            self._exchanges.append(exchange)
            recording = {"format": FORMAT, "exchanges": self._exchanges}
            self._path.write_text(json.dumps(recording, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
