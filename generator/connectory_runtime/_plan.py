"""What a call would send, without sending it and without its secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ._action import Effect
from ._curl import as_curl
from ._sketch import Sketch

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """A request that was not made. Secrets are masked: they never were in it.

    `action` is the one whose request it is, declared in the spec `source`. `body` is the text that would be sent,
    or a line for each field of a form with files; of files it shows name, type and size. `idempotency_key` is the key
    in its headers: the given one, or one made up as each call makes one up. `environment` are the variables that hold
    the secrets in `as_curl()`.
    """

    action: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: str | None
    idempotency_key: str | None
    source: str
    environment: tuple[str, ...]
    _sketch: Sketch = field(repr=False, compare=False)

    def as_curl(self) -> str:
        """The request as a command for a POSIX shell, with environment variables in the place of secrets.

        A variable holds the secret as it is; only in a JSON body or a path it stands there unescaped.
        """
        return as_curl(self._sketch)

    def to_dict(self) -> dict[str, Any]:
        """The request as JSON data."""
        members = ("action", "method", "url", "headers", "body", "idempotency_key", "source", "environment")
        told = {name: getattr(self, name) for name in members}
        return {**told, "headers": dict(self.headers), "environment": list(self.environment)}

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{self.method} {self.url}"
        yield from (f"{name}: {value}" for name, value in self.headers.items())
        if self.body is not None:
            yield f"\n{_pretty(self.body)}\n"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a call would do that was not made.

    `effect` and `idempotent` are what the spec in `source` declares. `requests` are those that are known before
    anything is sent: one, or one for each item of an action that calls another for each, or the first of several steps.
    `method`, `url`, `headers` and `body` are those of the first. `job` is the action that tells what becomes of the job
    which the call starts, `None` when it starts none. `follows` says in sentences what comes after the requests.

    `most_requests` is how many the call sends at worst, repetitions included. `last_sent_after` is how many seconds
    after it began it sends the last one at worst; the deadline of each call bounds its answer too. Both are
    `None` where nothing bounds them.
    """

    connector: str
    action: str
    effect: Effect
    idempotent: bool
    source: str
    requests: tuple[PlannedRequest, ...]
    job: str | None
    follows: tuple[str, ...]
    most_requests: int | None
    last_sent_after: float | None

    @property
    def method(self) -> str:
        return self.requests[0].method

    @property
    def url(self) -> str:
        return self.requests[0].url

    @property
    def headers(self) -> Mapping[str, str]:
        return self.requests[0].headers

    @property
    def body(self) -> str | None:
        return self.requests[0].body

    def as_curl(self) -> str:
        """The requests as commands for a POSIX shell, each on lines of its own; see `PlannedRequest.as_curl`."""
        return "\n".join(request.as_curl() for request in self.requests)

    def to_dict(self) -> dict[str, Any]:
        """The plan as JSON data."""
        members = ("connector", "action", "effect", "idempotent", "source", "job", "most_requests", "last_sent_after")
        told = {name: getattr(self, name) for name in members}
        return {**told, "requests": [request.to_dict() for request in self.requests], "follows": list(self.follows)}

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        repeatable = "may be repeated" if self.idempotent else "not to be repeated blindly"
        yield f"{self.connector}.{self.action} ({self.effect}, {repeatable})"
        yield from map(str, self.requests[:_SHOWN])
        if more := len(self.requests) - _SHOWN:
            yield from (f"and {more} more like these",) if more > 0 else ()
        yield from (f"then: {sentence}" for sentence in self.follows)
        yield f"at worst: {self._worst()}"
        yield f"declared in: {self.source}"

    def _worst(self) -> str:
        count = "requests without bound" if self.most_requests is None else _counted(self.most_requests, "request")
        if self.last_sent_after is None:
            return f"{count}; nothing bounds the time"
        return f"{count}, the last one sent after {self.last_sent_after:g} s" if self.last_sent_after else count


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _pretty(body: str) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body
