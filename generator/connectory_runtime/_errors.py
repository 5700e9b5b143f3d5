"""Everything that can go wrong with a call.

ActionError                     the base: action, status, code, retryable, retry_after, advice, …
├── InvalidInput                found before anything was sent; names parameter, rule, file and line
├── UnknownAction               `execute` was given an identifier that no action has
├── MissingCredential           no argument and no environment variable holds the secret
├── SignInFailed                a person's sign-in came to nothing; says why
├── NotDelivered                no connection: the API never saw the request
├── DeliveryUnknown             the connection broke: the API may or may not have acted
│   └── TimedOut                … because the answer took longer than allowed
├── InvalidResponse             the answer is too large or damaged, or a web page, and cannot be read
├── ItemsFailed                 calls for some items of a list failed; names each with its error
├── PagingStopped               there may be more pages, and they cannot be had: a cycle, a foreign address, …
├── JobFailed                   a job in the background ended, and did not do what it was started for
├── WaitTimedOut                a job in the background is not done yet; it may go on
├── WaitCancelled               waiting for a job was ended from outside; it may go on
└── Rejected                    the API answered that it did not do it, be it with 200
    ├── BadRequest              400, 405, 415, 422 and other 4xx
    ├── Unauthorized            401
    ├── Forbidden               403
    ├── NotFound                404, 410
    ├── Conflict                409, 412
    ├── RateLimited             429, or a declared limit before anything was sent
    └── ServerError             5xx
"""

# ruff: noqa: N818 - named for what happened, as users read them in `except`

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._message import Part, RawResponse
from ._retry import Stop

if TYPE_CHECKING:
    from ._outcome import Outcomes

_SHOWN = 10
_EXPECTED = frozenset({"final", "switched off"})


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with the input.

    `path` is where: the parameter and the way into its value, such as `contacts[3].email`. `rule` is the
    keyword that is broken, `source` the spec file and line that declare it.
    """

    parameter: str
    path: str
    rule: str
    message: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message} [{self.rule}, {self.source}]"


class ActionError(Exception):
    """A call did not do what it says.

    `summary` is the first line of the message. `code`, `api_message` and `request_id` are the API's own.
    `retryable` tells that the same call may work later and does no harm if repeated; `retry_after` is how
    many seconds the API asks to wait before. `advice` says what to do next. `source` is the spec file of the
    action, `rule` the line of the specs that says that the answer is a failure, or what it means. `callers`
    are the actions made of other actions that led to the call, the nearest first.

    `tries` is how often it was sent, `retry_stopped` why not once more. Give `idempotency_key` again in the
    options to repeat this very call, if the action has one.

    Between pages, `resume` is a token that leads to the page that failed; while a job is waited for, one that leads
    to the job.
    """

    tries: int = 0
    retry_stopped: Stop | None = None
    idempotency_key: str | None = None
    resume: str | None = None

    def __init__(
        self,
        summary: str,
        *,
        action: str | None = None,
        connector: str | None = None,
        status: int | None = None,
        code: str | None = None,
        api_message: str | None = None,
        request_id: str | None = None,
        retryable: bool = False,
        retry_after: float | None = None,
        advice: str | None = None,
        source: str | None = None,
        rule: str | None = None,
    ) -> None:
        super().__init__(summary)
        self.summary = summary
        self.action = action
        self.connector = connector
        self.status = status
        self.code = code
        self.api_message = api_message
        self.request_id = request_id
        self.retryable = retryable
        self.retry_after = retry_after
        self.advice = advice
        self.source = source
        self.callers: tuple[str, ...] = ()
        self.rule = rule

    def __str__(self) -> str:
        name = ".".join(part for part in (self.connector, self.action) if part)
        callers = (f"  called by: {caller}" for caller in self.callers)
        return "\n".join((f"{name}: {self.summary}" if name else self.summary, *self._details(), *callers))

    def _details(self) -> Iterator[str]:
        """Further lines of the message."""
        if self.api_message:
            yield f"  the API says: {self.api_message}"
        if self.advice:
            yield f"  what to do: {self.advice}"
        if self.retry_after is not None:
            yield f"  the API asks to wait: {self.retry_after:g} s"
        if self.retry_stopped and (self.tries > 1 or self.retry_stopped.reason not in _EXPECTED):
            yield f"  tries: {self.tries}; not again: {self.retry_stopped}"
        if self.idempotency_key:
            yield f"  idempotency key: {self.idempotency_key}"
        if self.request_id:
            yield f"  request id: {self.request_id}"
        if self.source:
            yield f"  declared in: {self.source}"
        if self.rule:
            yield f"  by the rule in: {self.rule}"


class InvalidInput(ActionError, ValueError):
    """The input breaks a rule of the spec. Nothing was sent."""

    violations: tuple[Violation, ...] = ()

    def _details(self) -> Iterator[str]:
        yield from (f"  {violation}" for violation in self.violations[:_SHOWN])
        if len(self.violations) > _SHOWN:
            yield f"  … and {len(self.violations) - _SHOWN} more"


class UnknownAction(ActionError, LookupError):
    """No action of the connector has this identifier."""


class MissingCredential(ActionError):
    """The action needs a secret, and there is none that can be sent. Nothing was sent."""


class SignInFailed(ActionError):
    """A person did not get through signing in. `code` is the reason in the words of OAuth 2.0, if there is one."""


class NotDelivered(ActionError):
    """There was no connection. The API never saw the request, so it can be repeated."""


class DeliveryUnknown(ActionError):
    """The connection broke before the answer was complete. The API may or may not have acted."""


class TimedOut(DeliveryUnknown):
    """The answer took longer than allowed. The API may or may not have acted.

    `part` is what took too long: to `send` the request, the `head` or the `body` of the answer, or everything
    together (`deadline`). A connection that took too long is `NotDelivered`.
    """

    part: Part | None = None


class InvalidResponse(ActionError):
    """What came cannot be read: it is too large, damaged, compressed as nobody asked for, or a web page."""


class ItemsFailed(ActionError):
    """Of the calls for the items of a list, some or all failed. `outcomes` says what came of each."""

    outcomes: Outcomes[Any]

    def _details(self) -> Iterator[str]:
        failed = [(index, error) for index, outcome in enumerate(self.outcomes) if (error := outcome.exception)]
        yield from (f"  [{index}] {error.summary}" for index, error in failed[:_SHOWN])
        if len(failed) > _SHOWN:
            yield f"  … and {len(failed) - _SHOWN} more"
        yield from super()._details()


class PagingStopped(ActionError):
    """There may be more pages, and they cannot be had. What came before is all right.

    `reason` is one of: `cycle`, `no progress`, `foreign address`, `unreadable`, `too many pages`.
    """

    reason: str = ""


class JobFailed(ActionError):
    """The job is over and did not do what it was started for. `answer` is what the API says of it."""

    answer: Any = None


class WaitTimedOut(ActionError):
    """The job was not done in time. It may go on: `resume` leads to it, `answer` is the last that was heard of it."""

    answer: Any = None


class WaitCancelled(ActionError):
    """Somebody ended the wait. The job may go on, and `resume` leads to it."""


class Rejected(ActionError):
    """The API answered that it did not do it. `raw` is the answer.

    `scheme` is the authentication scheme of a request whose credentials were refused, where there are several for it.
    """

    raw: RawResponse | None = None
    scheme: str | None = None

    def _details(self) -> Iterator[str]:
        yield from super()._details()
        if self.scheme:
            yield f"  authenticated by: {self.scheme}"


class BadRequest(Rejected):
    """The API does not accept the request as it is."""


class Unauthorized(Rejected):
    """The API does not accept the credential."""


class Forbidden(Rejected):
    """The credential is known, but it may not do this."""


class NotFound(Rejected):
    """There is nothing under this id or address."""


class Conflict(Rejected):
    """The request does not fit the state of things: a duplicate, or a change in between."""


class RateLimited(Rejected):
    """Too many calls. Without a `status`, a declared rate limit held the call back and nothing was sent."""


class ServerError(Rejected):
    """The API failed on its side. It may have done part of the work."""
