"""The time that a call has: whatever a server does, it is over when its deadline comes."""

from __future__ import annotations

import asyncio
import socket
import threading
from dataclasses import replace
from typing import Any

import httpx
import pytest
from pay_client import READ, SEND, AsyncPay, Pay
from raw_server import Say, dripping, talking
from ways import BLOCKING_OWN, WAYS, make

from connectory_runtime import NotDelivered, Parameter, ServerError, TimedOut
from connectory_runtime._connections import _PIECE
from connectory_runtime.testing import FakeClock

HEAD = b"HTTP/1.1 200 OK\r\n"
SLOW = dripping(HEAD + b"\r\n", b"x")


@pytest.mark.parametrize("way", WAYS)
def test_an_effect_that_is_cut_off_is_not_repeated(way: str) -> None:
    with talking(SLOW) as url, pytest.raises(TimedOut, match="longer than its deadline") as caught:
        make(way, SEND, base_url=url, deadline=0.4)
    assert caught.value.part == "deadline"
    assert caught.value.retry_stopped is not None
    assert caught.value.retry_stopped.reason == "unsafe"


@pytest.mark.parametrize("way", BLOCKING_OWN)
def test_what_blocks_and_belongs_to_the_caller_reads_a_head_to_its_end(way: str) -> None:
    """The deadline is looked at as soon as there is a body."""
    head_is_over = threading.Event()

    def slow_head(say: Say) -> None:
        say(HEAD)
        for _ in range(30):
            head_is_over.wait(0.01)
            say(b"X-Drop: 1\r\n")
        head_is_over.set()
        say(b"Content-Length: 2\r\n\r\n{}")

    with talking(slow_head) as url, pytest.raises(TimedOut, match="longer than its deadline") as caught:
        make(way, READ, base_url=url, deadline=0.1)
    assert (caught.value.status, head_is_over.is_set()) == (200, True)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("part", ["head", "body"])
def test_silence_ends_at_the_timeout(way: str, part: str) -> None:
    script = dripping(HEAD + b"\r\n" if part == "body" else b"", b"")
    with talking(script) as url, pytest.raises(TimedOut) as caught:
        make(way, SEND, base_url=url, timeout=0.3)
    assert caught.value.part == part


def test_uploads_that_nobody_takes_end_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        action, body = _upload(), "x" * (16 * 1024 * 1024)
        assert len(body) > _PIECE
        with Pay(base_url=f"http://127.0.0.1:{port}", deadline=1) as pay, pytest.raises(TimedOut) as caught:
            pay._call(action, {"text": body})
    assert caught.value.part == "deadline"


def _upload() -> Any:
    text = Parameter(name="text", schema={"type": "string"}, location="body", line=1)
    return replace(SEND, parameters=(text,))


@pytest.mark.parametrize("way", ["sync", "async"])
def test_the_deadline_of_a_call_wins(way: str) -> None:
    with talking(SLOW) as url, pytest.raises(TimedOut):
        make(way, SEND, {"deadline": 0.3}, base_url=url, deadline=None)


def test_a_cancelled_call_is_cancelled() -> None:
    async def run(url: str) -> None:
        async with AsyncPay(base_url=url) as pay:
            async with asyncio.timeout(0.05):
                await pay.make(SEND)

    with talking(SLOW) as url, pytest.raises(TimeoutError):
        asyncio.run(run(url))


class SlowApi:
    """Each answer takes its time on a clock that stands still otherwise."""

    def __init__(self, clock: FakeClock, seconds: float, status: int = 500) -> None:
        self.times: list[float] = []
        self._clock, self._seconds, self._status = clock, seconds, status

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.times.append(self._clock.time)
        self._clock.time += self._seconds
        return httpx.Response(self._status, stream=httpx.ByteStream(b""))


def test_nothing_begins_after_the_deadline() -> None:
    clock = FakeClock()
    api = SlowApi(clock, 4.0)
    with pytest.raises(ServerError) as caught, Pay(transport=httpx.MockTransport(api), clock=clock) as pay:
        pay.make(READ, deadline=10, retries=9)
    assert api.times == [0, 4.5, 9.5]
    assert caught.value.retry_stopped is not None
    assert caught.value.retry_stopped.reason == "time"


def test_a_deadline_that_has_passed_before_anything_was_sent() -> None:
    class Sleepy(FakeClock):
        def monotonic(self) -> float:
            self.time += 1
            return self.time

    api = SlowApi(FakeClock(), 0)
    with (
        Pay(transport=httpx.MockTransport(api), clock=Sleepy()) as pay,
        pytest.raises(NotDelivered, match="the deadline of the call came first") as caught,
    ):
        pay.make(SEND, deadline=0.5)
    assert (api.times, caught.value.retryable) == ([], True)


@pytest.mark.parametrize("odd", [0, -1, float("nan"), "1", True])
def test_odd_deadlines(odd: Any) -> None:
    with pytest.raises(ValueError, match="deadline is a number"):
        Pay(deadline=odd)
    with Pay() as pay, pytest.raises(TypeError, match="the option deadline"):
        pay.make(READ, deadline=odd)
