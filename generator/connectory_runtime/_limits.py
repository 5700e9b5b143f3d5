"""Rate limits: never more calls in any stretch of time than the API allows.

Windows are shared by everything in the process that uses the same credential at the same place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable
from threading import Lock
from typing import TypeAlias
from weakref import WeakValueDictionary

from ._action import Action
from ._behaviour import Rate
from ._secret import Secret, fingerprint

_KEPT = 1024
"""So many windows outlive the clients that use them. Beyond, those are forgotten that nobody waits for."""

_LONGEST_CLOSURE = 60.0
"""A window is closed for its own length at most, or for this where that is longer, whatever a server says."""

Turn: TypeAlias = tuple[float, str]
"""Seconds to wait, and what for."""


class Window:
    """At most `rate.calls` beginnings in any `rate.seconds`. Times are readings of one monotonic clock."""

    def __init__(self, rate: Rate, name: str) -> None:
        self.name = name
        self._calls = rate.calls
        self._seconds = float(rate.seconds)
        self._begun: deque[float] = deque(maxlen=rate.calls)
        self._closed_until = float("-inf")

    @property
    def seconds(self) -> float:
        return self._seconds

    def open_at(self) -> float:
        """When the next call may begin."""
        full = len(self._begun) == self._calls
        return max(self._closed_until, self._begun[0] + self._seconds) if full else self._closed_until

    def begin(self, now: float) -> None:
        """Count a call. The oldest falls out: it may be forgotten once the window is open."""
        self._begun.append(now)

    def close(self, now: float, seconds: float) -> None:
        """Let nothing begin for so long: others use the same credential, or the limit has changed."""
        until = now + min(seconds, max(self._seconds, _LONGEST_CLOSURE))
        self._closed_until = max(self._closed_until, until)

    def is_idle(self, now: float) -> bool:
        """Whether it could be forgotten and made anew without letting a call too many through."""
        newest = self._begun[-1] if self._begun else float("-inf")
        return max(newest + self._seconds, self._closed_until) <= now


class Limits:
    """All windows that count one action."""

    def __init__(self, windows: Iterable[Window]) -> None:
        self._windows = tuple(windows)

    def take(self, now: float) -> Turn:
        """Begin a call now and return no wait; or count nothing, and return how long to wait before asking again."""
        if not self._windows:
            return 0.0, ""
        with _lock:
            until, name = max((window.open_at(), window.name) for window in self._windows)
            if until > now:
                return until - now, name
            for window in self._windows:
                window.begin(now)
            return 0.0, ""

    def wait(self, now: float) -> float:
        """How long the next call would have to wait."""
        with _lock:
            return max((0.0, *(window.open_at() - now for window in self._windows)))

    def close(self, now: float, seconds: float | None) -> None:
        """The API says that there were too many calls. Without `seconds`, the shortest window starts anew."""
        with _lock:
            if seconds is not None:
                for window in self._windows:
                    window.close(now, seconds)
            elif self._windows:
                shortest = min(self._windows, key=lambda window: window.seconds)
                shortest.close(now, shortest.seconds)


def limits_of(action: Action[object], place: str, secrets: Iterable[Secret], clock: Hashable, now: float) -> Limits:
    """The limits of an action at a `place` for whoever has these secrets."""
    connector = action.connector
    who = (connector.id, place, fingerprint(secrets), clock)
    rates: list[tuple[Rate, str]] = []
    if action.rate is not None:
        rates.append((action.rate, f"action {action.id}"))
    elif connector.rate is not None:
        rates.append((connector.rate, "all actions together"))
    if action.rate_group is not None:
        rates.append((connector.rate_groups[action.rate_group], f"group {action.rate_group}"))
    with _lock:
        return Limits([_window(rate, name, who, now) for rate, name in rates])


def _window(rate: Rate, name: str, who: Hashable, now: float) -> Window:
    key = (who, name, rate)
    window = _windows.get(key)
    if window is None:
        window = _windows[key] = Window(rate, f"{rate} for {name}")
        if len(_kept) >= _KEPT:
            for other in [other for other, kept in _kept.items() if kept.is_idle(now)]:
                del _kept[other]
    _kept[key] = window
    return window


_lock = Lock()
_windows: WeakValueDictionary[Hashable, Window] = WeakValueDictionary()
_kept: dict[Hashable, Window] = {}
