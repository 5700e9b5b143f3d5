"""A clock that stands still until somebody waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from threading import Event

from connectory_runtime import Clock

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class StillClock(Clock):
    """Waiting takes no time and is remembered; `chance` is always the same."""

    def __init__(self, chance: float = 1.0) -> None:
        self.time = 0.0
        self.waits: list[float] = []
        self._chance = chance

    def monotonic(self) -> float:
        return self.time

    def now(self) -> datetime:
        return EPOCH + timedelta(seconds=self.time)

    def chance(self) -> float:
        return self._chance

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds

    def sleep_until(self, wake: Event, seconds: float) -> None:
        if not wake.is_set():
            self.sleep(seconds)

    def sleep_async(self, seconds: float) -> Awaitable[None]:
        self.sleep(seconds)
        return asyncio.sleep(0)
