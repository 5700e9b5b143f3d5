"""From what Python callers pass to plain JSON data, or a finding for what JSON cannot hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any, TypeAlias, cast
from uuid import UUID

from ._moments import Form, UnfitMomentError, written
from ._schema import Finding, Position, Step
from ._unset import UNSET

_DEEPEST = 100
_ISO = Form("date-time", None)


FormAt: TypeAlias = Callable[[tuple[Step, ...]], Form | None]
"""From a place in the value to the form of a moment that its schema wants."""


def to_plain(value: Any, form_at: FormAt = lambda _: None) -> tuple[Any, list[Finding]]:
    """The value as JSON data, and what has no place in it: NaN, sets, bytes, lone surrogates and so on.

    Models become objects of what was set, enums their values, moments what their form says or else ISO 8601.
    Members that are `UNSET` are left out. A decimal becomes a number if a number can hold it exactly.
    """
    conversion = _Conversion(form_at)
    return conversion.convert(value, Position()), conversion.findings


class _Conversion:
    def __init__(self, form_at: FormAt) -> None:
        self._form_at = form_at
        self.findings: list[Finding] = []

    def convert(self, value: Any, at: Position) -> Any:
        if len(at.path) > _DEEPEST:
            return self._unfit(at, f"is nested more than {_DEEPEST} deep, or holds itself")
        match value:
            case Enum():
                return self.convert(value.value, at)
            case None | bool():
                return value
            case str():
                return self._text(value, at)
            case int():
                return int(value)
            case float() | Decimal():
                return self._number(value, at)
            case Mapping():
                return self._members(cast("Mapping[Any, Any]", value).items(), at)
            case list() | tuple():
                items = cast("list[Any] | tuple[Any, ...]", value)
                return [self.convert(item, at.item(index)) for index, item in enumerate(items)]
            case datetime():
                return self._moment(value, at)
            case time() if value.tzinfo is None:
                return self._unfit(at, "is a time without a zone; give it one, such as datetime.UTC")
            case time() | date():
                return value.isoformat().replace("+00:00", "Z")
            case UUID() | PurePath():
                return str(value)
            case _:
                if _is_model(value):
                    return self._members(_set_members(value), at)
                return self._unfit(at, f"is of type {type(value).__name__}, which JSON cannot hold")

    def _unfit(self, at: Position, message: str) -> None:
        self.findings.append(at.finding("json", message))

    def _text(self, value: str, at: Position) -> str:
        try:
            value.encode()
        except UnicodeEncodeError:
            self._unfit(at, "has half of a surrogate pair, which is no character")
        return str.__str__(value)

    def _number(self, value: float | Decimal, at: Position) -> float:
        number = float(value)
        if not math.isfinite(number):
            self._unfit(at, "is infinite or not a number, which JSON cannot hold")
        elif isinstance(value, Decimal):
            if value == value.to_integral_value():
                return int(value)
            if Decimal(repr(number)) != value:
                self._unfit(at, "has more digits than a JSON number keeps; pass text if it may be text")
        return number

    def _moment(self, value: datetime, at: Position) -> str | int | None:
        try:
            return written(value, self._form_at(at.path) or _ISO)
        except UnfitMomentError as error:
            self._unfit(at, str(error))
            return None

    def _members(self, items: Any, at: Position) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for name, item in items:
            key = name.value if isinstance(name, Enum) else name
            if not isinstance(key, str):
                self._unfit(at, f"has a member whose name is of type {type(key).__name__} and not text")
            elif item is not UNSET:
                inner = at.member(key)
                members[self._text(key, inner)] = self.convert(item, inner)
        return members


def _is_model(value: object) -> bool:
    # Without importing pydantic, which whoever passes a model has done already.
    return hasattr(type(value), "model_fields") and hasattr(value, "model_fields_set")


def _set_members(model: Any) -> Iterator[tuple[str, Any]]:
    """Name on the wire and value of every member that was set, unknown ones included."""
    fields: dict[str, Any] = cast("Any", type(model)).model_fields
    for name, value in model.__dict__.items():
        if name in model.model_fields_set:
            field = fields[name]
            yield field.serialization_alias or field.alias or name, value
    yield from (model.model_extra or {}).items()
