"""Waiting for a job in the background: asking for it until it is over or time is up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from ._errors import ActionError, InvalidResponse, JobFailed, WaitCancelled, WaitTimedOut
from ._explanation import find_explanation
from ._message import Pause
from ._polling import Ask, Heard, Over, Pace, Question, Stop, after, before_first, heard_in
from ._retry_after import seconds_to_wait
from ._secret import masked

if TYPE_CHECKING:
    from threading import Event

    from ._answer import Answer
    from ._message import Flow
    from ._work import Work

S = TypeVar("S")
T = TypeVar("T")
E = TypeVar("E", bound=ActionError)

_log = logging.getLogger("connectory")


@dataclass(frozen=True, slots=True)
class Look(Generic[S]):
    """What was heard of a job: the answer as JSON, and as what the action returns that was asked."""

    heard: Heard
    data: Any
    status: S


@dataclass(frozen=True, slots=True)
class _News:
    """What came of one question. `problem` is why it brought nothing."""

    heard: Heard
    answer: Answer | None = None
    problem: ActionError | None = None
    wish: float | None = None


def look(work: Work[S]) -> Flow[Look[S]]:
    """Ask once what becomes of a job.

    Raises:
        ActionError: whatever went wrong; its `resume` leads to the job.
    """
    try:
        answer = yield from work.ask()
    except ActionError as error:
        error.resume = work.token
        raise
    return _seen(work, answer)


class Polling(Generic[S]):
    """One wait for a job. `last` is what was heard of it last, `over` tells whether it is done."""

    def __init__(self, work: Work[S], pace: Pace) -> None:
        self._work = work
        self._pace = pace
        self._clock = work.asked.conduct.clock
        self._began = self._clock.monotonic()
        age = None if work.begun is None else self._began - work.begun
        self._next = before_first(pace, age, self._clock.chance())
        self._number = 0
        self._silent = 0
        self.last: Look[S] | None = None
        self.over = False

    def run(self) -> Flow[Look[S]]:
        """Wait until the job is done. Raises what `step` raises."""
        while True:
            news = yield from self.step()
            if self.over:
                return news

    def step(self) -> Flow[Look[S]]:
        """Wait for the next news of the job, be it that it is done.

        Raises:
            JobFailed: when it is over and did not do what it was started for.
            WaitTimedOut: when it takes longer than it may.
            ActionError: when there is no news to be had; the `resume` of all these leads to the job.
        """
        while True:
            if self._next > 0:
                yield Pause(self._next, f"the next question about {self._work.name}")
            news = yield from self._ask()
            self._number += 1
            self._silent = self._silent + 1 if news.problem else 0
            match after(self._question(news), self._pace, self._clock.chance()):
                case Ask(seconds, reason):
                    _log.debug("%s: %s; asked again in %.2f s", self._work.name, reason, seconds)
                    self._next = seconds
                    if news.problem is None and self.last is not None:
                        return self.last
                case Over("done") if self.last is not None:
                    _log.debug("%s: done, after %d questions", self._work.name, self._number)
                    self.over = True
                    return self.last
                case Over():
                    raise self._failed(news)
                case Stop() as stop:
                    raise self._stopped(stop, news)

    def _ask(self) -> Flow[_News]:
        work = self._work
        try:
            answer = yield from work.ask(self._pace.left(self._elapsed()))
        except ActionError as error:
            return _News("unanswered" if error.retryable else "refused", None, error, error.retry_after)
        wish = seconds_to_wait(answer.headers, self._clock.now())
        seen = _seen(work, answer)
        if seen.heard == "unreadable":
            problem = _error(self._work, InvalidResponse, "the answer does not tell what becomes of the job")
            problem.status = answer.status
            return _News(seen.heard, answer, problem, wish)
        self.last = seen
        return _News(seen.heard, answer, None, wish)

    def _question(self, news: _News) -> Question:
        return Question(
            heard=news.heard, number=self._number, silent=self._silent, elapsed=self._elapsed(), wish=news.wish
        )

    def _elapsed(self) -> float:
        return self._clock.monotonic() - self._began

    def _failed(self, news: _News) -> JobFailed:
        work, answer = self._work, cast("Answer", news.answer)
        secrets = work.asked.secrets(work.values)
        explanation = find_explanation(
            answer,
            lambda text: masked(text, secrets),
            codes=[condition.reference for condition in work.wait.failed],
        )
        summary = f"the job failed ({explanation.code})" if explanation.code else "the job failed"
        error = _error(work, JobFailed, summary)
        error.code, error.api_message = explanation.code, explanation.message
        error.status = answer.status
        error.rule = f"{work.action.source}:{work.wait.failed[0].line}"
        error.answer = self.last and self.last.status
        return error

    def _stopped(self, stop: Stop, news: _News) -> ActionError:
        if news.problem is not None and stop.reason in ("refused", "silence"):
            news.problem.resume = self._work.token
            return news.problem
        error = _error(self._work, WaitTimedOut, f"the job is not done: {stop.text}; it may go on")
        error.advice = "wait for it again, with what `resume` holds"
        error.retry_after = news.wish
        error.answer = self.last and self.last.status
        error.__cause__ = news.problem
        return error


def cancelled(work: Work[Any]) -> WaitCancelled:
    """The error for a wait that somebody ended."""
    return _error(work, WaitCancelled, "the wait was ended from outside; the job may go on")


def interruptible(flow: Flow[T], wake: Event, error: Callable[[], ActionError]) -> Flow[T]:
    """A flow that neither waits nor sends any more once `wake` is set, and raises what `error` makes."""
    try:
        step = next(flow)
        while not wake.is_set():
            came = yield replace(step, wake=wake) if isinstance(step, Pause) else step
            if wake.is_set() and isinstance(step, Pause):
                break
            step = flow.send(came)
    except StopIteration as end:
        return cast("T", end.value)
    finally:
        flow.close()
    raise error()


def _seen(work: Work[S], answer: Answer) -> Look[S]:
    return Look(heard_in(work.wait, answer), answer.value, work.asked.decoder.decode(answer))


def _error(work: Work[Any], kind: type[E], summary: str) -> E:
    action = work.action
    error = kind(summary, action=action.id, connector=action.connector.id, source=action.source)
    error.resume = work.token
    return error
