"""The limits of the shipped APIs on a simulated clock: many calls take as long as the budgets imply, and no longer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Event, local
from typing import Any

import httpx
import pytest

from connectory_clients.esputnik import AsyncEsputnik, Esputnik
from connectory_clients.spoki import AsyncSpoki, Spoki
from connectory_runtime._turns import LOCK, Queued, Turn
from connectory_runtime.testing import FakeClock

SECOND, MINUTE, HOUR = 1, 60, 3600

Calls = Sequence[tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Api:
    """Both clients of an API."""

    blocking: type[Any]
    awaited: type[Any]


ESPUTNIK, SPOKI = Api(Esputnik, AsyncEsputnik), Api(Spoki, AsyncSpoki)


@dataclass(frozen=True)
class Budget:
    """Actions that are called in turn, `often` in all, what they may take, and the second in which the last begins."""

    api: Api
    calls: Calls
    often: int
    limits: tuple[tuple[int, int], ...]
    last: int


BUDGETS = {
    "eSputnik, 200 a second": Budget(ESPUTNIK, [("get_contact", {"id": 1})], 501, ((200, SECOND),), 2),
    "eSputnik, 50 a second": Budget(ESPUTNIK, [("search_contacts", {})], 151, ((50, SECOND),), 3),
    "eSputnik, 10 a second and 500 an hour": Budget(
        ESPUTNIK, [("get_email_message", {"id": 1})], 1011, ((10, SECOND), (500, HOUR)), 2 * HOUR + 1
    ),
    "eSputnik, 500 an hour for several actions": Budget(
        ESPUTNIK,
        [("list_sms_messages", {}), ("list_email_messages", {}), ("get_sms_message", {"id": 1})],
        701,
        ((200, SECOND), (500, HOUR)),
        HOUR + 1,
    ),
    "Spoki, 5 a minute": Budget(
        SPOKI,
        [("list_custom_fields", {}), ("get_custom_field", {"custom_field_id": 1})],
        23,
        ((5, MINUTE),),
        4 * MINUTE,
    ),
    "Spoki, 30 a minute": Budget(SPOKI, [("list_external_webhooks", {})], 91, ((30, MINUTE),), 3 * MINUTE),
}


class Server:
    """Answers every request, and keeps when it came."""

    def __init__(self) -> None:
        self.clock = Settling(self)
        self.times: list[float] = []
        self.turns = 0

    def __call__(self, _: httpx.Request) -> httpx.Response:
        self.times.append(self.clock.time)
        return httpx.Response(200, stream=httpx.ByteStream(b"{}"))

    def options(self) -> dict[str, Any]:
        """Those of a client that reaches nobody else."""
        return {"api_key": "k", "transport": httpx.MockTransport(self), "clock": self.clock, "deadline": None}


class Settling(FakeClock):
    """Time goes on only when all calls that had their turn have arrived, and from when a thread asked for its turn.

    Threads may be slow where time is real, but then it does not jump.
    """

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.asked = local()
        self._server = server

    def sleep(self, seconds: float) -> None:
        pause = Event()
        while len(self._server.times) < self._server.turns:
            pause.wait(0.001)
        self.time = max(self.time, self.asked.at + seconds)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made, take = Server(), Turn.take

    def counted(turn: Turn, now: float) -> Queued | None:
        with LOCK:
            queued = take(turn, now)
            made.turns += queued is None
            made.clock.asked.at = now
        return queued

    monkeypatch.setattr(Turn, "take", counted)
    return made


def _in_threads(budget: Budget, server: Server, clients: int) -> None:
    with ExitStack() as stack, ThreadPoolExecutor(8) as pool:
        made = [stack.enter_context(budget.api.blocking(**server.options())) for _ in range(clients)]
        calls = [
            pool.submit(made[number % clients].execute, *budget.calls[number % len(budget.calls)])
            for number in range(budget.often)
        ]
        assert all(call.result().successful for call in calls)


async def _in_tasks(budget: Budget, server: Server) -> None:
    async with budget.api.awaited(**server.options()) as client:
        calls = (client.execute(*budget.calls[number % len(budget.calls)]) for number in range(budget.often))
        assert all(envelope.successful for envelope in await asyncio.gather(*calls))


@pytest.mark.parametrize("name", BUDGETS)
@pytest.mark.parametrize("way", ["threads", "tasks", "threads of two clients"])
def test_calls_take_what_the_budgets_imply(server: Server, name: str, way: str) -> None:
    budget = BUDGETS[name]
    if way == "tasks":
        asyncio.run(_in_tasks(budget, server))
    else:
        _in_threads(budget, server, 1 if way == "threads" else 2)
    assert len(server.times) == budget.often
    assert max(server.times) == budget.last
    for calls, seconds in budget.limits:
        assert most_in(sorted(server.times), seconds) == calls


def most_in(times: list[float], seconds: int) -> int:
    """How many of these moments, in order, are in a stretch of so many seconds at most."""
    first = most = 0
    for number, time in enumerate(times):
        while times[first] <= time - seconds:
            first += 1
        most = max(most, number - first + 1)
    return most
