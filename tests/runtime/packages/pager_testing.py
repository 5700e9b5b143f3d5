"""A paged action of a shop, asked through both drivers over a transport in memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from connectory_runtime import (
    Action,
    ApiKey,
    AsyncClient,
    Client,
    Connector,
    Credential,
    NoAuth,
    Options,
    Page,
    Pagination,
    Parameter,
)

CANARY = "canary-7f3a9c1e"

CONNECTOR = Connector(
    id="shop",
    title="Shop",
    package="shop_client",
    servers=("https://shop.example/api",),
    auth={
        "open": NoAuth(),
        "header": ApiKey(location="header", name="X-Shop-Key", key=Credential("api_key")),
        "query": ApiKey(location="query", name="key", key=Credential("api_key")),
    },
)

LIST_ROWS: Action[Any] = Action(
    id="list_rows",
    connector=CONNECTOR,
    method="GET",
    path="/v1/rows",
    effect="read",
    idempotent=True,
    auth=("open",),
    source="specs/shop/rows/list_rows.yaml",
    parameters=(
        Parameter(name="start", schema={"type": "integer", "minimum": 0}, location="query", line=7),
        Parameter(name="page", schema={"type": "integer"}, location="query", line=8),
        Parameter(name="after", schema={"type": ["string", "integer"]}, location="query", line=9),
        Parameter(name="rows", schema={"type": "integer"}, location="query", line=10),
        Parameter(name="pin", schema={"type": "string"}, location="query", secret=True, line=11),
    ),
)

Respond = Callable[[httpx.Request], httpx.Response]


@dataclass
class Script:
    """Answers by query. Values are JSON bodies, or objects with `$status`, `$headers`, `$json` or `$text`."""

    answers: Mapping[str, Any]
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        query = request.url.raw_path.decode().partition("?")[2]
        self.asked.append(f"?{query}" if query else "")
        assert request.url.host == "shop.example"
        answer = self.answers[self.asked[-1]]
        special = answer if isinstance(answer, dict) and any(name.startswith("$") for name in answer) else {}
        content = special["$text"] if "$text" in special else json.dumps(special.get("$json", answer))
        return httpx.Response(special.get("$status", 200), headers=special.get("$headers"), text=content)


@dataclass
class Found:
    """Pages that came, and the error that ended them."""

    pages: list[Page[Any]] = field(default_factory=list)
    items: list[Any] = field(default_factory=list)
    error: Exception | None = None


class Pager:
    """Goes through the pages of an action with the given pagination."""

    def __init__(self, driver: str, pagination: Pagination, options: Options | None = None, **changes: Any) -> None:
        self.driver = driver
        self.options = options
        self.action = replace(LIST_ROWS, pagination=pagination, **changes)

    def pages(self, respond: Respond, arguments: Mapping[str, Any] | None = None, /, **keywords: Any) -> Found:
        """All pages, as far as they come."""
        return self._go(respond, arguments or {}, "pages", keywords)

    def items(self, respond: Respond, arguments: Mapping[str, Any] | None = None, /, **keywords: Any) -> Found:
        """All items, as far as they come."""
        return self._go(respond, arguments or {}, "items", keywords)

    def _go(self, respond: Respond, arguments: Mapping[str, Any], what: str, keywords: dict[str, Any]) -> Found:
        found = Found()
        into: list[Any] = found.pages if what == "pages" else found.items
        run = self._sync if self.driver == "sync" else self._async
        try:
            run(httpx.MockTransport(respond), arguments, what, keywords, into)
        except Exception as error:
            found.error = error
        found.items = found.items or [item for page in found.pages for item in page.items]
        return found

    def _sync(
        self, transport: httpx.MockTransport, arguments: Mapping[str, Any], what: str, keywords: Any, into: list[Any]
    ) -> None:
        with SyncShop(transport) as shop:
            for one in getattr(shop.go(self.action, arguments, self.options), what)(**keywords):
                into.append(one)

    def _async(
        self, transport: httpx.MockTransport, arguments: Mapping[str, Any], what: str, keywords: Any, into: list[Any]
    ) -> None:
        async def run() -> None:
            async with AsyncShop(transport) as shop:
                async for one in getattr(shop.go(self.action, arguments, self.options), what)(**keywords):
                    into.append(one)

        asyncio.run(run())


class SyncShop(Client):
    def __init__(self, transport: httpx.BaseTransport) -> None:
        super().__init__(CONNECTOR, {}, credentials={"api_key": CANARY}, transport=transport)

    def go(self, action: Action[Any], arguments: Mapping[str, Any], options: Options | None = None) -> Any:
        return self._pages(action, arguments, options)


class AsyncShop(AsyncClient):
    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        super().__init__(CONNECTOR, {}, credentials={"api_key": CANARY}, transport=transport)

    def go(self, action: Action[Any], arguments: Mapping[str, Any], options: Options | None = None) -> Any:
        return self._pages(action, arguments, options)
