"""What came of each item of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

from ._errors import (
    ActionError,
    DeliveryUnknown,
    InvalidResponse,
    ItemsFailed,
    ServerError,
    WaitCancelled,
    WaitTimedOut,
)

if TYPE_CHECKING:
    from ._action import Action
    from ._composite_action import Composite

T = TypeVar("T")

_IN_DOUBT = (DeliveryUnknown, InvalidResponse, ServerError, WaitTimedOut, WaitCancelled)
"""Errors that leave open whether something was done."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of one item: `data` when it was done, `exception` when it was not, or when that is not known."""

    input: Any = field(repr=False)
    data: T | None
    exception: ActionError | None = None

    @property
    def successful(self) -> bool:
        return self.exception is None

    @property
    def unknown(self) -> bool:
        """Whether it may or may not have been done."""
        return isinstance(self.exception, _IN_DOUBT)

    @property
    def error(self) -> str | None:
        """What went wrong, as text."""
        return None if self.exception is None else str(self.exception)

    def to_dict(self) -> dict[str, Any]:
        """The outcome as a mapping, like that of an envelope. `error` is absent when nothing went wrong."""
        error = {} if self.exception is None else {"error": self.error}
        return {"input": self.input, "data": self.data, **error, "successful": self.successful}


class Outcomes(Sequence[Outcome[T]]):
    """The outcomes of all items, in the order of the input.

    Each item has one, which is in exactly one of `succeeded`, `failed` and `unknown`.
    """

    def __init__(self, outcomes: Sequence[Outcome[T]], action: Action[Any] | Composite[Any]) -> None:
        self._outcomes = tuple(outcomes)
        self._action = action

    @property
    def successful(self) -> bool:
        """Whether all succeeded."""
        return all(outcome.successful for outcome in self._outcomes)

    @property
    def succeeded(self) -> tuple[Outcome[T], ...]:
        return tuple(outcome for outcome in self._outcomes if outcome.successful)

    @property
    def failed(self) -> tuple[Outcome[T], ...]:
        """Those that were not done: the error of each says why."""
        return tuple(outcome for outcome in self._outcomes if not (outcome.successful or outcome.unknown))

    @property
    def unknown(self) -> tuple[Outcome[T], ...]:
        """Those that may or may not have been done: look before they are repeated."""
        return tuple(outcome for outcome in self._outcomes if outcome.unknown)

    @property
    def left(self) -> tuple[Any, ...]:
        """The items to call with again: it may succeed later, and does no harm if it is repeated."""
        return tuple(item.input for item in self._outcomes if item.exception is not None and item.exception.retryable)

    def require(self) -> tuple[T, ...]:
        """What came back for all items.

        Raises:
            ItemsFailed: unless all were done.
        """
        if not self.successful:
            raise self.failure()
        return tuple(cast("T", outcome.data) for outcome in self._outcomes)

    def failure(self) -> ItemsFailed:
        """The error that names all that were not done."""
        errors = [outcome.exception for outcome in self._outcomes if outcome.exception is not None]
        counts = (
            (len(self.failed), f"of {len(self)} items failed"),
            (len(self.unknown), "may or may not have been done"),
        )
        error = ItemsFailed(
            ", ".join(f"{count} {what}" for count, what in counts if count),
            action=self._action.id,
            connector=self._action.connector.id,
            source=self._action.source,
            retryable=all(item.retryable for item in errors) and (self._action.idempotent or len(errors) == len(self)),
            retry_after=max((item.retry_after for item in errors if item.retry_after is not None), default=None),
            advice="the others were done: call again with what `left` of the outcomes holds, after reading the errors",
        )
        error.outcomes = self
        return error

    @overload
    def __getitem__(self, index: int) -> Outcome[T]: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Outcome[T], ...]: ...
    def __getitem__(self, index: int | slice) -> Outcome[T] | tuple[Outcome[T], ...]:
        return self._outcomes[index]

    def __iter__(self) -> Iterator[Outcome[T]]:
        return iter(self._outcomes)

    def __len__(self) -> int:
        return len(self._outcomes)

    def __repr__(self) -> str:
        name = f"{self._action.connector.id}.{self._action.id}"
        return f"<{type(self).__name__} of {name}: {len(self.succeeded)} of {len(self)} succeeded>"
