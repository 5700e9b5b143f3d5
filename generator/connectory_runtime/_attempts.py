"""One request, sent until it is answered or until sending it again is pointless or dangerous."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ._answer import Answer
from ._conduct import as_retries
from ._errors import ActionError, Forbidden, NotDelivered, RateLimited, Unauthorized
from ._failure import rejected, undelivered
from ._hooks import WaitView
from ._message import Broken, Do, Flow, Pause, Queue, Received, Request, Send
from ._options import Options
from ._quota import COST
from ._retry import Delivery, Failure, Stop, decide
from ._unset import Unset
from ._verdict import is_success, is_success_by_head

if TYPE_CHECKING:
    from ._prepared import Prepared
    from ._turns import Queued

_log = logging.getLogger("connectory")


def sent(
    prepared: Prepared[Any],
    request: Request,
    options: Options,
    timeout: float | Unset | None,
    ends: float,
    *,
    unread: bool = False,
) -> Flow[Answer]:
    """Send a request of an action, again if need be, and return the answer of a success. All is over when it `ends`.

    Its body is left `unread` where the head says already that it is one.

    Raises:
        ActionError: the last failure; it knows how often the request was sent, and why not once more.
    """
    attempts = _Attempts(prepared, request, options, ends)
    return (yield from attempts.run(options.get("timeout", timeout), unread=unread))


def keyed_headers(prepared: Prepared[Any], options: Options) -> Mapping[str, str]:
    """The further headers of a call: those of its options, and the key by which the API knows it again.

    Raises:
        InvalidInput: when a key is given and the action has no header for one.
    """
    header, headers = prepared.action.idempotency_key, options.get("headers", {})
    given = options.get("idempotency_key")
    if header is None:
        if given is not None:
            message = "cannot be sent: the action declares no header for it"
            raise prepared.inputs.invalid("options.idempotency_key", "idempotency_key", message)
        return headers
    if given is None and any(name.lower() == header.lower() for name in headers):
        return headers
    return {**headers, header: given or str(uuid4())}


class _Attempts:
    """The tries of one call."""

    def __init__(self, prepared: Prepared[Any], request: Request, options: Options, ends: float) -> None:
        self._prepared = prepared
        self._request = request
        self._action = action = prepared.action
        self._name = f"{action.connector.id}.{action.id}"
        conduct = prepared.conduct
        self._clock, self._quota, self._on_wait = conduct.clock, conduct.quota, conduct.on_wait
        self._retries = as_retries(options["retries"]) if "retries" in options else conduct.retries
        self._limits = prepared.limits
        self._ends = ends
        self._number = 1
        self._doubt: ActionError | None = None

    def run(self, timeout: float | Unset | None, *, unread: bool) -> Flow[Answer]:
        given_up: ActionError | None = None
        while True:
            outcome = yield from self._outcome(timeout, given_up, unread=unread)
            match outcome:
                case Received(response, seconds):
                    answer = self._prepared.decoder.answer(response)
                    self._limits.heed(answer.headers, self._clock)
                    self._tell(f"{answer.status} in {seconds * 1000:.0f} ms")
                    if is_success(self._action, answer):
                        self._quota.give_back(1 if self._number == 1 else COST)
                        return answer
                    failed = self._rejected(answer)
                case Broken(kind):
                    self._tell(kind)
                    failed = undelivered(self._action, outcome), self._failure(kind, outcome.status)
                case None:
                    raise TypeError("a request was sent, and the driver does not say what came of it")
            given_up = yield from self._again(*failed)

    def _outcome(
        self, timeout: float | Unset | None, failed: ActionError | None, *, unread: bool
    ) -> Flow[Received | Broken | None]:
        """Send the request when its turn comes. `failed` is the error that the call is repeated for."""
        turn = self._limits.turn()
        try:
            while (queued := turn.take(self._clock.monotonic())) is not None:
                yield from self._queue(queued, failed)
            left = self._ends - self._clock.monotonic()
            if left <= 0:
                raise failed or self._too_late()
            leave = partial(is_success_by_head, self._action) if unread else None
            outcome: Received | Broken | None = yield Send(self._request, timeout, left, self._number - 1, leave)
            return outcome
        finally:
            turn.end()

    def _rejected(self, answer: Answer) -> tuple[ActionError, Failure]:
        refusal = rejected(self._action, answer, self._request.secrets, self._clock.now())
        error = refusal.error
        if isinstance(error, RateLimited):
            self._limits.refuse(self._clock.monotonic(), error.retry_after)
        if isinstance(error, (Forbidden, Unauthorized)):
            error.scheme = self._prepared.chosen
        return error, self._failure(
            "answered", answer.status, refusal.declared, error.retry_after, refused=refusal.did_nothing
        )

    def _failure(
        self,
        delivery: Delivery,
        status: int | None,
        declared: bool | None = None,
        wish: float | None = None,
        *,
        refused: bool = False,
    ) -> Failure:
        now, action = self._clock.monotonic(), self._action
        return Failure(
            delivery=delivery,
            status=status,
            declared=declared,
            refused=refused,
            safe=action.idempotent or action.idempotency_key is not None,
            number=self._number,
            left=self._ends - now,
            wish=max(wish or 0.0, self._limits.wait(now)),
            granted=self._quota.take(),
            repeatable=self._request.repeatable,
        )

    def _again(self, error: ActionError, failure: Failure) -> Flow[ActionError]:
        """Wait for the next try, and return the error that stands if it never comes; or raise the error."""
        if not (self._action.idempotent or failure.refused or failure.delivery == "not sent"):
            self._doubt = error
        if self._doubt is not None and error.retryable:
            # This try did nothing. An earlier one may have, and its error does not say that the call can be repeated.
            error = self._doubt
        decision = decide(failure, self._retries, self._clock.chance())
        if isinstance(decision, Stop):
            if failure.granted:
                self._quota.give_back(COST)
            _log.debug("%s: not sent again (%s): %s", self._name, decision.reason, decision)
            raise self._explained(error, decision)
        times = self._retries.times
        _log.info(
            "%s: %s; again in %.2f s (%d of %d)", self._name, decision.reason, decision.after, self._number, times
        )
        yield from self._announced(decision.after, decision.reason, None)
        yield Pause(decision.after, decision.reason)
        late = self._explained(error, Stop("time", "its turn would come after the deadline of the call"))
        self._number += 1
        return late

    def _queue(self, queued: Queued, failed: ActionError | None) -> Flow[None]:
        """Wait for what a turn waits for."""
        left = self._ends - self._clock.monotonic()
        seconds, limit, call = queued.seconds, queued.limit, queued.call
        if seconds >= left:
            _log.debug("%s: %.2f s until its turn are too long; the limit is %s", self._name, seconds, limit)
            raise failed or self._held_back(queued)
        for_others = " for others" if call else ""
        _log.info("%s: waits %.2f s%s for its turn; the limit is %s", self._name, seconds, for_others, limit)
        yield from self._announced(seconds, "its turn", limit)
        yield Pause(seconds, f"rate limit of {limit}") if call is None else Queue(call, left)

    def _announced(self, seconds: float, reason: str, limit: str | None) -> Flow[None]:
        """Tell the user that the call waits."""
        if (hook := self._on_wait) is not None:
            action = self._action
            yield Do(partial(hook, WaitView(action.connector.id, action.id, seconds, reason, limit)))

    def _held_back(self, queued: Queued) -> RateLimited:
        action, seconds = self._action, queued.seconds
        when = f"the next turn is in {seconds:.3g} s" if seconds > 0 else "others do not come to an end"
        return RateLimited(
            f"nothing was sent: the limit is {queued.limit}, and {when}",
            action=action.id,
            connector=action.connector.id,
            source=action.source,
            retryable=True,
            retry_after=seconds or None,
            advice="call later or less often, or allow more time: deadline=…",
        )

    def _too_late(self) -> NotDelivered:
        action = self._action
        return NotDelivered(
            "nothing was sent: the deadline of the call came first",
            action=action.id,
            connector=action.connector.id,
            source=action.source,
            retryable=True,
            advice="allow more time: deadline=…",
        )

    def _explained(self, error: ActionError, stop: Stop) -> ActionError:
        header = (self._action.idempotency_key or "").lower()
        error.tries = self._number
        error.retry_stopped = stop
        error.idempotency_key = next((text for name, text in self._request.headers if name.lower() == header), None)
        return error

    def _tell(self, what: str) -> None:
        _log.debug("%s: %s %s: %s", self._name, self._action.method, self._action.path, what)
