"""Time and chance, as clients see them."""

import time
from collections.abc import Awaitable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from random import SystemRandom
from threading import Event

_RANDOM = SystemRandom()


class Clock:
    """The clock of the machine. Tests of code that waits give a client one of their own, with these methods."""

    def monotonic(self) -> float:
        """Seconds that never go backwards; where they begin means nothing."""
        return time.monotonic()

    def now(self) -> datetime:
        """The date and time, with its zone."""
        return datetime.now(UTC)

    def chance(self) -> float:
        """A number from 0 to below 1, so that many clients do not come back at the same moment."""
        return _RANDOM.random()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def sleep_until(self, wake: Event, seconds: float) -> None:
        """Wait, but no longer than until somebody sets `wake`."""
        wake.wait(seconds)

    def sleep_async(self, seconds: float) -> Awaitable[None]:
        """Let other tasks run for so long. Event loops other than that of `asyncio` need a clock with their own."""
        import asyncio  # slow to import, and no other part of a blocking client needs it

        return asyncio.sleep(seconds)

    def within(self, seconds: float) -> AbstractAsyncContextManager[object]:
        """Raise `TimeoutError` when what is awaited in this context takes longer. What is said of `sleep_async` holds.

        That is about the network, whose time is real: clocks of tests leave it as it is.
        """
        import asyncio

        return asyncio.timeout(None if seconds == float("inf") else seconds)


SYSTEM = Clock()
