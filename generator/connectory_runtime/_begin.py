"""Calls that start a job in the background, as flows."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._errors import ActionError, InvalidResponse
from ._flow import ask, failed, succeeded
from ._polling import pace_of
from ._token import TokenError
from ._wait import Look, Polling
from ._work import Work, work_begun, work_found

if TYPE_CHECKING:
    from ._answer import Answer
    from ._behaviour import Wait
    from ._envelope import Envelope
    from ._message import Flow, RawResponse
    from ._options import Options
    from ._prepared import Prepared
    from ._unset import Unset

R = TypeVar("R")
S = TypeVar("S")

_log = logging.getLogger("connectory")


@dataclass(frozen=True, slots=True)
class Begun(Generic[R, S]):
    """What came of a call of the action `name` that starts a job: its answer, the job, and what was heard of it last.

    `work` is an error where the answer does not lead to the job. There is no answer for a job that a token leads to.
    """

    name: str
    work: Work[S] | InvalidResponse
    news: Look[S] | None = None
    answer: tuple[R, RawResponse] | None = None


@dataclass(frozen=True, slots=True)
class Beginning(Generic[R, S]):
    """An action that starts jobs, and the one that tells of them, ready to be called."""

    prepared: Prepared[R]
    wait: Wait
    asked: Prepared[S]
    timeout: float | Unset | None

    def typed(self, arguments: Mapping[str, Any], options: Options) -> Flow[Begun[R, S]]:
        """Start a job; wait for it if the options say so.

        Raises:
            ActionError: whatever went wrong.
        """
        values = self.prepared.inputs.check(arguments)
        answer = yield from ask(self.prepared, values, options, self.timeout)
        begun = self.begun(values, answer, options)
        if not options.get("wait"):
            return begun
        if isinstance(begun.work, InvalidResponse):
            raise begun.work
        return replace(begun, news=(yield from self._polling(begun.work).run()))

    def begun(self, values: Mapping[str, Any], answer: Answer, options: Options) -> Begun[R, S]:
        """What a call with checked values has started, by its answer."""
        work = self._work(values, answer, options)
        return Begun(self.prepared.name, work, None, (self.prepared.decoder.decode(answer), answer.raw))

    def enveloped(self, arguments: Mapping[str, Any], options: Options) -> Flow[Envelope]:
        """Start a job and return the envelope, whose member `job` leads to it; wait for it if the options say so."""
        values: Mapping[str, Any] = {}
        try:
            values = self.prepared.inputs.check(arguments)
            answer = yield from ask(self.prepared, values, options, self.timeout)
        except ActionError as error:
            return failed(self.prepared, values, error)
        return (yield from self.envelope(values, answer, options))

    def envelope(self, values: Mapping[str, Any], answer: Answer, options: Options) -> Flow[Envelope]:
        """The envelope of a call with checked values that was answered; wait for the job if the options say so."""
        envelope = succeeded(self.prepared, values, answer)
        work = self._work(values, answer, options)
        if isinstance(work, InvalidResponse):
            return _spoilt(envelope, work) if options.get("wait") else envelope
        if not options.get("wait"):
            return _with_job(envelope, work, None)
        polling = self._polling(work)
        try:
            yield from polling.run()
        except ActionError as error:
            envelope = _spoilt(envelope, error)
        return _with_job(envelope, work, polling.last)

    def found(self, token: str) -> Begun[R, S]:
        """The job that a token leads to.

        Raises:
            InvalidInput: when the token is damaged or belongs to another action.
        """
        try:
            work = work_found(self.prepared.action, self.wait, self.asked, token, self.timeout)
        except TokenError as problem:
            raise self.prepared.inputs.invalid("token", "token", str(problem)) from None
        return Begun(self.prepared.name, work)

    def _work(self, values: Mapping[str, Any], answer: Answer, options: Options) -> Work[S] | InvalidResponse:
        try:
            return work_begun(self.prepared, self.wait, self.asked, values, answer, options, self.timeout)
        except InvalidResponse as problem:
            _log.warning("%s: %s", self.prepared.name, problem.summary)
            return problem

    def _polling(self, work: Work[S]) -> Polling[S]:
        return Polling(work, pace_of(self.wait, None, self.wait.timeout))


def _with_job(envelope: Envelope, work: Work[Any], news: Look[Any] | None) -> Envelope:
    done, status = (False, None) if news is None else (news.heard == "done", news.data)
    job = {"token": work.token, "done": done, "status": status}
    return replace(envelope, extras={**envelope.extras, "job": job})


def _spoilt(envelope: Envelope, error: ActionError) -> Envelope:
    return replace(envelope, error=str(error), successful=False, exception=error)
