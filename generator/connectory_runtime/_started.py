"""What the jobs of both kinds of clients have in common: everything but asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._begin import Begun
    from ._message import RawResponse
    from ._wait import Look, Polling
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

    def _polling(self, timeout: float | Unset | None, every: float | None) -> Polling[S]:
        from ._polling import pace_of
        from ._wait import Polling

        for name, seconds in (("timeout", timeout), ("every", every)):
            if isinstance(seconds, bool) or (isinstance(seconds, (int, float)) and not seconds > 0):
                raise ValueError(f"{name} is a number of seconds above zero")
        wait = self._work.wait
        return Polling(self._work, pace_of(wait, every, wait.timeout if timeout is UNSET else timeout))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._begun.name}: {self.state}>"
