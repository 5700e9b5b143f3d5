"""What methods return that start a job in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from ._started import Started
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._begin import Begun
    from ._message import Flow
    from ._wait import Look

R = TypeVar("R")
S = TypeVar("S")


class Job(Started[R, S]):
    """A job that goes on at the API, and how to wait for it.

    `result` is the answer to the call that started it. `token` leads to it from anywhere:
    `client.job(client.<method>, token)`. Several threads may share one.
    """

    def __init__(self, begun: Begun[R, S], run: Callable[[Flow[Look[S]]], Look[S]]) -> None:
        super().__init__(begun)
        self._run = run
        self._waits: set[Event] = set()

    def status(self) -> S:
        """Ask once what becomes of the job.

        Raises:
            ActionError: whatever went wrong; not when the job failed.
        """
        from ._wait import look

        self._news = news = self._run(look(self._work))
        return news.status

    def wait(
        self,
        *,
        timeout: float | Unset | None = UNSET,
        every: float | None = None,
        on_progress: Callable[[S], object] | None = None,
    ) -> S:
        """Wait until the job is done, and return what the API says of it then.

        Args:
            timeout: Seconds after which nothing is asked any more, `None` for no limit; as the spec says unless given.
            every: Seconds between two questions; unless given, as the spec says and then more and more slowly.
            on_progress: Called with every answer until the job is done, that one included.

        Raises:
            JobFailed: when the job is over and did not do what it was started for.
            WaitTimedOut: when it takes longer.
            WaitCancelled: when `cancel` was called.
            ActionError: when there is no news to be had. The `resume` of each of these is the `token` of the job.
        """
        from ._wait import interruptible

        if self._news is not None and self._news.heard == "done":
            return self._news.status
        polling = self._polling(timeout, every)
        with self._cancellable() as wake:
            while True:
                try:
                    status = self._run(interruptible(polling.step(), wake, polling.cancelled)).status
                finally:
                    self._news = polling.last or self._news
                if on_progress is not None:
                    on_progress(status)
                if polling.over:
                    return status

    def cancel(self) -> None:
        """End all waits for this job that are going on, at once: they raise `WaitCancelled`.

        The job itself goes on, and can be waited for again.
        """
        for wake in tuple(self._waits):
            wake.set()

    @contextmanager
    def _cancellable(self) -> Iterator[Event]:
        wake = Event()
        self._waits.add(wake)
        try:
            yield wake
        finally:
            self._waits.discard(wake)
