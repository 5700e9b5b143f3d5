"""Connections of our own send what httpx would send."""

from __future__ import annotations

from typing import cast

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pay_client import READ

from connectory_runtime._message import Request, Send
from connectory_runtime._pooled import _AS_WRITTEN, for_pool
from connectory_runtime._transport import for_transport, timeouts

ORIGINS = (
    "http://127.0.0.1:8080",
    "http://[::1]:8080",
    "https://api.example",
    "https://api.example:443",
    "https://API.Example:8443",
    "https://bücher.example",
)
TARGETS = st.text(st.sampled_from("abz019/.?&=%+~!$'()*,;:@[]\\#|\"<> é\u202eДF-_"), max_size=30)


def request(url: str, method: str = "GET", content: bytes | None = None, **headers: str) -> Request:
    return Request(method, url, url, tuple(headers.items()), content, READ, frozenset(), (), "")


def assert_same(ours: Request) -> None:
    """That both ways send the same, byte by byte."""
    step = Send(ours, None)
    content = cast("bytes | None", ours.content)
    there = for_transport(step, content)
    here = for_pool(ours, content, timeouts(step))
    url = here.url
    assert (url.scheme, url.host, url.port) == (there.url.raw_scheme, there.url.raw_host, there.url.port)
    assert url.target == there.url.raw_path
    assert here.headers == there.headers.raw
    assert b"".join(here.stream) == there.content  # type: ignore[arg-type]
    assert here.method.decode() == there.method


@given(st.sampled_from(ORIGINS), TARGETS)
@example(ORIGINS[0], "/a/../b?c=/./d")
@example(ORIGINS[0], "/a%2fb%zz%")
@example(ORIGINS[0], "/a?b?c=%2F")
@example(ORIGINS[0], "/a?b/..")
@example(ORIGINS[0], "/a?")
@example(ORIGINS[0], "")
def test_addresses(origin: str, target: str) -> None:
    ours = request(f"{origin}/{target}")
    try:
        for_transport(Send(ours, None), None)
    except httpx.InvalidURL:
        with pytest.raises(httpx.InvalidURL):
            for_pool(ours, None, {})
        return
    assert_same(ours)


@pytest.mark.parametrize(
    "target", ["/v1/people/7", "/v1/a%20b/%D0%9E?q=a%2Bb&n=1", "/v1/x.json?at=2026-11-21T10:00:00"]
)
def test_usual_addresses_go_the_short_way(target: str) -> None:
    assert _AS_WRITTEN.fullmatch(f"https://api.example:8443{target}")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("content", [None, b"", b"{}"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "*/*", "Authorization": "Bearer x"},
        {"host": "other.example", "X-A": "1"},
        {"content-length": "2", "HOST": "other.example"},
    ],
    ids=["none of its own", "a host", "a host and a length"],
)
def test_headers(method: str, content: bytes | None, headers: dict[str, str]) -> None:
    assert_same(request("https://api.example/v1", method, content, **headers))
