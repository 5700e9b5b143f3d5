"""Where the keys of a spec file stand, for checks that want to point at them."""

from dataclasses import dataclass

from connectory.diagnostics import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the value of a key stands. `key` may be dotted: `title`, `aliases.composio.ACME_ADD`."""

    key: str
    span: Span


def find_place(places: tuple[Place, ...], key: str, otherwise: Span) -> Span:
    """Where the value of `key` stands; `otherwise` when the key is not there."""
    return next((place.span for place in places if place.key == key), otherwise)
