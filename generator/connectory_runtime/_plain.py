"""From what Python callers pass to plain JSON data, or a finding for what JSON cannot hold."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any, cast
from uuid import UUID

from ._schema import Finding, Position
from ._unset import UNSET

_DEEPEST = 100


def to_plain(value: Any) -> tuple[Any, list[Finding]]:
    """The value as JSON data, and what has no place in it: NaN, sets, bytes, lone surrogates and so on.

    Models become objects of what was set, enums their values, dates ISO 8601. Members that are `UNSET` are
    left out. A decimal becomes a number if a number can hold it exactly.
    """
    findings: list[Finding] = []
    return _convert(value, Position(), findings), findings


def _convert(value: Any, at: Position, findings: list[Finding]) -> Any:
    if len(at.path) > _DEEPEST:
        findings.append(at.finding("json", f"is nested more than {_DEEPEST} deep, or holds itself"))
        return None
    match value:
        case Enum():
            return _convert(value.value, at, findings)
        case None | bool():
            return value
        case str():
            return _text(value, at, findings)
        case int():
            return int(value)
        case float() | Decimal():
            return _number(value, at, findings)
        case Mapping():
            return _members(cast("Mapping[Any, Any]", value).items(), at, findings)
        case list() | tuple():
            items = cast("list[Any] | tuple[Any, ...]", value)
            return [_convert(item, at.item(index), findings) for index, item in enumerate(items)]
        case datetime() | time() | date():
            return _moment(value, at, findings)
        case UUID() | PurePath():
            return str(value)
        case _:
            if _is_model(value):
                return _members(_set_members(value), at, findings)
            findings.append(at.finding("json", f"is a {type(value).__name__}, which JSON cannot hold"))
            return None


def _text(value: str, at: Position, findings: list[Finding]) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        findings.append(at.finding("json", "has half of a surrogate pair, which is no character"))
    return str.__str__(value)


def _number(value: float | Decimal, at: Position, findings: list[Finding]) -> float:
    number = float(value)
    if not math.isfinite(number):
        findings.append(at.finding("json", "is infinite or not a number, which JSON cannot hold"))
    elif isinstance(value, Decimal):
        if value == value.to_integral_value():
            return int(value)
        if Decimal(repr(number)) != value:
            findings.append(at.finding("json", "has more digits than a JSON number keeps; pass text if it may be text"))
    return number


def _moment(value: datetime | date | time, at: Position, findings: list[Finding]) -> str:
    if isinstance(value, (datetime, time)) and value.tzinfo is None:
        findings.append(at.finding("json", "is a time without a zone; give it one, such as datetime.UTC"))
    text = value.isoformat()
    return f"{text.removesuffix('+00:00')}Z" if text.endswith("+00:00") else text


def _members(items: Any, at: Position, findings: list[Finding]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, item in items:
        key = name.value if isinstance(name, Enum) else name
        if not isinstance(key, str):
            findings.append(at.finding("json", f"has a member whose name is a {type(key).__name__} and not text"))
        elif item is not UNSET:
            inner = at.member(key)
            members[_text(key, inner, findings)] = _convert(item, inner, findings)
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
