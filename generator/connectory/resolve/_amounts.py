"""Durations such as `2s`, sizes such as `5MB` and rates such as `200/min`. Their form has been validated."""

import re

_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_BYTES = {"B": 1, "kB": 1_000, "MB": 1_000_000}
_PERIODS = {"s": 1, "min": 60, "h": 3600, "day": 86400}


def seconds(duration: str) -> float:
    """`1.5m` is 90.0."""
    number, unit = re.findall(r"[0-9.]+|[a-z]+", duration)
    return float(number) * _SECONDS[unit]


def calls_in_seconds(rate: str) -> tuple[int, int]:
    """`200/min` is 200 calls in 60 seconds."""
    calls, _, period = rate.partition("/")
    return int(calls), _PERIODS[period]


def in_bytes(size: str) -> int:
    """`5MB` is 5,000,000."""
    number, unit = re.findall(r"[0-9]+|[a-zA-Z]+", size)
    return int(number) * _BYTES[unit]
