"""What comes in, what goes out, and what is wrong with it."""

from dataclasses import dataclass
from typing import TypeAlias

Pairs: TypeAlias = tuple[tuple[str, str], ...]
"""Names with values, in order, repeats kept."""


@dataclass(frozen=True, slots=True)
class MockRequest:
    """A request as it stands on the wire. `target` is the path with its query, still percent-encoded."""

    method: str
    target: str
    headers: Pairs = ()
    body: bytes = b""

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class MockResponse:
    """An answer. The length of the body is added when it is sent."""

    status: int
    headers: Pairs = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a request is not what the spec says.

    `where` is a place such as `query.maxrows` or `body.contacts[3].email`; `rule` is the JSON Schema
    keyword, or a word of ours such as `unknown`, that was broken.
    """

    where: str
    rule: str
    message: str


class RefusedError(Exception):
    """A request that cannot be taken apart."""

    def __init__(self, violation: Violation) -> None:
        super().__init__(violation.message)
        self.violation = violation


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request with its answer, for people to read: credentials and secrets are masked.

    `connector` and `action` are ids, `None` when the path belongs to nothing.
    """

    connector: str | None
    action: str | None
    request: MockRequest
    response: MockResponse
