"""What happens around a single request: paging, waiting, batching, limits."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from connectory.diagnostics import Span

from .json_value import JsonValue
from .reference import Reference

PaginationKind: TypeAlias = Literal["offset", "page", "cursor", "next-url", "link-header"]


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
    """At most `calls` in `seconds`."""

    calls: int
    seconds: int
    group: str | None
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """`reference` has one of `values`."""

    reference: Reference
    values: tuple[JsonValue, ...]


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
class Batch:
    """Lists longer than `size` in the parameter `over` are sent in several requests."""

    over: str
    size: int
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRule:
    """What an answer with this status means. `advice` says what to do next."""

    status: int
    code: str | None
    retryable: bool
    advice: str | None
    source: Span
