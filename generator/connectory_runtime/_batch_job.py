"""What methods return that send a long list in parts, of which each starts a job."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ._job import Job
from ._started_batch import StartedBatch, last_status
from ._unset import UNSET, Unset
from ._waits import Waits

if TYPE_CHECKING:
    from ._batch import Batch
    from ._batch_begin import BatchBegun
    from ._message import Flow

R = TypeVar("R")
S = TypeVar("S")


class BatchJob(StartedBatch[R, S, Job[R, S]]):
    """Jobs that go on at the API, one for each request of a batch, and how to wait for all of them.

    `result` is what came of the requests that started them, item by item.
    """

    def __init__(self, begun: BatchBegun[R, S], run: Callable[[Flow[Any]], Any]) -> None:
        super().__init__(begun, tuple(None if job is None else Job(job, run) for job in begun.jobs))
        self._run = run
        self._waits = Waits()

    def wait(
        self,
        *,
        timeout: float | Unset | None = UNSET,
        every: float | None = None,
        on_progress: Callable[[S], object] | None = None,
    ) -> S:
        """Wait until all jobs are done, and return what the API says of the last one.

        Args:
            timeout: Seconds after which nothing is asked any more, `None` for no limit; as the spec says unless given.
            every: Seconds between two questions; unless given, as the spec says and then more and more slowly.
            on_progress: Called with every answer until the jobs are done.

        Raises:
            ItemsFailed: when one of several jobs failed, was not started or not done in time; the others were waited
                for.
            ActionError: what `wait()` of the job raises, when there is only one.
        """
        return last_status(self.outcomes(timeout=timeout, every=every, on_progress=on_progress))

    def outcomes(
        self,
        *,
        timeout: float | Unset | None = UNSET,
        every: float | None = None,
        on_progress: Callable[[S], object] | None = None,
    ) -> Batch[S]:
        """Wait like `wait`, and return what came of each item instead of raising errors."""
        with self._waits.one() as wake:
            batch: Batch[S] = self._run(
                self._waiting(timeout, every, on_progress, lambda job, flow: job.ended_by(flow, wake))
            )
        return batch

    def cancel(self) -> None:
        """End all waits that are going on, at once, with `WaitCancelled`. The jobs themselves go on."""
        self._waits.end()
