"""Rate limits: never more calls in any stretch of time, nor more at once, than the API allows.

Windows and slots are shared by everything in the process that uses the same credential at the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from weakref import WeakValueDictionary

from ._action import Action
from ._behaviour import AtOnce, Rate
from ._clock import Clock
from ._gates import Slots, Window
from ._rate_headers import Exhausted, exhausted_in
from ._secret import Secret, fingerprint
from ._turns import LOCK, Gate, Turn

_KEPT = 1024
"""So many gates outlive the clients that use them. Beyond, those are forgotten that nobody waits for."""


class Limits:
    """All windows and slots that count one action."""

    def __init__(self, windows: Iterable[Window] = (), slots: Iterable[Slots] = ()) -> None:
        self._windows = sorted(windows, key=lambda window: (window.seconds, window.name))
        self._gates: tuple[Gate, ...] = (*reversed(self._windows), *sorted(slots, key=lambda slot: slot.name))

    def turn(self) -> Turn:
        """The turn of one call."""
        return Turn(self._gates)

    def wait(self, now: float) -> float:
        """How many seconds the next call would have to wait for windows at least."""
        with LOCK:
            return max((0.0, *(window.open_at(now, len(window.line)) - now for window in self._windows)))

    def refuse(self, now: float, seconds: float | None) -> None:
        """The API says that there were too many calls, and asks to wait so long. If not, the shortest window knows."""
        if self._windows:
            self._close(now, Exhausted(self._windows[0].seconds if seconds is None else seconds))

    def heed(self, headers: Mapping[str, str], clock: Clock) -> None:
        """An answer may say that nothing is left until a certain moment, because others use the same credential."""
        if self._windows:
            for exhausted in exhausted_in(headers, clock.now()):
                self._close(clock.monotonic(), exhausted)

    def _close(self, now: float, exhausted: Exhausted) -> None:
        with LOCK:
            self._concerned(exhausted).close(now, exhausted.seconds)

    def _concerned(self, exhausted: Exhausted) -> Window:
        """The window that the API speaks of: the one that it describes, or else the shortest that can last so long."""
        tests: tuple[Callable[[Window], bool], ...] = (
            lambda window: window.seconds == exhausted.window,
            lambda window: window.calls == exhausted.calls,
            lambda window: window.seconds >= exhausted.seconds,
        )
        found = (window for test in tests for window in self._windows if test(window))
        return next(found, self._windows[-1])


def limits_of(action: Action[object], place: str, secrets: Iterable[Secret], clock: Hashable, now: float) -> Limits:
    """The limits of an action at a `place` for whoever has these secrets."""
    who = (action.connector.id, place, fingerprint(secrets), clock)
    with LOCK:
        gates = [_gate((who, counted, limit), limit, f"{limit} for {counted}", now) for limit, counted in _all(action)]
    return Limits(
        [gate for gate in gates if isinstance(gate, Window)], [gate for gate in gates if isinstance(gate, Slots)]
    )


def useful_at_once(action: Action[object], most: int) -> int:
    """How many calls may be begun at once, `most` or fewer, so that they do not wait for one another for long."""
    return min((most, *(limit.calls for limit, _ in _all(action))))


def _all(action: Action[object]) -> Iterator[tuple[Rate | AtOnce, str]]:
    """The limits that count an action, and what each counts."""
    connector, group = action.connector, action.limit_group
    has_rate = any(isinstance(limit, Rate) for limit in action.limits)
    yield from ((limit, f"action {action.id}") for limit in action.limits)
    for limit in connector.limits:
        if isinstance(limit, AtOnce) or not has_rate:
            yield limit, "all actions together"
    if group is not None:
        yield from ((limit, f"group {group}") for limit in connector.limit_groups[group])


def _gate(key: Hashable, limit: Rate | AtOnce, name: str, now: float) -> Window | Slots:
    gate = _gates.get(key)
    if gate is None:
        gate = _gates[key] = Window(limit, name) if isinstance(limit, Rate) else Slots(limit, name)
        if len(_kept) >= _KEPT:
            for other in [other for other, kept in _kept.items() if kept.is_idle(now)]:
                del _kept[other]
    _kept[key] = gate
    return gate


_gates: WeakValueDictionary[Hashable, Window | Slots] = WeakValueDictionary()
_kept: dict[Hashable, Window | Slots] = {}
