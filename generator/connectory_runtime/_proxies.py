"""Which proxy a request goes through."""

from __future__ import annotations

from base64 import b64encode
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass


class Proxy(NamedTuple):
    """An HTTP proxy; `authorization` is the value of its `Proxy-Authorization` header."""

    url: str
    authorization: str | None


class Proxies:
    """One proxy for every request, or else those that the environment names.

    Raises:
        ValueError: when the proxy is not an HTTP proxy. The address is not shown: it may hold a password.
    """

    def __init__(self, proxy: str | None) -> None:
        self._all = None if proxy is None else _parsed(proxy)
        self._by_scheme = {} if proxy is not None else _of_environment()

    def for_url(self, scheme: str, host: str) -> Proxy | None:
        if not self._by_scheme:
            return self._all
        found = self._by_scheme.get(scheme, self._by_scheme.get("all"))
        return None if found is None or proxy_bypass(host) else found


def _of_environment() -> dict[str, Proxy]:
    named = getproxies()
    return {scheme: _parsed(named[scheme]) for scheme in ("http", "https", "all") if named.get(scheme)}


def _parsed(address: str) -> Proxy:
    parts = urlsplit(address if "://" in address else f"http://{address}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("the fast transport goes through HTTP proxies only")
    if parts.username is None:
        return Proxy(parts.geturl(), None)
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    return Proxy(bare.geturl(), f"Basic {b64encode(pair.encode()).decode()}")
