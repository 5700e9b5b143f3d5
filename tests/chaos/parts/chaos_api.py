"""What the server of the chaos tests is for: it keeps things, and counts everything that it does."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

ROWS = tuple(f"row {number}" for number in range(8))
PAGE = 3
QUESTIONS = 2
"""So often a job is told to be running before it is done."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def key(self) -> str:
        """The same for a request that is repeated."""
        return f"{self.method} {self.target} {self.body.decode()}".rstrip()


@dataclass(frozen=True, slots=True)
class Answer:
    """A true answer: its body, and where the header `Link` leads."""

    body: dict[str, Any]
    link: str | None = None

    @property
    def content(self) -> bytes:
        return json.dumps(self.body).encode()

    @property
    def lines(self) -> tuple[str, ...]:
        return () if self.link is None else (f'Link: <{self.link}>; rel="next"',)


@dataclass
class Api:
    """`effects` counts what was done to each thing, `jobs` how often each job was asked for."""

    effects: Counter[str] = field(default_factory=Counter[str])
    jobs: Counter[str] = field(default_factory=Counter[str])
    _known: dict[str, Answer] = field(default_factory=dict[str, Answer])
    _lock: Lock = field(default_factory=Lock)

    def answer(self, request: Request) -> Answer:
        """Do what is asked for, once for each key that comes with it."""
        with self._lock:
            key = request.headers.get("x-sending")
            if key is None:
                return self._do(request)
            if key not in self._known:
                self._known[key] = self._do(request)
            return self._known[key]

    def _do(self, request: Request) -> Answer:
        parts = urlsplit(request.target)
        place, _, name = parts.path.removeprefix("/").partition("/")
        match request.method, place:
            case "GET", "things":
                return Answer({"name": unquote(name)})
            case "GET", "imports":
                self.jobs[name] += 1
                return Answer({"state": "DONE" if self.jobs[name] > QUESTIONS else "RUNNING"})
            case "GET", _:
                return _page(place, {key: value[0] for key, value in parse_qs(parts.query).items()})
            case "POST", "stocks" | "orders":
                names = json.loads(request.body)["names"]
                self.effects.update(names)
                return Answer({"names": names})
            case _:
                done = unquote(name) or str(json.loads(request.body)["name"])
                self.effects[done] += 1
                return Answer({"id": f"job-{done}"} if place == "imports" else {"name": done})


def _page(place: str, query: Mapping[str, str]) -> Answer:
    match place:
        case "offsets":
            start = int(query.get("start", 0))
        case "pages":
            start = (int(query.get("page", 1)) - 1) * PAGE
        case _:
            start = int(query.get("after", 0))
    rows, following = ROWS[start : start + PAGE], start + PAGE
    body: dict[str, Any] = {"rows": [{"name": row} for row in rows], "total": len(ROWS)}
    if following >= len(ROWS):
        return Answer(body)
    address = f"/{place}?after={following}"
    if place == "links":
        return Answer(body, address)
    return Answer(body | {"next": str(following) if place == "cursors" else address})
