"""One page of a list."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from ._message import RawResponse

T = TypeVar("T")


class Page(Generic[T]):
    """What one call of a paged action brought.

    `items` are the items of this page. `total` is how many there are on all pages, where the API says it.
    `resume` is a text with which `pages(resume=…)` goes on behind this page, later or in another process;
    `None` on the last page. `raw` is the answer as it came.
    """

    def __init__(
        self, items: list[T], total: int | None, resume: str | None, raw: RawResponse, decode: Callable[[], Any]
    ) -> None:
        self.items = items
        self.total = total
        self.resume = resume
        self.raw = raw
        self._decode = decode

    @cached_property
    def answer(self) -> Any:
        """The whole answer as the type that the action declares: the list itself, or the object around it."""
        return self._decode()

    def __repr__(self) -> str:
        of_total = "" if self.total is None else f" of {self.total}"
        return f"<Page of {len(self.items)}{of_total} items{'' if self.resume is None else ', more to come'}>"
