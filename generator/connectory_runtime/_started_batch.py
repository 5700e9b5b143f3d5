"""What the jobs of a batch have in common in both kinds of clients: everything but asking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from ._batch import Batch, BatchPart
from ._errors import ActionError
from ._outcome import Outcome
from ._started import Started, checked_seconds
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._batch_begin import BatchBegun
    from ._message import Flow
    from ._sent import Sent

R = TypeVar("R")
S = TypeVar("S")
J = TypeVar("J", bound=Started[Any, Any])

_SOON = 0.001
"""Seconds for who comes when time is up: the job is asked for once."""


class StartedBatch(Generic[R, S, J]):
    """Jobs that were started by the requests of one call."""

    def __init__(self, begun: BatchBegun[R, S], jobs: Sequence[J | None]) -> None:
        self._sent: Sent[R] = begun.sent
        self._by_part = tuple(jobs)

    @property
    def result(self) -> Batch[R]:
        """What came of the requests that start the jobs, and what their answers say of single items."""
        return self._sent.batch

    @property
    def jobs(self) -> tuple[J, ...]:
        """The jobs that were started, in the order of the items. Each has a `token` that leads to it."""
        return tuple(job for job in self._by_part if job is not None)

    def _waiting(
        self,
        timeout: float | Unset | None,
        every: float | None,
        on_progress: Callable[[S], object] | None,
        around: Callable[[J, Flow[S]], Flow[S]],
    ) -> Flow[Batch[S]]:
        """Wait for all jobs, one after the other: they go on at the same time. `around` may end a wait."""
        checked_seconds(timeout=timeout, every=every)
        prepared = self._sent.prepared
        clock, wait = prepared.conduct.clock, prepared.action.wait
        seconds = wait.timeout if timeout is UNSET and wait is not None else cast("float | None", timeout)
        began = clock.monotonic()
        came: list[S | ActionError] = []
        for job, (_, answer) in zip(self._by_part, self._sent.parts, strict=True):
            if job is None:
                came.append(cast("ActionError", answer))
                continue
            left = None if seconds is None else max(seconds - (clock.monotonic() - began), _SOON)
            try:
                came.append((yield from around(job, job.waiting(left, every, on_progress))))
            except ActionError as error:
                came.append(error)
        return Batch(tuple(self._outcomes(came)), tuple(self._parts(came)), prepared.action)

    def _outcomes(self, came: list[S | ActionError]) -> Iterator[Outcome[Any]]:
        """Of each item what was said of it when its job was started, or else what became of the job."""
        for (portion, _), end in zip(self._sent.parts, came, strict=True):
            for outcome in self.result[portion.first : portion.first + portion.count]:
                if outcome.successful and isinstance(end, ActionError):
                    yield Outcome(outcome.input, outcome.data, end)
                else:
                    yield outcome

    def _parts(self, came: list[S | ActionError]) -> Iterator[BatchPart[S]]:
        for (portion, _), end in zip(self._sent.parts, came, strict=True):
            if isinstance(end, ActionError):
                yield BatchPart(portion.first, portion.count, None, None, end)
            else:
                yield BatchPart(portion.first, portion.count, end)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._sent.prepared.name}: jobs: {len(self.jobs)}>"


def last_status(batch: Batch[S]) -> S:
    """What is said of the job that was waited for last.

    Raises:
        ActionError: when one of the jobs failed, or was not started.
    """
    errors = [part.exception for part in batch.parts if part.exception is not None]
    if not errors:
        return batch.answers[-1]
    raise errors[0] if len(batch.parts) == 1 else batch.failure()
