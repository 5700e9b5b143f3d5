"""aiohttp behind the interface of httpx transports. Imported only when `aiohttp` is there."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import suppress
from typing import cast

import aiohttp
import httpx
from multidict import CIMultiDict
from yarl import URL

from ._aiohttp_errors import FAILURES, NOT_HTTP, translated
from ._proxies import Proxies

_PIECE = 64 * 1024
_LONGEST_HEADER = 100 * 1024
"""As much as httpx takes."""


class AiohttpTransport(httpx.AsyncBaseTransport):
    """Sends each request once, as it is: no redirect, no cookie, no header of its own, no second try.

    May be used again after it was closed.
    """

    belongs_to_client = True

    def __init__(self, limits: httpx.Limits, verify: ssl.SSLContext | bool, proxy: str | None) -> None:
        self._limits = limits
        self._verify = verify
        self._proxies = Proxies(proxy)
        self._session: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        session = self._session or self._open()
        limits: dict[str, float | None] = request.extensions.get("timeout", {})
        url = URL(str(request.url), encoded=True)
        headers = _headers_of(request)
        proxy = self._proxies.for_url(url.scheme, url.host or "")
        proxy_headers: dict[str, str] = {}
        if proxy and proxy.authorization:
            (proxy_headers if url.scheme == "https" else headers)["Proxy-Authorization"] = proxy.authorization
        try:
            async with asyncio.timeout(None) as writing:
                response = await session.request(
                    request.method,
                    url,
                    headers=headers,
                    data=_body_of(request, headers, writing, limits.get("write")),
                    allow_redirects=False,
                    timeout=_timeout(limits),
                    proxy=proxy.url if proxy else None,
                    proxy_headers=proxy_headers,
                    server_hostname=request.extensions.get("sni_hostname"),
                )
        except TimeoutError:
            raise httpx.WriteTimeout("the server took nothing for too long") from None
        except FAILURES as error:
            raise translated(error) from None
        if not _is_answer(response):
            response.close()
            raise httpx.RemoteProtocolError(NOT_HTTP)
        return httpx.Response(
            response.status,
            headers=response.raw_headers,
            stream=_Body(response, limits.get("read")),
            extensions={"http_version": b"HTTP/1.1", "reason_phrase": (response.reason or "").encode()},
        )

    async def aclose(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _open(self) -> aiohttp.ClientSession:
        """Open a session. Not before the first call: it belongs to a running loop, and loading certificates is slow."""
        context = self._verify if isinstance(self._verify, ssl.SSLContext) else httpx.create_ssl_context(self._verify)
        expiry = self._limits.keepalive_expiry
        connector = aiohttp.TCPConnector(
            limit=self._limits.max_connections or 0,
            keepalive_timeout=3600 if expiry is None else expiry,
            ssl=context,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            auto_decompress=False,
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
            middlewares=(_once,),
        )
        return self._session


class _Body(httpx.AsyncByteStream):
    def __init__(self, response: aiohttp.ClientResponse, limit: float | None) -> None:
        self._response = response
        self._limit = limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            while piece := await self._piece():
                yield piece
        except FAILURES as error:
            raise translated(error) from None

    async def _piece(self) -> bytes:
        # aiohttp forgets its own limit when the length of a piece makes no sense, and waits for ever.
        async with asyncio.timeout(self._limit):
            return await self._response.content.readany()

    async def aclose(self) -> None:
        self._response.close()


def _is_answer(response: aiohttp.ClientResponse) -> bool:
    """Whether httpx would take it too: aiohttp lets through interim answers, and codings that it does not undo."""
    codings = response.headers.getall("Transfer-Encoding", [])
    return response.status >= 200 and all(coding.strip().lower() == "chunked" for coding in codings)


async def _once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Turn failures into those of httpx before aiohttp sees them: some it would answer by sending again."""
    try:
        return await handler(request)
    except FAILURES as error:
        raise translated(error) from None


def _headers_of(request: httpx.Request) -> CIMultiDict[str]:
    encoding = request.headers.encoding
    return CIMultiDict((name.decode(encoding), value.decode(encoding)) for name, value in request.headers.raw)


def _timeout(limits: dict[str, float | None]) -> aiohttp.ClientTimeout:
    connect, pool = limits.get("connect"), limits.get("pool")
    return aiohttp.ClientTimeout(
        total=None,
        connect=None if connect is None or pool is None else connect + pool,
        sock_connect=connect,
        sock_read=limits.get("read"),
    )


def _body_of(
    request: httpx.Request, headers: CIMultiDict[str], writing: asyncio.Timeout, limit: float | None
) -> bytes | AsyncIterable[bytes] | None:
    try:
        content = request.content
    except httpx.RequestNotRead:
        headers.pop("Transfer-Encoding", None)  # aiohttp sets it itself
        return _guarded(cast("AsyncIterable[bytes]", request.stream), writing, limit)
    if len(content) <= _PIECE:
        return content or None
    return _guarded(_pieces(content), writing, limit)


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), _PIECE):
        yield content[start : start + _PIECE]


async def _guarded(pieces: AsyncIterable[bytes], writing: asyncio.Timeout, limit: float | None) -> AsyncIterator[bytes]:
    """Give each piece so many seconds to be taken. aiohttp itself bounds reading only."""
    loop = asyncio.get_running_loop()

    def until(when: float | None) -> None:
        with suppress(RuntimeError):  # the answer came before the last piece was taken
            writing.reschedule(when)

    async for piece in pieces:
        until(None if limit is None else loop.time() + limit)
        yield piece
    until(None)
