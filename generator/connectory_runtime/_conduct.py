"""How a client behaves between a call and its answer: patience, time, and what failures have cost."""

from __future__ import annotations

from ._clock import Clock
from ._hooks import AsyncWaitHook
from ._options import Options, is_duration
from ._quota import Quota
from ._retry import Retries

DEADLINE = 120.0
"""Seconds for everything of a call, unless told."""


class Conduct:
    """What the calls of one client share. `awaits`: the client is async.

    Raises:
        ValueError: when `retries` or `deadline` makes no sense.
    """

    def __init__(
        self,
        retries: Retries | int,
        clock: Clock,
        *,
        deadline: float | None,
        rate_limits: bool,
        on_wait: AsyncWaitHook | None,
        awaits: bool,
    ) -> None:
        if not is_duration(deadline):
            raise ValueError("deadline is a number of seconds above zero, or None")
        self.retries = as_retries(retries)
        self._deadline = deadline
        self.rate_limits = rate_limits
        self.on_wait = on_wait
        self.clock = clock
        self.awaits = awaits
        self.quota = Quota()

    def allowed(self, options: Options) -> float | None:
        """Seconds for everything of a call; `None` is for ever."""
        return options.get("deadline", self._deadline)

    def ends(self, options: Options) -> float:
        """When a call that begins now must be over, by the clock."""
        seconds = self.allowed(options)
        return float("inf") if seconds is None else self.clock.monotonic() + seconds


def as_retries(given: Retries | int) -> Retries:
    """`retries=2` is short for `Retries(times=2)`.

    Raises:
        ValueError: when the number makes no sense.
    """
    return given if isinstance(given, Retries) else Retries(times=given)
