"""The formats of text that specs may name, and what has them. The same as the compiler knows."""

import ipaddress
import json
import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from urllib.parse import urlsplit

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_TIME = re.compile(r"\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})\Z", re.ASCII)
_DURATION = re.compile(r"P(?!\Z)(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?)\Z", re.ASCII)
_HTTP_DATE = re.compile(r"[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT\Z", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\Z")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+\Z")


def has_format(text: str, name: str) -> bool:
    """Whether `text` has the format called `name`; an unknown format holds for every text."""
    check = _CHECKS.get(name)
    return check is None or check(text)


def example_of(name: str) -> str:
    """What text of a format looks like, for messages."""
    return _EXAMPLES[name]


def _is_date(text: str) -> bool:
    return bool(_DATE.match(text)) and _succeeds(date.fromisoformat, text)


def _is_time(text: str) -> bool:
    # Python keeps six digits of a second and knows no leap second.
    plain = re.sub(r"(\.\d{1,6})\d*", r"\1", text).replace(":60", ":59").upper().replace("Z", "+00:00")
    return bool(_TIME.match(text)) and _succeeds(time.fromisoformat, plain)


def _is_date_time(text: str) -> bool:
    day, _, clock = text.partition("T" if "T" in text else "t")
    return _is_date(day) and _is_time(clock)


def _is_date_time_local(text: str) -> bool:
    day, _, clock = text.partition("T")
    return _is_date(day) and clock[-1:].isdigit() and _is_time(f"{clock}Z")


def _is_date_time_minute(text: str) -> bool:
    return len(text) == len("2026-05-31T09:30") and _is_date_time_local(f"{text}:00")


def _is_http_date(text: str) -> bool:
    found = _HTTP_DATE.match(text)
    if found is None or found[2] not in _MONTHS:
        return False
    day, year, hour, minute, second = (int(found[group]) for group in (1, 3, 4, 5, 6))
    try:
        moment = datetime(year, _MONTHS.index(found[2]) + 1, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return False
    return format_datetime(moment, usegmt=True) == text


def _is_duration(text: str) -> bool:
    return bool(_DURATION.match(text))


def _is_email(text: str) -> bool:
    return bool(_EMAIL.match(text))


def _is_hostname(text: str) -> bool:
    return len(text) <= 253 and all(_LABEL.match(label) for label in text.split("."))


def _is_uri(text: str) -> bool:
    return bool(_SCHEME.match(text)) and _succeeds(urlsplit, text)


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4 and _succeeds(uuid.UUID, text)


def _is_ipv4(text: str) -> bool:
    return _succeeds(ipaddress.IPv4Address, text)


def _is_ipv6(text: str) -> bool:
    return "%" not in text and _succeeds(ipaddress.IPv6Address, text)


def _is_json(text: str) -> bool:
    return _succeeds(json.loads, text)


def _succeeds(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except (ValueError, RecursionError):
        return False
    return True


_CHECKS: dict[str, Callable[[str], bool]] = {
    "date": _is_date,
    "date-time": _is_date_time,
    "date-time-local": _is_date_time_local,
    "date-time-minute": _is_date_time_minute,
    "http-date": _is_http_date,
    "time": _is_time,
    "duration": _is_duration,
    "email": _is_email,
    "hostname": _is_hostname,
    "ipv4": _is_ipv4,
    "ipv6": _is_ipv6,
    "uri": _is_uri,
    "uuid": _is_uuid,
    "json": _is_json,
}

_EXAMPLES = {
    "date": "a date such as 2026-05-31",
    "date-time": "a date and time with an offset, such as 2026-05-31T09:30:00Z",
    "date-time-local": "a date and time without an offset, such as 2026-05-31T09:30:00",
    "date-time-minute": "a date and time up to the minute, such as 2026-05-31T09:30",
    "http-date": "a date and time such as Sun, 31 May 2026 09:30:00 GMT",
    "time": "a time with an offset, such as 09:30:00Z",
    "duration": "a duration such as PT10M",
    "email": "an e-mail address such as name@shop.example",
    "hostname": "a host name such as shop.example",
    "ipv4": "an address such as 192.0.2.1",
    "ipv6": "an address such as 2001:db8::1",
    "uri": "an address with its scheme, such as https://shop.example/page",
    "uuid": "a UUID such as 3f2b8c1e-5d4a-4c6b-9e7f-0a1b2c3d4e5f",
    "json": "text that holds JSON",
}
