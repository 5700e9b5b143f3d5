"""What the jobs of both kinds of clients have in common: everything but asking."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

from ._message import Do
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._begin import Begun
    from ._message import Flow, RawResponse
    from ._wait import Look
    from ._work import Work

R = TypeVar("R")
S = TypeVar("S")

State: TypeAlias = Literal["started", "running", "done", "failed"]


class Started(Generic[R, S]):
    """A job that was started. `state` is what was heard of it last."""

    def __init__(self, begun: Begun[R, S]) -> None:
        self._begun = begun
        self._news: Look[S] | None = begun.news

    @property
    def result(self) -> R:
        """What the API answered to the call that started the job.

        Raises:
            ValueError: when a token led to the job: it holds no answer.
        """
        return self._answer[0]

    @property
    def raw(self) -> RawResponse:
        """The same answer as it came.

        Raises:
            ValueError: when a token led to the job: it holds no answer.
        """
        return self._answer[1]

    @property
    def token(self) -> str:
        """A text without secrets with which `client.job(client.<method>, token)` makes this job again, anywhere.

        Raises:
            InvalidResponse: when the answer does not lead to the job.
        """
        return self._work.token

    @property
    def state(self) -> State:
        """What was heard of the job last. Nothing is asked for."""
        if self._news is None:
            return "started"
        return self._news.heard if self._news.heard in ("done", "failed") else "running"

    @property
    def _answer(self) -> tuple[R, RawResponse]:
        if self._begun.answer is None:
            raise ValueError("a token led to this job, and it does not hold the answer to the call that started it")
        return self._begun.answer

    @property
    def _work(self) -> Work[S]:
        if isinstance(self._begun.work, Exception):
            raise self._begun.work
        return self._begun.work

    def _asking(self) -> Flow[S]:
        from ._wait import look

        self._news = yield from look(self._work)
        return self._news.status

    def waiting(
        self, timeout: float | Unset | None, every: float | None, on_progress: Callable[[S], object] | None
    ) -> Flow[S]:
        """The flow of a wait until the job is done."""
        from ._polling import pace_of
        from ._wait import Polling

        if self._news is not None and self._news.heard == "done":
            return self._news.status
        checked_seconds(timeout=timeout, every=every)
        work = self._work
        polling = Polling(work, pace_of(work.wait, every, work.wait.timeout if timeout is UNSET else timeout))
        try:
            while True:
                self._news = news = yield from polling.step()
                if on_progress is not None:
                    yield Do(partial(on_progress, news.status))
                if polling.over:
                    return news.status
        finally:
            self._news = polling.last or self._news

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._begun.name}: {self.state}>"


def checked_seconds(**durations: float | Unset | None) -> None:
    """Pass when all durations can be waited for.

    Raises:
        ValueError: when one of them is not above zero.
    """
    for name, seconds in durations.items():
        if isinstance(seconds, bool) or (isinstance(seconds, (int, float)) and not seconds > 0):
            raise ValueError(f"{name} is a number of seconds above zero")
