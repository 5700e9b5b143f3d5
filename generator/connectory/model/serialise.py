"""The model as plain JSON data, for `connectory model` and for programs in other languages."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, cast, get_args

from connectory.diagnostics import Span

from .action import EnvelopeObject, EnvelopeValue
from .auth import AuthScheme
from .composite import Composite
from .json_value import JsonObject, thaw
from .reference import Reference

_TAGGED = (*get_args(AuthScheme), *get_args(Composite), EnvelopeObject, EnvelopeValue)


def serialise(value: Any) -> Any:
    """A model object as dicts, lists and scalars.

    Members that have their default value are left out. Places become `file:line:column`, references
    their source text, and members of a union carry their class name under `kind`.
    """
    if isinstance(value, Span | Reference):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, JsonObject):
        return thaw(value)
    if isinstance(value, tuple):
        return [serialise(item) for item in cast("tuple[Any, ...]", value)]
    if is_dataclass(value) and not isinstance(value, type):
        tag = {"kind": type(value).__name__} if isinstance(value, _TAGGED) else {}
        shown = (item for item in fields(value) if item.compare and getattr(value, item.name) != item.default)
        return tag | {item.name: serialise(getattr(value, item.name)) for item in shown}
    return value
