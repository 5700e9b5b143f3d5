"""Dates and times as callers hold them, in the form that the API reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal, TypeAlias, cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ._schema import Library, Step

_Format: TypeAlias = Literal["date-time", "date-time-local", "date-time-minute", "http-date", "unixtime", "unixtime-ms"]
_FORMATS: frozenset[str] = frozenset(get_args(_Format))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


class UnfitMomentError(ValueError):
    """A time that has no place in the form; the message says why."""


@dataclass(frozen=True, slots=True)
class Form:
    """How an API wants a moment. `zone` is where times without an offset are meant, if the spec says so."""

    format: _Format
    zone: str | None


def form_at(path: tuple[Step, ...], parameters: Mapping[str, Mapping[str, Any]], library: Library) -> Form | None:
    """The form that the schemas of the parameters want at a place; `None` when they want none."""
    schemas = [parameters[str(path[0])]] if path and path[0] in parameters else []
    for step in path[1:]:
        schemas = [inner for schema in schemas for inner in _inside(schema, step, library)]
    for option in (option for schema in schemas for option in _options(schema, library)):
        if option.get("format") in _FORMATS:
            return Form(cast("_Format", option["format"]), option.get("x-zone"))
    return None


def written(moment: datetime, form: Form) -> str | int:
    """A moment in a form. What is finer than the form can hold is left out.

    Raises:
        UnfitMomentError: when the form says something that the moment does not know, such as its offset.
    """
    match form.format:
        case "date-time-local":
            return _local(moment, form).isoformat(timespec="seconds")
        case "date-time-minute":
            return _local(moment, form).isoformat(timespec="minutes")
        case "date-time":
            exact = _exact(moment, form)
            if (exact.utcoffset() or _MINUTE) % _MINUTE:
                exact = _moved(exact, UTC)  # offsets with seconds, as clocks had before there were zones
            return exact.isoformat().replace("+00:00", "Z")
        case "http-date":
            return format_datetime(_moved(_exact(moment, form), UTC), usegmt=True)
        case "unixtime":
            return (_exact(moment, form) - _EPOCH) // timedelta(seconds=1)
        case "unixtime-ms":
            return (_exact(moment, form) - _EPOCH) // timedelta(milliseconds=1)


def _exact(moment: datetime, form: Form) -> datetime:
    """The moment with an offset."""
    if moment.utcoffset() is not None:
        return moment
    if form.zone is None:
        raise UnfitMomentError("is a time without a zone; give it one, such as datetime.UTC")
    placed = moment.replace(tzinfo=_zone(form.zone))
    if _moved(_moved(placed, UTC), placed.tzinfo).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise UnfitMomentError(f"is a time that clocks in {form.zone} skip")
    return placed


def _local(moment: datetime, form: Form) -> datetime:
    """The moment as clocks show it where the API reads it."""
    if form.zone is not None:
        return _moved(_exact(moment, form), _zone(form.zone)).replace(tzinfo=None)
    if moment.utcoffset() is not None:
        raise UnfitMomentError("has a zone, and none is sent; pass the time without one, as the API will read it")
    return moment


def _moved(moment: datetime, zone: Any) -> datetime:
    try:
        return moment.astimezone(zone)
    except OverflowError:
        raise UnfitMomentError("is at the edge of what calendars hold") from None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        raise UnfitMomentError(f"needs the zone {name}, which this machine does not know: install tzdata") from None


def _inside(schema: Mapping[str, Any], step: Step, library: Library) -> Iterator[Mapping[str, Any]]:
    """The schemas of a member or an item."""
    for option in _options(schema, library):
        if isinstance(step, int):
            inner = option.get("items")
        else:
            inner = option.get("properties", {}).get(step, option.get("additionalProperties"))
        if isinstance(inner, Mapping):
            yield cast("Mapping[str, Any]", inner)


def _options(
    schema: Mapping[str, Any], library: Library, seen: frozenset[str] = frozenset()
) -> Iterator[Mapping[str, Any]]:
    """The schema and all that it is put together from, without references."""
    if "$ref" in schema:
        name, definition = library.definition(schema["$ref"])
        if name not in seen:
            yield from _options(definition, library, seen | {name})
        return
    yield schema
    for keyword in ("anyOf", "oneOf", "allOf"):
        for branch in schema.get(keyword, ()):
            yield from _options(branch, library, seen)
