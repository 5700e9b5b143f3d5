"""What methods return that send a long list in parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from ._outcome import Outcome, Outcomes

if TYPE_CHECKING:
    from ._action import Action
    from ._errors import ActionError
    from ._message import RawResponse

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BatchPart(Generic[T]):
    """One request of a batch: it had `count` items, from the one at index `first` on.

    `answer` is what the API answered, `raw` the same as it came; both are `None` after a failure, and then `exception`
    says why.
    """

    first: int
    count: int
    answer: T | None
    raw: RawResponse | None = None
    exception: ActionError | None = None

    @property
    def successful(self) -> bool:
        return self.exception is None


class Batch(Outcomes[Any], Generic[T]):
    """What came of each item of a list, and of each request that carried some of them.

    Of an item, `data` is what the answer says of it alone, if it does.
    """

    def __init__(self, outcomes: Sequence[Outcome[Any]], parts: Sequence[BatchPart[T]], action: Action[Any]) -> None:
        super().__init__(outcomes, action)
        self._parts = tuple(parts)

    @property
    def parts(self) -> tuple[BatchPart[T], ...]:
        """The requests, in the order of the items."""
        return self._parts

    @property
    def answers(self) -> tuple[T, ...]:
        """What the API answered to those requests that it did."""
        return tuple(cast("T", part.answer) for part in self._parts if part.successful)
