"""From what happened to the error that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never
from urllib.parse import urlsplit

from ._action import Action
from ._answer import Answer
from ._behaviour import ErrorRule, Meaning
from ._composite_action import Composite
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
from ._message import Broken, Part
from ._retry import did_nothing, worth_repeating
from ._retry_after import seconds_to_wait
from ._secret import Secret, masked
from ._text import one_line
from ._verdict import rules_for, telltale

_BY_STATUS: dict[int, type[Rejected]] = {
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: NotFound,
    412: Conflict,
    429: RateLimited,
}

_BY_MEANING: dict[Meaning, type[Rejected]] = {
    "invalid": BadRequest,
    "unauthorized": Unauthorized,
    "forbidden": Forbidden,
    "not_found": NotFound,
    "conflict": Conflict,
    "rate_limited": RateLimited,
    "server": ServerError,
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

_SLOW: dict[Part | None, str] = {
    "connect": "the connection took too long",
    "send": "the API took too long to take the request",
    "head": "the answer took too long",
    "body": "the rest of the answer took too long",
    "deadline": "the call took longer than its deadline",
    None: "the answer took too long",
}

_REQUEST_IDS = ("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "x-trace-id", "cf-ray")
_LONGEST_ID = 200
_LONGEST_HOST = 100


def undelivered(action: Action[Any], broken: Broken) -> ActionError:
    """The error for a request that has no answer."""
    look_first = _look_first(action)
    kind: type[ActionError]
    advice: str | None
    match broken.kind:
        case "not sent":
            kind, summary, advice = NotDelivered, "the API was not reached", "check the network and the address"
        case "timed out":
            kind, summary, advice = TimedOut, f"{_SLOW[broken.part]}; the API may have acted or not", look_first
        case "unknown":
            kind, summary, advice = DeliveryUnknown, "the connection broke; the API may have acted or not", look_first
        case "unreadable":
            kind, summary, advice = InvalidResponse, "the answer cannot be read", look_first
        case _:
            assert_never(broken.kind)
    error = kind(
        f"{summary} ({broken.reason})",
        action=action.id,
        connector=action.connector.id,
        source=action.source,
        status=broken.status,
        retryable=kind is NotDelivered or (action.idempotent and kind is not InvalidResponse),
        advice=advice,
    )
    if isinstance(error, TimedOut):
        error.part = broken.part
    return error


def illegible(action: Action[Any] | Composite[Any], answer: Answer, damage: str) -> InvalidResponse:
    """The error for an answer that is none of the API."""
    return InvalidResponse(
        damage,
        action=action.id,
        connector=action.connector.id,
        source=action.source,
        status=answer.status,
        advice=_look_first(action),
    )


def _look_first(action: Action[Any] | Composite[Any]) -> str | None:
    return None if action.idempotent else "look whether it took effect before repeating it"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an answer that is no success means for repeating: what the specs declare, and whether nothing was done."""

    error: Rejected
    declared: bool | None
    did_nothing: bool


def rejected(action: Action[Any], answer: Answer, secrets: Sequence[Secret], now: datetime) -> Refusal:
    """The error for an answer that is no success. `secrets` are masked where the API repeats them."""
    status = answer.status
    condition = telltale(action, answer) if status < 300 else None
    if condition is None:
        # Failures have a shape of their own, whatever is announced for successes.
        answer = Answer(answer.raw)
    rules = rules_for(action, answer)
    explanation = find_explanation(
        answer,
        lambda text: masked(text, secrets),
        codes=[rule.code_at for rule in rules if rule.code_at is not None],
        messages=[rule.message for rule in rules if rule.message is not None],
    )
    meaning: Meaning | None = next((rule.meaning for rule in rules if rule.meaning is not None), None)
    declared, nothing = _declared(rules, meaning), did_nothing(status, meaning)
    kind = _kind(status) if meaning is None else _BY_MEANING[meaning]
    code = explanation.code or next((rule.code for rule in rules if rule.code is not None), None)
    error = kind(
        _summary(answer, code, secrets),
        action=action.id,
        connector=action.connector.id,
        source=action.source,
        rule=_place(rules, f"{action.source}:{condition.line}" if condition else None),
        status=status,
        code=code,
        api_message=explanation.message,
        request_id=request_id(answer, secrets),
        retryable=worth_repeating(status, declared) and (action.idempotent or nothing),
        retry_after=seconds_to_wait(answer.headers, now),
        advice=next((rule.advice for rule in rules if rule.advice is not None), _ADVICE.get(kind)),
    )
    error.raw = answer.raw
    return Refusal(error, declared, nothing)


def _declared(rules: Sequence[ErrorRule], meaning: Meaning | None) -> bool | None:
    """Whether the specs say that a call may succeed later after a failure; `None` when they say nothing."""
    said = next((rule.retryable for rule in rules if rule.retryable is not None), None)
    return meaning in ("rate_limited", "server") if said is None and meaning is not None else said


def _kind(status: int) -> type[Rejected]:
    if status >= 500:
        return ServerError
    return _BY_STATUS.get(status, BadRequest if status >= 400 else Rejected)


def _place(rules: Sequence[ErrorRule], otherwise: str | None) -> str | None:
    """Where the specs say it: the first rule that is about some failures and not about all."""
    return next((rule.source for rule in rules if rule.status is not None or rule.when), otherwise)


def request_id(answer: Answer, secrets: Sequence[Secret]) -> str | None:
    """What the API calls this request, in the headers that are usual for it."""
    found = next((answer.headers[name] for name in _REQUEST_IDS if name in answer.headers), None)
    return found and one_line(masked(found, secrets), _LONGEST_ID)


def _summary(answer: Answer, code: str | None, secrets: Sequence[Secret]) -> str:
    if 300 <= answer.status < 400:
        return f"the API answered {answer.status} and redirects{_target(answer, secrets)}; redirects are not followed"
    what = f"the API answered {answer.status}" + (", yet it failed" if answer.status < 300 else "")
    return f"{what} ({code})" if code else what


def _target(answer: Answer, secrets: Sequence[Secret]) -> str:
    """Where a redirect points to: the origin only, for the rest may hold what was sent."""
    try:
        place = urlsplit(answer.headers.get("location", ""))
    except ValueError:
        return ""
    host = one_line(masked(place.netloc.rpartition("@")[2], secrets), _LONGEST_HOST)
    return f" to {place.scheme}://{host}" if place.scheme and host else ""
