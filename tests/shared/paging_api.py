"""A server that pages as an action of a spec declares, and others that do not keep to it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx

from connectory.mock import sample
from connectory.model import Action, Pagination, Reference, Schema

_FROM = "from-row"


class PagingApi:
    """Serves `count` items in pages of `size`. The place of a page is how many items come before it."""

    def __init__(self, action: Action, named: dict[str, Schema], count: int = 5, size: int = 2) -> None:
        assert action.pagination is not None
        assert action.pagination.items is not None
        self.pagination: Pagination = action.pagination
        self.count = count
        self.size = size
        self.asked: list[int] = []
        self._wire = {parameter.name: parameter.wire for parameter in action.parameters}
        item = named.get(action.pagination.items.schema.ref or "", action.pagination.items.schema).items
        self._sample = sample(item, named) if item is not None else {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        place = self.place(dict(parse_qsl(request.url.query.decode())))
        self.asked.append(place)
        return self.answer(place, request)

    def answer(self, place: int, request: httpx.Request) -> httpx.Response:
        following = self.following(place, request)
        headers = {"Link": f'<{following}>; rel="next"'} if following and self._kind == "link-header" else {}
        return httpx.Response(200, headers=headers, content=json.dumps(self.body(place, following)))

    def place(self, query: dict[str, str]) -> int:
        if self.pagination.position is None:
            return int(query.get(_FROM, 0))
        given = query.get(self._wire[self.pagination.position])
        if given is None:
            return 0
        steps = int(given.removeprefix("c")) - (self._first if self._kind in ("offset", "page") else 0)
        return steps * self.size if self._kind == "page" else steps

    def items(self, place: int) -> Any:
        return [self.row(number) for number in range(place, min(place + self.size, self.count))]

    def row(self, number: int) -> Any:
        return {**self._sample, "id": number} if isinstance(self._sample, dict) else number

    def total(self) -> int:
        return self.count

    def following(self, place: int, request: httpx.Request) -> Any:
        """What the answer promises: the next cursor or address, nothing behind the last page."""
        return self.promise(place + self.size, request) if place + self.size < self.count else None

    def promise(self, place: int, request: httpx.Request) -> Any:
        if self._kind == "cursor":
            return f"c{place}"
        pairs = [pair for pair in parse_qsl(request.url.query.decode()) if pair[0] != _FROM]
        return str(request.url.copy_with(query=urlencode([*pairs, (_FROM, place)]).encode()))

    def body(self, place: int, following: Any) -> Any:
        whole: Any = {}
        for reference, value in (
            (self.pagination.items, self.items(place)),
            (self.pagination.next, following),
            (self.pagination.total, self.total()),
        ):
            if reference is not None and reference.root in ("output", "response.json"):
                whole = _with(whole, reference.path, value)
        return whole

    @property
    def _kind(self) -> str:
        return self.pagination.kind

    @property
    def _first(self) -> int:
        return int(self._kind == "page") if self.pagination.first is None else self.pagination.first


class Cycling(PagingApi):
    """The same page again and again, which leads to the same place."""

    def place(self, query: dict[str, str]) -> int:
        super().place(query)
        return 0


class Empty(PagingApi):
    """Pages without items, and always another one."""

    def items(self, place: int) -> Any:
        return []

    def following(self, place: int, request: httpx.Request) -> Any:
        return self.promise(place + 1, request)


class Elsewhere(PagingApi):
    """The next page is said to be at another origin."""

    def promise(self, place: int, request: httpx.Request) -> Any:
        return f"https://evil.example{request.url.raw_path.decode()}"


class Unreadable(PagingApi):
    """What should lead to the next page is an object."""

    def promise(self, place: int, request: httpx.Request) -> Any:
        return {"page": place}


class TotalTooSmall(PagingApi):
    def total(self) -> int:
        return 1


class TotalTooLarge(PagingApi):
    def total(self) -> int:
        return self.count + 5


class ShortPages(PagingApi):
    """Some items of the second page are left out, as they are where an API filters after cutting."""

    def items(self, place: int) -> Any:
        found = super().items(place)
        return found[:-1] if place == self.size else found


class Single(PagingApi):
    """One item, which is written as itself and not as a list of one."""

    def items(self, place: int) -> Any:
        return self.row(place)


class WithoutItems(PagingApi):
    """The member with the items is missing, or the list is null where it is the whole answer."""

    def body(self, place: int, following: Any) -> Any:
        assert self.pagination.items is not None
        return {"detail": "odd"} if self.pagination.items.path else None


class Broken(PagingApi):
    """The second page is `replacement` for `times` times."""

    times = 1_000_000

    def replacement(self) -> httpx.Response:
        raise NotImplementedError

    def answer(self, place: int, request: httpx.Request) -> httpx.Response:
        if place == self.size and self.times:
            self.times -= 1
            return self.replacement()
        return super().answer(place, request)


class Garbage(Broken):
    def replacement(self) -> httpx.Response:
        return httpx.Response(200, text="<html><body>Please sign in</body></html>")


class SignedOut(Broken):
    def replacement(self) -> httpx.Response:
        return httpx.Response(401, json={"detail": "Who are you?"})


class Busy(Broken):
    times = 1

    def replacement(self) -> httpx.Response:
        return httpx.Response(429, headers={"Retry-After": "1"})


def leads_into_json(reference: Reference | None) -> bool:
    """Whether an API as above can say it."""
    return reference is not None and reference.root in ("output", "response.json")


def _with(whole: Any, path: tuple[str, ...], value: Any) -> Any:
    if not path:
        return value
    if path[0] == "-1":
        rows = whole if isinstance(whole, list) else [whole]
        return [*rows[:-1], _with(rows[-1], path[1:], value)] if rows else rows
    members = whole if isinstance(whole, dict) else {}
    return {**members, path[0]: _with(members.get(path[0]), path[1:], value)}
