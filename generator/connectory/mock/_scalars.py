"""Sample texts and numbers within the bounds of a schema."""

import math
from fractions import Fraction

from connectory.model import Schema

from ._pattern import matching_text

_FORMATS = {
    "date": "2026-01-15",
    "date-time": "2026-01-15T10:30:00Z",
    "date-time-local": "2026-01-15T10:30:00",
    "date-time-minute": "2026-01-15T10:30",
    "http-date": "Thu, 15 Jan 2026 10:30:00 GMT",
    "time": "10:30:00Z",
    "duration": "PT10M",
    "email": "person@example.com",
    "hostname": "www.example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/page",
    "uuid": "3f2b8c1e-5d4a-4c6b-9e7f-0a1b2c3d4e5f",
    "json": "{}",
}


def text_for(schema: Schema, variant: int) -> str:
    """A text. Texts of different variants differ where no format or pattern stands against it."""
    shortest, longest = schema.min_length or 0, schema.max_length
    if schema.pattern is not None:
        return matching_text(schema.pattern, shortest + variant, longest) or ""
    if schema.format in _FORMATS:
        return _FORMATS[schema.format]
    mark = str(variant) if variant else ""
    whole = f"{'text'.ljust(shortest - len(mark), '.')}{mark}"
    return whole if longest is None or len(whole) <= longest else (mark or whole)[:longest].ljust(shortest, ".")


def number_for(schema: Schema, variant: int, *, whole: bool) -> int | float:
    """A number. Numbers of different variants differ where the bounds leave room."""
    step = Fraction(str(schema.multiple_of)) if schema.multiple_of else Fraction(1)
    if whole and step.denominator != 1:
        step = Fraction(step.numerator)
    first = _start(schema, step, stepped=whole or schema.multiple_of is not None)
    value = first + variant * step
    low, _ = _strictest(schema.minimum, schema.exclusive_minimum, upwards=True)
    high, below = _strictest(schema.maximum, schema.exclusive_maximum, upwards=False)
    if high is not None and (value > high or (below and value == high)):
        value = first - variant * step if low is None else first
    return int(value) if value.denominator == 1 else float(value)


def _start(schema: Schema, step: Fraction, *, stepped: bool) -> Fraction:
    low, above = _strictest(schema.minimum, schema.exclusive_minimum, upwards=True)
    high, below = _strictest(schema.maximum, schema.exclusive_maximum, upwards=False)
    if low is not None:
        first = math.ceil(low / step) * step if stepped else low
        if not above or first > low:
            return first
        return first + step if stepped or high is None or low + step < high else (low + high) / 2
    if high is not None and high <= step:
        last = math.floor(high / step) * step if stepped else high
        return last - step if below and last == high else last
    return step


def _strictest(inclusive: float | None, exclusive: float | None, *, upwards: bool) -> tuple[Fraction | None, bool]:
    """The bound that counts, and whether the value itself is excluded."""
    if exclusive is None:
        return None if inclusive is None else Fraction(str(inclusive)), False
    if inclusive is not None and (inclusive > exclusive if upwards else inclusive < exclusive):
        return Fraction(str(inclusive)), False
    return Fraction(str(exclusive)), True
