"""One flow at a time for all who ask for the same, be they threads or tasks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, get_ident
from typing import TYPE_CHECKING, Any, TypeAlias

from ._message import Flow, Once

if TYPE_CHECKING:
    from asyncio import Task  # slow to import, and blocking clients need none of it

_Landing: TypeAlias = "Future[tuple[Any] | None]"
"""What came of a flight: its result, or nothing when it was broken off."""


class Flight:
    """At most one flow runs here. Whoever comes meanwhile waits for its result, and cannot cancel it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._landing: _Landing | None = None
        self._pilot = 0
        self._task: Task[Any] | None = None

    def board(self) -> tuple[_Landing, bool]:
        """What will come of it, and whether it is the caller who runs it."""
        with self._lock:
            if self._landing is not None:
                return self._landing, False
            self._landing = landing = Future[tuple[Any] | None]()
            landing.set_running_or_notify_cancel()
            self._pilot = get_ident()
            return landing, True

    def land(self, result: tuple[Any] | None) -> None:
        """Tell everybody. Without a result, the next to ask runs it."""
        with self._lock:
            landing, self._landing, self._task = self._landing, None, None
        if landing is not None:
            landing.set_result(result)

    def keep(self, task: Task[Any]) -> None:
        """Hold the task that runs it: event loops let go of tasks that nobody else holds."""
        self._task = task

    def check_thread(self) -> None:
        """Blocking the thread whose task runs this would block both for ever.

        Raises:
            RuntimeError: then.
        """
        if self._pilot == get_ident():
            raise RuntimeError("a blocking call cannot wait for a token that a task of the same thread asks for")


def fly(step: Once, run: Callable[[Flow[Any]], Any]) -> Any:
    """Run the flow, or wait for the thread or task that does."""
    flight = step.flight
    while True:
        landing, leads = flight.board()
        if leads:
            try:
                result = run(step.flow)
            except BaseException:
                flight.land(None)
                raise
            flight.land((result,))
            return result
        flight.check_thread()
        if (found := landing.result()) is not None:
            return found[0]
