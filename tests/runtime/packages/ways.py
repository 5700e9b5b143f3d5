"""The ways in which a client may send: both drivers, over each kind of transport."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pay_client import AsyncPay, Pay

from connectory_runtime.fast import fast_transport

WAYS = ("sync", "sync, own transport", "sync, own client", "async", "async, own transport", "async, own client", "fast")
"""`own` is what the caller made and injects."""

BLOCKING_OWN = ("sync, own transport", "sync, own client")
"""Here nobody but httpx reads the heads of answers."""


def make(way: str, action: Any, call: dict[str, Any] | None = None, **options: Any) -> Any:
    """Call an action once, with options of the client and of the call."""
    given = call or {}
    return use(way, lambda pay: pay.make(action, **given), **options)


def use(way: str, what: Callable[[Any], Any], **options: Any) -> Any:
    """What comes of something that is done with a client, and awaited if need be."""
    return _blocking(way, what, options) if way.startswith("sync") else asyncio.run(_awaiting(way, what, options))


def _blocking(way: str, what: Callable[[Pay], Any], options: dict[str, Any]) -> Any:
    with httpx.HTTPTransport() as transport, httpx.Client(transport=transport) as client:
        if way == "sync, own transport":
            options["transport"] = transport
        elif way == "sync, own client":
            options["http_client"] = client
        with Pay(**options) as pay:
            return what(pay)


async def _awaiting(way: str, what: Callable[[AsyncPay], Any], options: dict[str, Any]) -> Any:
    if way == "fast":
        pytest.importorskip("aiohttp")
        options["transport"] = fast_transport()
    async with httpx.AsyncHTTPTransport() as transport, httpx.AsyncClient(transport=transport) as client:
        if way == "async, own transport":
            options["transport"] = transport
        elif way == "async, own client":
            options["http_client"] = client
        async with AsyncPay(**options) as pay:
            return await what(pay)
