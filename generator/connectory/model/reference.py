"""Typed references between the parts of an action: `$input.x`, `$response.json.a.b`."""

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

    `path` holds what follows the root: parameter and member names, list indices as digits, or one
    header name. `schema` is the type that was found at its end; `total` tells that the value is
    always there, such as a required parameter, the status or the text of a response.
    """

    root: ReferenceRoot
    path: tuple[str, ...]
    schema: Schema
    total: bool
    source: Span

    def __str__(self) -> str:
        return "$" + ".".join((self.root, *self.path))
