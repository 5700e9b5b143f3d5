"""From what happened to the error that says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, assert_never
from urllib.parse import urlsplit

from ._action import Action, ErrorRule
from ._answer import Answer
from ._errors import (
    ActionError,
    BadRequest,
    Conflict,
    DeliveryUnknown,
    Forbidden,
    InvalidResponse,
    NotDelivered,
    NotFound,
    RateLimited,
    Rejected,
    ServerError,
    TimedOut,
    Unauthorized,
)
from ._explanation import find_explanation
from ._message import Broken
from ._retry import did_nothing, worth_repeating
from ._retry_after import seconds_to_wait
from ._secret import Secret, masked
from ._text import one_line

_BY_STATUS: dict[int, type[Rejected]] = {
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: NotFound,
    412: Conflict,
    429: RateLimited,
}

_ADVICE: dict[type[ActionError], str] = {
    BadRequest: "correct the input by what the API says, and call again",
    Unauthorized: "check the credential: it may be wrong, expired or switched off",
    Forbidden: "use a credential that has the right to do this",
    NotFound: "check the id, and that it belongs to the account of the credential",
    Conflict: "look at the present state before calling again",
    RateLimited: "wait, and go on more slowly",
    ServerError: "wait a little; before repeating a write, look whether it took effect",
}

_REQUEST_IDS = ("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "x-trace-id", "cf-ray")
_LONGEST_ID = 200


def undelivered(action: Action[Any], broken: Broken) -> ActionError:
    """The error for a request that has no answer."""
    look_first = None if action.idempotent else "look whether it took effect before repeating it"
    kind: type[ActionError]
    advice: str | None
    match broken.kind:
        case "not sent":
            kind, summary, advice = NotDelivered, "the API was not reached", "check the network and the address"
        case "timed out":
            kind, summary, advice = TimedOut, "the answer took too long; the API may have acted or not", look_first
        case "unknown":
            kind, summary, advice = DeliveryUnknown, "the connection broke; the API may have acted or not", look_first
        case "unreadable":
            kind, summary, advice = InvalidResponse, "the answer cannot be read", look_first
        case _:
            assert_never(broken.kind)
    return kind(
        f"{summary} ({broken.reason})",
        action=action.id,
        connector=action.connector.id,
        source=action.source,
        status=broken.status,
        retryable=kind is NotDelivered or (action.idempotent and kind is not InvalidResponse),
        advice=advice,
    )


def declared_for(action: Action[Any], status: int | None) -> bool | None:
    """Whether the connector says that a call may succeed later after this status; `None` when it says nothing."""
    return next((rule.retryable for rule in action.connector.errors if rule.status == status), None)


def rejected(action: Action[Any], answer: Answer, secrets: Sequence[Secret], now: datetime) -> Rejected:
    """The error for an answer that is no success. `secrets` are masked where the API repeats them."""
    status = answer.status
    rule = next((rule for rule in action.connector.errors if rule.status == status), ErrorRule(status=status))
    worth_it = worth_repeating(status, declared_for(action, status))
    explanation = find_explanation(answer, lambda text: masked(text, secrets))
    code = explanation.code or rule.code
    kind = _kind(status)
    error = kind(
        _summary(answer, code),
        action=action.id,
        connector=action.connector.id,
        source=action.source,
        status=status,
        code=code,
        api_message=explanation.message,
        request_id=request_id(answer, secrets),
        retryable=worth_it and (action.idempotent or did_nothing(status)),
        retry_after=seconds_to_wait(answer.headers, now),
        advice=rule.advice or _ADVICE.get(kind),
    )
    error.raw = answer.raw
    return error


def _kind(status: int) -> type[Rejected]:
    if status >= 500:
        return ServerError
    return _BY_STATUS.get(status, BadRequest if status >= 400 else Rejected)


def request_id(answer: Answer, secrets: Sequence[Secret]) -> str | None:
    """What the API calls this request, in the headers that are usual for it."""
    found = next((answer.headers[name] for name in _REQUEST_IDS if name in answer.headers), None)
    return found and one_line(masked(found, secrets), _LONGEST_ID)


def _summary(answer: Answer, code: str | None) -> str:
    if 300 <= answer.status < 400:
        return f"the API answered {answer.status} and redirects{_target(answer)}; redirects are not followed"
    return f"the API answered {answer.status} ({code})" if code else f"the API answered {answer.status}"


def _target(answer: Answer) -> str:
    """Where a redirect points to: the origin only, for the rest may hold what was sent."""
    try:
        place = urlsplit(answer.headers.get("location", ""))
    except ValueError:
        return ""
    return f" to {place.scheme}://{place.hostname}" if place.scheme and place.hostname else ""
