"""The time that a call has: whatever a server does, it is over when its deadline comes."""

from __future__ import annotations

import asyncio
import gzip
import socket
import time
from dataclasses import replace
from typing import Any

import httpx
import pytest
from pay_client import READ, SEND, AsyncPay, Pay
from raw_server import Script, dripping, talking
from still_clock import StillClock
from ways import WAYS, make

from connectory_runtime import NotDelivered, Parameter, ServerError, TimedOut
from connectory_runtime._connections import _PIECE

HEAD = b"HTTP/1.1 200 OK\r\n"
GZIP = gzip.compress(b"", mtime=0)[:10]
"""A head after which any number of empty blocks may come."""

SLOW: dict[str, Script] = {
    "nothing at all": dripping(b"", b""),
    "the status line": dripping(b"HTTP/1.1 200 ", b"O"),
    "a head": dripping(HEAD, b"X-Drop: 1\r\n"),
    "interim answers": dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "a body": dripping(HEAD + b"\r\n", b"x"),
    "a chunked body": dripping(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "a compressed body": dripping(HEAD + b"Content-Encoding: gzip\r\n\r\n" + GZIP, b"\0\0\0\xff\xff"),
}
# A blocking client of the caller has the reads of httpx, each with a limit of its own, until the head is there.
CASES = [(way, drip) for way in WAYS for drip in SLOW if way != "sync, own client" or "body" in drip]


@pytest.mark.parametrize(("way", "drip"), CASES)
def test_slow_drips_end_at_the_deadline(way: str, drip: str) -> None:
    with talking(SLOW[drip]) as url:
        began = time.monotonic()
        with pytest.raises(TimedOut, match="longer than its deadline") as caught:
            make(way, SEND, base_url=url, deadline=0.4)
        assert time.monotonic() - began < 5
    assert caught.value.part == "deadline"
    assert caught.value.retry_stopped is not None
    assert caught.value.retry_stopped.reason == "unsafe"
    # On a busy machine, the deadline may come before the head.
    assert caught.value.status in (200 if "body" in drip else None, None)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("drip", "part"), [("nothing at all", "head"), ("a body", "body")])
def test_silence_ends_at_the_timeout(way: str, drip: str, part: str) -> None:
    script = dripping(HEAD + b"\r\n" if part == "body" else b"", b"", 0.01)
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
    with talking(SLOW["a body"]) as url, pytest.raises(TimedOut):
        make(way, SEND, {"deadline": 0.3}, base_url=url, deadline=None)


def test_a_cancelled_call_is_cancelled() -> None:
    async def run(url: str) -> None:
        async with AsyncPay(base_url=url) as pay:
            async with asyncio.timeout(0.05):
                await pay.make(SEND)

    with talking(SLOW["a body"]) as url, pytest.raises(TimeoutError):
        asyncio.run(run(url))


class SlowApi:
    """Each answer takes its time on a clock that stands still otherwise."""

    def __init__(self, clock: StillClock, seconds: float, status: int = 500) -> None:
        self.times: list[float] = []
        self._clock, self._seconds, self._status = clock, seconds, status

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.times.append(self._clock.time)
        self._clock.time += self._seconds
        return httpx.Response(self._status, stream=httpx.ByteStream(b""))


def test_nothing_begins_after_the_deadline() -> None:
    clock = StillClock()
    api = SlowApi(clock, 4.0)
    with pytest.raises(ServerError) as caught, Pay(transport=httpx.MockTransport(api), clock=clock) as pay:
        pay.make(READ, deadline=10, retries=9)
    assert api.times == [0, 4.5, 9.5]
    assert caught.value.retry_stopped is not None
    assert caught.value.retry_stopped.reason == "time"


def test_a_deadline_that_has_passed_before_anything_was_sent() -> None:
    class Sleepy(StillClock):
        def monotonic(self) -> float:
            self.time += 1
            return self.time

    api = SlowApi(StillClock(), 0)
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
