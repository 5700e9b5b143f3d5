"""An answer as it came, for callers who want more than its meaning."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._answer import Answer
from ._unset import UNSET

if TYPE_CHECKING:
    from ._decode import Decoder
    from ._errors import Rejected
    from ._message import RawResponse, ResponseHeaders

T = TypeVar("T")


class Response(Generic[T]):
    """What the API answered, a refusal included. `parse()` is what the typed call would have returned or raised.

    `request_id` is the API's own, `elapsed` how many seconds the answer took.
    """

    def __init__(
        self, raw: RawResponse, decoder: Decoder[T], request_id: str | None, error: Rejected | None = None
    ) -> None:
        self.request_id = request_id
        self._raw = raw
        self._decoder = decoder
        self._error = error

    @property
    def status(self) -> int:
        return self._raw.status

    @property
    def headers(self) -> ResponseHeaders:
        """Headers by name, in any case."""
        return self._raw.headers

    @property
    def content(self) -> bytes:
        """The body, uncompressed."""
        return self._raw.content

    @property
    def elapsed(self) -> float:
        return self._raw.elapsed

    @cached_property
    def text(self) -> str:
        """The body as text; empty when there is none."""
        return self._answer.text

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            ValueError: when it is not JSON.
        """
        value = self._answer.json
        if value is UNSET:
            raise ValueError("the body is not JSON")
        return value

    def parse(self) -> T:
        """The result of the typed call.

        Raises:
            Rejected: when the API refused.
        """
        if self._error is not None:
            raise self._error
        return self._decoder.decode(self._decoder.answer(self._raw))

    @cached_property
    def _answer(self) -> Answer:
        return Answer(self._raw)

    def __repr__(self) -> str:
        return f"<Response {self.status}, {len(self.content)} bytes>"


def bare_function(method: Callable[..., Any], owner: object, base: type) -> FunctionType:
    """The function behind a generated method of `owner`, to be called with something else in the place of `owner`.

    Raises:
        TypeError: when it is no method of `owner`, or one that `base` has already.
    """
    if isinstance(method, MethodType) and method.__self__ is owner and isinstance(method.__func__, FunctionType):
        if not hasattr(base, method.__name__):
            return method.__func__
        raise TypeError(f"{method.__name__} is not the method of an action")
    raise TypeError("give a method of this client, without calling it: client.raw(client.get_item, id=7)")
