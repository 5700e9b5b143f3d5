"""Turns at windows and slots: first come, first served, nobody is forgotten, nothing is kept."""

from __future__ import annotations

import asyncio
import gc
import heapq
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from threading import Event
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pay_client import READ, SEND, AsyncPay, Pay, limited

from connectory_runtime import AtOnce, NotDelivered, Rate, RateLimited, WaitView
from connectory_runtime._gates import Slots, Window
from connectory_runtime._limits import Limits
from connectory_runtime._turns import Turn
from connectory_runtime.testing import FakeClock


@dataclass
class Caller:
    """Comes at `arrives`, needs some gates, takes `duration`, and gives up after `patience`."""

    arrives: float
    needs: tuple[int, ...]
    duration: float
    patience: float | None
    began: float | None = None
    gave_up: bool = False
    turn: Turn | None = None


CALLERS = st.lists(
    st.builds(
        Caller,
        arrives=st.floats(0, 20),
        needs=st.sets(st.integers(0, 3), min_size=1).map(lambda needs: tuple(sorted(needs))),
        duration=st.floats(0, 5),
        patience=st.none() | st.floats(0, 30),
    ),
    min_size=1,
    max_size=12,
)


@dataclass
class Simulation:
    """Callers on a clock of their own. Whoever is told to wait asks again when it was told to, and not before."""

    callers: list[Caller]
    windows: list[Window]
    slots: list[Slots]
    order: list[int] = field(default_factory=list)

    def run(self) -> None:
        number = count()
        events: list[tuple[float, int, str, int]] = []
        for index, caller in enumerate(self.callers):
            heapq.heappush(events, (caller.arrives, next(number), "ask", index))
            if caller.patience is not None:
                heapq.heappush(events, (caller.arrives + caller.patience, next(number), "give up", index))
        called: deque[int] = deque()
        while events or called:
            if called:
                what, index = "ask", called.popleft()
            else:
                now, _, what, index = heapq.heappop(events)
            caller = self.callers[index]
            if caller.gave_up or (caller.began is not None and what != "end"):
                continue
            if what == "ask":
                if (queued := self._turn(caller).take(now)) is None:
                    caller.began = now
                    self.order.append(index)
                    heapq.heappush(events, (now + caller.duration, next(number), "end", index))
                elif queued.call is None:
                    heapq.heappush(events, (now + queued.seconds, next(number), "ask", index))
                else:
                    queued.call.add_done_callback(lambda _, index=index: called.append(index))
                continue
            caller.gave_up = caller.began is None
            self._turn(caller).end()

    def _turn(self, caller: Caller) -> Turn:
        if caller.turn is None:
            gates = [*self.windows, *self.slots]
            used = [gates[number] for number in caller.needs]
            windows, slots = [g for g in used if isinstance(g, Window)], [g for g in used if isinstance(g, Slots)]
            caller.turn = Limits(windows, slots).turn()
        return caller.turn


@given(CALLERS, st.tuples(st.integers(1, 3), st.integers(1, 3)), st.tuples(st.integers(1, 3), st.integers(1, 3)))
def test_all_get_their_turn_in_order(callers: list[Caller], rates: tuple[int, int], most: tuple[int, int]) -> None:
    callers.sort(key=lambda caller: caller.arrives)
    windows = [Window(Rate(rates[0], 1), "short"), Window(Rate(rates[1], 10), "long")]
    simulation = Simulation(callers, windows, [Slots(AtOnce(number), str(number)) for number in most])
    simulation.run()
    for caller in callers:
        assert caller.began is not None or (caller.gave_up and caller.patience is not None)
    for needs in {caller.needs for caller in callers}:
        mine = [index for index in simulation.order if callers[index].needs == needs]
        assert mine == sorted(mine)
    for index, window in enumerate(windows):
        began = [caller.began for caller in callers if caller.began is not None and index in caller.needs]
        for start in began:
            assert sum(start <= time < start + window.seconds - 1e-9 for time in began) <= window.calls
    for index, number in enumerate(most, 2):
        runs = [
            (caller.began, caller.began + caller.duration)
            for caller in callers
            if caller.began is not None and index in caller.needs
        ]
        for start, _ in runs:
            assert sum(begin <= start < end for begin, end in runs) <= number
    for gate in (*windows, *simulation.slots):
        assert not gate.line
    assert all(slot.is_idle(0) for slot in simulation.slots)


def test_who_needs_less_is_not_held_up_by_who_waits_long() -> None:
    hourly, quick = Window(Rate(1, 3600), "hourly"), Window(Rate(5, 1), "quick")
    assert Limits([hourly, quick]).turn().take(0) is None
    slow = Limits([quick, hourly]).turn()
    assert (queued := slow.take(0))
    assert (queued.seconds, queued.limit) == (3600, "hourly")
    assert Limits([quick]).turn().take(0) is None


def test_estimates_count_those_ahead() -> None:
    window = Window(Rate(2, 10), "w")
    for now in (0.0, 4.0):
        assert Limits([window]).turn().take(now) is None
    waits = [queued.seconds for _ in range(5) if (queued := Limits([window]).turn().take(5))]
    assert waits == [5, 9, 15, 19, 25]


def test_a_turn_that_nobody_holds_any_more_is_given_back() -> None:
    slots = Slots(AtOnce(1), "s")

    def flow() -> Any:
        turn = Limits([], [slots]).turn()
        try:
            yield turn.take(0)
        finally:
            turn.end()

    running = flow()
    assert next(running) is None
    waiting = Limits([], [slots]).turn()
    assert (queued := waiting.take(0))
    del running
    gc.collect()
    assert queued.call is not None
    assert queued.call.done()
    assert waiting.take(0) is None


class Crowd:
    """An async API that answers when it is told to, and knows how many calls it has at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.order: list[str] = []
        self.go = asyncio.Event()

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.order.append(request.headers["x-call"])
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await self.go.wait()
        finally:
            self.now -= 1
        return httpx.Response(200, stream=httpx.ByteStream(b""))


def _task(pay: AsyncPay, action: Any, number: int, **options: Any) -> asyncio.Task[Any]:
    return asyncio.ensure_future(pay.make(action, headers={"X-Call": str(number)}, **options))


async def _settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_tasks_go_in_the_order_in_which_they_came() -> None:
    clock = FakeClock()
    times: list[tuple[str, float]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        times.append((request.headers["x-call"], clock.time))
        return httpx.Response(200, stream=httpx.ByteStream(b""))

    async def run() -> None:
        async with AsyncPay(transport=httpx.MockTransport(answer), clock=clock, deadline=None) as pay:
            await asyncio.gather(*(_task(pay, limited(SEND, Rate(2, 10)), number) for number in range(7)))

    asyncio.run(run())
    assert times == [("0", 0), ("1", 0), ("2", 10), ("3", 10), ("4", 20), ("5", 20), ("6", 30)]


def test_tasks_share_slots() -> None:
    async def run() -> Crowd:
        crowd = Crowd()
        async with AsyncPay(transport=httpx.MockTransport(crowd), clock=FakeClock()) as pay:
            tasks = [_task(pay, limited(SEND, AtOnce(2)), number) for number in range(6)]
            await _settle()
            assert crowd.order == ["0", "1"]
            crowd.go.set()
            await asyncio.gather(*tasks)
        return crowd

    crowd = asyncio.run(run())
    assert (crowd.most, crowd.order) == (2, ["0", "1", "2", "3", "4", "5"])


def test_a_task_that_is_cancelled_leaves_its_place_and_its_slot() -> None:
    async def run() -> Crowd:
        crowd = Crowd()
        async with AsyncPay(transport=httpx.MockTransport(crowd), clock=FakeClock()) as pay:
            tasks = [_task(pay, limited(SEND, AtOnce(1)), number) for number in range(4)]
            await _settle()
            for cancelled in (tasks[1], tasks[0]):
                cancelled.cancel()
                await _settle()
            assert crowd.order == ["0", "2"]
            crowd.go.set()
            found = await asyncio.gather(*tasks, return_exceptions=True)
            assert [type(item).__name__ for item in found[:2]] == ["CancelledError"] * 2
        return crowd

    crowd = asyncio.run(run())
    assert (crowd.most, crowd.order) == (1, ["0", "2", "3"])


def test_threads_share_slots() -> None:
    inside, go = Event(), Event()
    now: list[int] = [0]
    most: list[int] = [0]

    def answer(_: httpx.Request) -> httpx.Response:
        now[0] += 1
        most[0] = max(most[0], now[0])
        inside.set()
        assert go.wait(20)
        now[0] -= 1
        return httpx.Response(200, stream=httpx.ByteStream(b""))

    with Pay(transport=httpx.MockTransport(answer)) as pay, ThreadPoolExecutor(6) as pool:
        calls = [pool.submit(pay.make, limited(SEND, AtOnce(1))) for _ in range(6)]
        assert inside.wait(20)
        go.set()
        for call in calls:
            call.result(20)
    assert most == [1]


def test_all_slots_of_a_call_count() -> None:
    async def run() -> list[str]:
        crowd = Crowd()
        few = limited(SEND, Rate(9, 1), shared=[AtOnce(2)], group=AtOnce(1))
        async with AsyncPay(transport=httpx.MockTransport(crowd), clock=FakeClock()) as pay:
            tasks = [_task(pay, few, 0), _task(pay, few, 1), _task(pay, limited(READ, shared=[AtOnce(2)]), 2)]
            await _settle()
            seen = list(crowd.order)
            crowd.go.set()
            await asyncio.gather(*tasks)
        return seen

    assert asyncio.run(run()) == ["0", "2"]


@pytest.mark.parametrize("failure", [httpx.ConnectError("no"), RuntimeError("the transport is broken"), KeyError("x")])
def test_a_slot_is_given_back_whatever_happens(failure: Exception) -> None:
    failures = [failure]

    def answer(_: httpx.Request) -> httpx.Response:
        if failures:
            raise failures.pop()
        return httpx.Response(200, stream=httpx.ByteStream(b""))

    clock, action = FakeClock(), limited(SEND, AtOnce(1))
    with Pay(transport=httpx.MockTransport(answer), clock=clock, retries=0) as pay:
        with pytest.raises((NotDelivered, type(failure))) as caught:
            pay.make(action)
        # While somebody still holds the error and its frames.
        pay.make(action)
    assert caught.value is not None


def test_a_call_waits_for_its_repetition_outside_its_slot() -> None:
    clock, action = FakeClock(), limited(READ, AtOnce(1))
    answers = [503, 200, 200]
    nested: list[float] = []

    class Busy(FakeClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            pay.make(action)
            nested.append(seconds)

    clock = Busy()

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(answers.pop(0), stream=httpx.ByteStream(b""))

    with Pay(transport=httpx.MockTransport(answer), clock=clock) as pay:
        pay.make(action)
    assert nested == [0.5]


def test_waiting_for_a_slot_ends_with_the_deadline() -> None:
    async def run() -> None:
        crowd = Crowd()
        async with AsyncPay(transport=httpx.MockTransport(crowd)) as pay:
            first = _task(pay, limited(SEND, AtOnce(1)), 0)
            await _settle()
            with pytest.raises(
                RateLimited, match="1 at once for action send, and others do not come to an end"
            ) as caught:
                await _task(pay, limited(SEND, AtOnce(1)), 1, deadline=0.05)
            assert caught.value.retryable
            crowd.go.set()
            await first
        assert crowd.order == ["0"]

    asyncio.run(run())


def test_a_thread_and_a_task_share_slots() -> None:
    async def run() -> None:
        crowd = Crowd()
        action = limited(SEND, AtOnce(1))
        done = httpx.MockTransport(lambda _: httpx.Response(200, stream=httpx.ByteStream(b"")))
        clock = FakeClock()
        async with AsyncPay(transport=httpx.MockTransport(crowd), clock=clock) as pay:
            task = _task(pay, action, 0)
            await _settle()
            with Pay(transport=done, clock=clock) as blocking:
                thread = asyncio.get_running_loop().run_in_executor(None, blocking.make, action)
                await _settle()
                assert not thread.done()
                crowd.go.set()
                await asyncio.gather(task, thread)

    asyncio.run(run())


@pytest.mark.parametrize("driver", ["sync", "async", "awaited"])
def test_waits_can_be_seen(driver: str) -> None:
    views: list[WaitView] = []
    answers = [503, 200, 200]
    action = limited(READ, Rate(2, 60))

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(answers.pop(0), stream=httpx.ByteStream(b""))

    async def watch(view: WaitView) -> None:
        views.append(view)

    options: dict[str, Any] = {"transport": httpx.MockTransport(answer), "clock": FakeClock()}

    async def awaited() -> None:
        async with AsyncPay(on_wait=watch if driver == "awaited" else views.append, **options) as pay:
            await pay.make(action)
            await pay.make(action)

    if driver == "sync":
        with Pay(on_wait=views.append, **options) as pay:
            pay.make(action)
            pay.make(action)
    else:
        asyncio.run(awaited())
    assert views == [
        WaitView("pay", "read", 0.5, "the API answered 503", None),
        WaitView("pay", "read", 59.5, "its turn", "2/min for action read"),
    ]


def test_what_a_hook_raises_reaches_the_caller_and_frees_the_place() -> None:
    def refuse(view: WaitView) -> None:
        raise KeyError(view.limit)

    answer = httpx.MockTransport(lambda _: httpx.Response(200, stream=httpx.ByteStream(b"")))
    action = limited(READ, Rate(1, 60))
    clock = FakeClock()
    with Pay(transport=answer, clock=clock, on_wait=refuse) as pay:
        pay.make(action)
        with pytest.raises(KeyError):
            pay.make(action)
    with Pay(transport=answer, clock=clock) as pay:
        pay.make(action)
    assert clock.waits == [60]
