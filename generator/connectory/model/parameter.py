"""One input of an action, and where it goes in the request."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from connectory.diagnostics import Span

from .evidence import Evidence
from .json_value import JsonObject
from .schema import Schema

Location: TypeAlias = Literal["path", "query", "header", "cookie", "body", "form", "file"]

NO_VALUES = JsonObject({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter with its place on the wire decided.

    `wire` is the name there. In the body it may be a JSON Pointer (`/emails/0`), or empty for the
    body's root. `wire_values` renames values: a mapping from what callers pass to what the API
    expects. An `ignored` parameter is accepted and validated, never sent, and not documented. With a
    `separator`, a list is sent as one text.
    """

    name: str
    schema: Schema
    location: Location
    wire: str
    required: bool
    source: Span
    ignored: bool = False
    secret: bool = False
    wire_values: JsonObject = NO_VALUES
    separator: str | None = None
    evidence: Evidence | None = None
