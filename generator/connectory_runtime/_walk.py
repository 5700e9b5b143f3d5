"""The way through the pages of one call: a flow for each page, and the guards between them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from ._address import ForeignAddressError, path_and_query, pinned
from ._answer import Answer
from ._behaviour import Pagination
from ._errors import ActionError, InvalidResponse, PagingStopped
from ._flow import ask
from ._message import Flow
from ._options import Options, for_part
from ._page import Page
from ._paging import Done, Facts, Key, Next, Spot, Stop, first_spot, next_page, page_size, read_facts
from ._reference import look_up
from ._resume import read_token, write_token
from ._token import TokenError
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._prepared import Prepared

T = TypeVar("T")

_log = logging.getLogger("connectory")

MOST_PAGES = 100_000
"""Further pages are asked for only with a resume token."""

MOST_EMPTY = 10
"""Pages without items, one after the other, that a server may send while it promises more."""

_ADVICE = {"too many pages": "go on with the token in `resume`, or ask for less"}


@dataclass(frozen=True, slots=True)
class Paging(Generic[T]):
    """A call whose input is checked and whose pages nobody has asked for yet."""

    prepared: Prepared[Any]
    pagination: Pagination
    values: Mapping[str, Any]
    options: Options
    timeout: float | Unset | None

    @property
    def name(self) -> str:
        """Connector and action."""
        return self.prepared.name

    def walk(self, *, items: int | None = None, pages: int | None = None, resume: str | None = None) -> Walk[T]:
        """A way from the first page, or from where a token leads; `items` is how many are wanted.

        Raises:
            InvalidInput: when the token belongs to another call.
            ValueError: for a limit that is no number of items or pages.
        """
        for limit in (items, pages):
            if limit is not None and (isinstance(limit, bool) or limit < 0):
                raise ValueError("limit is a whole number, zero or more")
        if resume is None:
            spot, size = first_spot(self.pagination, self.values), page_size(self.pagination, self.values, items)
        else:
            spot, size = self._resumed(resume)
        return Walk(self, spot, size)

    def _resumed(self, token: str) -> tuple[Spot, int | None]:
        prepared = self.prepared
        try:
            spot, size = read_token(token, prepared.action, self.values)
            self._check(spot)
        except TokenError as problem:
            raise prepared.inputs.invalid("resume", "token", str(problem)) from None
        except ForeignAddressError:
            raise prepared.inputs.invalid("resume", "token", "leads out of the API") from None
        return spot, size

    def _check(self, spot: Spot) -> None:
        """Whether a place that came from outside is one that could be asked for."""
        kind = self.pagination.kind
        if kind in ("offset", "page") and not isinstance(spot.key, int):
            raise TokenError("is damaged")
        if kind in ("next-url", "link-header") and spot.key is not None:
            base_url = self.prepared.base_url
            pinned(str(spot.key), base_url, base_url)


class Walk(Generic[T]):
    """Goes from page to page. `more` tells whether there may be another one."""

    def __init__(self, paging: Paging[T], spot: Spot, size: int | None) -> None:
        self._paging = paging
        self._spot = spot
        self._size = size
        self._seen: set[Key | None] = {self._bare(spot.key)}
        self._last: list[Any] = []
        self._empty = 0
        self._pages = 0
        self._stopped: Stop | None = None
        self.more = True

    def step(self) -> Flow[Page[T]]:
        """Ask for the next page.

        Raises:
            PagingStopped: when the API promises more and does not keep it.
            ActionError: whatever else went wrong; its `resume` leads to the page that failed.
        """
        if self._stopped is not None:
            raise self._error(self._stopped)
        paging, spot = self._paging, self._spot
        values, prepared = self._aim()
        try:
            answer = yield from ask(prepared, values, self._options(), paging.timeout)
            items = self._items(answer)
        except ActionError as error:
            error.resume = self._token(spot)
            raise
        self._pages += 1
        asked = prepared.url(values) if self._by_address else ""
        if self._by_address:
            self._seen.add(self._bare(path_and_query(asked)))
        facts = read_facts(paging.pagination, answer, len(items), asked)
        self._go_on(facts, items)
        resume = self._token(self._spot) if self._spot is not spot else None
        decoder = prepared.decoder
        return Page(prepared.items.shape(items), facts.total, resume, answer.raw, lambda: decoder.decode(answer))

    def _aim(self) -> tuple[Mapping[str, Any], Prepared[Any]]:
        """The arguments and the action for the page where we are."""
        paging, pagination, key = self._paging, self._paging.pagination, self._spot.key
        values = dict(paging.values)
        if pagination.limit is not None and pagination.max is not None and self._size is not None:
            values.setdefault(pagination.limit, self._size)
        if pagination.position is None:
            return values, paging.prepared if key is None else paging.prepared.at(str(key))
        # The first page is asked for just as the caller did.
        if key is not None and key != first_spot(pagination, values).key:
            values[pagination.position] = key
        return values, paging.prepared

    def _options(self) -> Options:
        """The options of the page where we are: the same for a page that is asked for once more."""
        key = self._bare(self._spot.key)
        return for_part(self._paging.options, "" if key is None else sha256(str(key).encode()).hexdigest()[:16])

    def _go_on(self, facts: Facts, items: list[Any]) -> None:
        """Find the next place, or the end."""
        paging = self._paging
        verdict = next_page(paging.pagination, self._spot, facts, self._size, paging.prepared.base_url)
        if isinstance(verdict, Next):
            verdict = self._guard(verdict, items)
        match verdict:
            case Next(spot):
                self._spot = spot
            case Done(reason):
                _log.debug("%s: %d pages: %s", paging.name, self._pages, reason)
                self.more = False
            case Stop(reason):
                _log.debug("%s: %d pages: %s", paging.name, self._pages, reason)
                self._stopped = verdict

    def _guard(self, following: Next, items: list[Any]) -> Next | Stop:
        """Whether the next page brings anything new."""
        counted = self._paging.pagination.kind in ("offset", "page")
        key = self._bare(following.spot.key)
        if counted and items == self._last:
            raise self._error(Stop("cycle", "the same items came twice: the API passes over the position"))
        self._last = items
        if key in self._seen:
            return Stop("cycle", "the next page is one that came already")
        if not counted:
            self._seen.add(key)
        self._empty = 0 if items else self._empty + 1
        if self._empty > MOST_EMPTY:
            return Stop("no progress", f"{self._empty} pages in a row are empty, and the API promises more")
        if self._pages >= MOST_PAGES:
            self._spot = following.spot
            return Stop("too many pages", f"{self._pages} pages came, and there are more")
        return following

    def _items(self, answer: Answer) -> list[Any]:
        """The items of a page as JSON."""
        pagination = self._paging.pagination
        found = look_up(pagination.items, {}, answer, succeeded=True)
        if found is UNSET and isinstance(answer.json, list):
            # Announced as part of an object, and sent without it.
            found = cast("list[Any]", answer.json)
        if isinstance(found, list):
            return cast("list[Any]", found)
        if found is None or (found is UNSET and not answer.raw.content):
            return []
        if isinstance(found, dict) and pagination.returns is not None:
            # Some serialisers write a list of one as the one.
            return [cast("dict[str, Any]", found)]
        action = self._paging.prepared.action
        raise InvalidResponse(
            f"the answer has no list of items at {pagination.items}",
            action=action.id,
            connector=action.connector.id,
            source=action.source,
            status=answer.status,
        )

    def _token(self, spot: Spot) -> str:
        kept = Spot(self._bare(spot.key), spot.before)
        return write_token(self._paging.prepared.action, self._paging.values, kept, self._size)

    def _bare(self, key: Key | None) -> Key | None:
        """An address without credentials, which may be kept; any other key as it is."""
        return self._paging.prepared.without_credentials(key) if self._by_address and isinstance(key, str) else key

    @property
    def _by_address(self) -> bool:
        return self._paging.pagination.position is None

    def _error(self, stop: Stop) -> PagingStopped:
        action = self._paging.prepared.action
        error = PagingStopped(
            f"stopped after {self._pages} {'page' if self._pages == 1 else 'pages'} ({stop.reason}): {stop.message}",
            action=action.id,
            connector=action.connector.id,
            source=action.source,
            advice=_ADVICE.get(stop.reason),
        )
        error.reason = stop.reason
        if stop.reason == "too many pages":
            error.resume = self._token(self._spot)
        return error
