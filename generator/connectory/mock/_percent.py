"""Percent-encoding, read strictly."""

import re
from urllib.parse import unquote_to_bytes

from ._message import Pairs, RefusedError, Violation

_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_RAW = re.compile(r"[^\x21-\x7e]")


def decode(text: str, where: str) -> str:
    """Percent-encoded text as it was meant.

    Raises:
        RefusedError: for a `%` without two hexadecimal digits, bytes that are not UTF-8, and characters that
            must be encoded.
    """
    if _BROKEN.search(text) or _RAW.search(text):
        raise RefusedError(Violation(where, "encoding", "malformed percent-encoding"))
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(Violation(where, "encoding", "percent-encoded bytes that are not UTF-8")) from None


def decode_pairs(text: str, where: str) -> Pairs:
    """A query or an urlencoded form. `+` stands for a space in both.

    Raises:
        RefusedError: as `decode`.
    """
    pairs = (part.partition("=") for part in text.split("&") if part)
    return tuple(
        (decode(name.replace("+", "%20"), where), decode(value.replace("+", "%20"), where)) for name, _, value in pairs
    )


def path_segments(path: str) -> tuple[str, ...]:
    """The decoded segments of a path; the last is empty when the path ends with a slash.

    Raises:
        RefusedError: as `decode`, and for `.` and `..`, which servers on the way resolve.
    """
    segments = tuple(decode(part, "path") for part in path.removeprefix("/").split("/"))
    if any(segment in (".", "..") for segment in segments):
        raise RefusedError(Violation("path", "dot-segment", "`.` and `..` are no segments of a path"))
    return segments
