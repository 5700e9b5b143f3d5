"""Turns: who may begin a call, and when. First come, first served, and nobody holds up those who need less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from concurrent.futures import Future  # slow to import, and few calls wait for others

LOCK = RLock()
"""Guards all gates and lines. Reentrant, because the collector of garbage may end a turn at any moment."""


class Gate(Protocol):
    """Something that lets only so many calls begin. Those that wait for it stand in `line`."""

    name: str
    line: dict[Turn, None]

    def open_at(self, now: float, ahead: int = 0, /) -> float:
        """When a call may begin that `ahead` others precede, at the earliest; infinity when nobody knows."""
        ...

    def enter(self, now: float, /) -> None:
        """Count a call that begins."""
        ...

    def leave(self) -> None:
        """Count a call that is over."""
        ...


@dataclass(frozen=True, slots=True)
class Queued:
    """A turn has not come. It comes in `seconds` at the earliest; `limit` is what it waits for.

    When `call` is there, others come first, and it is set when they are gone.
    """

    seconds: float
    limit: str
    call: Future[None] | None


class Turn:
    """The turn of one call at several gates.

    It stands in the line of one gate until it is the first there, keeps that place, and goes on to the next gate. It
    enters all at the same moment. Gates come in one order for all turns, so no two wait for each other; the slow ones
    come first, so that nobody keeps a place at a fast gate while it waits for a slow one.
    """

    def __init__(self, gates: Sequence[Gate]) -> None:
        self._gates = gates
        self._passed = 0
        self._inside = False
        self._call: Future[None] | None = None

    def take(self, now: float) -> Queued | None:
        """Enter all gates, or say what to wait for. `now` is a reading of the clock of the gates."""
        gates = self._gates
        if not gates:
            return None
        with LOCK:
            while self._passed < len(gates):
                gate = gates[self._passed]
                ahead = _ahead(gate, self)
                if ahead or gate.open_at(now) > now:
                    return self._queued(gate, ahead, now)
                self._passed += 1
            # Those it has passed are open to nobody else, but the API may have closed them.
            latest = max(gates, key=lambda gate: gate.open_at(now))
            if latest.open_at(now) > now:
                return self._queued(latest, 0, now)
            for gate in gates:
                gate.enter(now)
            self._inside = True
            self._leave_lines()
            return None

    def end(self) -> None:
        """The call is over, or gave up. May be said more than once."""
        if not self._gates:
            return
        with LOCK:
            self._leave_lines()
            if self._inside:
                self._inside = False
                for gate in self._gates:
                    gate.leave()
                    _call_first(gate)

    def called(self) -> None:
        """Others are gone: it may take its turn, or find out what else to wait for."""
        if self._call is not None and not self._call.done():
            self._call.set_result(None)

    def _queued(self, gate: Gate, ahead: int, now: float) -> Queued:
        seconds = gate.open_at(now, ahead) - now
        self._call = None
        if ahead or seconds == float("inf"):
            from concurrent.futures import Future

            self._call = Future()
        return Queued(0.0 if seconds == float("inf") else max(0.0, seconds), gate.name, self._call)

    def _leave_lines(self) -> None:
        for gate in self._gates[: self._passed + 1]:
            was_first = _first(gate) is self
            gate.line.pop(self, None)
            if was_first:
                _call_first(gate)


def _first(gate: Gate) -> Turn | None:
    return next(iter(gate.line), None)


def _call_first(gate: Gate) -> None:
    if (first := _first(gate)) is not None:
        first.called()


def _ahead(gate: Gate, turn: Turn) -> int:
    """How many stand in line before a turn, which joins it if need be."""
    line = gate.line
    if turn not in line:
        line[turn] = None
        return len(line) - 1
    return 0 if _first(gate) is turn else list(line).index(turn)
