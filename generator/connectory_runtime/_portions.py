"""The requests that a long list is sent in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from ._split import TooLargeError, split

if TYPE_CHECKING:
    from ._behaviour import Split
    from ._prepared import Prepared


@dataclass(frozen=True, slots=True)
class Portion:
    """What one request carries: the checked `values`, of whose list `count` items are left, from index `first` on."""

    first: int
    count: int
    values: Mapping[str, Any]


def list_of(declared: Split, values: Mapping[str, Any]) -> str | None:
    """The parameter that holds the list, `None` when none is given."""
    return next((name for name in declared.over if name in values), None)


def portions(prepared: Prepared[Any], declared: Split, values: Mapping[str, Any]) -> tuple[Portion, ...]:
    """The requests for checked values; one if they fit into it.

    Raises:
        InvalidInput: for an item that is too large for a request.
    """
    name = list_of(declared, values)
    if name is None:
        return (Portion(0, 0, values),)
    items = cast("list[Any]", values[name])
    if declared.bytes is None:
        stretches = split([0] * len(items), declared.size)
    else:
        empty = prepared.size({**values, name: []})
        # One more for the comma; the first has none.
        weights = [prepared.size({**values, name: [item]}) - empty + 1 for item in items]
        try:
            stretches = split(weights, declared.size, declared.bytes - empty + 1)
        except TooLargeError as problem:
            message = f"does not fit into a request of {declared.bytes} bytes"
            raise prepared.inputs.invalid(name, "batch", message, f"{name}[{problem.index}]") from None
    return tuple(_portions(stretches, name, items, values))


def _portions(stretches: list[range], name: str, items: list[Any], values: Mapping[str, Any]) -> Iterator[Portion]:
    if len(stretches) == 1:
        yield Portion(0, len(items), values)
        return
    for stretch in stretches:
        part = items[stretch.start : stretch.stop]
        yield Portion(stretch.start, len(stretch), {**values, name: part})
