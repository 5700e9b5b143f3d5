"""What came of calls that were made for each item of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast, overload

from ._composite_action import Composite
from ._errors import ActionError, ItemsFailed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of one item: `data` when the call succeeded, `exception` when it failed."""

    input: Any = field(repr=False)
    data: T | None
    exception: ActionError | None = None

    @property
    def successful(self) -> bool:
        return self.exception is None

    @property
    def error(self) -> str | None:
        """What went wrong, as text."""
        return None if self.exception is None else str(self.exception)

    def to_dict(self) -> dict[str, Any]:
        """The outcome as a mapping, like that of an envelope. `error` is absent when nothing went wrong."""
        error = {} if self.exception is None else {"error": self.error}
        return {"input": self.input, "data": self.data, **error, "successful": self.successful}


class Outcomes(Sequence[Outcome[T]]):
    """The outcomes of all items, in the order of the input. Each item has exactly one."""

    def __init__(self, outcomes: Sequence[Outcome[T]], action: Composite[Any]) -> None:
        self._outcomes = tuple(outcomes)
        self._action = action

    @property
    def successful(self) -> bool:
        """Whether all succeeded."""
        return not self.failed

    @property
    def succeeded(self) -> tuple[Outcome[T], ...]:
        return tuple(outcome for outcome in self._outcomes if outcome.successful)

    @property
    def failed(self) -> tuple[Outcome[T], ...]:
        """Those to look at: the error of each tells whether it may be repeated."""
        return tuple(outcome for outcome in self._outcomes if not outcome.successful)

    def require(self) -> tuple[T, ...]:
        """What all calls returned.

        Raises:
            ItemsFailed: when one of them failed.
        """
        if not self.successful:
            raise self.failure()
        return tuple(cast("T", outcome.data) for outcome in self._outcomes)

    def failure(self) -> ItemsFailed:
        """The error that names all that failed."""
        errors = [outcome.exception for outcome in self._outcomes if outcome.exception is not None]
        error = ItemsFailed(
            f"{len(errors)} of {len(self)} calls failed",
            action=self._action.id,
            connector=self._action.connector.id,
            source=self._action.source,
            retryable=all(item.retryable for item in errors) and (self._action.idempotent or len(errors) == len(self)),
            retry_after=max((item.retry_after for item in errors if item.retry_after is not None), default=None),
            advice="the others were done: call again with the failed items only, after reading the error of each",
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
        return f"<Outcomes of {name}: {len(self.succeeded)} of {len(self)} succeeded>"
