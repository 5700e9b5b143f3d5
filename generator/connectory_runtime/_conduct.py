"""How a client behaves between a call and its answer: patience, time, and what failures have cost."""

from __future__ import annotations

from ._clock import Clock
from ._quota import Quota
from ._retry import Retries


class Conduct:
    """What the calls of one client share. `awaits`: the client is async."""

    def __init__(self, retries: Retries | int, clock: Clock, *, rate_limits: bool, awaits: bool) -> None:
        self.retries = as_retries(retries)
        self.rate_limits = rate_limits
        self.clock = clock
        self.awaits = awaits
        self.quota = Quota()


def as_retries(given: Retries | int) -> Retries:
    """`retries=2` is short for `Retries(times=2)`.

    Raises:
        ValueError: when the number makes no sense.
    """
    return given if isinstance(given, Retries) else Retries(times=given)
