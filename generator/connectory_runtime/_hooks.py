"""What a client shows of its requests and answers to whoever wants to watch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ._answer import Answer
from ._failure import request_id
from ._headers import is_sensitive
from ._message import RawResponse, Request
from ._secret import MASK, masking


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request that is about to be sent. Secrets are masked, and the body is not shown."""

    connector: str
    action: str
    method: str
    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResponseView:
    """An answer, refusals included. Secrets are masked, and the body is not shown.

    `elapsed` is in seconds, `request_id` what the API calls the request.
    """

    request: RequestView
    status: int
    headers: Mapping[str, str]
    elapsed: float
    request_id: str | None


@dataclass(frozen=True, slots=True)
class WaitView:
    """A call that waits, and for how many seconds at least.

    `reason` says what for. `limit` is there when it is a declared limit; others who come first may make it longer.
    """

    connector: str
    action: str
    seconds: float
    reason: str
    limit: str | None


RequestHook: TypeAlias = Callable[[RequestView], None]
ResponseHook: TypeAlias = Callable[[ResponseView], None]
AsyncRequestHook: TypeAlias = Callable[[RequestView], Awaitable[None] | None]
AsyncResponseHook: TypeAlias = Callable[[ResponseView], Awaitable[None] | None]
WaitHook: TypeAlias = Callable[[WaitView], None]
AsyncWaitHook: TypeAlias = Callable[[WaitView], Awaitable[None] | None]


def shown_headers(request: Request, headers: Mapping[str, str]) -> dict[str, str]:
    """Headers of a request or of its answer, without secrets."""
    mask = masking(request.secrets)
    return {
        name: MASK if name.lower() in request.hidden or is_sensitive(name) else mask(text)
        for name, text in headers.items()
    }


def request_view(request: Request) -> RequestView:
    """What hooks see of a request."""
    action = request.action
    headers = shown_headers(request, dict(request.headers))
    return RequestView(action.connector.id, action.id, request.method, request.shown, headers)


def response_view(request: Request, raw: RawResponse) -> ResponseView:
    """What hooks see of an answer."""
    return ResponseView(
        request_view(request),
        raw.status,
        shown_headers(request, raw.headers),
        raw.elapsed,
        request_id(Answer(raw), request.secrets),
    )
