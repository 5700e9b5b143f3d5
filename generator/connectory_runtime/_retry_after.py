"""How long a server asks to wait."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_IN_MILLISECONDS = ("retry-after-ms", "x-ms-retry-after-ms")
_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]+(e[+-]?[0-9]+)?\Z", re.IGNORECASE)


def seconds_to_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds from `now` that the headers of an answer ask for; `None` when they say nothing that makes sense.

    `Retry-After` is a number of seconds or a date; some servers are more exact in headers of their own. Of
    several values the longest counts. A date in the past means no wait.
    """
    for name in _IN_MILLISECONDS:
        if name in headers and (wait := _longest(headers[name])) is not None:
            return wait / 1000
    header = headers.get("retry-after")
    if header is None:
        return None
    wait = _longest(header)
    return _seconds_until(header, now) if wait is None else wait


def _longest(header: str) -> float | None:
    """The highest of the numbers; `None` when one of them is no number from zero up."""
    texts = [text.strip() for text in header.split(",")]
    if not all(_NUMBER.match(text) for text in texts):
        return None
    numbers = [float(text) for text in texts]
    return max(numbers) if all(math.isfinite(number) and number >= 0 for number in numbers) else None


def _seconds_until(date: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
        # A date without a zone is in UTC: HTTP knows no other.
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, OverflowError, TypeError):
        return None
