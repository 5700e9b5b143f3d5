"""Typed references between the parts of an action: `$input.x`, `$response.json.a.b`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from connectory.diagnostics import Span

from .schema import Schema

ReferenceRoot: TypeAlias = Literal[
    "input",
    "output",
    "response.status",
    "response.headers",
    "response.text",
    "response.json",
    "steps",
    "payload",
    "item",
    "entry",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A path to a value.

    `path` holds what follows the root: parameter and member names, places in lists as digits or `-1` for the last
    one, or one header name. `schema` is the type that was found at its end; `total` tells that the value is
    always there, such as a required parameter, the status or the text of a response.
    """

    root: ReferenceRoot
    path: tuple[str, ...]
    schema: Schema
    total: bool
    source: Span

    def __str__(self) -> str:
        return "$" + ".".join((self.root, *self.path))


def is_position(step: str) -> bool:
    """Whether a step leads into a list, counted from the start."""
    return step.isascii() and step.isdecimal()


def is_place(step: str) -> bool:
    """Whether a step may lead into a list: a position, or `-1` for the last one."""
    return step == "-1" or is_position(step)


def place_in(items: Sequence[object], step: str) -> int | None:
    """The index in a list that a step leads to; `None` when nothing is there."""
    if not is_place(step) or int(step) >= len(items) or not items:
        return None
    return int(step) % len(items)
