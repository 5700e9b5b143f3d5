"""Which page comes next. Pure decisions over what an answer says, each with a named reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from ._address import ForeignAddressError, next_link, pinned
from ._reference import look_up
from ._unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._answer import Answer
    from ._behaviour import Pagination

StopReason: TypeAlias = Literal["cycle", "no progress", "foreign address", "unreadable", "too many pages"]
Key: TypeAlias = int | str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page is: its number, its offset, its cursor, or path and query of its address.

    `None` is the first page, as the caller asked for it. `before` says how many items come before the page,
    if that is known.
    """

    key: Key | None
    before: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What an answer says about its place in the whole. `next` is `UNSET` where it promises nothing."""

    count: int
    total: int | None
    next: Any
    asked: str


@dataclass(frozen=True, slots=True)
class Next:
    """There may be a page there."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Done:
    """That was the last page."""

    reason: Literal["no more items", "a short page", "all of the total", "no next page"]


@dataclass(frozen=True, slots=True)
class Stop:
    """There may be more, and it cannot be had."""

    reason: StopReason
    message: str


def first_spot(pagination: Pagination, values: Mapping[str, Any]) -> Spot:
    """Where to begin: at the position that the caller gave, or at the first."""
    given = None if pagination.position is None else values.get(pagination.position)
    if pagination.kind in ("offset", "page"):
        start = int(given) if isinstance(given, int | float) else pagination.first
        skipped = start - pagination.first
        return Spot(start, max(0, skipped) if pagination.kind == "offset" or skipped == 0 else None)
    return Spot(given if isinstance(given, int | str) else None, 0 if given is None else None)


def page_size(pagination: Pagination, values: Mapping[str, Any], wanted: int | None) -> int | None:
    """How many items a full page has, `None` when that is not known.

    The caller's own size counts, else the greatest that the API takes, but no more than are wanted.
    """
    if pagination.limit is None:
        return pagination.size
    given = values.get(pagination.limit)
    if isinstance(given, int):
        return given
    if pagination.max is None:
        return pagination.size
    return pagination.max if wanted is None else max(1, min(pagination.max, wanted))


def read_facts(pagination: Pagination, answer: Answer, count: int, asked: str) -> Facts:
    """What the answer to a call of the URL `asked` says."""
    promised: Any = UNSET
    if pagination.kind == "link-header":
        promised = next_link(answer.headers.get("link", "")) or UNSET
    elif pagination.next is not None:
        promised = look_up(pagination.next, {}, answer, succeeded=True)
    total = None if pagination.total is None else look_up(pagination.total, {}, answer, succeeded=True)
    return Facts(count, _whole_number(total), promised, asked)


def next_page(pagination: Pagination, spot: Spot, facts: Facts, size: int | None, base_url: str) -> Next | Done | Stop:
    """What follows the page at `spot`, when pages have `size` items."""
    match pagination.kind:
        case "offset" | "page":
            return _counted(pagination, spot, facts, size)
        case "cursor":
            return _by_cursor(pagination, spot, facts)
        case "next-url" | "link-header":
            return _by_address(pagination, spot, facts, base_url)


def _counted(pagination: Pagination, spot: Spot, facts: Facts, size: int | None) -> Next | Done | Stop:
    after = _after(spot, facts)
    # More items than the total says: it is wrong, and decides nothing.
    total = None if facts.total is None or after is None or after > facts.total else facts.total
    if facts.count == 0:
        if total is not None and after is not None and after < total:
            return Stop("no progress", f"a page is empty, and the API counts {total} items where {after} came")
        return Done("no more items")
    if total is not None and after == total:
        return Done("all of the total")
    if total is None and size is not None and facts.count < size:
        return Done("a short page")
    step = facts.count if pagination.kind == "offset" else 1
    return Next(Spot(cast("int", spot.key) + step, after))


def _by_cursor(pagination: Pagination, spot: Spot, facts: Facts) -> Next | Done | Stop:
    if _is_end(facts.next, pagination):
        return Done("no next page")
    if isinstance(facts.next, bool) or not isinstance(facts.next, int | str):
        return Stop("unreadable", "the cursor of the next page is neither text nor a number")
    return Next(Spot(facts.next, _after(spot, facts)))


def _by_address(pagination: Pagination, spot: Spot, facts: Facts, base_url: str) -> Next | Done | Stop:
    if _is_end(facts.next, pagination):
        return Done("no next page")
    if not isinstance(facts.next, str):
        return Stop("unreadable", "the address of the next page is no text")
    try:
        target = pinned(facts.next, facts.asked, base_url)
    except ForeignAddressError as problem:
        return Stop("foreign address", f"the address of the next page is not called: {problem}")
    return Next(Spot(target, _after(spot, facts)))


def _is_end(promised: Any, pagination: Pagination) -> bool:
    """Null and absent are always the end; nothing else is, unless it is declared."""
    return promised is UNSET or promised is None or any(promised == end for end in pagination.end)


def _after(spot: Spot, facts: Facts) -> int | None:
    return None if spot.before is None else spot.before + facts.count


def _whole_number(value: Any) -> int | None:
    """A count as JSON or a header writes it."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 19:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
