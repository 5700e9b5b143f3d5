"""What methods return that start a job in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ._started import Started
from ._unset import UNSET, Unset
from ._waits import Waits

if TYPE_CHECKING:
    from threading import Event

    from ._begin import Begun
    from ._message import Flow

R = TypeVar("R")
S = TypeVar("S")


class Job(Started[R, S]):
    """A job that goes on at the API, and how to wait for it.

    `result` is the answer to the call that started it. `token` leads to it from anywhere:
    `client.job(client.<method>, token)`. Several threads may share one.
    """

    def __init__(self, begun: Begun[R, S], run: Callable[[Flow[S]], S]) -> None:
        super().__init__(begun)
        self._run = run
        self._waits = Waits()

    def status(self) -> S:
        """Ask once what becomes of the job.

        Raises:
            ActionError: whatever went wrong; not when the job failed.
        """
        return self._run(self._asking())

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
        with self._waits.one() as wake:
            return self._run(self.ended_by(self.waiting(timeout, every, on_progress), wake))

    def cancel(self) -> None:
        """End all waits for this job that are going on, at once: they raise `WaitCancelled`.

        The job itself goes on, and can be waited for again.
        """
        self._waits.end()

    def ended_by(self, flow: Flow[S], wake: Event) -> Flow[S]:
        """A wait for this job that ends when `wake` is set."""
        from ._wait import cancelled, interruptible

        return interruptible(flow, wake, lambda: cancelled(self._work))
