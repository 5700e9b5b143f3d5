"""A clock for tests, which stands still until somebody waits."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from threading import Event, Lock

from ._clock import Clock

_START = datetime(2026, 1, 1, tzinfo=UTC)


class FakeClock(Clock):
    """Waiting takes no time: the clock moves on by as much. Give it to a client of a test as `clock`.

    Args:
        start: the date and time at the beginning, with its zone.
        chance: what stands in for random numbers, from 0 to 1. Waits between tries are the longest with 1.

    Attributes:
        time: seconds since the beginning. A test may move the clock on by itself.
        waits: every wait, in seconds, in order.
    """

    def __init__(self, *, start: datetime = _START, chance: float = 1.0) -> None:
        self.time = 0.0
        self.waits: list[float] = []
        self._start = start
        self._chance = chance
        self._lock = Lock()

    def monotonic(self) -> float:
        """Seconds since the beginning."""
        return self.time

    def now(self) -> datetime:
        """The date and time, with its zone."""
        return self._start + timedelta(seconds=self.time)

    def chance(self) -> float:
        """Always the same number."""
        return self._chance

    def sleep(self, seconds: float) -> None:
        """Move on."""
        with self._lock:
            self.waits.append(seconds)
            self.time += seconds

    def sleep_until(self, wake: Event, seconds: float) -> None:
        """Move on, unless `wake` is set."""
        if not wake.is_set():
            self.sleep(seconds)

    def sleep_async(self, seconds: float) -> Awaitable[None]:
        """Move on, and let other tasks run."""
        import asyncio  # slow to import, as in Clock

        self.sleep(seconds)
        return asyncio.sleep(0)
