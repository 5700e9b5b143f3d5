"""Rate limits: never too many calls in any stretch of time, whoever makes them."""

from __future__ import annotations

import asyncio
import heapq
import logging
from dataclasses import replace
from itertools import count
from threading import Barrier, Thread
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pay_client import CONNECTOR, KEYED, READ, SEND, AsyncPay, Pay, limited

from connectory_runtime import ApiKey, Client, Clock, Credential, Rate, RateLimited
from connectory_runtime._gates import Window
from connectory_runtime._limits import Limits
from connectory_runtime.testing import FakeClock

PER_MINUTE = Rate(1, 60)
CALLERS = st.lists(
    st.tuples(st.floats(0, 30), st.sampled_from([(0,), (1,), (0, 1), (0, 2), (0, 1, 2)]), st.integers(1, 12)),
    min_size=1,
    max_size=6,
)


def _most_in(times: list[float], seconds: float) -> int:
    return max(sum(start <= time < start + seconds for time in times) for start in times)


@given(CALLERS, st.tuples(*[st.tuples(st.integers(1, 5), st.sampled_from([1, 2, 60]))] * 3))
def test_never_too_many_in_any_window(callers: list[Any], rates: tuple[tuple[int, int], ...]) -> None:
    windows = [Window(Rate(*rate), str(number)) for number, rate in enumerate(rates)]
    begun: dict[int, list[float]] = {number: [] for number in range(len(rates))}
    order = count()
    queue = [(start, next(order), used, calls) for start, used, calls in callers]
    heapq.heapify(queue)
    while queue:
        now, _, used, calls = heapq.heappop(queue)
        turn = Limits([windows[number] for number in used]).turn()
        if (queued := turn.take(now)) is not None:
            turn.end()
            heapq.heappush(queue, (now + queued.seconds, next(order), used, calls))
            continue
        for number in used:
            begun[number].append(now)
        if calls > 1:
            heapq.heappush(queue, (now, next(order), used, calls - 1))
    for number, (calls, seconds) in enumerate(rates):
        times = begun[number]
        # A stretch that is shorter by what rounding may move a moment.
        assert not times or _most_in(times, seconds - 1e-9) <= calls


class Api:
    def __init__(self, clock: FakeClock, *answers: tuple[int, dict[str, str]]) -> None:
        self.answers = list(answers)
        self.times: list[float] = []
        self._clock = clock

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.times.append(self._clock.time)
        status, headers = self.answers.pop(0) if self.answers else (200, {})
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(b""))


def _calls(api: Api, clock: Clock, *actions: Any, **options: Any) -> None:
    with Pay(transport=httpx.MockTransport(api), clock=clock, **options) as pay:
        for action in actions:
            pay.make(action)


def test_calls_wait_for_their_turn(caplog: pytest.LogCaptureFixture) -> None:
    clock = FakeClock()
    api = Api(clock)
    with caplog.at_level(logging.INFO, "connectory"):
        _calls(api, clock, *[limited(SEND, PER_MINUTE)] * 3)
    assert api.times == [0, 60, 120]
    waits = "pay.send: waits 60.00 s for its turn; the limit is 1/min for action send"
    assert [record.getMessage() for record in caplog.records] == [waits, waits]


def test_tasks_of_one_client_share_a_limit() -> None:
    clock = FakeClock()
    api = Api(clock)

    async def many() -> None:
        async with AsyncPay(transport=httpx.MockTransport(api), clock=clock, deadline=1000) as pay:
            await asyncio.gather(*(pay.make(limited(SEND, Rate(2, 60))) for _ in range(7)))

    asyncio.run(many())
    assert len(api.times) == 7
    assert _most_in(api.times, 60) == 2


def test_threads_of_one_client_share_a_limit() -> None:
    clock = FakeClock()
    api = Api(clock)
    action = limited(SEND, Rate(3, 3600))
    ready = Barrier(12)
    refused: list[RateLimited] = []
    with Pay(transport=httpx.MockTransport(api), clock=clock) as pay:

        def call() -> None:
            ready.wait()
            try:
                pay.make(action)
            except RateLimited as error:
                refused.append(error)

        threads = [Thread(target=call) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(api.times), len(refused)) == (3, 9)


def test_clients_of_one_credential_share_a_limit_and_others_do_not() -> None:
    clock = FakeClock()
    api = Api(clock)
    connector = replace(CONNECTOR, auth={"key": ApiKey(location="header", name="X-Key", key=Credential("key"))})
    action = replace(SEND, connector=connector, auth=("key",), limits=(PER_MINUTE,))

    def call(key: str, base_url: str = "https://pay.example") -> None:
        credentials = {"key": key}
        transport = httpx.MockTransport(api)
        Client(connector, {}, credentials=credentials, transport=transport, clock=clock, base_url=base_url)._call(
            action, {}
        )

    call("first")
    call("second")
    call("first", "https://other.example")
    assert clock.waits == []
    call("first")
    assert clock.waits == [60]


def test_no_credential_is_kept() -> None:
    from connectory_runtime import _limits

    clock = FakeClock()
    connector = replace(CONNECTOR, auth={"key": ApiKey(location="header", name="X-Key", key=Credential("key"))})
    action = replace(SEND, connector=connector, auth=("key",), limits=(PER_MINUTE,))
    Client(
        connector, {}, credentials={"key": "canary-1"}, transport=httpx.MockTransport(Api(clock)), clock=clock
    )._call(action, {})
    assert "canary" not in repr(list(_limits._kept.items()))


def test_limits_outlive_a_client() -> None:
    clock = FakeClock()
    api = Api(clock)
    for _ in range(2):
        _calls(api, clock, limited(SEND, PER_MINUTE))
    assert api.times == [0, 60]


def test_a_group_counts_its_actions_together() -> None:
    clock = FakeClock()
    api = Api(clock)
    group = {"slow": PER_MINUTE}
    _calls(api, clock, limited(SEND, Rate(5, 1), **group), limited(READ, Rate(5, 1), **group))
    assert api.times == [0, 60]


def test_the_default_counts_actions_without_a_rate_of_their_own() -> None:
    clock = FakeClock()
    api = Api(clock)
    shared = (Rate(1, 10),)
    _calls(
        api,
        clock,
        limited(SEND, shared=shared),
        limited(KEYED, Rate(9, 1), shared=shared),
        limited(READ, shared=shared),
    )
    assert api.times == [0, 0, 10]


def test_all_limits_of_an_action_hold() -> None:
    clock = FakeClock()
    api = Api(clock)
    _calls(api, clock, *[limited(READ, Rate(2, 1), hourly=Rate(3, 3600))] * 3)
    assert api.times == [0, 0, 1]


def test_a_wait_beyond_the_end_of_the_call_is_an_error_before_anything_is_sent() -> None:
    clock = FakeClock()
    api = Api(clock)
    action = limited(READ, hourly=Rate(1, 3600))
    with pytest.raises(RateLimited, match="nothing was sent: the limit is 1/h for group hourly") as caught:
        _calls(api, clock, action, action)
    error = caught.value
    assert (error.status, error.raw, error.retryable, error.retry_after, error.tries) == (None, None, True, 3600, 0)
    assert len(api.times) == 1
    assert clock.waits == []
    _calls(api, clock, action, deadline=4000)
    assert clock.waits == [3600]


def test_the_envelope_says_it_too() -> None:
    clock = FakeClock()
    identifiers = {"send": ("m", "SEND")}
    action = limited(READ, hourly=Rate(1, 3600))
    with Client(CONNECTOR, identifiers, credentials={}, transport=httpx.MockTransport(Api(clock)), clock=clock) as pay:
        pay._core._registry.find = lambda identifier: action  # type: ignore[method-assign]
        assert pay.execute("send").successful
        envelope = pay.execute("send")
    assert isinstance(envelope.exception, RateLimited)


def test_limits_can_be_switched_off() -> None:
    clock = FakeClock()
    api = Api(clock, (429, {"retry-after": "5"}))
    _calls(api, clock, *[limited(SEND, PER_MINUTE)] * 3, rate_limits=False)
    assert api.times == [0, 5, 5, 5]


def test_a_repetition_takes_a_turn_too() -> None:
    clock = FakeClock()
    api = Api(clock, (503, {}))
    _calls(api, clock, limited(READ, PER_MINUTE))
    assert api.times == [0, 60]


def test_a_refusal_closes_the_windows_of_everybody() -> None:
    clock = FakeClock()
    api = Api(clock, (429, {"retry-after": "30"}))
    action = limited(SEND, Rate(50, 60))
    with pytest.raises(RateLimited):
        _calls(api, clock, action, retries=0)
    _calls(api, clock, action)
    assert api.times == [0, 30]


def test_a_refusal_without_a_wish_starts_the_shortest_window_anew() -> None:
    clock = FakeClock(chance=0)
    api = Api(clock, (429, {}))
    _calls(api, clock, limited(SEND, Rate(50, 20), hourly=Rate(500, 3600)))
    assert api.times == [0, 20]


def test_no_server_closes_a_window_for_ever() -> None:
    clock = FakeClock()
    api = Api(clock, (429, {"retry-after": "86400"}))
    action = limited(SEND, Rate(50, 1))
    with pytest.raises(RateLimited) as caught:
        _calls(api, clock, action)
    assert caught.value.retry_stopped is not None
    assert caught.value.retry_stopped.reason == "asks too long"
    _calls(api, clock, action)
    assert api.times == [0, 60]


def test_a_turn_that_is_lost_to_others_ends_with_the_failure_itself() -> None:
    class Crowded(FakeClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            if len(self.waits) == 1:
                pay.make(action)

    clock = Crowded()
    api = Api(clock, (503, {}))
    action = limited(READ, PER_MINUTE)
    with (
        Pay(transport=httpx.MockTransport(api), clock=clock, deadline=100) as pay,
        pytest.raises(Exception, match="its turn would come after the deadline") as caught,
    ):
        pay.make(action)
    assert (type(caught.value).__name__, api.times) == ("ServerError", [0, 60])


def test_idle_windows_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    from connectory_runtime import _limits

    monkeypatch.setattr(_limits, "_KEPT", 0)
    clock = FakeClock()
    api = Api(clock)
    before = set(_limits._kept)
    _calls(api, clock, limited(SEND, PER_MINUTE))
    assert any(clock in key[0] for key in _limits._kept)
    clock.time = 1000
    _calls(api, clock, limited(READ, PER_MINUTE))
    mine = [key for key in _limits._kept if clock in key[0] and key not in before]
    assert [key[1] for key in mine] == ["action read"]
