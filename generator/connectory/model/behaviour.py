"""What happens around a single request: paging, waiting, batching, limits."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from connectory.diagnostics import Span

from .json_value import JsonValue
from .reference import Reference

PaginationKind: TypeAlias = Literal["offset", "page", "cursor", "next-url", "link-header"]
Meaning: TypeAlias = Literal["invalid", "unauthorized", "forbidden", "not_found", "conflict", "rate_limited", "server"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """How the next page is asked for. Which members are set depends on `kind`.

    `position` is the parameter that carries the offset, page number or cursor, `limit` the one for
    the page size; `next`, `items` and `total` say where the answer holds them. `end` lists values of
    `next` that mean, beside null and absence, that there is no further page.
    """

    name: str
    kind: PaginationKind
    position: str | None
    limit: str | None
    first: int | None
    max: int | None
    items: Reference | None
    next: Reference | None
    total: Reference | None
    end: tuple[JsonValue, ...]
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """At most `calls` in any `seconds`."""

    calls: int
    seconds: int
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How often and how many at once: all of `rates` hold, and at most `concurrent` calls run at the same time.

    It counts a `group` of actions, one action, or all of a connector. The rates of an action stand in for those of all.
    """

    group: str | None = None
    rates: tuple[Rate, ...] = ()
    concurrent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """`reference` has one of `values`, or, where `empty` is set, there is nothing or something.

    Nothing is a missing value, null, and an empty text, list or object. A number or a boolean that an
    answer writes as text is that number or boolean.
    """

    reference: Reference
    values: tuple[JsonValue, ...]
    empty: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A parameter of another action with the value it gets."""

    name: str
    value: "Reference | JsonValue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Ask `action` again and again until `done` or `failed` holds. Times in seconds."""

    action: str
    arguments: tuple[Argument, ...]
    done: tuple[Condition, ...]
    failed: tuple[Condition, ...]
    every: float
    timeout: float
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Where an answer tells what came of single items: `at` leads to a list of entries.

    `match` pairs what is the same in an item and in its entry; `None` where entries stand in the order of the items,
    empty where nothing tells whose they are. The items failed whose entries meet `failed`; `message` is the reason.
    """

    at: Reference
    match: tuple[tuple[Reference, Reference], ...] | None
    failed: tuple[Condition, ...]
    message: Reference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A list of more than `size` items, or of more than `bytes` in the body, is sent in several requests.

    Of the parameters in `over`, which hold lists, one is given.
    """

    over: tuple[str, ...]
    size: int
    bytes: int | None = None
    entries: Entries | None = None
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRule:
    """What failures with this status, or of which `when` holds, mean. All failures when neither is set.

    Several rules may fit one failure: of each member the first that is set counts. `meaning` decides the
    class of the error, `message` and `code_at` lead to the API's own words, `code` stands in for a code of the
    API, and `advice` says what to do next.
    """

    status: int | None
    when: tuple[Condition, ...] = ()
    meaning: Meaning | None = None
    code: str | None
    retryable: bool | None
    message: Reference | None = None
    code_at: Reference | None = None
    advice: str | None
    source: Span
