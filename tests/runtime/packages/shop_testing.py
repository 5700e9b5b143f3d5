"""Calls of the shop's client over a transport in memory, sync and async alike."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
from shop_client import AsyncShop, Shop

CANARY = "canary-7f3a9c1e"
CREDENTIALS = {"api_key": CANARY, "token": CANARY, "session": CANARY}


@dataclass
class Api:
    """What the API answers, and what it was asked."""

    status: int = 200
    content: bytes = b"{}"
    headers: dict[str, str] | dict[bytes, bytes] = field(default_factory=dict)
    failure: Exception | None = None
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.failure is not None:
            raise self.failure
        return httpx.Response(self.status, headers=self.headers, stream=httpx.ByteStream(self.content))

    @property
    def request(self) -> httpx.Request:
        (only,) = self.requests
        return only


Driver = Literal["sync", "async", "sync client", "async client"]
DRIVERS: tuple[Driver, ...] = ("sync", "async", "sync client", "async client")
"""Straight to a transport, and through a client of httpx that the caller made."""


class Shopper:
    """Calls methods and identifiers through one of the drivers, without repeating what fails unless told."""

    def __init__(self, driver: Driver, client: Any = Shop, awaited: Any = AsyncShop) -> None:
        self.driver = driver
        self._client, self._awaited = client, awaited

    def call(self, api: Callable[[httpx.Request], httpx.Response], method: str, /, **arguments: Any) -> Any:
        return self.with_client(api, lambda shop: getattr(shop, method)(**arguments))

    def execute(self, api: Callable[[httpx.Request], httpx.Response], /, *arguments: Any) -> Any:
        return self.with_client(api, lambda shop: shop.execute(*arguments))

    def with_client(
        self,
        api: Callable[[httpx.Request], httpx.Response] | None,
        use: Callable[[Any], Any],
        transport: Any = None,
        **options: Any,
    ) -> Any:
        options = {**CREDENTIALS, "retries": 0, **options}
        transport = transport or httpx.MockTransport(api or Api())
        if self.driver == "sync":
            with self._client(transport=transport, **options) as shop:
                return use(shop)
        if self.driver == "sync client":
            with httpx.Client(transport=transport) as client, self._client(http_client=client, **options) as shop:
                return use(shop)
        return asyncio.run(self._with_async_client(transport, use, options))

    async def _with_async_client(self, transport: Any, use: Callable[[Any], Any], options: dict[str, Any]) -> Any:
        if self.driver == "async":
            async with self._awaited(transport=transport, **options) as shop:
                return await use(shop)
        async with (
            httpx.AsyncClient(transport=transport) as client,
            self._awaited(http_client=client, **options) as shop,
        ):
            return await use(shop)
