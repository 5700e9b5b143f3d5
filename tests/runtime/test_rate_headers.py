"""What answers say of limits that are used up, and what becomes of it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pay_client import READ, SEND, AsyncPay, Pay, limited
from vectors import each_vector

from connectory_runtime import Rate
from connectory_runtime._rate_headers import exhausted_in
from connectory_runtime.testing import FakeClock

EPOCH = FakeClock().now()

NAMES = st.sampled_from(["ratelimit", "ratelimit-policy", "x-ratelimit-remaining", "x-ratelimit-reset", "date"])


@each_vector("rate_headers")
def test_vectors(vector: dict[str, Any]) -> None:
    found = exhausted_in(vector["headers"], EPOCH)
    assert [[item.seconds, item.calls, item.window] for item in found] == vector["found"]


@given(st.dictionaries(NAMES, st.text(max_size=40) | st.text('0123456789;=",rt qw.-:', max_size=40)))
def test_nothing_breaks_it(headers: dict[str, str]) -> None:
    assert all(0 < item.seconds < float("inf") for item in exhausted_in(headers, EPOCH))


def _times(driver: str, action: Any, calls: int, *answers: tuple[int, dict[str, str]]) -> list[float]:
    """When the calls of one client reach an API that gives these answers, and then plain ones."""
    clock, left = FakeClock(), list(answers)
    times: list[float] = []

    def answer(_: httpx.Request) -> httpx.Response:
        times.append(clock.time)
        status, headers = left.pop(0) if left else (200, {})
        encoded = {name: text.encode() for name, text in headers.items()}
        return httpx.Response(status, headers=encoded, stream=httpx.ByteStream(b""))

    options: dict[str, Any] = {"transport": httpx.MockTransport(answer), "clock": clock, "deadline": None}

    async def awaited() -> None:
        async with AsyncPay(**options) as pay:
            for _ in range(calls):
                await pay.make(action)

    if driver == "async":
        asyncio.run(awaited())
    else:
        with Pay(**options) as pay:
            for _ in range(calls):
                pay.make(action)
    return times


@pytest.mark.parametrize("driver", ["sync", "async"])
@each_vector("rate_headers")
def test_the_next_call_waits_as_the_vectors_say(driver: str, vector: dict[str, Any]) -> None:
    """The limit that is declared is long, so that no wait is too long for it."""
    action = limited(SEND, Rate(10_000, 86400))
    longest = max((seconds for seconds, _, _ in vector["found"]), default=0)
    assert _times(driver, action, 2, (200, vector["headers"])) == [0, pytest.approx(longest)]


USED_UP = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30"}


@pytest.mark.parametrize("driver", ["sync", "async"])
def test_a_success_that_leaves_nothing_closes_the_window(driver: str) -> None:
    assert _times(driver, limited(SEND, Rate(50, 60)), 3, (200, USED_UP)) == [0, 30, 30]


def test_a_success_that_leaves_something_opens_nothing() -> None:
    plenty = {"X-RateLimit-Remaining": "9999", "X-RateLimit-Reset": "30"}
    assert _times("sync", limited(SEND, Rate(1, 60)), 2, (200, plenty)) == [0, 60]


def test_no_answer_closes_a_window_for_ever() -> None:
    for_a_year = {**USED_UP, "X-RateLimit-Reset": "31536000"}
    assert _times("sync", limited(SEND, Rate(50, 1)), 2, (200, for_a_year)) == [0, 60]


def test_without_declared_limits_nothing_waits() -> None:
    assert _times("sync", SEND, 2, (200, USED_UP)) == [0, 0]


def test_the_window_that_is_described_is_closed() -> None:
    action = limited(READ, Rate(10, 1), Rate(500, 3600))
    draft = {"RateLimit": '"h";r=0;t=900', "RateLimit-Policy": '"h";q=500;w=3600'}
    assert _times("sync", action, 2, (200, draft)) == [0, 900]


def test_others_are_not_held_up_by_the_limit_of_a_group() -> None:
    clock = FakeClock()
    shared = [Rate(200, 1)]
    group, other = limited(READ, shared=shared, hourly=Rate(500, 3600)), limited(SEND, shared=shared)
    headers = {"Retry-After": "600"}
    answers = [httpx.Response(429, headers=headers, stream=httpx.ByteStream(b""))]
    transport = httpx.MockTransport(
        lambda _: answers.pop() if answers else httpx.Response(200, stream=httpx.ByteStream(b""))
    )
    with Pay(transport=transport, clock=clock, retries=0, deadline=None) as pay:
        with pytest.raises(Exception, match="429"):
            pay.make(group)
        pay.make(other)
        assert clock.time == 0
        pay.make(group)
    assert clock.time == 600
