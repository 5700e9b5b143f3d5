"""Connections of clients that are awaited, without the detour through httpx."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from typing import TYPE_CHECKING, cast

import httpcore
import httpx

from ._async_body import body_of
from ._pooled import FAILURES, POOL, for_pool, translated
from ._transport import AsyncHead, timeouts

if TYPE_CHECKING:
    from ._message import Send


class AsyncConnections:
    """A pool of connections."""

    def __init__(self) -> None:
        self._pool = httpcore.AsyncConnectionPool(ssl_context=httpx.create_ssl_context(), **POOL)

    async def respond(self, step: Send) -> AsyncHead:
        """Send a request and return the head of its answer.

        Raises:
            httpx.TransportError: when there is no answer.
        """
        request = for_pool(step.request, body_of(step.request), timeouts(step))
        try:
            response = await self._pool.handle_async_request(request)
        except FAILURES as error:
            raise translated(error) from None
        return AsyncHead(response.status, response.headers, _body(response), response.aclose)

    async def aclose(self) -> None:
        await self._pool.aclose()


async def _body(response: httpcore.Response) -> AsyncIterator[bytes]:
    try:
        async for piece in cast("AsyncIterable[bytes]", response.stream):
            yield piece
    except FAILURES as error:
        raise translated(error) from None
