"""What goes out and what comes back, and the steps of a flow. No input, no output, no httpx."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from ._action import Action
from ._content import Content
from ._secret import Secret
from ._unset import Unset

if TYPE_CHECKING:
    from concurrent.futures import Future  # slow to import

    from ._flight import Flight

T = TypeVar("T")

Headers: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """A request of an action, ready to send. `shown` is the URL with its secrets masked, for everything that prints.

    `hidden` are the names, in lower case, of headers that carry a secret; `secrets` all that it carries. `template` is
    the path, that of the server included, before the parameters of the action were put into it.
    """

    method: str
    url: str
    shown: str
    headers: Headers
    content: bytes | Content | None
    action: Action[Any]
    hidden: frozenset[str]
    secrets: tuple[Secret, ...]
    template: str

    @property
    def repeatable(self) -> bool:
        """Whether it can be sent from its beginning: a stream may have been read already."""
        return not isinstance(self.content, Content) or self.content.repeatable

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.shown}>"


class ResponseHeaders(Mapping[str, str]):
    """Headers by name, in any case. Several of one name are joined by a comma, as HTTP says they may be."""

    __slots__ = ("_values",)

    def __init__(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        values: dict[str, str] = {}
        for name, value in pairs:
            key, text = name.decode("latin-1").lower(), value.decode("latin-1")
            values[key] = f"{values[key]}, {text}" if key in values else text
        self._values = values

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"<headers {', '.join(self._values)}>"

    @property
    def media_type(self) -> str:
        """What the body is said to be, as it is written there, without parameters; empty when nothing is said."""
        return self._values.get("content-type", "").partition(";")[0].strip()


@dataclass(frozen=True, slots=True, repr=False)
class RawResponse:
    """An answer as it came, uncompressed, and how many seconds it took.

    `body` is what is left to be read, if the answer was asked for unread; `content` is empty then.
    """

    status: int
    headers: ResponseHeaders
    content: bytes
    elapsed: float = 0.0
    body: Any = None

    def __repr__(self) -> str:
        return f"<RawResponse {self.status}, {len(self.content)} bytes>"


@dataclass(frozen=True, slots=True)
class Send:
    """A step of a flow: send this and report what happened. `timeout` as in `Options`; unset leaves it to httpx.

    `deadline` is how many seconds it may take from the beginning to the last byte of the answer.
    `resent`: how often the same was sent before. `unread` tells by status and headers of an answer whether its body is
    left to be read; without it, none is.
    """

    request: Request
    timeout: float | Unset | None
    deadline: float = float("inf")
    resent: int = 0
    unread: Callable[[int, ResponseHeaders], bool] | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A step of a flow: wait so long before going on, or until `wake` is set. Nothing is reported back."""

    seconds: float
    reason: str
    wake: Event | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """A step of a flow: wait until `call` is set, but no longer than so many seconds. Nothing is reported back."""

    call: Future[None]
    seconds: float


@dataclass(frozen=True, slots=True)
class Received:
    """The answer to a `Send`, and how many seconds it took."""

    response: RawResponse
    seconds: float


BreakKind: TypeAlias = Literal["not sent", "unknown", "timed out", "unreadable"]

Part: TypeAlias = Literal["connect", "send", "head", "body", "deadline"]
"""What took longer than `timeout` allows, or that everything together took longer than `deadline` does."""


@dataclass(frozen=True, slots=True)
class Broken:
    """There is no answer to a `Send`.

    `not sent`: the API never saw the request. `unknown` and `timed out`: it may have acted on it.
    `unreadable`: it answered, with `status`, but its body breaks a limit or its compression.
    `part` is what took too long.
    """

    kind: BreakKind
    reason: str
    status: int | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """A step of a flow: run these flows, in any order or up to `at_most` at once, and report their results."""

    flows: tuple[Flow[Any], ...]
    at_most: int


@dataclass(frozen=True, slots=True)
class Once:
    """A step of a flow: run this flow, unless it runs already for others who ask the same; report its result."""

    flight: Flight
    flow: Flow[Any]


@dataclass(frozen=True, slots=True)
class Do:
    """A step of a flow: call this function of the user, and wait for what it returns if that can be awaited."""

    function: Callable[[], Any]


Flow: TypeAlias = Generator[Send | Pause | Queue | Together | Once | Do, Any, T]
"""A call without input or output: yields what to do, is sent what came of it, returns the result.

What came of a `Send` is `Received` or `Broken`; of a `Pause` or a `Queue` `None`; of a `Together` a list; of the
others the result.
"""
