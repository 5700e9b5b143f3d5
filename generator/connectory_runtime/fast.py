"""A faster transport for async clients: `AsyncEsputnik(transport=fast_transport())`. Needs the extra `fast`."""

from __future__ import annotations

import ssl

import httpx

__all__ = ["fast_transport"]


def fast_transport(
    *,
    limits: httpx.Limits | None = None,
    verify: ssl.SSLContext | bool = True,
    proxy: str | None = None,
) -> httpx.AsyncBaseTransport:
    """A transport for one async client, which closes it. It pays off where many calls run at once.

    `limits` and `verify` mean what they mean to httpx, but that a pool keeps every idle connection until it
    expires. `proxy` is the address of an HTTP proxy; without it, those that the environment names are used.
    Everything runs in one event loop of asyncio.

    Raises:
        ImportError: when the extra is not installed.
        ValueError: when the proxy is not an HTTP proxy.
    """
    try:
        from ._aiohttp import AiohttpTransport
    except ImportError as error:
        raise ImportError("the fast transport needs aiohttp: pip install 'connectory[fast]'") from error
    return AiohttpTransport(limits or httpx.Limits(max_connections=100, keepalive_expiry=5), verify, proxy)
