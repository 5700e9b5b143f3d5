"""What paged methods return: nothing is asked for before somebody iterates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

from ._message import Flow
from ._page import Page

if TYPE_CHECKING:
    from ._walk import Paging, Walk

T = TypeVar("T")


class Pages(Generic[T]):
    """The items of a list that comes in pages. Each iteration begins anew and asks for a page when it needs one.

    Raises while iterating:
        PagingStopped: when the API promises more pages and does not keep it.
        ActionError: whatever else went wrong; its `resume` leads to the page that failed.
    """

    def __init__(self, paging: Paging[T], run: Callable[[Flow[Page[T]]], Page[T]]) -> None:
        self._paging = paging
        self._run = run

    def __iter__(self) -> Iterator[T]:
        """All items."""
        return self.items()

    def items(self, *, limit: int | None = None, resume: str | None = None) -> Iterator[T]:
        """All items, or the first `limit` of them; from where the token `resume` leads.

        Raises:
            InvalidInput: when the token belongs to another call.
            ValueError: when the limit is below zero.
        """
        return self._items(self._paging.walk(items=limit, resume=resume), limit)

    def pages(self, *, limit: int | None = None, resume: str | None = None) -> Iterator[Page[T]]:
        """All pages, or the first `limit` of them; from where the token `resume` leads.

        Raises:
            InvalidInput: when the token belongs to another call.
            ValueError: when the limit is below zero.
        """
        return self._pages(self._paging.walk(pages=limit, resume=resume), limit)

    def _items(self, walk: Walk[T], limit: int | None) -> Iterator[T]:
        left = limit
        while walk.more and left != 0:
            items = self._run(walk.step()).items[:left]
            left = None if left is None else left - len(items)
            yield from items

    def _pages(self, walk: Walk[T], limit: int | None) -> Iterator[Page[T]]:
        left = limit
        while walk.more and left != 0:
            page = self._run(walk.step())
            left = None if left is None else left - 1
            yield page

    def __repr__(self) -> str:
        return f"<Pages of {self._paging.name}>"
