"""What lets only so many calls begin: so many in any stretch of time, and so many at once."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from ._behaviour import AtOnce, Rate

if TYPE_CHECKING:
    from ._turns import Turn

LONGEST_CLOSURE = 60.0
"""A window is closed for its own length at most, or for this where that is longer, whatever a server says."""


class Window:
    """At most `rate.calls` beginnings in any `rate.seconds`. Times are readings of one monotonic clock."""

    def __init__(self, rate: Rate, name: str) -> None:
        self.name = name
        self.line: dict[Turn, None] = {}
        self.calls = rate.calls
        self.seconds = float(rate.seconds)
        self._begun: deque[float] = deque(maxlen=rate.calls)
        self._closed_until = float("-inf")

    def open_at(self, now: float, ahead: int = 0) -> float:
        """When a call may begin that `ahead` others precede, if those begin as early as they may."""
        begun, free = self._begun, self.calls - len(self._begun)
        if ahead < free:
            return self._closed_until
        rounds, place = divmod(ahead - free, self.calls)
        before = begun[place] if place < len(begun) else now
        return max(self._closed_until, before + self.seconds * (rounds + 1))

    def enter(self, now: float) -> None:
        """Count a call. The oldest falls out: it may be forgotten once the window is open."""
        self._begun.append(now)

    def leave(self) -> None:
        """It counts beginnings only."""

    def close(self, now: float, seconds: float) -> None:
        """Let nothing begin for so long: others use the same credential, or the limit has changed."""
        until = now + min(seconds, max(self.seconds, LONGEST_CLOSURE))
        self._closed_until = max(self._closed_until, until)

    def is_idle(self, now: float) -> bool:
        """Whether it could be forgotten and made anew without letting a call too many through."""
        newest = self._begun[-1] if self._begun else float("-inf")
        return max(newest + self.seconds, self._closed_until) <= now


class Slots:
    """At most `limit.calls` calls at once."""

    def __init__(self, limit: AtOnce, name: str) -> None:
        self.name = name
        self.line: dict[Turn, None] = {}
        self._free = self._most = limit.calls

    def open_at(self, _now: float, ahead: int = 0) -> float:
        """Now, or nobody knows when: that depends on how long others take."""
        return float("inf") if ahead >= self._free else float("-inf")

    def enter(self, _now: float) -> None:
        """Count a call that begins."""
        self._free -= 1

    def leave(self) -> None:
        """Count a call that is over."""
        self._free += 1

    def is_idle(self, _now: float) -> bool:
        """Whether it could be forgotten and made anew without letting a call too many through."""
        return self._free == self._most
