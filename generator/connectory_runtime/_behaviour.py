"""What generated clients declare about answers and the time between calls: limits, pages, failures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Meaning: TypeAlias = Literal["invalid", "unauthorized", "forbidden", "not_found", "conflict", "rate_limited", "server"]

PaginationKind: TypeAlias = Literal["offset", "page", "cursor", "next-url", "link-header"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What `reference` leads to in an answer is one of `among`, or it is nothing (`empty=True`) or something.

    Nothing is a missing value, null, and an empty text, list or object. `line` is where the spec declares it.
    """

    reference: str
    among: tuple[Any, ...] = ()
    empty: bool | None = None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRule:
    """What failures mean that have `status` and of which `when` holds; each counts only where it is set.

    `meaning` decides the class of the error and `code` stands in for a code of the API. `message` and `code_at` are
    references to the API's own words, `advice` says what to do next, `source` is the line in the spec.
    """

    status: int | None = None
    when: tuple[Condition, ...] = ()
    meaning: Meaning | None = None
    code: str | None = None
    retryable: bool | None = None
    message: str | None = None
    code_at: str | None = None
    advice: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `calls` in any `seconds`."""

    calls: int
    seconds: int

    def __str__(self) -> str:
        return f"{self.calls}/{_PERIODS.get(self.seconds, f'{self.seconds}s')}"


@dataclass(frozen=True, slots=True)
class AtOnce:
    """At most `calls` at the same time."""

    calls: int

    def __str__(self) -> str:
        return f"{self.calls} at once"


_PERIODS = {1: "s", 60: "min", 3600: "h", 86400: "day"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """How the pages of an answer are asked for.

    `position` is the parameter for the offset, the page number or the cursor; `first` is where counting begins.
    `limit` is the parameter for the page size and `max` the greatest it takes, which is asked for unless
    the caller gives one; `size` is how many items a page has when none is asked for. `items`, `next` and `total`
    are references into the answer. `end` lists values of `next` that mean, beside null, that there is no further
    page. `returns` names the type of the list of items in the connector's `models` module.
    """

    kind: PaginationKind
    position: str | None = None
    first: int = 0
    limit: str | None = None
    max: int | None = None
    size: int | None = None
    items: str = "$response.json"
    next: str | None = None
    total: str | None = None
    end: tuple[Any, ...] = ()
    returns: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How to learn what becomes of a job that an action starts.

    `action` is the id of the one that tells. `arguments` are what it gets: a text that begins with `$` is a reference
    into the call that starts the job, all else stands for itself. The job is done when all of `done` holds for its
    answer, and has failed when all of `failed` does. It is asked about every `every` seconds, for `timeout` seconds.
    """

    action: str
    arguments: Mapping[str, Any]
    done: tuple[Condition, ...]
    failed: tuple[Condition, ...] = ()
    every: float
    timeout: float
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Where an answer tells what came of single items.

    `at` leads to a list of entries. `match` says which item an entry belongs to: paths into an item, and the paths in
    an entry where the same stands; without it, the first entry belongs to the first item, and so on. `failed` are
    conditions whose references begin with `$entry`: of all entries that meet them, the items failed. `message` is
    the path of the reason.
    """

    at: str
    match: Mapping[str, str] | None = None
    failed: tuple[Condition, ...] = ()
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """How a long list is sent: the parameter of `over` that is given, in requests of `size` items at most.

    A request has a body of at most `bytes`. `entries` tells where the answers have a word on single items; without it,
    all items of a request succeeded when it did.
    """

    over: tuple[str, ...]
    size: int
    bytes: int | None = None
    entries: Entries | None = None
