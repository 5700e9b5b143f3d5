"""What answers say of limits that are used up. Pure.

`RateLimit` and `RateLimit-Policy` of the IETF draft, its older forms, and `X-RateLimit-…` with all meanings of `Reset`
that are in use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_NAMES = ("ratelimit", "x-ratelimit", "x-rate-limit")
"""What stands before `-limit`, `-remaining` and `-reset`."""

_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,9})?\Z")
_WHOLE = re.compile(r"[0-9]{1,15}\Z")

_EPOCH = 1e9
_EPOCH_IN_MILLISECONDS = 1e12
"""A number of seconds as large as this is a moment: as a wait, it would take thirty years."""


@dataclass(frozen=True, slots=True)
class Exhausted:
    """Nothing is left for so many seconds; of `calls` in each `window` of seconds, where the API says so."""

    seconds: float
    calls: int | None = None
    window: int | None = None


def exhausted_in(headers: Mapping[str, str], now: datetime) -> tuple[Exhausted, ...]:
    """The limits of which the headers of an answer say that nothing is left. Names are in lower case.

    What makes no sense is passed over: so is a moment in the past, or one without end.
    """
    if not any("rate" in name for name in headers):
        return ()
    return tuple(found for found in _all(headers, now) if 0 < found.seconds < float("inf"))


def _all(headers: Mapping[str, str], now: datetime) -> Iterator[Exhausted]:
    yield from _of_draft(headers.get("ratelimit", ""), headers.get("ratelimit-policy", ""))
    for name in _NAMES:
        limit, remaining, reset = (headers.get(f"{name}-{part}", "") for part in ("limit", "remaining", "reset"))
        if _is_zero(remaining) and (seconds := _seconds_until(reset, headers.get("date"), now)) is not None:
            yield Exhausted(seconds, *_described(limit))


def _of_draft(limits: str, policies: str) -> Iterator[Exhausted]:
    """`"burst";r=0;t=5` and `"burst";q=10;w=60`, or as it was before: `limit=10, remaining=0, reset=5`."""
    old = _parameters(limits.split(","))
    if old.get("remaining") == 0 and "reset" in old:
        yield Exhausted(float(old["reset"]), old.get("limit"))
    known = dict(_items(policies))
    for name, parameters in _items(limits):
        if parameters.get("r") == 0 and "t" in parameters:
            policy = known.get(name, {})
            yield Exhausted(float(parameters["t"]), policy.get("q"), policy.get("w"))


def _items(header: str) -> Iterator[tuple[str, dict[str, int]]]:
    """The named items of a header, with their parameters."""
    for item in header.split(","):
        name, *parameters = item.split(";")
        yield name.strip(), _parameters(parameters)


def _parameters(texts: list[str]) -> dict[str, int]:
    """Those of `name=7` whose values are whole numbers."""
    pairs = (text.partition("=") for text in texts)
    return {name.strip(): int(value) for name, _, value in pairs if _WHOLE.match(value.strip())}


def _described(limit: str) -> tuple[int | None, int | None]:
    """Calls and window in `100`, or in `100, 100;w=60`."""
    (calls, parameters), *policies = _items(limit)
    window = next((given["w"] for given in (parameters, *(given for _, given in policies)) if "w" in given), None)
    return int(calls) if _WHOLE.match(calls) else None, window


def _is_zero(remaining: str) -> bool:
    return _NUMBER.match(remaining.strip()) is not None and float(remaining) == 0


def _seconds_until(reset: str, date: str | None, now: datetime) -> float | None:
    """How long until a reset, which is a number of seconds, a moment in seconds or milliseconds since 1970, or a date.

    Moments are compared with the clock of the server, if it tells the time.
    """
    text = reset.strip()
    if not _NUMBER.match(text):
        moment = _moment(text)
        return None if moment is None else moment - (_moment(date) or now.timestamp())
    number = float(text)
    if number < _EPOCH:
        return number
    seconds = number / 1000 if number >= _EPOCH_IN_MILLISECONDS else number
    return seconds - (_moment(date) or now.timestamp())


def _moment(date: str | None) -> float | None:
    """Seconds since 1970 of a date as HTTP or ISO 8601 writes it. Without a zone, it is in UTC."""
    if not date:
        return None
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(date)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError, TypeError):
            continue
    return None
