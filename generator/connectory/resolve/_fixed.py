"""`fixed`: what every request of an action carries, whoever calls."""

import re
from typing import cast

from connectory.diagnostics import Code
from connectory.load.nodes import Entry, MappingNode
from connectory.model import Endpoint, EnumValue, JsonValue, Location, Parameter, Schema, type_of

from ._names import quoted
from ._read import entries_at, json, text_at, value_at
from ._scope import Scope

UNFIT_FIXED_VALUE = Code(
    "R223",
    "unfit-fixed-value",
    "A fixed value is written into every request as it stands. Headers and cookies carry visible ASCII characters.",
    'endpoint: GET /notes\nfixed: {X-Version: {in: header, value: "2\\n"}}',
    'endpoint: GET /notes\nfixed: {X-Version: {in: header, value: "2"}}',
)

_VISIBLE = re.compile(r"[!-~](?:[ -~]*[!-~])?\Z")


def read_fixed(action: MappingNode, endpoint: Endpoint, scope: Scope) -> tuple[Parameter, ...]:
    """The fixed values as parameters that allow one value each, in declared order."""
    return tuple(_read(entry, endpoint, scope) for entry in entries_at(action, "fixed"))


def _read(entry: Entry, endpoint: Endpoint, scope: Scope) -> Parameter:
    node = entry.value
    said = text_at(node, "in") if isinstance(node, MappingNode) else None
    location = cast("Location", said or ("query" if endpoint.method in ("GET", "DELETE") else "body"))
    value = json(value_at(node, "value") if isinstance(node, MappingNode) else node)
    if (problem := _problem(location, value)) is not None:
        scope.found.error(
            UNFIT_FIXED_VALUE,
            node.span,
            f"the value of {quoted(entry.key)} {problem}",
            hint="write a value that can be sent there",
        )
    return Parameter(
        name=entry.key,
        schema=Schema(source=node.span, types=(type_of(value),), const=EnumValue(value=value)),
        location=location,
        wire=entry.key,
        required=True,
        source=entry.key_span,
    )


def _problem(location: Location, value: JsonValue) -> str | None:
    if location in ("header", "cookie") and isinstance(value, str) and not _VISIBLE.match(value):
        return f"has characters that a {location} cannot carry"
    return None
