"""What an API has and what catalogues offer of it, to be compared with the actions of a connector."""

from dataclasses import dataclass

from connectory.diagnostics import Span

from .action import Endpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A known operation. `left_out` says why no action covers it."""

    endpoint: Endpoint
    left_out: str | None
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An action of a catalogue, by the identifier and the title that it has there."""

    id: str
    title: str
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A published catalogue. `id` is the name that aliases use."""

    id: str
    title: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Everything there is to cover."""

    operations: tuple[Operation, ...]
    catalogues: tuple[Catalogue, ...]
