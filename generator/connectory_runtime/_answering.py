"""A transport that gives the answers it was told to give."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import httpx

Given: TypeAlias = httpx.Response | Exception | Mapping[str, Any] | Sequence[Any] | None


class UnexpectedRequest(AssertionError):  # noqa: N818 - named for what happened, as all errors here
    """A client sent a request that the test did not foresee."""


class Answering(httpx.MockTransport):
    """Gives one answer after the other, and keeps the `requests` it was sent."""

    def __init__(self, answers: Sequence[Given]) -> None:
        super().__init__(self._next)
        self.requests: list[httpx.Request] = []
        self._answers = deque(answers)
        self._count = len(answers)

    def _next(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if not self._answers:
            raise UnexpectedRequest(f"{request.method} came after all {self._count} answers were given")
        answer = self._answers.popleft()
        match answer:
            case httpx.Response():
                return answer
            case Exception():
                raise answer
            case None:
                return httpx.Response(204)
            case str():
                return httpx.Response(200, text=answer)
            case _:
                return httpx.Response(200, json=answer)


def answering(*answers: Given) -> Answering:
    """A transport that gives these answers in this order.

    An object or list is JSON with status 200, a text is text, `None` is an empty 204. A `httpx.Response` is
    given as it is, an exception such as `httpx.ConnectError("refused")` is raised. A request too many raises
    `UnexpectedRequest`.
    """
    return Answering(answers)
