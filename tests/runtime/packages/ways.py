"""The ways in which a client may send: both drivers, over each kind of transport."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from pay_client import AsyncPay, Pay

from connectory_runtime.fast import fast_transport

WAYS = ("sync", "sync, own client", "async", "async, own client", "fast")


def make(way: str, action: Any, call: dict[str, Any] | None = None, **options: Any) -> Any:
    """Call an action once, with options of the client and of the call."""
    given = call or {}

    async def awaited() -> Any:
        if way == "fast":
            pytest.importorskip("aiohttp")
            options["transport"] = fast_transport()
        async with httpx.AsyncClient() as client:
            if way == "async, own client":
                options["http_client"] = client
            async with AsyncPay(**options) as pay:
                return await pay.make(action, **given)

    if not way.startswith("sync"):
        return asyncio.run(awaited())
    with httpx.Client() as client:
        if way == "sync, own client":
            options["http_client"] = client
        with Pay(**options) as pay:
            return pay.make(action, **given)
